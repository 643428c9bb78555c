// A page of another city: names that look like markup, a long title, one area, forty options, none that changes anything.

import { demand, withPage } from './browser.mjs';

const [report, name, options] = process.argv.slice(2);
await withPage(report, { width: 390 }, async (page) => {
  demand((await page.locator('#state option').count()) === Number(options) + 1, 'all options are there');
  const text = await page.locator('body').innerText();
  demand(text.includes(name), `${name} is text`);
  demand((await page.locator('#headline').textContent()).includes('Nothing changes'), 'an option that changes nothing says so');
  demand((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, 'a long title stays on the page');
  const symbol = page.getByRole('switch').first();
  for (const _ of [1, 2]) await symbol.click();
  for (let option = 0; option <= Number(options); option += 7) await page.locator('#state').selectOption(String(option));
  for (const view of ['before', 'after', 'change']) await page.locator(`#views input[value=${view}]`).check();
  for (const kind of ['ward', 'district']) await page.locator(`#kinds input[value=${kind}]`).check();
  demand((await page.locator('#places-out tbody tr').count()) >= 1, 'places are listed');
});
console.log('harmless');
