// Puts it all together: one choice, one result, everything shown anew.

class Page {
  constructor(model) {
    this.model = model;
    this.state = stateFrom(model, location.hash);
    this.evaluated = new Map();
    this.map = new MapView(model, byId('map'), {
      legend: (rows, roles) => this.showLegend(rows, roles),
      here: (zone, site, x, y) => this.showHere(zone, site, x, y),
      flip: (site) => this.flip(site),
    });
    this.list = new StationList(model, byId('stations'), byId('station-search'), (site) => this.flip(site), (site) => this.pointAt(site));
    this.buildControls();
    this.buildTables();
    this.buildSearch();
    this.map.fitAll();
    this.redraw();
    // What is folded on the screen is read on paper.
    const folded = () => document.querySelectorAll('details:not([open])');
    window.addEventListener('beforeprint', () => folded().forEach((details) => details.setAttribute('data-folded', '') || (details.open = true)));
    window.addEventListener('afterprint', () => document.querySelectorAll('details[data-folded]').forEach((details) => details.removeAttribute('data-folded') || (details.open = false)));
    window.addEventListener('hashchange', () => {
      if (location.hash === this.fragment) return;
      this.state = stateFrom(model, location.hash);
      this.redraw();
    });
  }

  // Work.

  plane() {
    const { planes } = this.model.modes.get(this.state.mode);
    return planes.find((plane) => plane.times.includes(this.state.time));
  }

  cutoff(state = this.state) {
    const all = cutoffsOf(this.model, state.mode);
    const quoted = this.model.modes.get(state.mode).quoted;
    return all.find((c) => c.label === state.cutoff) ?? all.find((c) => c.label === quoted) ?? all[0];
  }

  /** An open set seen from everywhere; the last few are kept. */
  evaluate(plane, open, own) {
    const { planes } = this.model.modes.get(plane.mode);
    const key = `${plane.mode},${planes.indexOf(plane)},${own},${open}`;
    if (!this.evaluated.has(key)) {
      if (this.evaluated.size > 8) this.evaluated.delete(this.evaluated.keys().next().value);
      const side = nearest(this.model, plane, open, own);
      side.order = ascending(side);
      this.evaluated.set(key, side);
    }
    return this.evaluated.get(key);
  }

  /** Everything that is worked out for the state. */
  result() {
    const { model, state } = this;
    const plane = this.plane();
    const sets = openSets(model, state);
    const before = this.evaluate(plane, sets.before, state.own);
    const after = this.evaluate(plane, sets.after, state.own);
    const cutoff = this.cutoff();
    const found = fates(model, before, after);
    const total = tally(model, before, after, found, null, 1, cutoff);
    const [[lowLength, highLength], [lowTime, highTime]] = [plane.length_spread, plane.time_spread];
    const ends = [[lowLength, lowTime], [highLength, highTime]].map((factors) => {
      const t = tally(model, before, after, fates(model, before, after, factors), null, 1, cutoff);
      return { worse: t.worse[0], materially: t.materially[0] };
    });
    const range = (key) => [Math.min(ends[0][key], ends[1][key]), Math.max(ends[0][key], ends[1][key])];
    return {
      before, after, cutoff, found, total, unit: costUnit(plane), mode: state.mode, time: model.facts.times[state.time], own: state.own,
      orders: [before.order, after.order], ranges: { worse: range('worse'), materially: range('materially') },
    };
  }

  // Show.

  redraw() {
    const { model, state } = this;
    const result = (this.shown = this.result());
    const words = findingWords(model, result);
    byId('headline').replaceChildren(this.optionName(), ...words.headline);
    byId('detail').textContent = words.detail;
    const roles = model.sites.map((_, site) => roleOf(model, state, site));
    this.zones = zoneMeans(model, result.before, result.after);
    this.map.show({ view: state.view, mode: state.mode, unit: result.unit, zones: this.zones, roles });
    byId('map').setAttribute('aria-label', `Map of ${model.facts.study}: ${this.viewWords()}. ${byId('headline').textContent}`);
    byId('map-title').textContent = this.viewWords();
    byId('curve-about').textContent = drawCurve(model, result, byId('curve'));
    this.showFigures(result);
    this.showPlaces(result);
    this.showCounters(result, roles);
    this.showStations(roles);
    this.showControls();
    this.later();
    this.tellAddress();
  }

  optionName() {
    const { states } = this.model.facts;
    const flips = this.state.flips.size;
    const title = states[this.state.option].title;
    const short = title.length > 90 ? `${title.slice(0, 90)}…` : title;
    const mine = flips === 0 ? '' : `, with ${flips} ${flips === 1 ? 'station' : 'stations'} switched by hand`;
    // A title may name a rule that the reader has switched.
    const own = this.state.own === states[this.state.option].own ? '' : this.state.own ? ', counting only own-borough counters' : ', but counting every borough’s counters';
    const what = this.state.option === 0 && flips > 0 ? 'Today’s counters' : short;
    return make('span', { class: 'option' }, `${what}${mine}${own}: `);
  }

  viewWords() {
    const { view, mode } = this.state;
    const way = { walk: 'the walk', drive: 'the drive', 'crow-fly': 'the distance' }[mode];
    if (view === 'change') return `How ${way} to the nearest open ${this.model.facts.counter} changes`;
    return `${way[0].toUpperCase()}${way.slice(1)} to the nearest open ${this.model.facts.counter}, ${view}`;
  }

  showFigures(result) {
    const { model } = this;
    const { total, unit, before, after, orders, cutoff } = result;
    const whole = (people) => group(Math.round(people));
    const rows = [];
    const one = (key, name, value, note = '') => rows.push({ key, name, before: '', after: whole(value), change: note, value });
    const between = ([low, high]) => (Math.round(low) === Math.round(high) ? '' : `between ${whole(low)} and ${whole(high)}`);
    one('worse', 'People with a longer way, or none left', total.worse[0], between(result.ranges.worse));
    one('materially', `… materially: ${limitWords(model, result.mode)}, or none left`, total.materially[0], between(result.ranges.materially));
    one('better', 'People with a shorter way', total.better[0]);
    one('cut-off', 'People with no open counter left', total.cutOff[0]);
    const pair = (key, name, values, print, printChange = print) => {
      const [b, a] = values;
      const change = b === null || a === null ? '–' : signed(printChange(a - b), Math.round((a - b) * 1e9));
      rows.push({ key, name, before: b === null ? '–' : print(b), after: a === null ? '–' : print(a), change, value: a ?? '', old: b ?? '' });
    };
    const share = (v) => `${(v * 100).toFixed(1)} %`;
    const points = (v) => `${(v * 100).toFixed(1)} points`;
    const shares = total.within.map((of) => (model.residents > 0 ? of[0] / model.residents : 0));
    pair('within', `Share within ${cutoffWords(cutoff, result.mode)}`, shares, share, points);
    const samePeople = Math.abs(total.reached[0][0] - total.reached[1][0]) < 1e-6;
    const means = total.cost.map((of, side) => (total.reached[side][0] > 0 ? unit.of(of[0] / total.reached[side][0]) : null));
    pair('mean', `Mean, ${unit.name}`, means, (v) => v.toFixed(1));
    if (!samePeople) rows[rows.length - 1].change = '–';
    for (const [key, name, q] of [['median', 'Half of residents are within', 0.5], ['p90', 'Nine in ten are within', 0.9]]) {
      const values = [before, after].map((side, i) => quantile(model, side, orders[i], q));
      pair(key, `${name}, ${unit.name}`, values.map((v) => (v === null ? null : unit.of(v))), (v) => v.toFixed(1));
    }
    byId('figures-about').textContent = `${MODE_WORDS[result.mode].name}, ${timeInSentence(result.time)}; ${about(model.residents)} residents of ${model.facts.study}.`;
    const cell = (text, value) => make('td', { class: 'number', 'data-value': value }, text);
    const body = rows.map((r) => make('tr', { 'data-row': r.key }, make('th', { scope: 'row' }, r.name), cell(r.before, r.old ?? ''), cell(r.after, r.value), cell(r.change)));
    const head = ['', 'Before', 'After', 'Change or range'].map((text, i) => make(i ? 'th' : 'td', i ? { scope: 'col', class: 'number' } : {}, text));
    const table = make('table', { 'data-csv': 'figures' }, make('caption', { class: 'hidden' }, 'Figures before and after'), make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...body));
    const csv = make('button', { type: 'button', class: 'csv' }, 'Download CSV', make('span', { class: 'hidden' }, ' of the figures'));
    csv.addEventListener('click', () => download('figures.csv', csvOf(table), 'text/csv'));
    byId('figures').replaceChildren(make('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': 'Figures before and after' }, table), csv);
  }

  buildTables() {
    const whole = (people) => group(Math.round(people));
    const share = (v) => (v === null ? '–' : `${(v * 100).toFixed(1)} %`);
    const cost = (v) => (v === null ? '–' : v.toFixed(1));
    this.places = new LiveTable(byId('places-out'), 'places', 'Figures place by place', [
      { heading: 'Place' }, { heading: 'Residents', print: whole }, { heading: 'Longer way', print: whole }, { heading: 'Materially worse', print: whole },
      { heading: 'Shorter way', print: whole }, { heading: 'Within, before', print: share }, { heading: 'Within, after', print: share },
      { heading: 'Mean before', print: cost }, { heading: 'Mean after', print: cost },
    ]);
    this.counters = new LiveTable(byId('counters-out'), 'counters', 'Residents by their nearest counter', [
      { heading: 'Station' }, { heading: 'Borough' }, { heading: 'Before', print: whole }, { heading: 'After', print: whole },
      { heading: 'Change', print: (v) => signed(whole(v), Math.round(v)) }, { heading: 'Takes over from' },
    ]);
    this.options = new LiveTable(byId('options-out'), 'options', 'Every option by the same figures', [
      { heading: 'Option' }, { heading: 'Materially worse', print: whole }, { heading: 'Longer way', print: whole }, { heading: 'Shorter way', print: whole },
      { heading: 'None left', print: whole }, { heading: 'Within, after', print: share }, { heading: 'Mean after', print: cost },
    ]);
    for (const table of document.querySelectorAll('table.sortable')) enhance(table);
    showTables(this.model);
  }

  showPlaces(result) {
    const { model, state } = this;
    const names = { borough: model.facts.boroughs, ward: model.facts.wards, district: model.facts.districts }[state.kind];
    const t = tally(model, result.before, result.after, result.found, model.areas[state.kind], names.length, result.cutoff);
    const { unit } = result;
    const mean = (side, i) => (t.reached[side][i] > 0 ? unit.of(t.cost[side][i] / t.reached[side][i]) : null);
    const within = (side, i) => (t.people[i] > 0 ? t.within[side][i] / t.people[i] : null);
    const label = result.cutoff.unit === 'km' ? `${result.cutoff.value} km` : `${result.cutoff.value} min`;
    this.places.head(5, `Within ${label}, before`);
    this.places.head(6, `Within ${label}, after`);
    this.places.head(7, `Mean before, ${unit.name}`);
    this.places.head(8, `Mean after, ${unit.name}`);
    this.places.fill(names.map((name, i) => [name, t.people[i], t.worse[i], t.materially[i], t.better[i], within(0, i), within(1, i), mean(0, i), mean(1, i)]), [3, true]);
  }

  showCounters(result, roles) {
    const { model } = this;
    const { loads, transfers } = moves(model, result.before, result.after);
    const from = new Map();
    for (const [key, [people]] of transfers) {
      const [left, to] = key.split(',').map(Number);
      from.set(to, [...(from.get(to) ?? []), [people, left < 0 ? 'nowhere' : model.sites[left].name]]);
    }
    const taken = (site) => (from.get(site) ?? []).sort((a, b) => b[0] - a[0]).slice(0, 3).map(([people, name]) => `${name} ${about(people)}`).join('; ');
    const rows = [...loads].map(([site, [before, after]]) => {
      const name = site < 0 ? 'no counter in reach' : model.sites[site].name;
      const closed = roles[site] === 'closed' ? ' (closes)' : '';
      return [name + closed, site < 0 ? '' : model.sites[site].borough, before, after, after - before, taken(site)];
    });
    this.counters.fill(rows.sort((a, b) => Math.abs(b[4]) - Math.abs(a[4]) || b[3] - a[3]));
  }

  showStations(roles) {
    const { model, state } = this;
    const said = {
      closed: 'closes', idle: 'no counter', opened: 'opens', rescheduled: 'hours change', open: '', shut: 'not open at this time',
    };
    this.list.show(model.sites.map((_, site) => {
      const counter = counterOf(model, state, site);
      const hours = !counter.on ? '' : counter.hours === null ? 'hours unknown, taken as 24/7' : model.facts.hours[counter.hours].text;
      const mine = state.flips.has(site) ? 'switched by hand' : '';
      return { on: counter.on, role: roles[site], words: [hours, said[roles[site]], mine].filter(Boolean).join(', ') };
    }));
  }

  /** The options compared: not part of what a switch must show at once. */
  later() {
    const { state, model } = this;
    const cutoff = this.cutoff();
    const key = [state.mode, state.time, cutoff.label].join();
    if (key === this.compared) return;
    this.compared = key;
    const rows = [];
    const plane = this.plane();
    const next = (option) => {
      if (this.compared !== key) return;
      if (option >= model.facts.states.length) return this.options.fill(rows, [1, true]);
      const told = model.facts.states[option];
      const sets = openSets(model, { ...state, option, flips: new Map() });
      const [before, after] = [sets.before, sets.after].map((open) => nearest(model, plane, open, told.own));
      const t = tally(model, before, after, fates(model, before, after), null, 1, cutoff);
      const mean = t.reached[1][0] > 0 ? costUnit(plane).of(t.cost[1][0] / t.reached[1][0]) : null;
      const note = told.own !== model.facts.states[0].own ? ' (own borough only)' : '';
      rows.push([told.title + note, t.materially[0], t.worse[0], t.better[0], t.cutOff[0], model.residents > 0 ? t.within[1][0] / model.residents : null, mean]);
      setTimeout(next, 0, option + 1);
    };
    const label = cutoff.unit === 'km' ? `${cutoff.value} km` : `${cutoff.value} min`;
    this.options.head(5, `Within ${label}, after`);
    this.options.head(6, `Mean after, ${costUnit(plane).name}`);
    const asTold = state.own === model.facts.states[state.option].own ? '' : ' Each option counts the counters that it says; the box “own borough” above does not apply here.';
    byId('options-about').textContent = `${MODE_WORDS[state.mode].name}, ${timeInSentence(model.facts.times[state.time])}. People of ${model.facts.study}, against today’s counters.${asTold}`;
    setTimeout(next, 0, 1);
  }

  showLegend(rows, roles) {
    const swatch = (colour) => {
      const mark = make('span', { class: 'swatch', 'aria-hidden': 'true' });
      mark.style.background = colour;
      return mark;
    };
    const classes = make('ul', { class: 'classes', 'aria-label': 'Classes of the map, and how many people live in them' }, ...rows.map(([colour, name, people]) => make('li', {}, swatch(colour), make('span', {}, name), make('span', { class: 'people' }, about(people)))));
    const words = { closed: 'counter closes', opened: 'counter opens', rescheduled: 'hours change', open: 'counter open', idle: 'no counter, or not open now' };
    const shown = Object.keys(words).filter((role) => roles.has(role) || (role === 'idle' && roles.has('shut')));
    const symbols = make('ul', { class: 'symbols', 'aria-label': 'Symbols of stations' }, ...shown.map((role) => make('li', {}, this.picture(role), make('span', {}, words[role]))));
    const whose = make('p', { class: 'help' }, 'Numbers: all residents of the map’s zones in a class, each zone by the mean of its residents. The finding counts resident by resident.');
    byId('legend').replaceChildren(classes, symbols, whose);
  }

  picture(role) {
    const canvas = make('canvas', { class: 'symbol', width: 40, height: 40, 'aria-hidden': 'true' });
    const context = canvas.getContext('2d');
    context.scale(2, 2);
    symbol(context, role, [10, 10], this.map.colours());
    return canvas;
  }

  showHere(zone, site, x, y) {
    const place = byId('map-here');
    const { model, shown } = this;
    const parts = [];
    if (site >= 0) {
      const counter = counterOf(model, this.state, site);
      const role = roleOf(model, this.state, site);
      const hours = counter.on && counter.hours !== null ? `, ${model.facts.hours[counter.hours].text}` : '';
      const state = { closed: 'closes', idle: 'no counter', opened: 'opens', rescheduled: 'hours change', open: 'open', shut: 'not open at this time' }[role];
      parts.push(make('strong', {}, model.sites[site].name), `${state}${hours}. Click to switch it ${counter.on ? 'off' : 'on'}.`);
    } else if (zone >= 0) {
      const { people, before, after } = this.zones;
      const unit = shown.unit;
      const change = before[zone] === after[zone] ? 'no change' : `before ${unit.text(before[zone])}`;
      const now = Number.isFinite(after[zone]) ? `${unit.text(after[zone])} ${unit.name} on average` : `no ${model.facts.counter} in reach`;
      parts.push(make('strong', {}, model.facts.zones[zone]), `${about(people[zone])} residents. ${now}, ${change}.`);
    }
    place.hidden = parts.length === 0;
    if (!parts.length) return;
    place.replaceChildren(...parts.flatMap((part, i) => (i ? [make('br'), part] : [part])));
    const { width, height } = this.map.size();
    place.style.left = `${Math.max(Math.min(x + 14, width - 250), 4)}px`;
    place.style.top = `${y > height - 100 ? y - 84 : y + 14}px`;
  }

  pointAt(site) {
    this.map.spot = this.map.sites[site];
    this.map.later();
  }

  // Choices.

  choose(change) {
    Object.assign(this.state, change);
    this.redraw();
  }

  flip(site) {
    const { flips, option } = this.state;
    const planned = this.model.facts.states[option].hours[site] !== null;
    const on = !(flips.get(site) ?? planned);
    if (on === planned) flips.delete(site);
    else flips.set(site, on);
    this.redraw();
  }

  buildControls() {
    const { model } = this;
    const { facts } = model;
    const fill = (id, rows) => byId(id).replaceChildren(...rows.map(([value, text]) => make('option', { value }, text)));
    fill('state', facts.states.map((s, i) => [i, s.title.length > 110 ? `${s.title.slice(0, 109)}…` : s.title]));
    fill('time', facts.times.map((time, i) => [i, timeWords(time)]));
    byId('state').addEventListener('change', (event) => {
      const option = Number(event.target.value);
      this.choose({ option, own: facts.states[option].own, flips: new Map() });
    });
    byId('time').addEventListener('change', (event) => this.choose({ time: Number(event.target.value) }));
    byId('cutoff').addEventListener('change', (event) => this.choose({ cutoff: event.target.value }));
    byId('own').addEventListener('change', (event) => this.choose({ own: event.target.checked }));
    const choices = (id, key, all) => {
      byId(id).replaceChildren(...all.map(([value, text]) => {
        const input = make('input', { type: 'radio', name: id, value });
        input.addEventListener('change', () => this.choose({ [key]: value }));
        return make('label', {}, input, make('span', {}, text));
      }));
    };
    choices('modes', 'mode', facts.modes.map((m) => [m.id, MODE_WORDS[m.id].name]));
    choices('views', 'view', Object.entries(VIEWS));
    choices('kinds', 'kind', Object.entries(KINDS));
    byId('controls').addEventListener('submit', (event) => event.preventDefault());
    byId('reset').addEventListener('click', () => this.choose({ flips: new Map() }));
    byId('share').addEventListener('click', () => this.share());
    byId('zoom-in').addEventListener('click', () => this.map.zoom(1.6));
    byId('zoom-out').addEventListener('click', () => this.map.zoom(1 / 1.6));
    byId('zoom-all').addEventListener('click', () => this.map.home());
  }

  showControls() {
    const { state } = this;
    const cutoff = this.cutoff();
    byId('state').value = state.option;
    byId('time').value = state.time;
    byId('cutoff').replaceChildren(...cutoffsOf(this.model, state.mode).map((c) => make('option', { value: c.label }, cutoffWords(c, state.mode))));
    byId('cutoff').value = cutoff.label;
    byId('own').checked = state.own;
    byId('reset').disabled = state.flips.size === 0;
    for (const [name, value] of [['modes', state.mode], ['views', state.view], ['kinds', state.kind]]) {
      for (const input of document.getElementsByName(name)) input.checked = input.value === value;
    }
  }

  buildSearch() {
    const { facts, areas, sites } = this.model;
    const targets = new Map();
    const add = (name, target) => targets.has(name.toLowerCase()) || targets.set(name.toLowerCase(), { name, target });
    const members = (group, number) => Array.from(group.keys()).filter((area) => group[area] === number);
    sites.forEach((site, number) => add(`${site.name} station`, () => ({ site: number })));
    for (const [kind, names] of [['district', facts.districts], ['borough', facts.boroughs], ['ward', facts.wards]]) {
      names.forEach((name, number) => name !== 'unknown' && add(name, () => ({ areas: members(areas[kind], number) })));
    }
    byId('places').replaceChildren(...[...targets.values()].map(({ name }) => make('option', { value: name })));
    const search = byId('search');
    const go = () => {
      const wanted = search.value.trim().toLowerCase();
      if (!wanted) return;
      const found = targets.get(wanted) ?? [...targets].find(([name]) => name.startsWith(wanted))?.[1] ?? [...targets].find(([name]) => name.includes(wanted))?.[1];
      search.setAttribute('aria-invalid', String(!found));
      if (found) this.map.go(found.target());
    };
    search.addEventListener('change', go);
    search.addEventListener('keydown', (event) => event.key === 'Enter' && (event.preventDefault(), go()));
    search.addEventListener('input', () => targets.has(search.value.trim().toLowerCase()) && go());
  }

  tellAddress() {
    this.fragment = fragmentOf(this.model, this.state, this.cutoff());
    try {
      history.replaceState(null, '', this.fragment);
    } catch {
      // A browser may refuse many changes in a short time; the next one tells the address again.
    }
  }

  async share() {
    const button = byId('share');
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = 'Link copied';
    } catch {
      button.textContent = 'Copy the address above';
    }
    setTimeout(() => (button.textContent = 'Copy link'), 2500);
  }
}

window.bluelamp = (async () => {
  try {
    const page = new Page(await readModel());
    byId('loading').hidden = true;
    page.charts = showCharts();
    return page;
  } catch (error) {
    byId('loading').textContent = `This page could not be unpacked (${error.message}). A browser of 2023 or later is needed; the tables below can be read in any.`;
    throw error;
  }
})();
