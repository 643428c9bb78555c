// What a reader does: switches Notting Hill off, shares the link, sorts, searches, downloads, prints.

import fs from 'node:fs';
import { demand, withPage } from './browser.mjs';

const [report, summary] = process.argv.slice(2);
const start = 'notting-hill,nearest_counter,walk,any,study,study,';
const cell = (statistic) => fs.readFileSync(summary, 'utf8').split('\n').find((line) => line.startsWith(`${start}${statistic},`)).split(',')[9];
const shown = (page, row) => page.locator(`[data-row="${row}"] td`).nth(1).getAttribute('data-value');
const headline = (page, key) => page.locator(`#headline [data-figure="${key}"]`).getAttribute('data-value');
const toTenth = (value) => Number(value).toFixed(1);

await withPage(report, { fragment: '#option=baseline&mode=walk&time=any' }, async (page) => {
  demand((await page.locator('#headline').textContent()).includes('Nothing changes'), 'the baseline changes nothing');
  demand((await headline(page, 'worse')) === '0', 'nobody is worse off in the baseline');
  await page.getByRole('switch', { name: /^Notting Hill/ }).click();
  for (const [key, row, statistic] of [['worse', 'worse', 'people_worse'], ['materially', 'materially', 'people_materially_worse']]) {
    demand(toTenth(await headline(page, key)) === cell(statistic), `the headline's ${statistic}: ${await headline(page, key)}, not ${cell(statistic)}`);
    demand(toTenth(await shown(page, row)) === cell(statistic), `the table's ${statistic}`);
  }
  const address = page.url();
  demand(address.includes('off=Notting+Hill'), `the address tells of the switch: ${address}`);
  const places = page.locator('#places-out tbody tr').first();
  demand((await places.textContent()).includes('Kensington and Chelsea'), 'the borough with most of them stands first');
  demand((await page.locator('#counters-out tbody').textContent()).includes('Notting Hill (closes)'), 'the counter is said to close');

  // The link shows the same to somebody else.
  await page.goto('about:blank');
  await page.goto(address);
  await page.evaluate(async () => (await window.bluelamp).charts);
  demand(toTenth(await headline(page, 'worse')) === cell('people_worse'), 'the link shows the same');

  // By keyboard: the switch, the map, the sorting of a table.
  await page.getByRole('switch', { name: /^Notting Hill/ }).focus();
  await page.keyboard.press('Space');
  demand((await headline(page, 'worse')) === '0', 'the space bar switches it on again');
  await page.locator('#map').focus();
  await page.keyboard.press('+');
  await page.keyboard.press('ArrowLeft');
  demand(await page.locator('#map-here').isVisible(), 'the middle of the map is told');
  await page.locator('#places-out').getByRole('button', { name: 'Place', exact: true }).press('Enter');
  demand((await page.locator('#places-out tbody th').first().textContent()) === 'Ealing', 'boroughs by name');

  // Search, and one click on the symbol that is then in the middle of the map.
  await page.locator('#search').fill('Chiswick station');
  await page.locator('#search').press('Enter');
  const box = await page.locator('#map').boundingBox();
  await page.locator('#map').click({ position: { x: box.width / 2, y: box.height / 2 } });
  demand(page.url().includes('off=Chiswick'), `a click on its symbol closes Chiswick: ${page.url()}`);
  await page.locator('#search').fill('W11');
  await page.locator('#search').press('Enter');
  demand((await page.locator('#search').getAttribute('aria-invalid')) === 'false', 'W11 is found');

  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#places-out .csv').click()]);
  const csv = fs.readFileSync(await file.path(), 'utf8');
  demand(csv.startsWith('Place,Residents,') && csv.includes('\nHounslow,'), `the CSV of places:\n${csv}`);
  demand((await page.pdf()).length > 50_000, 'it prints');
  const charts = await page.locator('figure[data-chart] img').evaluateAll((images) => images.map((i) => [i.alt, i.naturalWidth]));
  demand(charts.length >= 3 && charts.every(([alt, width]) => alt.length > 40 && width >= 1000), `charts: ${JSON.stringify(charts)}`);
});
console.log('a reader can use it');
