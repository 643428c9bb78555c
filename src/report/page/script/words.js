// Numbers and findings in words, as in impact/wording.rs.

const group = (whole) => String(whole).replace(/\B(?=(\d{3})+$)/g, ',');

/** People, rounded to what the data bear. */
function about(people) {
  const size = Math.abs(people);
  const step = size >= 10000 ? 100 : size >= 1000 ? 50 : size >= 100 ? 10 : 1;
  return group((Math.round(people / step) * step).toFixed(0));
}

function percent(share) {
  const value = share * 100;
  return value > 0 && value < 0.1 ? 'under 0.1 %' : `${value.toFixed(1)} %`;
}

const signed = (text, value) => (value > 0 ? '+' + text : text.replace('-', '−'));

const MODE_WORDS = {
  walk: { name: 'On foot', way: 'walk', longer: 'would have a longer walk to', by: 'walking speed and detours' },
  drive: { name: 'By car', way: 'drive', longer: 'would have a longer drive to', by: 'traffic and detours' },
  'crow-fly': { name: 'Straight line', way: 'straight line', longer: 'would be farther, in a straight line, from', by: '' },
};

const timeWords = (time) => (time === 'any' ? 'Any time (hours ignored)' : time);
const timeInSentence = (time) => (time === 'any' ? 'any time (hours ignored)' : time);
const whenWords = (time) => (time === 'any' ? '' : ` at ${time}`);

function cutoffWords(cutoff, mode) {
  if (cutoff.unit === 'km') return `${cutoff.value} km`;
  return `a ${cutoff.value}-minute ${mode === 'drive' ? 'drive' : 'walk'}`;
}

/** The unit of a mode's costs, and how they are printed. */
function costUnit(plane) {
  const hasTimes = plane.time !== null;
  return {
    name: hasTimes ? 'minutes' : 'km',
    of: (cost) => cost / (hasTimes ? 60 : 1000),
    text: (cost) => (cost === null || !Number.isFinite(cost) ? '–' : (cost / (hasTimes ? 60 : 1000)).toFixed(1)),
  };
}

function limitWords(model, mode) {
  const km = `${model.facts.materially_km} km`;
  return mode === 'crow-fly' ? `over ${km}` : `over ${model.facts.materially_min} minutes or ${km}`;
}

/** The finding of a result: the sentence that counts, and what goes with it. */
function findingWords(model, result) {
  const { mode, time, total, ranges } = result;
  const [worse, materially, better, cutOff] = ['worse', 'materially', 'better', 'cutOff'].map((key) => total[key][0]);
  const words = MODE_WORDS[mode];
  const counter = `nearest open ${model.facts.counter}`;
  const longer = worse - cutOff;
  const headline = [];
  const figure = (key, value, text) => {
    const strong = make('strong', { 'data-figure': key, 'data-value': value }, text);
    headline.push(strong);
  };
  if (longer > 0) {
    figure('worse', worse, `${about(longer)} people`);
    headline.push(` ${words.longer} their ${counter}${whenWords(time)}, `);
    figure('materially', materially, materially - cutOff > 0 ? about(materially - cutOff) : 'none');
    headline.push(` of them by ${limitWords(model, mode)}`);
  }
  if (cutOff > 0) {
    if (longer > 0) headline.push('; ');
    figure('cut-off', cutOff, `${about(cutOff)} people`);
    headline.push(` would have no open counter left${longer > 0 ? '' : whenWords(time)}`);
  }
  if (better > 0 && worse <= 0) {
    figure('better', better, `${about(better)} people`);
    headline.push(` would have a shorter way to their ${counter}${whenWords(time)}, nobody a longer one`);
  }
  if (worse <= 0 && better <= 0) {
    headline.push(make('strong', { 'data-figure': 'worse', 'data-value': 0 }, 'Nothing changes'));
    headline.push(`: nobody’s nearest open counter is another${whenWords(time)}`);
  }
  headline.push('.');
  const detail = [];
  if (longer > 0) {
    const unit = costUnit(result.after.plane);
    const mean = total.lost[0] > 0 ? `, by ${unit.text(total.lost[0] / longer)} ${unit.name} on average` : '';
    detail.push(`That is ${percent(longer / model.residents)} of the ${about(model.residents)} residents of ${model.facts.study}${mean}.`);
    const [low, high] = ranges.materially.map((people) => about(Math.max(people - cutOff, 0)));
    if (low !== high) detail.push(`Between ${low} and ${high} are that much worse off, by ${words.by}.`);
  }
  if (better > 0 && worse > 0) detail.push(`For ${about(better)} the way would be shorter.`);
  if (result.own) detail.push('Only counters of people’s own borough count, before and after.');
  return { headline, detail: detail.join(' ') };
}
