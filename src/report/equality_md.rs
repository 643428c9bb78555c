//! `equality.md`: the equality table to read, print and put into an assessment.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Results, flag};
use crate::city::OutputFile;
use crate::impact::{EqualityRow, Finding, GroupBy, about, equality_summary, percent};
use crate::scenario::Time;
use crate::travel::{CIRCUITY, DRIVING_SPEED, Mode, WALKING_SPEED_KM_H};

/// What an equality impact assessment asks about and no city's table of zones has a column for.
const NEVER_HELD: &str = "sex, gender reassignment, pregnancy and maternity, religion or belief, sexual orientation, \
                          marriage and civil partnership, and any disability";

pub(super) fn file(results: &Results<'_>) -> OutputFile {
    let mut text = String::new();
    opening(results, &mut text);
    for finding in &results.answer.impact.findings {
        option(results, finding, &mut text);
    }
    notes(results, &mut text);
    OutputFile { path: "equality.md".to_string(), bytes: text.into_bytes() }
}

fn add(text: &mut String, paragraph: &str) {
    writeln!(text, "{paragraph}\n").expect("into memory");
}

fn opening(results: &Results<'_>, text: &mut String) {
    let (city, scenario) = (results.city, results.scenario);
    let residents: f64 = results.answer.impact.groups.residents().iter().sum();
    add(text, &format!("# Who is materially worse off: {}", cell(&scenario.title)));
    add(
        text,
        &format!(
            "For each option and group: how many are in the group, how many of them would be materially worse off, and \
             how that rate compares with everybody else's. Counted are the {} residents of {} ({}).",
            about(residents),
            cell(&scenario.study.label),
            cell(&city.manifest.vintage),
        ),
    );
    let limits = results.answer.impact.findings.first().map_or("", |f| f.limits.as_str());
    add(
        text,
        &format!(
            "**Materially worse off** is who has a way to the nearest {} that is {limits} longer, or reaches none any \
             more. **A ratio of 1** is the rate of everybody else; above it the group is affected more often.",
            cell(&city.manifest.counter_name)
        ),
    );
    let equality = &results.answer.equality;
    if let Some(sentence) = equality.not_held_sentence() {
        let columns = city.missing_groups.join(", ");
        add(
            text,
            &format!(
                "**{sentence}** The city's table of zones lacks what tells of them (columns it does not have: {}). No \
                 row below is about these groups, and that is not to say that they are not affected.",
                cell(&columns)
            ),
        );
    }
    add(
        text,
        "This is evidence for an assessment of the effect on equality and not the assessment: it says how many and who, \
         and nothing of how much a counter matters to them.",
    );
}

fn option(results: &Results<'_>, finding: &Finding, text: &mut String) {
    let of_option =
        |r: &&EqualityRow| (r.option, r.mode, r.time) == (finding.option, finding.mode, finding.time);
    let rows: Vec<&EqualityRow> = results.answer.equality.rows.iter().filter(of_option).collect();
    add(text, &format!("## {}", cell(&finding.title)));
    let people = finding.main.map_or(0.0, |m| m.materially_worse);
    let at = match finding.time {
        Time::Any => "whatever the hours of a counter".to_string(),
        time => format!("on the counters open at {time}"),
    };
    add(
        text,
        &format!(
            "{}, {at}: {} of {} residents ({}) would be materially worse off.",
            by_mode(finding.mode),
            about(people),
            about(finding.residents),
            percent(if finding.residents > 0.0 { people / finding.residents } else { 0.0 }),
        ),
    );
    if let Some(worst) = finding.worst.filter(|worst| worst.materially_worse > people) {
        add(
            text,
            &format!(
                "**On the counters open at {} it would be {}.** The table below is {at}.",
                worst.time,
                about(worst.materially_worse)
            ),
        );
    }
    if rows.is_empty() {
        return add(text, "No group of residents is known to this city's data.");
    }
    add(text, &equality_summary(&rows).join("\n\n"));
    if people <= 0.0 {
        return;
    }
    add(text, &table(&rows));
    add(text, &rows.iter().map(|r| format!("- {}", r.sentence())).collect::<Vec<_>>().join("\n"));
}

pub(super) fn by_mode(mode: Mode) -> &'static str {
    match mode {
        Mode::CrowFly => "In a straight line",
        Mode::Walk => "On foot",
        Mode::Drive => "By car",
    }
}

fn table(rows: &[&EqualityRow]) -> String {
    let mut lines = vec![
        "| group | in the group | materially worse off | rate | everybody else | ratio | between | |"
            .to_string(),
        "|---|--:|--:|--:|--:|--:|:-:|---|".to_string(),
    ];
    for row in rows {
        lines.push(format!("| {} |", cells(row).map(|text| cell(&text)).join(" | ")));
    }
    lines.join("\n")
}

/// A row of the table: group, its size, how many are materially worse off, the rate, everybody else's, the ratio, its
/// interval, a remark.
pub(super) fn cells(row: &EqualityRow) -> [String; 8] {
    let rates = &row.rates;
    let share = |rate: Option<f64>| rate.map_or("-".to_string(), percent);
    [
        row.who(),
        about(rates.size),
        about(rates.worse),
        share(rates.rate()),
        share(rates.others_rate()),
        rates.ratio.map_or("-".to_string(), |x| format!("{x:.2}")),
        row.interval().map_or("-".to_string(), |(low, high)| format!("{low} - {high}")),
        flag(rates.is_small()).to_string(),
    ]
}

fn notes(results: &Results<'_>, text: &mut String) {
    let (city, equality) = (results.city, &results.answer.equality);
    add(text, "## How to read it, and what it does not know");
    let (zone, speed) = (&city.manifest.zone_name, WALKING_SPEED_KM_H);
    let mut points = vec![format!(
        "**The interval is no sampling error**: the rates are of everybody, not of a sample. It is the least and the \
             greatest ratio under every walking speed between {} and {} km/h, driving speeds between {:.0} and {:.0} % of \
             the assumed ones, and detours between {} and {} times the straight line, all ways scaled alike; *and* \
             wherever in their whole {zone}, outside the study too, the members of the group live (the method of bounds of \
             Duncan and Davis, 1953). \
             `equality.csv` has the part of speeds and detours by itself (`ratio_low`, `ratio_high`) and both together \
             (`ratio_least`, `ratio_most`).",
        speed.low,
        speed.high,
        DRIVING_SPEED.low * 100.0,
        DRIVING_SPEED.high * 100.0,
        CIRCUITY.low,
        CIRCUITY.high,
    )];
    let of_2011 = [
        (GroupBy::LimitingIllness, "illness"),
        (GroupBy::Ethnicity, "ethnic group"),
        (GroupBy::NoCar, "cars"),
    ];
    let of_2011: Vec<&str> =
        of_2011.into_iter().filter(|(kind, _)| equality.holds(*kind)).map(|(_, name)| name).collect();
    let by_zone = format!(
        "**Groups are known by {zone}**, and everybody in one is taken to live like its mean: the count and the rate are \
         estimates."
    );
    points.push(match of_2011.is_empty() {
        true => by_zone,
        false => format!(
            "{by_zone} Counts of the census of 2011 ({}) are rates applied to the residents of {}. That people have \
             moved since is not in the interval, nor are mistakes of the counts.",
            of_2011.join(", "),
            cell(&city.manifest.name)
        ),
    });
    if equality.holds(GroupBy::CityImdQuintile) {
        points.push(
            "**Fifths of the city** are by the national rank of deprivation of the zones, each fifth with as near as can \
             be a fifth of the whole city's residents; they are not England's fifths, and a study of a part of the city \
             need not hold all of them alike."
                .to_string(),
        );
    }
    let overlap = match equality.holds(GroupBy::Age) {
        true => "The groups overlap: aged 75+ is part of aged 65+, and nothing",
        false => "The groups overlap, and nothing",
    };
    let households = match equality.holds(GroupBy::NoCar) {
        true => "Households are compared with households, everybody else with people. ",
        false => "",
    };
    points.push(format!("{households}{overlap} here says how two disadvantages meet in one person."));
    let but_illness = match equality.holds(GroupBy::LimitingIllness) {
        true => " but a limiting long-term illness",
        false => "",
    };
    points.extend([
        "**Everybody walks at the same speed** and drives as fast, whoever they are. For people who walk slowly a longer \
         way costs more minutes than here; for those without a car only the way on foot is one."
            .to_string(),
        "A row is marked *under 10* where the group or everybody else, or the part of either that is worse off, is fewer \
         than ten: such numbers are shown, and are no evidence."
            .to_string(),
        format!(
            "**Not in the data of any city**: {NEVER_HELD}{but_illness}. Nothing is said of them, and that is not to say that there \
             is nothing."
        ),
        "Numbers are rounded here; `equality.csv` has them in full, for the other times and ways to travel too. `run.json` has every \
         assumption, warning and hash."
            .to_string(),
    ]);
    add(text, &points.iter().map(|p| format!("- {p}")).collect::<Vec<_>>().join("\n"));
    add(text, "## Sources and licences");
    let files = || {
        city.manifest
            .file
            .iter()
            .filter(|f| ["areas.csv", "zones.csv", "stations.csv"].contains(&f.name.as_str()))
    };
    let sources: Vec<String> = files()
        .map(|f| format!("- `{}`: {} ({}).", f.name, cell(f.source.trim_end_matches('.')), cell(&f.licence)))
        .collect();
    add(text, &sources.join("\n"));
    add(text, "Print with whatever is published from this:");
    let printed: BTreeSet<&str> = files().map(|f| f.attribution.as_str()).collect();
    add(text, &printed.into_iter().map(|a| format!("- {}", cell(a))).collect::<Vec<_>>().join("\n"));
    let program = format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    text.push_str(&format!("Made by {program} for the scenario `{}`.\n", results.scenario.name));
}

/// A text as it can stand in a table or a heading: on one line, without what Markdown or HTML would read as a sign.
fn cell(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(plain.len());
    for sign in plain.chars() {
        if "\\`*_[]<>|#".contains(sign) {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}
