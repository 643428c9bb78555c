// How long a switch takes until everything is laid out anew, ms. Not a test: `node tests/page/measure.mjs REPORT...`

import { withPage } from './browser.mjs';

for (const report of process.argv.slice(2)) {
  const times = await withPage(report, {}, (page) => page.evaluate(async () => {
    const shown = await window.bluelamp;
    const times = [];
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    for (let i = 0; i < 30; i++) {
      const site = [...shown.model.sites.keys()].filter((s) => shown.model.facts.states[0].hours[s] !== null)[i % 15];
      const start = performance.now();
      shown.flip(site);
      document.body.getBoundingClientRect();
      // Reading a pixel waits until the map is drawn.
      probe.drawImage(shown.map.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
      probe.getImageData(0, 0, 1, 1);
      times.push(performance.now() - start);
      await new Promise(requestAnimationFrame);
    }
    return times;
  }));
  times.sort((a, b) => a - b);
  const ms = (share) => times[Math.min(Math.floor(share * times.length), times.length - 1)].toFixed(0);
  console.log(`${report}: median ${ms(0.5)} ms, 90 % ${ms(0.9)} ms, most ${ms(1)} ms`);
}
