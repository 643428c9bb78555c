// The map: a canvas that is panned and zoomed, with zones in classes and stations as symbols.

/** Classes as on the charts: blue nearer, red farther, a neutral middle. */
const CHANGE_COLOURS = {
  light: ['#2166ac', '#4393c3', '#92c5de', '#d1e5f0', '#f4f3f1', '#fddbc7', '#f4a582', '#d6604d', '#b2182b'],
  dark: ['#8ecbff', '#5aa3dc', '#3b78ab', '#30536f', '#34383d', '#6b473b', '#a55d45', '#dd7a58', '#ffa583'],
};
const CHANGE_LIMITS = { minutes: [-20, -10, -5, -1, 1, 5, 10, 20], km: [-2, -1, -0.5, -0.1, 0.1, 0.5, 1, 2] };
const MIDDLE = 4;

/** Levels in one hue, near to far. */
const LEVEL_COLOURS = {
  light: ['#f3eef8', '#dccfe9', '#c2abd9', '#a585c6', '#885fb0', '#6a3a96', '#4a1675'],
  dark: ['#332b41', '#483a61', '#5d4880', '#7a60a6', '#9a80c6', '#bda7de', '#e2d5f5'],
};
const LEVEL_LIMITS = { walk: [10, 20, 30, 45, 60, 90], drive: [4, 7, 10, 15, 20, 30], 'crow-fly': [1, 2, 3, 4, 6, 8] };

const SCHEMES = {
  light: { land: '#e9e7e2', water: '#b9d3e4', green: '#d5e2cb', border: '#7d7d7d', ink: '#1c1c1c', halo: '#ffffff', nobody: '#404040', open: '#0b4f8a', closed: '#a1101f', opened: '#0a6b43', idle: '#7a7a7a', name: '#555555' },
  dark: { land: '#202327', water: '#1f3a4d', green: '#26332a', border: '#8a8f96', ink: '#f2f2f2', halo: '#15171a', nobody: '#c9c9c9', open: '#8cc4ff', closed: '#ff8d94', opened: '#6fe0ac', idle: '#9a9a9a', name: '#c4c4c4' },
};

/** Below so many pixels a step of the outlines, coarse outlines do. */
const COARSE_SCALE = 0.22;
const COARSE = 8;

class MapView {
  constructor(model, canvas, told) {
    Object.assign(this, { model, canvas, told, context: canvas.getContext('2d'), shown: null, hover: -1, spot: null });
    this.step = model.facts.outline_step;
    this.prepare();
    this.listen();
  }

  prepare() {
    const { outlines, areas, sites, facts } = this.model;
    this.zones = outlines.zones.map((rings) => ({ fine: path(rings, 1), coarse: path(rings, COARSE), box: box(rings) }));
    this.layers = Object.fromEntries(['boroughs', 'river', 'green'].map((name) => [name, merged(outlines[name])]));
    this.boroughNames = facts.boroughs.map((name, number) => ({ name, at: middleOf(areas, areas.borough, number) }));
    this.sites = sites.map((site) => [site.e / this.step, site.n / this.step]);
    const boxes = this.zones.map((zone) => zone.box).filter(Boolean);
    const spread = Array.from(areas.e, (e, i) => [e / this.step, areas.n[i] / this.step]);
    const corners = boxes.length ? boxes.flatMap(([w, s, e, n]) => [[w, s], [e, n]]) : spread;
    this.extent = boxOf(corners.length ? corners : this.sites);
    this.probe = document.createElement('canvas').getContext('2d');
  }

  // The view: the point in the middle, and pixels a step.

  fit([west, south, east, north]) {
    const { width, height } = this.size();
    const margin = 1.06;
    const least = 400 / (this.step / 10);
    this.scale = Math.min(width / (Math.max(east - west, least) * margin), height / (Math.max(north - south, least) * margin));
    this.x = (west + east) / 2;
    this.y = (south + north) / 2;
  }

  fitAll() {
    this.fit(this.extent);
    this.leastScale = this.scale * 0.5;
    this.atHome = true;
  }

  size() {
    return { width: this.canvas.clientWidth || 600, height: this.canvas.clientHeight || 400 };
  }

  zoom(factor, [px, py] = [this.size().width / 2, this.size().height / 2]) {
    const [x, y] = this.from(px, py);
    this.scale = Math.min(Math.max(this.scale * factor, this.leastScale), 8);
    const { width, height } = this.size();
    this.x = x - (px - width / 2) / this.scale;
    this.y = y + (py - height / 2) / this.scale;
    this.moved();
  }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
    this.moved();
  }

  moved() {
    this.atHome = false;
    this.x = Math.min(Math.max(this.x, this.extent[0]), this.extent[2]);
    this.y = Math.min(Math.max(this.y, this.extent[1]), this.extent[3]);
    this.later();
  }

  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  at([x, y]) {
    const { width, height } = this.size();
    return [width / 2 + (x - this.x) * this.scale, height / 2 - (y - this.y) * this.scale];
  }

  from(px, py) {
    const { width, height } = this.size();
    return [this.x + (px - width / 2) / this.scale, this.y - (py - height / 2) / this.scale];
  }

  // What is shown.

  show(shown) {
    this.shown = shown;
    const unit = shown.unit.name;
    const { before, after } = shown.zones;
    const count = this.zones.length;
    this.classes = new Int8Array(count);
    const limits = shown.view === 'change' ? CHANGE_LIMITS[unit] : LEVEL_LIMITS[shown.mode];
    for (let zone = 0; zone < count; zone++) {
      const [b, a] = [shown.unit.of(before[zone]), shown.unit.of(after[zone])];
      const value = shown.view === 'change' ? (a === b ? 0 : a - b) : shown.view === 'before' ? b : a;
      const reached = shown.view === 'before' ? Number.isFinite(b) : Number.isFinite(a);
      const found = limits.findIndex((limit) => value <= limit);
      this.classes[zone] = !reached ? -1 : found < 0 ? limits.length : found;
    }
    this.draw();
    this.tellLegend(limits);
  }

  colours() {
    const scheme = isDark() && !this.printing ? 'dark' : 'light';
    const classes = (this.shown?.view === 'change' ? CHANGE_COLOURS : LEVEL_COLOURS)[scheme];
    return { ...SCHEMES[scheme], classes };
  }

  draw() {
    const { canvas, context } = this;
    const { width, height } = this.size();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const colours = this.colours();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (!this.shown) return;
    const s = this.scale * ratio;
    const coarse = this.scale < COARSE_SCALE;
    const place = (steps) => context.setTransform(s * steps, 0, 0, -s * steps, (width * ratio) / 2 - this.x * s, (height * ratio) / 2 + this.y * s);
    place(1);
    const fill = (layer, colour) => {
      context.fillStyle = colour;
      context.fill(layer, 'evenodd');
    };
    fill(this.layers.boroughs, colours.land);
    const [west, north] = this.from(0, 0);
    const [east, south] = this.from(width, height);
    if (coarse) place(COARSE);
    context.lineWidth = 0.7 / (this.scale * (coarse ? COARSE : 1));
    this.zones.forEach(({ fine, coarse: rough, box: b }, zone) => {
      if (!b || b[2] < west || b[0] > east || b[3] < south || b[1] > north) return;
      const colour = this.classes[zone] < 0 ? colours.nobody : colours.classes[this.classes[zone]];
      const outline = coarse ? rough : fine;
      context.fillStyle = context.strokeStyle = colour;
      context.fill(outline, 'evenodd');
      context.stroke(outline);
    });
    place(1);
    // Nobody lives there: a backdrop over the classes of the zones around.
    fill(this.layers.green, colours.green);
    fill(this.layers.river, colours.water);
    context.lineWidth = 0.9 / this.scale;
    context.strokeStyle = colours.border;
    context.stroke(this.layers.boroughs);
    if (this.hover >= 0 && this.zones[this.hover].box) {
      context.lineWidth = 2.2 / this.scale;
      context.strokeStyle = colours.ink;
      context.stroke(this.zones[this.hover].fine);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawSymbols(colours);
    this.drawScaleBar(colours);
  }

  drawSymbols(colours) {
    const { width, height } = this.size();
    const taken = [[0, 0, 44, 130], [0, height - 34, 190, height]];
    const onCanvas = ([x, y]) => x > -10 && y > -10 && x < width + 10 && y < height + 10;
    const roles = this.shown.roles;
    const drawn = this.sites.map((site, number) => ({ number, role: roles[number], at: this.at(site) })).filter((s) => onCanvas(s.at));
    const rank = { idle: 0, shut: 0, open: 1, rescheduled: 2, opened: 3, closed: 4 };
    drawn.sort((a, b) => rank[a.role] - rank[b.role] || a.number - b.number);
    for (const { role, at } of drawn) symbol(this.context, role, at, colours);
    if (this.spot) {
      const [x, y] = this.at(this.spot);
      ring(this.context, x, y, 15, colours);
    }
    for (const { role, at: [x, y] } of drawn) if (rank[role] > 0) taken.push([x - 8, y - 8, x + 8, y + 8]);
    const close = this.scale * 200 > 5;
    for (const { number, role, at } of drawn.reverse()) {
      const important = rank[role] >= 2;
      if (!important && (!close || role === 'idle')) continue;
      label(this.context, this.model.sites[number].name, at, colours, important, taken, width, height);
    }
    this.context.font = '600 10.5px system-ui, sans-serif';
    for (const { name, at } of this.boroughNames) {
      if (!at) continue;
      const [x, y] = this.at([at[0] / this.step, at[1] / this.step]);
      const text = name.toUpperCase();
      const half = this.context.measureText(text).width / 2 + 4;
      const rect = [x - half, y - 8, x + half, y + 8];
      if (rect[0] < 0 || rect[2] > width || !free(taken, rect)) continue;
      taken.push(rect);
      haloText(this.context, text, x - half + 4, y + 4, colours.name, colours.halo);
    }
  }

  drawScaleBar(colours) {
    const { width, height } = this.size();
    const pixelsPerKm = (this.scale * 10000) / this.step;
    const length = [20, 10, 5, 2, 1, 0.5, 0.2, 0.1].find((km) => km * pixelsPerKm <= width / 5) ?? 0.1;
    const [x, y, end] = [14, height - 14, 14 + length * pixelsPerKm];
    const { context } = this;
    for (const [colour, thick] of [[colours.halo, 4], [colours.ink, 1.5]]) {
      context.strokeStyle = colour;
      context.lineWidth = thick;
      context.beginPath();
      context.moveTo(x, y - 5);
      context.lineTo(x, y);
      context.lineTo(end, y);
      context.lineTo(end, y - 5);
      context.stroke();
    }
    context.font = '12px system-ui, sans-serif';
    haloText(context, length >= 1 ? `${length} km` : `${length * 1000} m`, end + 7, y + 2, colours.ink, colours.halo);
  }

  /** Classes with the residents of their zones, most change first. */
  tellLegend(limits) {
    const { view, unit, zones } = this.shown;
    const colours = this.colours();
    const people = new Float64Array(limits.length + 2);
    this.classes.forEach((found, zone) => (people[found < 0 ? limits.length + 1 : found] += zones.people[zone]));
    const rows = [];
    const name = view === 'change' ? (c) => changeName(limits, c, unit.name) : (c) => levelName(limits, c, unit.name);
    for (let c = limits.length; c >= 0; c--) {
      if (Math.round(people[c]) > 0 || (view === 'change' && c === MIDDLE)) rows.push([colours.classes[c], name(c), people[c]]);
    }
    if (Math.round(people[limits.length + 1]) > 0) rows.push([colours.nobody, `no ${this.model.facts.counter} in reach`, people[limits.length + 1]]);
    this.told.legend(rows, new Set(this.shown.roles));
  }

  // Pointer and keys.

  zoneAt(px, py) {
    const [x, y] = this.from(px, py);
    return this.zones.findIndex(({ fine, box: b }) => b && x >= b[0] && x <= b[2] && y >= b[1] && y <= b[3] && this.probe.isPointInPath(fine, x, y, 'evenodd'));
  }

  siteAt(px, py, reach = 12) {
    let [best, found] = [reach, -1];
    this.sites.forEach((site, number) => {
      const [x, y] = this.at(site);
      const gap = Math.hypot(x - px, y - py);
      if (gap < best) [best, found] = [gap, number];
    });
    return found;
  }

  point(px, py) {
    const site = this.siteAt(px, py);
    const zone = this.zoneAt(px, py);
    this.canvas.classList.toggle('on-site', site >= 0);
    if (zone !== this.hover) {
      this.hover = zone;
      this.later();
    }
    this.told.here(zone, site, px, py);
  }

  leave() {
    this.hover = -1;
    this.told.here(-1, -1);
    this.later();
  }

  listen() {
    const { canvas } = this;
    const fingers = new Map();
    let [moved, gap] = [0, 0];
    const place = (event) => [event.offsetX, event.offsetY];
    canvas.addEventListener('pointerdown', (event) => {
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, place(event));
      [moved, gap] = [0, 0];
    });
    canvas.addEventListener('pointermove', (event) => {
      const [x, y] = place(event);
      const last = fingers.get(event.pointerId);
      if (!last) return this.point(x, y);
      fingers.set(event.pointerId, [x, y]);
      moved += Math.abs(x - last[0]) + Math.abs(y - last[1]);
      if (fingers.size === 1 && moved > 4) this.pan(x - last[0], y - last[1]);
      if (fingers.size === 2) {
        const [[ax, ay], [bx, by]] = fingers.values();
        const now = Math.hypot(ax - bx, ay - by);
        if (gap > 0) this.zoom(now / gap, [(ax + bx) / 2, (ay + by) / 2]);
        gap = now;
      }
    });
    const lift = (event) => {
      const last = fingers.get(event.pointerId);
      fingers.delete(event.pointerId);
      if (event.type !== 'pointerup' || !last || moved > 4) return;
      const site = this.siteAt(...last, event.pointerType === 'touch' ? 20 : 12);
      if (site >= 0) this.told.flip(site);
      else this.point(...last);
    };
    canvas.addEventListener('pointerup', lift);
    canvas.addEventListener('pointercancel', lift);
    canvas.addEventListener('pointerleave', () => fingers.size === 0 && this.leave());
    canvas.addEventListener('dblclick', (event) => this.zoom(2, place(event)));
    canvas.addEventListener('wheel', (event) => {
      // The page must stay scrollable: the wheel zooms once the map has been clicked on, or with Ctrl.
      if (!event.ctrlKey && document.activeElement !== canvas) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), place(event));
    }, { passive: false });
    const keys = {
      ArrowLeft: () => this.pan(60, 0), ArrowRight: () => this.pan(-60, 0), ArrowUp: () => this.pan(0, 60), ArrowDown: () => this.pan(0, -60),
      '+': () => this.zoom(1.5), '=': () => this.zoom(1.5), '-': () => this.zoom(1 / 1.5), 0: () => this.home(),
    };
    canvas.addEventListener('keydown', (event) => {
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
      const { width, height } = this.size();
      this.point(width / 2, height / 2);
    });
    canvas.addEventListener('blur', () => this.leave());
    new ResizeObserver(() => {
      if (this.atHome) this.fitAll();
      this.later();
    }).observe(canvas);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.shown && this.show(this.shown));
    const printing = (on) => () => {
      this.printing = on;
      if (this.shown) this.show(this.shown);
    };
    window.addEventListener('beforeprint', printing(true));
    window.addEventListener('afterprint', printing(false));
  }

  home() {
    this.fitAll();
    this.spot = null;
    this.later();
  }

  /** Shows a station or a group of areas. */
  go(target) {
    this.spot = target.site === undefined ? null : this.sites[target.site];
    if (this.spot) {
      this.scale = Math.max(this.scale, (this.step / 10) * 0.02 * 3);
      [this.x, this.y] = this.spot;
    } else {
      this.fit(boxOf(target.areas.map((area) => [this.model.areas.e[area] / this.step, this.model.areas.n[area] / this.step])));
    }
    this.moved();
  }
}

function path(rings, coarse) {
  const outline = new Path2D();
  for (const corners of rings) addRing(outline, corners, coarse);
  return outline;
}

function addRing(outline, corners, coarse) {
  let [lastX, lastY] = [NaN, NaN];
  for (let i = 0; i < corners.length; i += 2) {
    const x = coarse === 1 ? corners[i] : Math.round(corners[i] / coarse);
    const y = coarse === 1 ? corners[i + 1] : Math.round(corners[i + 1] / coarse);
    if (x === lastX && y === lastY) continue;
    if (i === 0) outline.moveTo(x, y);
    else outline.lineTo(x, y);
    [lastX, lastY] = [x, y];
  }
  outline.closePath();
}

function merged(features) {
  const outline = new Path2D();
  for (const rings of features) for (const corners of rings) addRing(outline, corners, 1);
  return outline;
}

function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function box(rings) {
  const points = [];
  for (const corners of rings) for (let i = 0; i < corners.length; i += 2) points.push([corners[i], corners[i + 1]]);
  return points.length ? boxOf(points) : null;
}

function middleOf(areas, group, number) {
  let [e, n, people] = [0, 0, 0];
  for (let area = 0; area < areas.count; area++) {
    if (group[area] !== number) continue;
    e += areas.e[area] * areas.people[area];
    n += areas.n[area] * areas.people[area];
    people += areas.people[area];
  }
  return people > 0 ? [e / people, n / people] : null;
}

/** A counter's symbol: its shape says as much as its colour. */
function symbol(context, role, [x, y], colours) {
  const draw = (shape, fill, stroke, thick) => {
    context.beginPath();
    shape();
    if (fill) {
      context.fillStyle = fill;
      context.fill();
    }
    context.lineWidth = thick;
    context.strokeStyle = stroke;
    context.stroke();
  };
  const circle = (r) => () => context.arc(x, y, r, 0, 2 * Math.PI);
  const cross = () => {
    context.moveTo(x - 6, y - 6);
    context.lineTo(x + 6, y + 6);
    context.moveTo(x + 6, y - 6);
    context.lineTo(x - 6, y + 6);
  };
  const diamond = () => {
    context.moveTo(x, y - 8);
    context.lineTo(x + 8, y);
    context.lineTo(x, y + 8);
    context.lineTo(x - 8, y);
    context.closePath();
  };
  context.lineCap = 'round';
  if (role === 'closed') {
    draw(cross, null, colours.halo, 6.5);
    draw(cross, null, colours.closed, 3.2);
  } else if (role === 'opened') draw(diamond, colours.opened, colours.halo, 1.6);
  else if (role === 'rescheduled') {
    draw(circle(7.5), colours.halo, colours.open, 2);
    draw(circle(3.4), colours.open, colours.open, 1);
  } else if (role === 'open') draw(circle(5), colours.open, colours.halo, 1.5);
  else draw(circle(2.6), colours.halo, colours.idle, 1.2);
}

function ring(context, x, y, radius, colours) {
  for (const [colour, thick] of [[colours.halo, 5], [colours.ink, 2]]) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = thick;
    context.stroke();
  }
}

const free = (taken, rect) => taken.every((t) => rect[2] <= t[0] || rect[0] >= t[2] || rect[3] <= t[1] || rect[1] >= t[3]);

function label(context, text, [x, y], colours, important, taken, width, height) {
  context.font = `${important ? 700 : 500} 12.5px system-ui, sans-serif`;
  const long = text.length > 40 ? text.slice(0, 39) + '…' : text;
  const w = context.measureText(long).width;
  for (const [left, base] of [[x + 11, y + 4], [x - 11 - w, y + 4], [x - w / 2, y - 12], [x - w / 2, y + 21]]) {
    const rect = [left - 2, base - 12, left + w + 2, base + 4];
    if (rect[0] < 0 || rect[2] > width || rect[1] < 0 || rect[3] > height || !free(taken, rect)) continue;
    taken.push(rect);
    return haloText(context, long, left, base, colours.ink, colours.halo);
  }
}

function haloText(context, text, x, y, colour, halo) {
  context.lineJoin = 'round';
  context.lineWidth = 3.5;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function changeName(limits, c, unit) {
  if (c === MIDDLE) return `within ${limits[MIDDLE]} ${unit === 'km' ? 'km' : 'minute'} of before`;
  if (c === 0) return `over ${-limits[0]} ${unit} nearer`;
  if (c < MIDDLE) return `${-limits[c]} to ${-limits[c - 1]} ${unit} nearer`;
  return c < limits.length ? `${limits[c - 1]} to ${limits[c]} ${unit} farther` : `over ${limits[c - 1]} ${unit} farther`;
}

function levelName(limits, c, unit) {
  if (c === 0) return `up to ${limits[0]} ${unit}`;
  return c < limits.length ? `${limits[c - 1]} to ${limits[c]} ${unit}` : `over ${limits[c - 1]} ${unit}`;
}
