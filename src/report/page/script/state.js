// What the reader has chosen, in the part of the address behind #.

const VIEWS = { change: 'Change', before: 'Before', after: 'After' };
const KINDS = { borough: 'Boroughs', ward: 'Wards', district: 'Postcode districts' };

/** A mode's cutoffs: `30_min`, `1.609_km`. */
function cutoffsOf(model, mode) {
  const plane = model.modes.get(mode).planes[0];
  const km = model.facts.within_km.map((value) => ({ label: `${value}_km`, value, unit: 'km', raw: value * 1000 }));
  const min = plane.time ? model.facts.within_min.map((value) => ({ label: `${value}_min`, value, unit: 'min', raw: value * 60 })) : [];
  // A scenario may ask about none: the page then shows a kilometre.
  return min.concat(km).concat(min.length + km.length ? [] : [{ label: '1_km', value: 1, unit: 'km', raw: 1000 }]);
}

function defaultState(model) {
  const { headline, states } = model.facts;
  const mode = headline?.mode ?? model.facts.modes[0].id;
  const option = headline?.state ?? Math.min(1, states.length - 1);
  return { option, mode, time: headline?.time ?? 0, cutoff: null, own: states[option].own, view: 'change', kind: 'borough', flips: new Map() };
}

/** The state that an address tells of; what it tells wrongly stays as it is by default. */
function stateFrom(model, fragment) {
  const state = defaultState(model);
  const told = new URLSearchParams(fragment.replace(/^#/, ''));
  const option = model.facts.states.findIndex((s) => s.id === told.get('option'));
  if (option >= 0) {
    state.option = option;
    state.own = model.facts.states[option].own;
  }
  if (model.modes.has(told.get('mode'))) state.mode = told.get('mode');
  const time = model.facts.times.indexOf(told.get('time'));
  if (time >= 0) state.time = time;
  if (told.has('own')) state.own = told.get('own') === 'yes';
  if (VIEWS[told.get('map')]) state.view = told.get('map');
  if (KINDS[told.get('places')]) state.kind = told.get('places');
  state.cutoff = told.get('within');
  for (const [key, on] of [['on', true], ['off', false]]) {
    for (const name of told.getAll(key)) {
      const site = model.sites.findIndex((s) => s.name === name);
      if (site >= 0) state.flips.set(site, on);
    }
  }
  return state;
}

function fragmentOf(model, state, cutoff) {
  const { states, times } = model.facts;
  const told = new URLSearchParams({ option: states[state.option].id, mode: state.mode, time: times[state.time], within: cutoff.label });
  if (state.own !== states[state.option].own) told.set('own', state.own ? 'yes' : 'no');
  if (state.view !== 'change') told.set('map', state.view);
  if (state.kind !== 'borough') told.set('places', state.kind);
  for (const [site, on] of [...state.flips].sort((a, b) => a[0] - b[0])) told.append(on ? 'on' : 'off', model.sites[site].name);
  return `#${told}`;
}

/** Whether a station's counter is on, and by which hours: their number, or null for round the clock where none are known. */
function counterOf(model, state, site) {
  const { states } = model.facts;
  const planned = states[state.option].hours[site];
  const on = state.flips.get(site) ?? planned !== null;
  if (!on || planned !== null) return { on, hours: planned };
  const known = states.find((s) => s.hours[site] !== null);
  return { on, hours: known ? known.hours[site] : null };
}

function isOpenAt(model, counter, time) {
  return counter.on && (counter.hours === null || model.facts.hours[counter.hours].open[time]);
}

/** The sites open at the state's time, before and after. */
function openSets(model, state) {
  const baseline = model.facts.states[0].hours;
  const sites = model.sites.map((_, site) => site);
  const before = sites.filter((site) => baseline[site] !== null && isOpenAt(model, { on: true, hours: baseline[site] }, state.time));
  const after = sites.filter((site) => isOpenAt(model, counterOf(model, state, site), state.time));
  return { before, after };
}

/** What a station's symbol says at the state's time. */
function roleOf(model, state, site) {
  const before = model.facts.states[0].hours[site];
  const counter = counterOf(model, state, site);
  if (before !== null && !counter.on) return 'closed';
  if (before === null && !counter.on) return 'idle';
  if (before === null) return 'opened';
  if (counter.hours !== before) return 'rescheduled';
  return isOpenAt(model, counter, state.time) ? 'open' : 'shut';
}
