// What the page knows: areas, sites, costs, outlines.

const DECIMETRES = 10;

async function readModel() {
  const element = byId('block-facts');
  const facts = JSON.parse(new TextDecoder().decode(await inflate(element.textContent)));
  element.remove();
  const count = facts.areas;
  const numbers = await readBlock('areas');
  const areas = {
    count,
    e: numbers.fillSums(new Float64Array(count)),
    n: numbers.fillSums(new Float64Array(count)),
    parent: numbers.fill(new Int32Array(count)).map((back, area) => area - back),
    people: numbers.fill(new Float64Array(count)).map((people) => people / 10 ** facts.decimals),
    borough: numbers.fillSums(new Int32Array(count)),
    ward: numbers.fillSums(new Int32Array(count)),
    zone: numbers.fillSums(new Int32Array(count)),
    district: numbers.fillSums(new Int32Array(count)),
  };
  const model = { facts, areas, sites: facts.sites, modes: new Map() };
  model.residents = areas.people.reduce((sum, people) => sum + people, 0);
  for (const mode of facts.modes) {
    const planes = [];
    for (const told of mode.planes) planes.push(await readPlane(model, mode.id, told, planes));
    model.modes.set(mode.id, { ...mode, planes });
  }
  model.outlines = {};
  for (const layer of ['zones', 'boroughs', 'river', 'green']) model.outlines[layer] = readRings(await readBlock(layer));
  return model;
}

/** Costs of a mode at some times: metres and, where the mode has them, seconds; site by site. */
async function readPlane(model, mode, told, planes) {
  const { facts, areas, sites } = model;
  const plane = { ...told, mode, cells: areas.count * sites.length, time: null, length: null, lengthSteps: null };
  if (told.time) plane.time = Float32Array.from(await readLayer(model, told.time, null), (steps) => steps * facts.time_step);
  if (told.length) {
    const base = told.length_beside === null ? null : planes[told.length_beside].lengthSteps;
    plane.lengthSteps = await readLayer(model, told.length, base);
    plane.length = Float32Array.from(plane.lengthSteps, (steps) => steps * facts.length_step);
  } else if (told.metres_a_second) {
    plane.length = plane.time.map((seconds) => seconds * told.metres_a_second);
  } else {
    plane.length = straightLines(model);
  }
  const unreachable = await readBlock(told.unreachable);
  for (let cell = 0; !unreachable.isAtEnd; ) {
    cell += unreachable.next();
    plane.length[cell] = Infinity;
    if (plane.time) plane.time[cell] = Infinity;
  }
  const full = await readBlock(told.exact);
  const cells = full.fillSums(new Float64Array(told.exact_cells));
  const put = (costs) => {
    const bits = full.fillSums(new Float64Array(cells.length));
    const floats = new Float32Array(Uint32Array.from(bits).buffer);
    cells.forEach((cell, i) => (costs[cell] = floats[i]));
  };
  put(plane.length);
  if (plane.time) put(plane.time);
  plane.cost = plane.time ?? plane.length;
  return plane;
}

/** The steps of a layer; see layer.rs for how a cell is foretold. */
async function readLayer(model, id, base) {
  const { count, parent } = model.areas;
  const numbers = await readBlock(id);
  const steps = new Int32Array(count * model.sites.length);
  for (const [site, before] of model.facts.order) {
    const column = steps.subarray(site * count, (site + 1) * count);
    const near = before === null ? null : steps.subarray(before * count, (before + 1) * count);
    for (let area = 0; area < count; area++) {
      const from = parent[area];
      let foretold = near ? near[area] : 0;
      if (from !== area) foretold += column[from] - (near ? near[from] : 0);
      column[area] = foretold + numbers.next();
    }
  }
  if (base) for (let cell = 0; cell < steps.length; cell++) steps[cell] += base[cell];
  return steps;
}

function straightLines({ areas, sites }) {
  const length = new Float32Array(areas.count * sites.length);
  sites.forEach((site, number) => {
    for (let area = 0; area < areas.count; area++) {
      const [e, n] = [areas.e[area] - site.e, areas.n[area] - site.n];
      length[number * areas.count + area] = Math.sqrt(e * e + n * n) / DECIMETRES;
    }
  });
  return length;
}

/** Features, each with its rings: corners in steps of the map's grid. */
function readRings(numbers) {
  const features = [];
  let [e, n] = [0, 0];
  while (!numbers.isAtEnd) {
    const rings = [];
    for (let left = numbers.next(); left > 0; left--) {
      const corners = new Int32Array(numbers.next() * 2);
      for (let i = 0; i < corners.length; i += 2) {
        corners[i] = e += numbers.next();
        corners[i + 1] = n += numbers.next();
      }
      rings.push(corners);
    }
    features.push(rings);
  }
  return features;
}
