// Tables: sortable by any column, and each to be had as CSV.

/** What a cell is sorted by: its number where it has one. */
function sortKey(cell) {
  if (cell.dataset.value !== undefined) return cell.dataset.value === '' ? null : Number(cell.dataset.value);
  const text = cell.textContent.trim();
  const number = Number(text.replace(/[,%+]/g, '').replace('−', '-').trim());
  return text !== '' && Number.isFinite(number) ? number : text;
}

const isNothing = (key) => key === null || key === '' || key === '-' || key === '–';

function compareKeys(a, b) {
  if (isNothing(a) || isNothing(b)) return isNothing(a) - isNothing(b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Puts a button into every heading, and one for CSV under the table. */
function enhance(table, csv = () => csvOf(table)) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = make('button', { type: 'button', class: 'sort' }, heading.textContent);
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const descends = heading.getAttribute('aria-sort') === 'ascending' || (!heading.hasAttribute('aria-sort') && heading.classList.contains('number'));
      headings.forEach((h) => h.removeAttribute('aria-sort'));
      heading.setAttribute('aria-sort', descends ? 'descending' : 'ascending');
      const rows = [...table.tBodies[0].rows].map((row) => [sortKey(row.cells[column]), row]);
      // What is not there stays below.
      rows.sort(([a], [b]) => (isNothing(a) || isNothing(b) || !descends ? compareKeys(a, b) : -compareKeys(a, b)));
      table.tBodies[0].replaceChildren(...rows.map(([, row]) => row));
    });
  });
  const name = table.dataset.csv;
  const button = make('button', { type: 'button', class: 'csv' }, 'Download CSV', make('span', { class: 'hidden' }, ` of ${name}`));
  button.addEventListener('click', () => download(`${name}.csv`, csv(), 'text/csv'));
  (table.closest('.scroll') ?? table).after(button);
}

function download(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = make('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

const csvCell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csvLines = (rows) => rows.map((row) => row.map((cell) => csvCell(String(cell))).join(',') + '\n').join('');

/** As it stands, numbers in full. */
function csvOf(table) {
  const text = (cell) => cell.dataset.value ?? cell.textContent.trim();
  return csvLines([...table.rows].map((row) => [...row.cells].map(text)));
}

/** A row of more than this many is behind a button. */
const ROWS_SHOWN = 15;

/** A table that is filled again and again. A column: heading, whether a number, how a value is printed. */
class LiveTable {
  constructor(place, name, caption, columns) {
    Object.assign(this, { name, columns, all: false, sort: null, rows: [] });
    this.body = make('tbody');
    this.headings = columns.map((column, i) => {
      const button = make('button', { type: 'button', class: 'sort' }, column.heading);
      button.addEventListener('click', () => this.sortBy(i));
      return make('th', { scope: 'col', class: column.print ? 'number' : '' }, button);
    });
    this.table = make('table', { 'data-csv': name }, make('caption', { class: 'hidden' }, caption), make('thead', {}, make('tr', {}, ...this.headings)), this.body);
    this.more = make('button', { type: 'button', hidden: true });
    this.more.addEventListener('click', () => {
      this.all = !this.all;
      this.print();
    });
    const csv = make('button', { type: 'button', class: 'csv' }, 'Download CSV', make('span', { class: 'hidden' }, ` of ${caption}`));
    csv.addEventListener('click', () => download(`${name}.csv`, this.csv(), 'text/csv'));
    place.replaceChildren(make('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': caption }, this.table), this.more, csv);
  }

  /** Headings change with the mode and the cutoff. */
  head(column, text) {
    this.columns[column].heading = text;
    this.headings[column].firstChild.textContent = text;
  }

  /** Rows of values, column by column; sorted as the reader has chosen, else by `sort`. */
  fill(rows, sort) {
    this.rows = rows;
    this.defaultSort = sort;
    this.print();
  }

  sortBy(column) {
    const descends = this.sort?.[0] === column ? !this.sort[1] : Boolean(this.columns[column].print);
    this.sort = [column, descends];
    this.print();
  }

  print() {
    const [column, descends] = this.sort ?? this.defaultSort ?? [];
    this.headings.forEach((heading, i) => {
      if (i === column) heading.setAttribute('aria-sort', descends ? 'descending' : 'ascending');
      else heading.removeAttribute('aria-sort');
    });
    const sorted = this.rows.slice();
    if (column !== undefined) {
      sorted.sort((a, b) => {
        const [x, y] = [a[column], b[column]];
        return isNothing(x) || isNothing(y) || !descends ? compareKeys(x, y) : -compareKeys(x, y);
      });
    }
    const shown = this.all ? sorted : sorted.slice(0, ROWS_SHOWN);
    this.body.replaceChildren(...shown.map((row) => make('tr', {}, ...row.map((value, i) => this.cell(value, i)))));
    this.more.hidden = sorted.length <= ROWS_SHOWN;
    this.more.textContent = this.all ? `Show ${ROWS_SHOWN} only` : `Show all ${sorted.length}`;
  }

  cell(value, i) {
    const { print } = this.columns[i];
    if (i === 0) return make('th', { scope: 'row' }, value);
    return make('td', { class: print ? 'number' : '' }, print ? print(value) : value);
  }

  csv() {
    const text = (value) => (value === null ? '' : typeof value === 'number' ? String(Math.round(value * 1e4) / 1e4) : value);
    return csvLines([this.columns.map((c) => c.heading), ...this.rows.map((row) => row.map(text))]);
  }
}

/** A CSV text as rows of cells. */
function parseCsv(text) {
  const [rows, at] = [[[]], { cell: '', quoted: false }];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (at.quoted) {
      if (sign === '"' && text[i + 1] === '"') at.cell += text[i++];
      else if (sign === '"') at.quoted = false;
      else at.cell += sign;
    } else if (sign === '"') at.quoted = true;
    else if (sign === ',' || sign === '\n') {
      rows[rows.length - 1].push(at.cell);
      at.cell = '';
      if (sign === '\n') rows.push([]);
    } else if (sign !== '\r') at.cell += sign;
  }
  return rows.filter((row) => row.length > 0);
}

/** The tables that only some scenarios have, each filled when it is opened. */
function showTables(model) {
  const { tables } = model.facts;
  byId('tables').hidden = tables.length === 0;
  for (const { name, title, text } of tables) {
    const place = make('div');
    const details = make('details', {}, make('summary', {}, make('h3', {}, title)), make('p', { class: 'help' }, `As ${name}, beside this page.`), place);
    details.addEventListener('toggle', () => {
      if (place.childElementCount || !details.open) return;
      const [head, ...rows] = parseCsv(text);
      const isNumber = head.map((_, i) => rows.every((row) => row[i] === '' || Number.isFinite(Number(row[i]))) && rows.some((row) => row[i] !== ''));
      const cell = (value, i) => (i === 0 ? make('th', { scope: 'row' }, value) : make('td', { class: isNumber[i] ? 'number' : '' }, value));
      const heading = (value, i) => make('th', { scope: 'col', class: isNumber[i] ? 'number' : '' }, value.replaceAll('_', ' '));
      const table = make('table', { 'data-csv': name.replace('.csv', '') }, make('thead', {}, make('tr', {}, ...head.map(heading))), make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map(cell)))));
      place.append(make('div', { class: 'scroll', role: 'region', tabindex: 0, 'aria-label': title }, table));
      enhance(table, () => text);
    });
    byId('tables-out').append(details);
  }
}
