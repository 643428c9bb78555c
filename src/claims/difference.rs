//! By how much the data differ from what is said, where a claim does not hold.

use super::file::Claim;
use super::said::{Said, Unit};
use super::verdict::{Checked, Verdict};
use super::wording::range_words;

/// What the values of all readings are more than what is said, in the measure of the claim's unit; below zero they are
/// less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Under the plainest reading.
    pub plain: f64,
    /// Of the least value.
    pub low: f64,
    /// Of the greatest value; infinite where no counter can be reached.
    pub high: f64,
}

/// The difference of a claim that does not hold; `None` of any other.
pub fn difference(claim: &Claim, checked: &Checked) -> Option<Difference> {
    let said = claim.said.as_ref().filter(|_| checked.verdict == Verdict::DoesNotHold)?;
    let (low, high) = checked.range()?;
    let plain = checked.plainest()?.figure.value?;
    let from = |value: f64| value - value.clamp(said.value, said.last);
    Some(Difference { plain: from(plain), low: from(low), high: from(high) })
}

impl Difference {
    /// `more than said, by 0.77 a week (19 %); over all readings, by 0.62 to 1.11 a week (15 to 28 %)`.
    pub fn words(&self, said: &Said) -> String {
        if self.plain == 0.0 && self.low == self.high {
            return "just as much as said, no less and no more".to_string();
        }
        if self.plain == 0.0 {
            let all = by((self.low, self.high), said);
            let which = if self.low < 0.0 { "less" } else { "more" };
            return format!("as much as said under the plainest reading; over all readings, {which} {all}");
        }
        let direction = |off: f64| if off < 0.0 { "less" } else { "more" };
        let plain = format!("{} than said, {}", direction(self.plain), by((self.plain, self.plain), said));
        if self.low == self.high {
            return plain;
        }
        if self.low < 0.0 && self.high > 0.0 {
            let [less, more] = [self.low, self.high].map(|off| by((off, off), said));
            return format!("{plain}; over all readings, from less {less} to more {more}");
        }
        let all = by((self.low, self.high), said);
        if all == by((self.plain, self.plain), said) {
            return plain;
        }
        format!("{plain}; over all readings, {all}")
    }
}

/// `by 0.62 to 1.11 a week (15 to 28 %)`, the smaller first.
fn by((low, high): (f64, f64), said: &Said) -> String {
    let (a, b) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    if a.is_infinite() {
        return "without end: no counter can be reached".to_string();
    }
    let amount = match said.unit {
        // A share differs by points, not by a share of itself.
        Unit::Share => range_words((a, b), said.unit).replace(" %", " points"),
        unit => range_words((a, b), unit),
    };
    if said.value <= 0.0 || b.is_infinite() || said.unit == Unit::Share {
        return format!("by {amount}");
    }
    let [a, b] = [a, b].map(|off| format!("{:.0}", off / said.value * 100.0));
    let part = if a == b { a } else { format!("{a} to {b}") };
    format!("by {amount} ({part} %)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(says: &str, (plain, low, high): (f64, f64, f64)) -> String {
        Difference { plain, low, high }.words(&Said::parse(says).unwrap())
    }

    #[test]
    fn it_is_said_which_way_and_how_far() {
        assert_eq!(words("4 a week", (0.77, 0.77, 0.77)), "more than said, by 0.77 a week (19 %)");
        assert_eq!(
            words("8 a week", (-5.54, -5.54, -5.34)),
            "less than said, by 5.54 a week (69 %); over all readings, by 5.34 to 5.54 a week (67 to 69 %)"
        );
        assert_eq!(words("over 30 %", (-0.042, -0.042, -0.042)), "less than said, by 4.2 points");
        assert_eq!(words("under 73 counters", (0.0, 0.0, 0.0)), "just as much as said, no less and no more");
        assert_eq!(
            words("more than 33 counters", (0.0, -8.0, 0.0)),
            "as much as said under the plainest reading; over all readings, less by 0 to 8 counters (0 to 24 %)"
        );
        assert_eq!(words("no counters", (1.0, 1.0, 1.0)), "more than said, by 1 counter");
        assert_eq!(
            words("10 minutes", (120.0, -120.0, f64::INFINITY)),
            "more than said, by 2.0 minutes (20 %); over all readings, from less by 2.0 minutes (20 %) to more without \
             end: no counter can be reached"
        );
    }
}
