// Every option of a scenario in every mode at every time: the page's figures are those of summary.csv.

import fs from 'node:fs';
import { demand, withPage } from './browser.mjs';

const [report, summary] = process.argv.slice(2);
const rows = fs.readFileSync(summary, 'utf8').split('\n').filter((line) => line.includes(',nearest_counter,') && line.includes(',study,study,'));
// None of these columns can hold a comma.
const table = rows.map((line) => line.split(',')).map((c) => ({ option: c[0], mode: c[2], time: c[3], statistic: c[6], unit: c[7], baseline: c[8], value: c[9], low: c[14], high: c[15] }));

const page = await withPage(report, {}, (page) => page.evaluate(figuresOfPage));

/** In the page: figures by option, mode, time, statistic and unit. */
async function figuresOfPage() {
  const page = await window.bluelamp;
  const { model } = page;
  const told = {};
  model.facts.states.forEach((option, number) => {
    for (const mode of model.modes.keys()) {
      model.facts.times.forEach((time, t) => {
        const cutoffs = cutoffsOf(model, mode);
        for (const cutoff of cutoffs) {
          page.state = { ...page.state, option: number, mode, time: t, cutoff: cutoff.label, own: option.own, flips: new Map() };
          const r = page.result();
          const tell = (statistic, unit, before, after, range) => (told[[option.id, mode, time, statistic, unit]] = { before, after, range });
          tell(`share_within_${cutoff.label}`, 'share', ...r.total.within.map((of) => of[0] / model.residents));
          if (cutoff !== cutoffs[0]) continue;
          const unit = r.after.plane.time ? 'min' : 'm';
          const scale = unit === 'min' ? 60 : 1;
          const mean = (i) => (r.total.reached[i][0] > 0 ? r.total.cost[i][0] / r.total.reached[i][0] / scale : null);
          const level = (q) => [0, 1].map((i) => quantile(model, [r.before, r.after][i], r.orders[i], q)).map((v) => (v === null ? null : v / scale));
          tell('people_worse', 'people', 0, r.total.worse[0], r.ranges.worse);
          tell('people_materially_worse', 'people', 0, r.total.materially[0], r.ranges.materially);
          tell('people_better', 'people', 0, r.total.better[0]);
          tell('people_cut_off', 'people', 0, r.total.cutOff[0]);
          tell('mean', unit, mean(0), mean(1));
          tell('median', unit, ...level(0.5));
          tell('p90', unit, ...level(0.9));
          const losers = r.total.worse[0] - r.total.cutOff[0];
          tell('mean_loss', unit, null, losers > 0 ? r.total.lost[0] / losers / scale : null);
        }
      });
    }
  });
  return told;
}

// Counts and shares are summed alike and printed with one and six decimals; times are rounded to a second on the page, and
// lengths in a straight line to a decimetre.
const tolerance = { people: 0.051, share: 0.00000051, min: 0.0134, m: 0.3 };
let compared = 0;
const wrong = [];
for (const row of table) {
  if (row.option === 'baseline') continue;
  const told = page[[row.option, row.mode, row.time, row.statistic, row.unit]];
  if (!told) continue;
  const same = (printed, mine) => (printed === '' ? mine === null || mine === undefined || !Number.isFinite(mine) : Math.abs(Number(printed) - mine) <= tolerance[row.unit]);
  const checks = [[row.value, told.after]];
  if (row.statistic !== 'mean_loss') checks.push([row.baseline, told.before]);
  if (told.range && row.low !== '') checks.push([row.low, told.range[0]], [row.high, told.range[1]]);
  for (const [printed, mine] of checks) {
    compared++;
    if (!same(printed, mine)) wrong.push(`${row.option} ${row.mode} ${row.time} ${row.statistic} ${row.unit}: summary.csv ${printed}, page ${mine}`);
  }
}
demand(wrong.length === 0, `${wrong.length} of ${compared} figures differ:\n${wrong.slice(0, 20).join('\n')}`);
const options = new Set(table.map((row) => row.option)).size - 1;
const times = new Set(table.map((row) => row.time)).size;
demand(compared >= options * times * 20, `only ${compared} figures were compared`);
console.log(`${compared} figures agree`);
