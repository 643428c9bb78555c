//! Reports at risk against a slow and direct computation, and what must hold whatever closes.

mod common;

use std::sync::OnceLock;

use bluelamp::access::latin_hypercube;
use bluelamp::city::{Area, City, CityFiles, CrimeSeries, CrimeType, Period, load};
use bluelamp::impact::{
    ReportRow, ReportStatistic, ReportsAtRisk, about, baseline_minutes, measure, reports_at_risk,
};
use bluelamp::scenario::{Scenario, ScenarioError, ScenarioFile};
use bluelamp::space::Point;
use bluelamp::travel::{Estimate, Mode, Place, Profile, RoadModel, TravelMatrix};
use common::westshire::Westshire;
use common::{london, project, roads};
use proptest::prelude::*;

/// The scenario of a text.
fn checked(text: &str, city: &City) -> Result<Scenario, ScenarioError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, text).unwrap();
    Scenario::check(&ScenarioFile::open(path.to_str().unwrap()).unwrap(), city)
}

/// The scenario of a text, with London.
fn scenario(text: &str) -> Scenario {
    match checked(text, london()) {
        Ok(scenario) => scenario,
        Err(e) => panic!("{e}: {e:?}"),
    }
}

fn text(access: &str, options: &str, reporting: &str) -> String {
    format!(
        "title = \"T\"\n[study]\ndistricts = [\"W10\", \"W11\", \"W3\", \"W2\"]\n[access]\nmodes = [\"walk\"]\n{access}\n\
         {options}\n[reporting]\nplaces = [\"W11\"]\nsamples = 200\n{reporting}\n"
    )
}

const CLOSE: &str = "[[option]]\nid = \"close\"\nclose_counter = [\"Notting Hill\", \"Acton\"]\n";
const NO_CHANGE: &str = "[[option]]\nid = \"hours\"\nhours = { \"Kensington\" = \"24/7\" }\n";

/// What is worked out for a scenario, and what it is worked out from.
struct Answer {
    scenario: Scenario,
    matrix: TravelMatrix,
    baseline: Vec<f64>,
    at_risk: ReportsAtRisk,
}

fn answer(text: &str) -> Answer {
    let scenario = scenario(text);
    let matrix = measure(london(), roads(), &scenario);
    let baseline = baseline_minutes(london(), roads(), &scenario);
    let at_risk = reports_at_risk(london(), &scenario, &matrix, &baseline).unwrap();
    Answer { scenario, matrix, baseline, at_risk }
}

/// One answer for the tests that only look at it.
fn closed() -> &'static Answer {
    static ANSWER: OnceLock<Answer> = OnceLock::new();
    ANSWER.get_or_init(|| answer(&text("", &format!("{CLOSE}{NO_CHANGE}"), "")))
}

impl Answer {
    fn row(&self, option: usize, place: usize, kind: Option<&str>, statistic: ReportStatistic) -> &ReportRow {
        let types = &self.scenario.reporting.as_ref().unwrap().types;
        let kind = kind.map(|id| types.iter().position(|t| t.id == id).unwrap());
        let key = (option, place, kind, statistic);
        self.at_risk.rows.iter().find(|r| (r.option, r.place, r.kind, r.statistic) == key).unwrap()
    }

    /// Minutes of the study's areas to the nearest open counter of a network, by looking at all of them.
    fn minutes(&self, open: impl Fn(usize) -> bool) -> Vec<f64> {
        let plane = self.matrix.plane(Mode::Walk).unwrap();
        let nearest = |area| {
            let open = (0..plane.stations()).filter(|&s| open(s));
            open.map(|s| f64::from(plane.time_s(area, s).unwrap()) / 60.0).fold(f64::INFINITY, f64::min)
        };
        (0..plane.areas()).map(nearest).collect()
    }

    /// `sum N_i s g(d_i) / mean g` over a place before and after closing, area by area.
    fn directly(&self, kind: &str, place: usize, halving: f64, scale: f64, share: f64) -> [f64; 2] {
        self.reports_of(&crimes(kind), place, halving, scale, share)
    }

    /// The same of `N` by area.
    fn reports_of(&self, crimes: &[f64], place: usize, halving: f64, scale: f64, share: f64) -> [f64; 2] {
        let crime = |area: usize| crimes[area];
        let g = |minutes: f64| 0.5f64.powf(minutes * scale / halving);
        let (mut recorded, mut decayed) = (0.0, 0.0);
        for (area, minutes) in self.baseline.iter().enumerate() {
            recorded += crime(area);
            decayed += crime(area) * g(*minutes);
        }
        let before = self.minutes(|s| self.scenario.baseline[s].is_some());
        let after = self.minutes(|s| self.scenario.options[0].counters[s].is_some());
        let mut reports = [0.0; 2];
        let settings = self.scenario.reporting.as_ref().unwrap();
        for (i, area) in self.scenario.study.areas.iter().enumerate() {
            if settings.places[place].areas.contains(area) {
                reports[0] += crime(*area) * share * g(before[i]) * recorded / decayed;
                reports[1] += crime(*area) * share * g(after[i]) * recorded / decayed;
            }
        }
        reports
    }

    fn assumption(&self, name: &str) -> Estimate {
        self.at_risk.assumptions.iter().find(|a| a.name == name).unwrap().range
    }
}

/// Crimes of a type by area of London: a zone's among its areas by their residents, zero where they were not counted.
fn crimes(kind: &str) -> Vec<f64> {
    let city = london();
    let counts = city.crimes.counts(city.crimes.position(kind).unwrap());
    let mut residents = vec![0.0; city.zones.len()];
    city.areas.iter().for_each(|area| residents[area.zone] += area.population);
    let crime = |area: &Area| counts[area.zone].map_or(0.0, |n| n * area.population / residents[area.zone]);
    city.areas.iter().map(crime).collect()
}

fn close_to(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found}, directly {expected}");
}

#[test]
fn central_figures_are_those_added_up_area_by_area() {
    let closed = closed();
    for (kind, share) in [("burglary", 0.08), ("violence", 0.08), ("rape", 0.275)] {
        for place in [0, 1] {
            let [before, after] = closed.directly(kind, place, 20.0, 1.0, share);
            let figure = |s| closed.row(0, place, Some(kind), s).central.unwrap();
            assert!(before > after && after > 0.0);
            close_to(figure(ReportStatistic::Before), before);
            close_to(figure(ReportStatistic::After), after);
            close_to(figure(ReportStatistic::Displaced), before - after);
        }
    }
    let of = |kind, s| closed.row(0, 1, Some(kind), s).central.unwrap();
    close_to(of("domestic_abuse", ReportStatistic::Before), 0.33 * of("violence", ReportStatistic::Before));
    close_to(of("burglary", ReportStatistic::NotMade), 0.08 * of("burglary", ReportStatistic::Displaced));
    close_to(of("rape", ReportStatistic::Shifted), 0.8 * of("rape", ReportStatistic::Displaced));
    close_to(of("burglary", ReportStatistic::Incidents), of("burglary", ReportStatistic::Recorded) / 0.81);
}

/// The part by its own assumptions, the rest by those of the whole.
#[test]
fn a_whole_is_its_parts_and_the_rest() {
    let closed = closed();
    let of = |kind, s| closed.row(0, 0, Some(kind), s).central.unwrap();
    // Violence, of which 0.33 is domestic abuse.
    let displaced = of("violence", ReportStatistic::Displaced);
    close_to(of("domestic_abuse", ReportStatistic::NotMade), 0.33 * displaced * 0.20);
    close_to(of("violence", ReportStatistic::NotMade), displaced * (0.33 * 0.20 + 0.67 * 0.08));
    let recorded = of("violence", ReportStatistic::Recorded);
    close_to(of("violence", ReportStatistic::Incidents), recorded * (0.33 / 0.18 + 0.67 / 0.39));
    // Offences against public order and what is known of hate crime, which lie elsewhere.
    let hate = "public_order_racial_or_religious_fear";
    let rest: Vec<f64> =
        crimes("public_order").iter().zip(crimes(hate)).map(|(all, part)| all - part).collect();
    assert!(rest.iter().all(|n| *n > -1e-9));
    let difference = |[before, after]: [f64; 2]| before - after;
    let part = difference(closed.directly(hate, 0, 20.0, 1.0, 0.08));
    let rest = difference(closed.reports_of(&rest, 0, 20.0, 1.0, 0.08));
    close_to(of("public_order", ReportStatistic::Displaced), part + rest);
    close_to(of("public_order", ReportStatistic::NotMade), 0.20 * part + 0.08 * rest);
    // What moves a part moves its whole, and the total.
    for (kind, wanted) in [
        (Some("violence"), "channel shift: domestic_abuse"),
        (Some("violence"), "domestic abuse as a share of violence"),
        (Some("public_order"), "channel shift: public_order_racial_or_religious_fear"),
        (None, "channel shift: domestic_abuse"),
    ] {
        let types = &closed.scenario.reporting.as_ref().unwrap().types;
        let kind = kind.map(|id| types.iter().position(|t| t.id == id).unwrap());
        let bar = closed.at_risk.swings.iter().find(|bar| {
            (bar.option, bar.place, bar.kind, bar.statistic) == (0, 0, kind, ReportStatistic::NotMade)
                && closed.at_risk.assumptions[bar.assumption].name == wanted
        });
        assert!(bar.unwrap().swing > 0.0, "{wanted}");
    }
}

/// A city with a type, a part of it and a part of that part, of which the one in the middle is not listed.
#[test]
fn a_part_of_a_part_counts_once() {
    let mut city = load(CityFiles::Folder(project("scenarios/london-2017"))).unwrap();
    let first = city.crimes.types.len();
    for (id, part_of) in [("fraud", None), ("fraud_bank", Some(first)), ("fraud_bank_card", Some(first + 1))]
    {
        let (id, series) = (id.to_string(), CrimeSeries::Recorded);
        city.crimes.types.push(CrimeType { id, year: 2016, series, allotted: false, part_of });
    }
    let head = "title = \"T\"\n[study]\ndistricts = [\"W11\"]\n[access]\nmodes = [\"walk\"]\n";
    let listed = "[reporting]\ncrime_types = [\"fraud_bank_card\", \"fraud\"]\n";
    let scenario = checked(&format!("{head}{CLOSE}{listed}"), &city).unwrap();
    let types: Vec<_> = scenario.reporting.unwrap().types;
    let told: Vec<_> = types.iter().map(|t| (t.id.as_str(), t.whole, t.in_total)).collect();
    assert_eq!(told, [("fraud", None, true), ("fraud_bank_card", Some(0), false)]);
    let both = "[[published]]\nquantity = \"q\"\nplace = \"W11\"\ncrime = [\"fraud_bank_card\", \"fraud\"]\n\
                value = 1\nper = \"day\"\nsource = \"S\"\n";
    let refused = checked(&format!("{head}{CLOSE}{both}"), &city).err().unwrap();
    assert!(format!("{refused:?}").contains("fraud is counted twice, in fraud_bank_card too"), "{refused:?}");
}

/// Zones whose own figure of residents is not quite that of their areas, one of them with nobody.
#[test]
fn every_crime_lands_in_an_area() {
    let folder = tempfile::tempdir().unwrap();
    Westshire::new()
        .replace("areas.csv", "a3,z2,Westshire,,-1.461,53.801,30.5", "a3,z2,Westshire,,-1.461,53.801,0")
        .replace("areas.csv", "53.801,50.0", "53.801,80.5")
        .replace("zones.csv", "imd_decile\n", "imd_decile,crime_2015_theft\n")
        .replace("zones.csv", "150.0,3", "181.4,3,730")
        .replace("zones.csv", "30.5,10", "0,10,90")
        .write(folder.path());
    let city = load(CityFiles::Folder(folder.path().into())).unwrap_or_else(|e| panic!("{e:?}"));
    let text = "title = \"T\"\n[access]\nmodes = [\"walk\"]\n[[option]]\nid = \"o\"\nclose_counter = [\"The Mill\"]\n\
                [reporting]\nsamples = 100\n";
    let scenario = checked(text, &city).unwrap_or_else(|e| panic!("{e:?}"));
    let matrix = measure(&city, None, &scenario);
    let baseline = baseline_minutes(&city, None, &scenario);
    let at_risk = reports_at_risk(&city, &scenario, &matrix, &baseline).unwrap();
    let recorded = at_risk.rows.iter().find(|r| r.statistic == ReportStatistic::Recorded).unwrap();
    close_to(recorded.central.unwrap(), 820.0);
}

/// The samples drawn again by their names, and every one added up area by area.
#[test]
fn ranges_are_those_of_the_samples_worked_out_directly() {
    let closed = closed();
    let draw = |name: &str| -> Vec<f64> {
        let range = closed.assumption(name);
        let value = |u: f64| match u < 0.5 {
            true => range.low + 2.0 * u * (range.central - range.low),
            false => range.central + (2.0 * u - 1.0) * (range.high - range.central),
        };
        latin_hypercube(1, &format!("reporting: {name}"), 200).into_iter().map(value).collect()
    };
    let (halving, share) = (draw("halving time"), draw("counter share: other types"));
    let (circuity, speed) = (draw("circuity"), draw("walking speed"));
    let shift = draw("channel shift: other types");
    let mut not_made: Vec<f64> = (0..200)
        .map(|i| {
            let scale = circuity[i] / 1.25 * 4.8 / speed[i];
            let [before, after] = closed.directly("burglary", 1, halving[i], scale, share[i]);
            (before - after) * (1.0 - shift[i])
        })
        .collect();
    not_made.sort_by(f64::total_cmp);
    let (low, high) = closed.row(0, 1, Some("burglary"), ReportStatistic::NotMade).range.unwrap();
    // 2.5 % of 199 steps is 4.975: the fifth from either end is left out.
    close_to(low, not_made[4]);
    close_to(high, not_made[195]);
}

#[test]
fn a_tornado_has_each_assumption_at_its_ends_and_the_longest_bar_first() {
    let closed = closed();
    let types = &closed.scenario.reporting.as_ref().unwrap().types;
    let burglary = types.iter().position(|t| t.id == "burglary");
    let bars: Vec<_> = closed
        .at_risk
        .swings
        .iter()
        .filter(|s| (s.option, s.place, s.kind, s.statistic) == (0, 1, burglary, ReportStatistic::Displaced))
        .collect();
    let names: Vec<&str> =
        bars.iter().map(|b| closed.at_risk.assumptions[b.assumption].name.as_str()).collect();
    assert_eq!(names, ["halving time", "counter share: other types", "walking speed", "circuity"]);
    assert!(bars.iter().map(|b| b.rank).eq(1..=4));
    assert!(bars.windows(2).all(|pair| pair[0].swing >= pair[1].swing));
    let directly = |halving, scale, share| {
        let [before, after] = closed.directly("burglary", 1, halving, scale, share);
        before - after
    };
    close_to(bars[0].at_low, directly(10.0, 1.0, 0.08));
    close_to(bars[0].at_high, directly(40.0, 1.0, 0.08));
    close_to(bars[1].at_high, directly(20.0, 1.0, 0.127));
    close_to(bars[2].at_low, directly(20.0, 4.8 / 3.6, 0.08));
    close_to(bars[3].at_low, directly(20.0, 1.15 / 1.25, 0.08));
    for bar in bars {
        close_to(bar.central, directly(20.0, 1.0, 0.08));
        let three = [bar.at_low, bar.central, bar.at_high];
        let (least, most) = (three.into_iter().reduce(f64::min), three.into_iter().reduce(f64::max));
        close_to(bar.swing, most.unwrap() - least.unwrap());
    }
}

/// W10 has no counter. Where reports halve within a minute hardly any of them comes from there anyhow, and where they
/// never do nobody stays away: in between, a closure displaces more than at either end.
#[test]
fn a_bar_reaches_to_the_central_figure_where_that_is_the_greatest() {
    let text =
        text("", CLOSE, "halving_min = [1, 20, 1000]").replace("places = [\"W11\"]", "places = [\"W10\"]");
    let wide = answer(&text);
    let bar = wide.at_risk.swings.iter().find(|bar| {
        (bar.option, bar.place, bar.kind, bar.statistic) == (0, 1, None, ReportStatistic::Displaced)
            && wide.at_risk.assumptions[bar.assumption].name == "halving time"
    });
    let bar = bar.unwrap();
    assert!(bar.central > bar.at_low.max(bar.at_high), "{bar:?}");
    close_to(bar.swing, bar.central - bar.at_low.min(bar.at_high));
}

#[test]
fn the_whole_citys_reports_are_the_counter_share_of_its_crime() {
    let london = answer(
        "title = \"T\"\n[access]\nmodes = [\"walk\"]\n[study]\nwhole_city = true\n[[option]]\nid = \"o\"\n\
         close_counter = [\"Ealing\"]\n[reporting]\nsamples = 100\n",
    );
    for (kind, share) in [("burglary", 0.08), ("rape", 0.275), ("sexual_offences_other", 0.15)] {
        let figure = |s| london.row(0, 0, Some(kind), s).central.unwrap();
        close_to(figure(ReportStatistic::Before), share * figure(ReportStatistic::Recorded));
        // Whatever the decay: the range is that of the share alone.
        let range = london.row(0, 0, Some(kind), ReportStatistic::Before).range.unwrap();
        let shares = london.assumption(match kind {
            "burglary" => "counter share: other types",
            "rape" => "counter share: rape",
            _ => "counter share: sexual_offences_other",
        });
        let recorded = figure(ReportStatistic::Recorded);
        // Of 100 strata, the third and the 98th.
        let stratum = |share: f64, ends: [f64; 2]| {
            let [from, to] = ends.map(|end| end * recorded);
            assert!((from * (1.0 - 1e-9)..=to * (1.0 + 1e-9)).contains(&share), "{share} in {from}..{to}");
        };
        let below = |u: f64| shares.low + 2.0 * u * (shares.central - shares.low);
        let above = |u: f64| shares.central + (2.0 * u - 1.0) * (shares.high - shares.central);
        stratum(range.0, [below(0.02), below(0.03)]);
        stratum(range.1, [above(0.97), above(0.98)]);
    }
    // The baseline of the whole city is what the matrix says, by another algorithm.
    let by_matrix = london.minutes(|s| london.scenario.baseline[s].is_some());
    assert_eq!(by_matrix, london.baseline);
    // The City of London's crimes were not counted: they are named, and are not zero.
    let row = london.row(0, 0, Some("burglary"), ReportStatistic::Recorded);
    assert!(
        row.notes.iter().any(|n| n.starts_with("not counted in ") && n.ends_with(" of 25053 areas")),
        "{:?}",
        row.notes
    );
}

#[test]
fn where_nothing_was_counted_nothing_is_stated() {
    let square_mile = answer(
        "title = \"T\"\n[access]\nmodes = [\"walk\"]\n[study]\nboroughs = [\"City of London\"]\n[[option]]\nid = \"o\"\n\
         close_counter = [\"Ealing\"]\n[reporting]\nsamples = 100\n",
    );
    assert!(!square_mile.at_risk.rows.is_empty());
    for row in &square_mile.at_risk.rows {
        assert_eq!((row.central, row.range), (None, None));
        assert!(row.notes.iter().any(|n| n.starts_with("not counted in ")));
    }
    assert!(square_mile.at_risk.swings.is_empty(), "no bars of nothing");
    let sentence = &square_mile.at_risk.sentences[0];
    assert!(
        sentence.starts_with("Reports at risk: crime was not counted here (City of London)"),
        "{sentence}"
    );
    // Beside a place where it was: the total tells of both.
    let both = answer(
        "title = \"T\"\n[access]\nmodes = [\"walk\"]\n[study]\nboroughs = [\"City of London\", \"Islington\"]\n\
         [[option]]\nid = \"o\"\nclose_counter = [\"Islington\"]\n[reporting]\nsamples = 100\n\
         places = [\"City of London\"]\n",
    );
    let areas = |place: usize| both.scenario.reporting.as_ref().unwrap().places[place].areas.len();
    let total = both.row(0, 0, None, ReportStatistic::Displaced);
    let missing = format!("some types not counted in {} of {} areas", areas(1), areas(0));
    assert!(total.central.unwrap() > 0.0 && total.notes.contains(&missing), "{:?}", total.notes);
    let sentence = &both.at_risk.sentences[0];
    let missing = format!("not counted in {} of its {} areas", areas(1), areas(0));
    assert!(sentence.contains(&missing), "{sentence}");
    assert!(sentence.contains("In City of London, crime was not counted."), "{sentence}");
    assert!(both.at_risk.swings.iter().all(|bar| bar.place == 0) && !both.at_risk.swings.is_empty());
}

#[test]
fn nothing_is_displaced_where_nothing_changes() {
    let closed = closed();
    let of_hours = || closed.at_risk.rows.iter().filter(|r| r.option == 1);
    let changes = [ReportStatistic::Displaced, ReportStatistic::Shifted, ReportStatistic::NotMade];
    let rows: Vec<_> = of_hours().filter(|r| changes.contains(&r.statistic)).collect();
    assert!(rows.len() > 60);
    for row in rows {
        assert_eq!((row.central, row.range), (Some(0.0), Some((0.0, 0.0))));
        assert!(
            row.notes.iter().all(|n| !n.contains("under 10")),
            "nothing at all is certain: {:?}",
            row.notes
        );
    }
    assert!(
        closed.at_risk.swings.iter().filter(|s| s.option == 1).all(|s| s.swing == 0.0 && s.central == 0.0)
    );
    let sentence = &closed.at_risk.sentences[1];
    assert!(sentence.contains("keep their nearest one. What other hours do"), "{sentence}");
    let far_away = answer(&text("", "[[option]]\nid = \"far\"\nclose_counter = [\"Romford\"]\n", ""));
    assert!(far_away.at_risk.sentences[0].starts_with("Reports at risk: none."));
}

#[test]
fn parts_add_up_and_small_figures_are_marked() {
    let closed = closed();
    let types = &closed.scenario.reporting.as_ref().unwrap().types;
    // Those that privacy matters most to come first, and no crime counts twice.
    let first: Vec<&str> = types.iter().take(4).map(|t| t.id.as_str()).collect();
    assert_eq!(
        first,
        ["domestic_abuse", "rape", "sexual_offences_other", "public_order_racial_or_religious_fear"]
    );
    let counted: Vec<&str> = types.iter().filter(|t| t.in_total).map(|t| t.id.as_str()).collect();
    assert!(
        !counted.contains(&"domestic_abuse") && !counted.contains(&first[3]) && counted.contains(&"rape")
    );
    for statistic in [ReportStatistic::Recorded, ReportStatistic::Displaced, ReportStatistic::NotMade] {
        let figure = |kind: Option<&str>| closed.row(0, 0, kind, statistic).central.unwrap();
        close_to(figure(None), counted.iter().map(|kind| figure(Some(kind))).sum());
    }
    let mut marked = 0;
    for row in &closed.at_risk.rows {
        let few = row.central.is_some_and(|c| c != 0.0 && c.abs() < 10.0);
        assert_eq!(row.notes.iter().any(|n| n.contains("under 10: unreliable")), few, "{row:?}");
        marked += usize::from(few);
    }
    assert!(marked > 10);
}

#[test]
fn losses_and_gains_are_told_as_such() {
    let lost = &closed().at_risk.sentences[0];
    for words in [
        "would no longer be made there",
        "In W11, ",
        "fewer at counters",
        "at counters (of the types of crime followed), ",
        "incidents of domestic abuse a year (an assumed share of recorded violence), ",
    ] {
        assert!(lost.contains(words), "{words:?} is not in {lost}");
    }
    let open =
        "[[option]]\nid = \"open\"\nopen_counter = [{ name = \"Royalty Studios\", hours = \"24/7\" }]\n";
    let gained = answer(&text("", open, ""));
    let displaced = gained.row(0, 0, None, ReportStatistic::Displaced);
    assert!(displaced.central.unwrap() < 0.0 && displaced.range.unwrap().1 < 0.0);
    let sentence = &gained.at_risk.sentences[0];
    assert!(sentence.contains("more would be made there") && sentence.contains("more would be reported"));
    assert!(!sentence.contains('-'), "a gain is no negative loss: {sentence}");
    let cut = "[[option]]\nid = \"cut\"\nhours = { \"Notting Hill\" = \"Mo-Fr 09:00-17:00\" }\n";
    let sentence = answer(&text("", cut, "")).at_risk.sentences[0].clone();
    assert!(sentence.contains("not modelled") && !sentence.contains("none"), "{sentence}");
}

/// Numbers that the rows mark as unreliable are not told as if they were not.
#[test]
fn the_sentence_has_ranges_and_marks_what_is_few() {
    let closed = closed();
    let incidents = closed.row(0, 0, Some("domestic_abuse"), ReportStatistic::Incidents);
    let (low, high) = incidents.range.unwrap();
    assert!(low > 1_000.0);
    let told = [incidents.central.unwrap(), low, high].map(about);
    let expected =
        format!("Of an estimated {} ({} to {}) incidents of domestic abuse", told[0], told[1], told[2]);
    assert!(closed.at_risk.sentences[0].contains(&expected), "{}", closed.at_risk.sentences[0]);
    // Hardly anything is reported at counters: all is few.
    let rare = "counter_share = { default = [0, 0.00001, 0.00002], rape = [0, 0, 0], sexual_offences_other = [0, 0, 0] }";
    let few = answer(&text("", CLOSE, rare));
    let sentence = &few.at_risk.sentences[0];
    assert!(sentence.contains("; under 10: unreliable) would no longer be made there"), "{sentence}");
    assert!(sentence.ends_with("fewer than 10 would no longer be reported."), "{sentence}");
}

/// Without violence in the list, domestic abuse counts towards the total.
#[test]
fn a_total_with_an_assumed_share_in_it_has_a_range() {
    let domestic = answer(&text(
        "",
        CLOSE,
        "crime_types = [\"domestic_abuse\"]\noverlay = \"facchetti-2024\"\nwhole_station_closures = [\"close\"]",
    ));
    let violence = answer(&text(
        "",
        CLOSE,
        "crime_types = [\"violence\"]\noverlay = \"facchetti-2024\"\nwhole_station_closures = [\"close\"]",
    ));
    let part = |s| domestic.row(0, 0, None, s);
    let whole = |s| violence.row(0, 0, None, s);
    let recorded = part(ReportStatistic::Recorded);
    close_to(recorded.central.unwrap(), 0.33 * whole(ReportStatistic::Recorded).central.unwrap());
    let (low, high) = recorded.range.unwrap();
    assert!(low < recorded.central.unwrap() && recorded.central.unwrap() < high);
    assert_eq!(whole(ReportStatistic::Recorded).range, None);
    // The overlay is of that share too, at its ends where the elasticity is at its.
    let (part, whole) = (part(ReportStatistic::OverlayChange), whole(ReportStatistic::OverlayChange));
    close_to(part.central.unwrap(), 0.33 * whole.central.unwrap());
    close_to(part.range.unwrap().0, 0.40 * whole.range.unwrap().0);
    close_to(part.range.unwrap().1, 0.25 * whole.range.unwrap().1);
}

/// Whoever may go to the counters of their own borough only is cut off where the last of them closes.
#[test]
fn the_overlay_names_the_areas_that_it_leaves_out() {
    let cut_off = answer(
        "title = \"T\"\n[access]\nmodes = [\"walk\"]\nown_borough_only = true\n[study]\nboroughs = [\"Ealing\"]\n\
         [[option]]\nid = \"o\"\nclose_counter = [\"Ealing\", \"Acton\", \"Southall\"]\n[reporting]\nsamples = 100\n\
         overlay = \"facchetti-2024\"\nwhole_station_closures = [\"o\"]\n",
    );
    let areas = cut_off.scenario.study.areas.len();
    let row = cut_off.row(0, 0, None, ReportStatistic::OverlayChange);
    let left_out = format!("without areas {areas} that reach no counter after");
    assert!(row.notes.contains(&left_out), "{:?}", row.notes);
    let plain =
        answer(&text("", CLOSE, "overlay = \"facchetti-2024\"\nwhole_station_closures = [\"close\"]"));
    let notes = &plain.row(0, 0, None, ReportStatistic::OverlayChange).notes;
    assert_eq!(notes.len(), 1, "nobody is left out: {notes:?}");
}

#[test]
fn the_overlay_is_off_and_touches_only_what_it_is_said_to_touch() {
    let is_overlay = |r: &&ReportRow| r.statistic == ReportStatistic::OverlayChange;
    assert_eq!(closed().at_risk.rows.iter().filter(is_overlay).count(), 0);
    let with = answer(&text(
        "",
        &format!("{CLOSE}[[option]]\nid = \"counter-only\"\nclose_counter = [\"Notting Hill\"]\n"),
        "overlay = \"facchetti-2024\"\nwhole_station_closures = [\"close\"]",
    ));
    let (overlay, plain): (Vec<&ReportRow>, Vec<&ReportRow>) = with.at_risk.rows.iter().partition(is_overlay);
    assert!(overlay.iter().all(|r| r.option == 0 && r.notes[0].contains("facchetti-2024")));
    assert_eq!(overlay.len(), 4, "all crime and violence, in the study area and in W11");
    // The other figures are what they are without it.
    let without: Vec<&ReportRow> = closed().at_risk.rows.iter().filter(|r| r.option == 0).collect();
    assert_eq!(plain.into_iter().filter(|r| r.option == 0).collect::<Vec<_>>(), without);
    // Area by area: N ((d after / d before) ^ elasticity - 1).
    let violent = crimes("violence");
    let before = with.minutes(|s| with.scenario.baseline[s].is_some());
    let after = with.minutes(|s| with.scenario.options[0].counters[s].is_some());
    let change = |elasticity: f64| -> f64 {
        let areas = with.scenario.study.areas.iter().zip(before.iter().zip(&after));
        areas.map(|(area, (before, after))| violent[*area] * ((after / before).powf(elasticity) - 1.0)).sum()
    };
    let violence = with.row(0, 0, Some("violence"), ReportStatistic::OverlayChange);
    close_to(violence.central.unwrap(), change(0.10));
    close_to(violence.range.unwrap().0, change(0.05));
    close_to(violence.range.unwrap().1, change(0.15));
    let all = with.row(0, 0, None, ReportStatistic::OverlayChange);
    assert!(all.central.unwrap() < 0.0 && violence.central.unwrap() > 0.0);
}

/// One search for all counters finds what one search each finds.
#[test]
fn the_nearest_of_several_is_the_least_of_all() {
    let city = london();
    let model = RoadModel::new(roads().unwrap(), &city.river);
    let areas: Vec<Place> = (0..city.areas.len())
        .step_by(40)
        .map(|a| Place::Area(a as u32, city.areas[a].point))
        // And from places that are no nodes.
        .chain(
            city.areas
                .iter()
                .step_by(400)
                .map(|a| Place::Point(Point { e: a.point.e + 37.0, n: a.point.n - 21.0 })),
        )
        .collect();
    let stations: Vec<Place> = city.stations.iter().step_by(3).map(|s| Place::Point(s.point)).collect();
    let planes = model.planes(&[Mode::Walk, Mode::Drive], &areas, &stations);
    for (profile, of_profile) in [
        (Profile::Walk, planes.iter().find(|p| p.mode == Mode::Walk).unwrap()),
        (
            Profile::Drive(Period::ANY_TIME),
            planes.iter().find(|p| p.mode == Mode::Drive && p.period == Some(Period::ANY_TIME)).unwrap(),
        ),
    ] {
        let least = |area| of_profile.impedance(area).iter().copied().fold(f32::INFINITY, f32::min);
        let by_matrix: Vec<f32> = (0..areas.len()).map(least).collect();
        for (area, found) in model.nearest(&areas, &stations, profile).into_iter().enumerate() {
            let found = found.unwrap();
            assert_eq!(found.impedance, by_matrix[area]);
            assert_eq!(of_profile.impedance(area)[found.station], by_matrix[area]);
        }
        assert!(by_matrix.iter().all(|s| s.is_finite()));
    }
    assert!(model.nearest(&areas, &[], Profile::Walk).iter().all(Option::is_none));
}

#[test]
fn an_option_of_its_own_borough_keeps_the_citys_calibration() {
    let own = format!("{CLOSE}own_borough_only = true\n");
    let answer = answer(&text("", &own, ""));
    assert_eq!(answer.baseline, closed().baseline);
    let before = |a: &Answer| a.row(0, 0, None, ReportStatistic::Before).central.unwrap();
    assert!(before(&answer) < before(closed()), "farther counters, fewer reports at them");
    // Where that is the rule of the scenario, it is calibrated so.
    let ruled = self::answer(&text("own_borough_only = true", CLOSE, ""));
    let (by_rule, free) = (&ruled.baseline, &closed().baseline);
    assert!(by_rule.iter().zip(free).all(|(own, any)| own >= any) && by_rule != free);
    let rows = ruled.matrix.plane(Mode::Walk).unwrap();
    let scenario = &ruled.scenario;
    for (i, &area) in scenario.study.areas.iter().enumerate() {
        let own = (0..rows.stations()).filter(|&s| {
            scenario.baseline[s].is_some() && scenario.sites[s].borough == london().areas[area].borough
        });
        let nearest = own.map(|s| rows.time_s(i, s).unwrap()).fold(f32::INFINITY, f32::min);
        assert_eq!(by_rule[area], f64::from(nearest) / 60.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Closing never raises reports in person, nor does it raise those that are made at all; opening the same again brings
    /// them back.
    #[test]
    fn closing_never_raises_reports(closes in prop::collection::vec(prop::bool::weighted(0.3), 79), seed in 0..1000u64) {
        let base = closed();
        let mut scenario = scenario(&text("", CLOSE, &format!("seed = {seed}")));
        let fewer: Vec<_> = scenario.baseline.iter().zip(&closes).map(|(hours, closes)| match closes {
            true => None,
            false => hours.clone(),
        }).collect();
        scenario.options[0].counters = fewer;
        let at_risk = reports_at_risk(london(), &scenario, &base.matrix, &base.baseline).unwrap();
        for rows in at_risk.rows.chunk_by(|a, b| (a.place, a.kind) == (b.place, b.kind)) {
            let figure = |statistic| rows.iter().find(|r| r.statistic == statistic).unwrap();
            let before = figure(ReportStatistic::Before).central.unwrap();
            let slack = 1e-9 * before;
            prop_assert!(figure(ReportStatistic::After).central.unwrap() <= before + slack);
            for statistic in [ReportStatistic::Displaced, ReportStatistic::Shifted, ReportStatistic::NotMade] {
                let row = figure(statistic);
                let (low, high) = row.range.unwrap();
                prop_assert!(row.central.unwrap() >= -slack && low >= -slack && high >= low, "{row:?}");
            }
        }
        prop_assert!(at_risk.swings.iter().all(|s| s.at_low >= -1e-6 && s.at_high >= -1e-6));
    }
}

/// The shipped scenario spells the documented ranges out: their sources are still told.
#[test]
fn a_range_that_repeats_the_documented_one_keeps_its_source() {
    let record = std::fs::read(common::project("output/notting-hill/run.json")).unwrap();
    let record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    let of_reporting = |a: &&serde_json::Value| a["name"].as_str().unwrap().starts_with("reporting: ");
    let sources: Vec<&str> = record["assumptions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(of_reporting)
        .filter_map(|a| a["source"].as_str())
        .collect();
    assert!(sources.iter().any(|s| s.contains("8 % in 2016 (PAS)")));
    assert!(!sources.contains(&"set in the scenario"), "{sources:?}");
}
