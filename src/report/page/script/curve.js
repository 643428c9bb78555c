// The distribution: residents against how far they have it, before and after.

const SVG = 'http://www.w3.org/2000/svg';

function draw(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Share of residents within each limit, in percent. */
function cumulative(model, side, order, limits, unit) {
  let [sum, at] = [0, 0];
  return limits.map((limit) => {
    while (at < order.length && unit.of(side.cost[order[at]]) <= limit) sum += model.areas.people[order[at++]];
    return model.residents > 0 ? (sum / model.residents) * 100 : 0;
  });
}

function drawCurve(model, result, place) {
  const { before, after, orders, unit, cutoff } = result;
  const round = unit.name === 'km' ? 1 : 5;
  const far = Math.max(...[before, after].map((side, i) => unit.of(quantile(model, side, orders[i], 0.98) ?? farthest(side, orders[i]))));
  const end = Math.max(Math.ceil((Number.isFinite(far) ? far : 1) / round), 1) * round;
  const steps = 160;
  const limits = Array.from({ length: steps + 1 }, (_, i) => (end * i) / steps);
  const shares = [before, after].map((side, i) => cumulative(model, side, orders[i], limits, unit));
  const [width, height, left, right, top, bottom] = [560, 320, 46, 14, 26, 44];
  const x = (value) => left + ((width - left - right) * value) / end;
  const y = (share) => top + (height - top - bottom) * (1 - share / 100);
  const svg = draw('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img' });
  for (const share of [0, 25, 50, 75, 100]) {
    svg.append(draw('line', { x1: left, x2: width - right, y1: y(share), y2: y(share), class: share ? 'grid' : 'axis' }));
    svg.append(draw('text', { x: left - 7, y: y(share) + 4, class: 'tick end' }, `${share} %`));
  }
  const every = [0.5, 1, 2, 5, 10, 15, 20, 30, 60].find((step) => end / step <= 8) ?? 120;
  for (let value = 0; value <= end + 1e-9; value += every) svg.append(draw('text', { x: x(value), y: height - bottom + 18, class: 'tick middle' }, value));
  const way = unit.name === 'km' ? 'kilometres' : `minutes’ ${MODE_WORDS[result.mode].way}`;
  svg.append(draw('text', { x: (left + width - right) / 2, y: height - 6, class: 'tick middle' }, `${way} to the nearest open ${model.facts.counter}`));
  const line = (side) => limits.map((limit, i) => `${i ? 'L' : 'M'}${x(limit).toFixed(1)} ${y(shares[side][i]).toFixed(1)}`).join('');
  const back = limits.map((_, i) => steps - i).map((i) => `L${x(limits[i]).toFixed(1)} ${y(shares[1][i]).toFixed(1)}`).join('');
  svg.append(draw('path', { d: line(0) + back + 'Z', class: 'between' }));
  const at = cutoff.unit === (unit.name === 'km' ? 'km' : 'min') && cutoff.value <= end ? cutoff.value : null;
  if (at !== null) svg.append(draw('line', { x1: x(at), x2: x(at), y1: top, y2: height - bottom, class: 'cutoff' }));
  svg.append(draw('path', { d: line(0), class: 'before' }), draw('path', { d: line(1), class: 'after' }));
  const key = [['before', 'before'], ['after', 'after']];
  key.forEach(([name, text], i) => {
    svg.append(draw('line', { x1: left + 8 + i * 92, x2: left + 34 + i * 92, y1: 11, y2: 11, class: name }));
    svg.append(draw('text', { x: left + 40 + i * 92, y: 15, class: 'tick' }, text));
  });
  const within = result.total.within.map((of) => percent(model.residents > 0 ? of[0] / model.residents : 0));
  const said = `Within ${cutoffWords(cutoff, result.mode)} of an open ${model.facts.counter}: ${within[0]} of residents before, ${within[1]} after.`;
  svg.setAttribute('aria-label', `Cumulative curve of residents by ${way}. ${said}`);
  place.replaceChildren(svg);
  return said;
}

function farthest(side, order) {
  return order.length ? side.cost[order[order.length - 1]] : 0;
}
