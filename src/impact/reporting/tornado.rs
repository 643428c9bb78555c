//! How far each assumption alone moves an answer: what a tornado chart is drawn from.

use super::figures::ReportStatistic;
use super::model::{Model, Setting};
use super::places::Pair;

/// One bar of a tornado chart: a figure with one assumption at either end of its range, the others central.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Number of the option.
    pub option: usize,
    /// Number of the place.
    pub place: usize,
    /// Number of the type; `None` for the total.
    pub kind: Option<usize>,
    /// [`ReportStatistic::Displaced`] or [`ReportStatistic::NotMade`].
    pub statistic: ReportStatistic,
    /// Place among the bars of this figure, longest first, from 1.
    pub rank: usize,
    /// Number of the assumption in [`super::ReportsAtRisk::assumptions`].
    pub assumption: usize,
    /// The figure with the assumption at the low end of its range.
    pub at_low: f64,
    /// The figure with every assumption at its central value.
    pub central: f64,
    /// The figure with the assumption at the high end of its range.
    pub at_high: f64,
    /// Length of the bar, reports a year: from the least to the greatest of the three. The figure need not rise or fall
    /// all along a range (of the halving time it does neither), and what lies between the three is not searched.
    pub swing: f64,
}

/// All assumptions central, and each at either end of its range.
pub(super) struct Ends {
    central: Setting,
    ends: Vec<[Setting; 2]>,
}

impl Ends {
    pub(super) fn new(model: &Model<'_>) -> Self {
        let central = model.central();
        let with = |assumption: usize, value: f64| {
            let mut values = central.values.clone();
            values[assumption] = value;
            model.setting(values)
        };
        let assumptions = model.assumptions.iter().enumerate();
        let ends = assumptions.map(|(i, a)| [with(i, a.range.low), with(i, a.range.high)]).collect();
        Ends { central, ends }
    }
}

/// The bars of every type, then of the total: of reports displaced, then of reports not made. None where nothing was
/// counted in the place.
pub(super) fn swings(
    (option, place): (usize, usize),
    model: &Model<'_>,
    ends: &Ends,
    pair: &Pair<'_>,
) -> Vec<Swing> {
    let each = (0..model.settings.types.len()).map(|kind| (Some(kind), vec![kind]));
    let counted = |kinds: &[usize]| !model.coverage(kinds, place).nothing;
    let mut swings = Vec::new();
    for (kind, kinds) in each.chain([(None, model.in_total())]).filter(|(_, kinds)| counted(kinds)) {
        for statistic in [ReportStatistic::Displaced, ReportStatistic::NotMade] {
            let not_made = statistic == ReportStatistic::NotMade;
            let figure = |setting: &Setting| {
                let sum = model.flow(setting, &kinds, pair);
                if not_made { sum.not_made } else { sum.displaced() }
            };
            let central = figure(&ends.central);
            let bar = |assumption: usize| {
                let [at_low, at_high] = ends.ends[assumption].each_ref().map(figure);
                let swing = at_low.max(central).max(at_high) - at_low.min(central).min(at_high);
                Swing { option, place, kind, statistic, rank: 0, assumption, at_low, central, at_high, swing }
            };
            let mut bars: Vec<Swing> = model.moves(&kinds, not_made).into_iter().map(bar).collect();
            bars.sort_by(|a, b| b.swing.total_cmp(&a.swing).then(a.assumption.cmp(&b.assumption)));
            bars.iter_mut().enumerate().for_each(|(i, bar)| bar.rank = i + 1);
            swings.extend(bars);
        }
    }
    swings
}
