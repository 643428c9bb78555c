//! Findings in plain words. Gains are told like losses; what is not certain is said to be so.

use super::figure::Cutoff;
use super::finding::{Cover, Effect, Finding};
use super::week_table::NotByDay;
use crate::scenario::Time;
use crate::travel::Mode;

/// An option's title longer than this is cut in a headline: the finding must fit behind it.
const LONGEST_TITLE: usize = 90;

impl Finding {
    /// The finding as a campaigner could read it aloud.
    pub fn sentence(&self) -> String {
        let mut sentences = match &self.main {
            Some(effect) => self.effect(effect),
            None => vec![
                "At none of the times asked about does anybody's nearest open counter change.".to_string(),
            ],
        };
        if let Some((ward, people)) = &self.hardest_hit {
            sentences.insert(1, format!("The ward with most of those is {ward}, with {}.", about(*people)));
        }
        sentences.extend(self.other_times());
        if let Some(week) = &self.week {
            sentences.push(week.over_the_week());
            sentences.extend(self.not_by_day.as_ref().and_then(|people| people.sentence(week)));
        }
        sentences.join(" ")
    }

    /// The times at which more people lose, or gain, than at the one the finding is told at.
    fn other_times(&self) -> Vec<String> {
        let told = |effect: &Effect| (effect.time, about(effect.worse), about(effect.better));
        let (worst, best) = (self.worst.as_ref().map(told), self.best.as_ref().map(told));
        if let (Some((time, worse, better)), true) = (&worst, worst == best) {
            return vec![format!(
                "Of the times asked about, {time} moves most people: the way is longer for {worse} and shorter for {better}."
            )];
        }
        let worst = worst.map(|(time, worse, better)| {
            let gains = if better == "0" { String::new() } else { format!(" and shorter for {better}") };
            format!("Of the times asked about, {time} is worst: the way is longer for {worse}{gains}.")
        });
        let best = best.map(|(time, worse, better)| {
            format!("{time} brings most gains: shorter for {better}, longer for {}.", nobody_or(worse))
        });
        worst.into_iter().chain(best).collect()
    }

    /// The finding in a line, for the title of a picture.
    pub fn headline(&self) -> String {
        let told = match (&self.main, &self.week) {
            (Some(effect), _) => self.in_brief(effect),
            (None, Some(week)) if week.before != week.after => {
                "no change at the times asked about, but at other hours of the week".to_string()
            }
            (None, _) => "nothing changes for anybody".to_string(),
        };
        format!("{}: {told}", self.short_title())
    }

    /// The title, cut where it is very long.
    pub fn short_title(&self) -> String {
        if self.title.chars().count() <= LONGEST_TITLE {
            return self.title.clone();
        }
        let cut: String = self.title.chars().take(LONGEST_TITLE).collect();
        format!("{}…", cut.trim_end_matches([' ', ',', ';', ':', '.']))
    }

    fn in_brief(&self, effect: &Effect) -> String {
        let when = when(effect.time);
        let longer = effect.worse - effect.cut_off;
        let materially = effect.materially_worse - effect.cut_off;
        let (moves, preposition) = match self.mode {
            Mode::Walk => ("walk", "to"),
            Mode::Drive => ("drive", "to"),
            Mode::CrowFly => ("live", "from"),
        };
        let mut parts = Vec::new();
        if longer > 0.0 {
            let of_them = match about(materially).as_str() {
                "0" => String::new(),
                people => format!(", {people} of them by {}", self.limits),
            };
            parts.push(format!(
                "{} people {moves} farther {preposition} a {}{when}{of_them}",
                about(longer),
                self.counter_name
            ));
        }
        if effect.cut_off > 0.0 {
            parts.push(format!(
                "{} people have no open {} left{when}",
                about(effect.cut_off),
                self.counter_name
            ));
        }
        if effect.better > 0.0 {
            let nearer = match self.mode {
                Mode::Walk => "walk less far",
                Mode::Drive => "drive less far",
                Mode::CrowFly => "live nearer to one",
            };
            parts.push(format!("{} people {nearer}", about(effect.better)));
        }
        parts.join("; ")
    }

    fn effect(&self, effect: &Effect) -> Vec<String> {
        let mut sentences = Vec::new();
        let longer = effect.worse - effect.cut_off;
        if longer > 0.0 {
            sentences.push(self.longer_way(effect, longer));
        }
        if effect.cut_off > 0.0 {
            sentences.push(format!(
                "{} of {} residents would have no open counter left to go to{}.",
                about(effect.cut_off),
                about(self.residents),
                when(effect.time)
            ));
        }
        if effect.better > 0.0 {
            sentences.push(format!("For {} the way would be shorter.", about(effect.better)));
        }
        sentences
    }

    fn longer_way(&self, effect: &Effect, longer: f64) -> String {
        let way = match self.mode {
            Mode::CrowFly => "would be farther from their nearest counter in a straight line",
            Mode::Walk => "would have a longer walk to their nearest counter",
            Mode::Drive => "would have a longer drive to their nearest counter",
        };
        let by = match (self.mode, effect.mean_loss) {
            (_, None) => String::new(),
            (Mode::Walk | Mode::Drive, Some(minutes)) => format!(", by {minutes:.0} minutes on average"),
            (Mode::CrowFly, Some(km)) => format!(", by {km:.1} km on average"),
        };
        let materially = |people: f64| about((people - effect.cut_off).max(0.0));
        let (low, high) =
            (materially(effect.materially_worse_range.0), materially(effect.materially_worse_range.1));
        let range = if low == high {
            String::new()
        } else {
            format!(" (between {low} and {high}, by {} and detours)", uncertain(self.mode))
        };
        format!(
            "{} of {} residents ({}) {way}{}{by}; for {} it would be {} longer{range}.",
            about(longer),
            about(self.residents),
            percent(longer / self.residents),
            when(effect.time),
            nobody_or(materially(effect.materially_worse)),
            self.limits,
        )
    }
}

/// A rounded count as it reads in a sentence.
fn nobody_or(people: String) -> String {
    if people == "0" { "nobody".to_string() } else { people }
}

impl Cover {
    /// `a 30-minute walk`, `a 30-minute drive`, `1.609 km`.
    pub fn reach(&self) -> String {
        match (self.cutoff, self.mode) {
            (Cutoff::Km(km), _) => format!("{km} km"),
            (Cutoff::Min(minutes), Mode::Drive) => format!("a {minutes}-minute drive"),
            (Cutoff::Min(minutes), _) => format!("a {minutes}-minute walk"),
        }
    }

    fn over_the_week(&self) -> String {
        let (before, after) = (percent(self.before), percent(self.after));
        let change = match self.after - self.before {
            _ if before == after => format!("stays at {before}"),
            c if c < 0.0 => format!("falls from {before} to {after}"),
            _ => format!("rises from {before} to {after}"),
        };
        let range = match self.change_range {
            Some((low, high)) if low != high => {
                let doubt = if low < 0.0 && high > 0.0 { ": which way is not certain" } else { "" };
                let (low, high, by) = (low * 100.0, high * 100.0, uncertain(self.mode));
                format!(" (a change of {low:+.1} to {high:+.1} points, by {by} and detours{doubt})")
            }
            _ => String::new(),
        };
        format!(
            "Over all hours of the week, the share of residents within {} of an open counter {change}{range}.",
            self.reach()
        )
    }
}

impl NotByDay {
    /// Nothing where rounding leaves nobody.
    fn sentence(&self, within: &Cover) -> Option<String> {
        let (night, weekend) = (about(self.night), about(self.weekend));
        let who = match (night.as_str(), weekend.as_str()) {
            ("0", "0") => return None,
            (night, weekend) if night == weekend => {
                format!("{night} residents lose hours at night and at weekends")
            }
            (night, "0") => format!("{night} residents lose hours at night"),
            ("0", weekend) => format!("{weekend} residents lose hours at weekends"),
            (night, weekend) => format!("{night} residents lose hours at night and {weekend} at weekends"),
        };
        let (low, high) = (about(self.night_range.0), about(self.night_range.1));
        let range = match night == "0" || low == high {
            true => String::new(),
            false => {
                format!(" (at night between {low} and {high}, by {} and detours)", uncertain(within.mode))
            }
        };
        let ward = self
            .most_in
            .as_ref()
            .map(|(ward, people)| format!("; the ward with most of them is {ward}, with {}", about(*people)));
        Some(format!("Within {}, {who} but none by day{range}{}.", within.reach(), ward.unwrap_or_default()))
    }
}

/// What the range of a time in this mode comes of, beside detours.
fn uncertain(mode: Mode) -> &'static str {
    if mode == Mode::Drive { "traffic" } else { "walking speed" }
}

fn when(time: Time) -> String {
    match time {
        Time::Any => String::new(),
        time => format!(" at {time}"),
    }
}

/// A count of people rounded to what the data bears, thousands separated: 399,405 is said as 399,400.
/// The tables hold the unrounded figure.
pub fn about(people: f64) -> String {
    let step = match people.abs() {
        p if p >= 10_000.0 => 100.0,
        p if p >= 1_000.0 => 50.0,
        p if p >= 100.0 => 10.0,
        _ => 1.0,
    };
    // Adding zero turns -0.0 into 0.0.
    let digits = format!("{:.0}", (people / step).round() * step + 0.0);
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A share as a percentage with the digits that it deserves.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 { "under 0.1 %".to_string() } else { format!("{:.1} %", percent + 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_precisely_as_they_are_known() {
        let said = [399_404.9, 9_148.0, 1_234.0, 123.0, 7.4, 0.0, -0.0].map(about);
        assert_eq!(said, ["399,400", "9,150", "1,250", "120", "7", "0", "0"]);
        assert_eq!([0.326, 0.0004, 0.0, -0.0].map(percent), ["32.6 %", "under 0.1 %", "0.0 %", "0.0 %"]);
    }
}
