// The list of stations, each with a switch.

class StationList {
  constructor(model, place, search, flip, point) {
    this.rows = model.sites.map((site, number) => {
      const id = `station-${number}`;
      const input = make('input', { type: 'checkbox', role: 'switch', id, 'aria-describedby': `${id}-note` });
      input.addEventListener('change', () => flip(number));
      input.addEventListener('focus', () => point(number));
      const note = make('span', { class: 'note', id: `${id}-note` });
      const row = make('li', {}, input, make('label', { for: id }, make('span', { class: 'name' }, site.name), note));
      row.addEventListener('pointerenter', () => point(number));
      return { number, site, row, input, note, text: `${site.name} ${site.borough}`.toLowerCase() };
    });
    // Those that an option changes come first, then those of the study's boroughs.
    const { states } = model.facts;
    const changes = (number) => states.some((s) => s.hours[number] !== states[0].hours[number]);
    const rank = ({ number, site }) => (changes(number) ? 0 : site.own !== null ? 1 : 2);
    const order = this.rows.slice().sort((a, b) => rank(a) - rank(b) || a.site.name.localeCompare(b.site.name, 'en'));
    place.append(...order.map((r) => r.row));
    search.addEventListener('input', () => {
      const wanted = search.value.trim().toLowerCase();
      for (const row of this.rows) row.row.hidden = !row.text.includes(wanted);
    });
  }

  /** `told` says of each station its switch, its role and its hours in words. */
  show(told) {
    for (const { number, site, row, input, note } of this.rows) {
      const { on, role, words } = told[number];
      input.checked = on;
      note.textContent = `${site.borough} · ${words}`;
      row.className = role;
    }
  }
}
