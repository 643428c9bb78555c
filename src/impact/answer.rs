//! All that is worked out for a scenario, in the order in which one needs the other.

use super::response::{Replications, ResponseError, ResponseImpact, response_impact};
use super::run::assess_groups;
use super::savings::savings_warnings;
use super::ways::Ways;
use super::{
    CatchmentImpact, CounterLoads, Equality, Groups, Impact, InequalityRow, OptionSavings, Published,
    ReportsAtRisk, WeekRow, catchments, counter_loads, equality, inequality, published, reports_at_risk,
    savings, week_table,
};
use crate::access::CatchmentError;
use crate::city::{City, Roads};
use crate::scenario::Scenario;
use crate::travel::TravelMatrix;

/// The answer to a scenario.
pub struct Answer {
    /// Lengths and times.
    pub matrix: TravelMatrix,
    /// Baseline against option, figure by figure.
    pub impact: Impact,
    /// The same by parts of the week.
    pub week: Vec<WeekRow>,
    /// What each counter gains and loses.
    pub counters: Vec<CounterLoads>,
    /// How often each group is materially worse off.
    pub equality: Equality,
    /// How evenly access is spread.
    pub inequality: Vec<InequalityRow>,
    /// Published figures beside ours.
    pub published: Published,
    /// Access that others compete for; `None` where the scenario does not ask.
    pub catchments: Option<CatchmentImpact>,
    /// What the options save, where the scenario says so.
    pub savings: Option<Vec<OptionSavings>>,
    /// What to know of what they save.
    savings_warnings: Vec<String>,
    /// Reports at risk, where the scenario asks for them.
    pub reporting: Option<ReportsAtRisk>,
    /// How soon police arrive, where the scenario asks for it.
    pub response: Option<ResponseImpact>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// A catchment method does not hold what it promises.
    #[error("catchments: {0}")]
    Catchment(#[from] CatchmentError),
    /// Response cannot be simulated.
    #[error("response: {0}")]
    Response(#[from] ResponseError),
}

impl Answer {
    /// What is wrong with the question rather than with the data, to be told on the terminal too: places that no road
    /// joins, catchments of nothing, savings without a source.
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        let catchments = self.catchments.iter().flat_map(|c| &c.warnings);
        let response = self.response.iter().flat_map(|r| &r.warnings);
        let all =
            self.impact.road_warnings.iter().chain(catchments).chain(&self.savings_warnings).chain(response);
        all.map(String::as_str)
    }
}

/// Works out everything that a scenario asks for. `roads` are the city's, needed by the scenarios that say so. `told` hears
/// of every replication of the response that is done.
///
/// # Errors
/// [`AnswerError`].
pub fn answer(
    city: &City,
    roads: Option<&Roads>,
    scenario: &Scenario,
    told: &(dyn Fn(Replications) + Sync),
) -> Result<Answer, AnswerError> {
    let ways = Ways::new(city, roads, scenario);
    // First, for it is what may be refused.
    let response = response_impact(city, scenario, ways.roads(), told)?;
    // The order of the roads is found on one core; the other meanwhile does all that does not wait for it.
    let (matrix, (baseline, whole_city, others, groups)) = rayon::join(
        || ways.of_study(),
        || {
            let groups = Groups::new(city, &scenario.study.areas);
            (ways.baseline_minutes(), ways.of_whole_city(), ways.other_residents(), groups)
        },
    );
    let (impact, reporting) = rayon::join(
        || assess_groups(city, scenario, &matrix, groups),
        || reports_at_risk(city, scenario, &matrix, &baseline),
    );
    let (week, (counters, equality, inequality)) = rayon::join(
        || week_table(scenario, &matrix, &impact),
        || {
            let counters = counter_loads(city, scenario, &impact, &others);
            let equality = equality(city, scenario, &matrix, &impact);
            (counters, equality, inequality(city, scenario, &impact))
        },
    );
    Ok(Answer {
        week,
        counters,
        equality,
        inequality,
        published: published(city, scenario),
        catchments: catchments(city, scenario, whole_city.as_ref(), &impact)?,
        savings: savings(scenario, &impact),
        savings_warnings: savings_warnings(scenario),
        reporting,
        response,
        matrix,
        impact,
    })
}
