// Who goes where, and who gains and loses: the masked minimum and the counts of the program (impact/compare.rs).

/** A change of at most this is none: seconds, or metres in a mode without times. */
const UNCHANGED = 1;

const FATES = { unchanged: 0, better: 1, worse: 2, materially: 3 };

/** Every area's nearest of the open sites, -1 for none. With `own`, only sites of the area's borough count. */
function nearest(model, plane, open, own) {
  const { count, borough } = model.areas;
  const station = new Int16Array(count).fill(-1);
  const best = new Float32Array(count).fill(Infinity);
  for (const site of open) {
    const cost = plane.cost.subarray(site * count, (site + 1) * count);
    const at = own ? model.sites[site].own : null;
    for (let area = 0; area < count; area++) {
      if (cost[area] < best[area] && (!own || borough[area] === at)) {
        best[area] = cost[area];
        station[area] = site;
      }
    }
  }
  const length = new Float32Array(count);
  for (let area = 0; area < count; area++) {
    length[area] = station[area] < 0 ? Infinity : plane.length[station[area] * count + area];
  }
  return { plane, station, length, time: plane.time ? best : null, cost: best };
}

/** How each area fares, where all lengths and times are so many times as long. */
function fates(model, before, after, [lengthFactor, timeFactor] = [1, 1]) {
  const { facts, areas } = model;
  const [mostMetres, mostSeconds] = [facts.materially_km * 1000, facts.materially_min * 60];
  const found = new Uint8Array(areas.count);
  const change = (b, a) => (b === a ? 0 : a - b);
  for (let area = 0; area < areas.count; area++) {
    if (before.station[area] === after.station[area] && before.plane === after.plane) continue;
    const metres = change(before.length[area], after.length[area]) * lengthFactor;
    const seconds = after.time ? change(before.time[area], after.time[area]) * timeFactor : null;
    const deciding = seconds ?? metres;
    if (Math.abs(deciding) <= UNCHANGED) continue;
    const materially = metres > mostMetres || (seconds !== null && seconds > mostSeconds);
    found[area] = deciding < 0 ? FATES.better : materially ? FATES.materially : FATES.worse;
  }
  return found;
}

/** Counts of groups of people; `group` tells each area's, of `size` groups. Without it all are one. */
function tally(model, before, after, found, group, size, cutoff) {
  const { people, count } = model.areas;
  const sums = () => new Float64Array(size);
  const t = {
    people: sums(), worse: sums(), materially: sums(), better: sums(), cutOff: sums(), lost: sums(),
    within: [sums(), sums()], reached: [sums(), sums()], cost: [sums(), sums()],
  };
  const sides = [before, after];
  const limited = sides.map((side) => (cutoff.unit === 'min' ? side.time : side.length));
  for (let area = 0; area < count; area++) {
    const g = group ? group[area] : 0;
    const weight = people[area];
    t.people[g] += weight;
    const fate = found[area];
    if (fate === FATES.better) t.better[g] += weight;
    if (fate >= FATES.worse) {
      t.worse[g] += weight;
      if (fate === FATES.materially) t.materially[g] += weight;
      if (after.station[area] < 0) t.cutOff[g] += weight;
      else t.lost[g] += weight * (after.cost[area] - before.cost[area]);
    }
    for (let side = 0; side < 2; side++) {
      if (limited[side] && limited[side][area] <= cutoff.raw) t.within[side][g] += weight;
      if (sides[side].station[area] >= 0) {
        t.reached[side][g] += weight;
        t.cost[side][g] += weight * sides[side].cost[area];
      }
    }
  }
  return t;
}

/** Areas by cost, least first; those that reach nothing are left out. */
function ascending(side) {
  const count = side.cost.length;
  // The bits of floats that are not negative are in the order of the floats.
  const bits = new Uint32Array(side.cost.buffer, side.cost.byteOffset, count);
  const keys = new Float64Array(count);
  for (let area = 0; area < count; area++) keys[area] = bits[area] * 2 ** 21 + area;
  keys.sort();
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = keys[i] % 2 ** 21;
  const reached = order.findIndex((area) => side.station[area] < 0);
  return reached < 0 ? order : order.subarray(0, reached);
}

/** The least cost that a share of all residents does not exceed; null where it is out of reach. */
function quantile(model, side, order, share) {
  let sum = 0;
  for (const area of order) {
    sum += model.areas.people[area];
    if (model.areas.people[area] > 0 && sum >= share * model.residents) return side.cost[area];
  }
  return null;
}

/** Mean cost of each zone before and after, and its residents; a zone of which anybody reaches none is at Infinity. */
function zoneMeans(model, before, after) {
  const { areas, facts } = model;
  const size = facts.zones.length;
  const [people, plain] = [new Float64Array(size), new Float64Array(size)];
  for (let area = 0; area < areas.count; area++) {
    people[areas.zone[area]] += areas.people[area];
    plain[areas.zone[area]] += 1;
  }
  const means = [before, after].map((side) => {
    const sum = new Float64Array(size);
    for (let area = 0; area < areas.count; area++) {
      const zone = areas.zone[area];
      const weight = people[zone] > 0 ? areas.people[area] : 1;
      if (weight > 0) sum[zone] += weight * side.cost[area];
    }
    return sum.map((total, zone) => total / (people[zone] || plain[zone]));
  });
  return { people, before: means[0], after: means[1] };
}

/** Residents by the counter they leave and the one they go to, as `from,to`; -1 for none. */
function moves(model, before, after) {
  const loads = new Map();
  const transfers = new Map();
  const add = (map, key, side, weight) => {
    if (!map.has(key)) map.set(key, [0, 0]);
    map.get(key)[side] += weight;
  };
  for (let area = 0; area < model.areas.count; area++) {
    const [from, to, weight] = [before.station[area], after.station[area], model.areas.people[area]];
    add(loads, from, 0, weight);
    add(loads, to, 1, weight);
    if (from !== to && weight > 0) add(transfers, `${from},${to}`, 0, weight);
  }
  return { loads, transfers };
}
