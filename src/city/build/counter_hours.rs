//! The free text of the station table's `hours_2017`, read by hand into OSM `opening_hours`.

use crate::city::Confidence;

/// What the documented 40-hour week looks like: the rule for every counter of which only "daytime" is
/// known (`FACTS.md` section 1: "typical daytime pattern: 40 h/week"; Chiswick and Belgravia had it).
const DAYTIME: &str = "Mo-Fr 09:00-17:00";

/// "Under two hours a day, not seven days a week" (Teddington, Sovereign Gate): the most that the
/// source allows on weekdays. Worcester Park's "limited" front office is read the same way.
const LIMITED: &str = "Mo-Fr 10:00-12:00";

/// The one volunteer-run counter with published hours (Northwood, Mon-Wed 11-13) stands in for the two
/// of the 73 that have none (Pinner, West Wickham).
const VOLUNTEERS: &str = "Mo-We 11:00-13:00";

/// The counter hours for one text of the source, and how far they can be trusted at most.
/// `None` for a text that this table does not know.
pub(super) fn read(text: &str) -> Option<(&'static str, Confidence)> {
    use Confidence::{High, Low, Medium};
    Some(match text {
        "24/7" | "24/7 (temporary)" => ("24/7", High),
        "24/7 (2013 plan)" => ("24/7", Medium),
        "24/7 (inferred)" | "24/7 (inferred: 33 of 73 were 24/7)" => ("24/7", Low),
        "Mon-Fri 09-17" => ("Mo-Fr 09:00-17:00", High),
        "Mon-Fri 12-20" => ("Mo-Fr 12:00-20:00", High),
        "daytime" | "daytime (inferred)" | "daytime, limited" => (DAYTIME, Low),
        "daytime 40 h/week (2013 plan); 2017 uncertain"
        | "daytime, 40 h/week (2013 plan)"
        | "daytime, 40 h/week (8-18 reported)" => (DAYTIME, Low),
        "limited (under 2 h/day, not 7 days)" | "limited (SN base front office)" => (LIMITED, Low),
        "volunteers, limited" => (VOLUNTEERS, Low),
        _ => return None,
    })
}
