// axe-core: no serious violation, contrast of all text among the rules; in light and dark, wide and narrow.

import { readFileSync } from 'node:fs';
import { AXE, demand, withPage } from './browser.mjs';

const [report] = process.argv.slice(2);
for (const [width, dark] of [[1280, false], [1280, true], [390, false], [390, true]]) {
  await withPage(report, { width, dark }, async (page) => {
    await page.locator('details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
    await page.evaluate(readFileSync(AXE, 'utf8') + ';0');
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
    const serious = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
    const told = serious.flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html}\n  ${n.failureSummary}`));
    demand(serious.length === 0, `at ${width}${dark ? ', dark' : ''}:\n${told.join('\n')}`);
    const contrast = found.passes.find((p) => p.id === 'color-contrast');
    demand(contrast && contrast.nodes.length > 100, 'contrast was measured');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    demand(wide <= width, `the page is ${wide} wide on a screen of ${width}`);
  });
}
console.log('accessible');
