//! Claims: the verdicts of the shipped ones, their numbers against calculations that share no code with the program, and
//! the readings against trying them one by one.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use bluelamp::city::{CityFiles, CrimeSeries, load};
use bluelamp::claims::{
    Allotment, Checked, ClaimFile, Counters, Denominator, Doubtful, Evaluated, Pace, Reading, Statistic,
    Verdict, World, check, difference, evidence, paragraph, traces,
};
use bluelamp::impact::{Cutoff, GroupBy, Row, Statistic as RunStatistic, Unit, When, assess, measure};
use bluelamp::report::explain;
use bluelamp::scenario::{Scenario, ScenarioFile, Time};
use bluelamp::travel::Mode;
use common::{london, project, roads};

/// A claim file that has been checked.
struct Session {
    file: ClaimFile,
    checked: Vec<Checked>,
}

impl Session {
    fn of(text: &str) -> Session {
        Session::read(&ScenarioFile::typed("claims", text.to_string()))
    }

    fn shipped() -> Session {
        let path = project("scenarios/claims-2017.toml");
        Session::read(&ScenarioFile::open(path.to_str().unwrap()).unwrap())
    }

    fn read(source: &ScenarioFile) -> Session {
        let file = ClaimFile::check(source, london()).unwrap_or_else(|e| panic!("{e:?}"));
        let checked = check(&World::new(london(), roads(), &file), &file);
        Session { file, checked }
    }

    fn claim(&self, id: &str) -> &Checked {
        let number = self.file.claims.iter().position(|c| c.id == id).unwrap_or_else(|| panic!("no {id}"));
        &self.checked[number]
    }

    fn words(&self, id: &str) -> String {
        paragraph(london(), &self.file, self.claim(id))
    }
}

/// A `[[claim]]` with what all need.
fn claim(id: &str, rest: &str) -> String {
    format!(
        "[[claim]]\nid = \"{id}\"\ntext = \"t\"\nspeaker = \"s\"\ndate = \"2017\"\nsource = \"x\"\n{rest}\n"
    )
}

fn one(rest: &str) -> Session {
    Session::of(&claim("a", rest))
}

fn close_to(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-6 * b.abs().max(1.0), "{a} is not {b}");
}

#[test]
fn the_shipped_claims_have_their_verdicts() {
    let shipped = Session::shipped();
    assert!(shipped.file.claims.len() >= 20);
    let verdicts: Vec<String> = shipped
        .checked
        .iter()
        .map(|c| format!("{:<14} {}", shipped.file.claims[c.claim].id, c.verdict.as_str()))
        .collect();
    insta::assert_snapshot!("verdicts of the shipped claims", verdicts.join("\n"));
    // What needs public transport, or another source, says so; everything else has a number and a trail.
    for one in &shipped.checked {
        let claim = &shipped.file.claims[one.claim];
        let has_number = one.readings.iter().any(|r| r.holds.is_some());
        assert_eq!(one.verdict != Verdict::NotTestable, has_number && claim.same_source.is_empty());
        if one.verdict == Verdict::NotTestable {
            assert!(!one.missing.is_empty(), "{}", claim.id);
            assert!(shipped.words(&claim.id).contains("Missing: "), "{}", claim.id);
        } else {
            let world = World::new(london(), roads(), &shipped.file);
            assert!(!evidence(&world, &shipped.file, one).is_empty(), "{}", claim.id);
        }
    }
}

#[test]
fn claims_that_both_sides_would_accept() {
    let shipped = Session::shipped();
    assert_eq!(shipped.claim("C26").verdict, Verdict::Holds);
    let grenfell = shipped.claim("C14");
    assert_eq!(grenfell.verdict, Verdict::Holds);
    let modes: BTreeSet<Mode> = grenfell.readings.iter().map(|r| r.reading.mode).collect();
    assert_eq!(modes, BTreeSet::from([Mode::CrowFly, Mode::Walk]));
    assert_eq!(shipped.claim("C38-robbery").verdict, Verdict::DoesNotHold);
    let words = shipped.words("C38-robbery");
    assert!(words.contains("By number alone, these other types fit: drugs (2016) ("), "{words}");
    assert!(words.contains("theft from the person (police.uk) (2016) (6.65 to 7.25 a week)"), "{words}");
}

/// On the sphere, with another formula than the grid's.
#[test]
fn a_straight_line_is_that_of_the_sphere() {
    let shipped = Session::shipped();
    let found = shipped.claim("C14").plainest().unwrap().figure.value.unwrap();
    let (lat1, lon1, lat2, lon2) = (51.5140f64, -0.2158f64, 51.50865f64, -0.20323f64);
    let [a, b, dl] = [lat1, lat2, lon2 - lon1].map(f64::to_radians);
    let central = (a.sin() * b.sin() + a.cos() * b.cos() * dl.cos()).acos();
    let sphere = 6_371_000.0 * central;
    assert!((found / sphere - 1.0).abs() < 0.004, "{found} {sphere}");
}

/// Straight from the columns of the city's file.
#[test]
fn counters_and_crimes_are_those_of_the_tables() {
    let shipped = Session::shipped();
    let text = std::fs::read_to_string(project("scenarios/london-2017/stations.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let hours = header.iter().position(|h| h == "counter_hours").unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let with = rows.iter().filter(|r| !r[hours].is_empty()).count();
    let round_the_clock = rows.iter().filter(|r| &r[hours] == "24/7").count();
    let value = |id: &str| shipped.claim(id).plainest().unwrap().figure.value.unwrap();
    assert_eq!((value("D01"), value("C26-before")), (with as f64, round_the_clock as f64));

    let text = std::fs::read_to_string(project("scenarios/london-2017/zones.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let (robbery, districts) = (column("crime_2016_robbery"), column("district_shares"));
    let mut a_year = 0.0;
    for row in reader.records().map(Result::unwrap) {
        let shares = row[districts].split(';').filter_map(|s| s.split_once(' '));
        for (_, share) in shares.filter(|(district, _)| *district == "W11") {
            a_year += row[robbery].parse::<f64>().unwrap() * share.parse::<f64>().unwrap();
        }
    }
    let by_postcodes =
        shipped.claim("C38-robbery").readings.iter().find(|r| {
            r.reading.allotment == Allotment::Postcodes && r.reading.series == CrimeSeries::Recorded
        });
    close_to(by_postcodes.unwrap().figure.value.unwrap(), a_year / (366.0 / 7.0));
}

const EALING: &str = "place = \"Ealing\"\noption = \"west-london-2017/all-five\"";

/// Shares and means are those of a run of the same option, whatever the mode, the time and the end of the range.
#[test]
fn claims_agree_with_a_run() {
    let session = Session::of(&format!(
        "{}{}",
        claim(
            "within",
            &format!("quantity = \"coverage\"\n{EALING}\nwithin = \"30 minutes\"\nsays = \"over 30 %\"")
        ),
        claim(
            "mean",
            "quantity = \"nearest-counter\"\nfrom = \"Ealing\"\noption = \"west-london-2017/all-five\"\nsays = \"over 30 minutes\""
        ),
    ));
    let file = ScenarioFile::open(project("scenarios/west-london-2017.toml").to_str().unwrap()).unwrap();
    let scenario = Scenario::check(&file, london()).unwrap();
    let impact = assess(london(), &scenario, &measure(london(), roads(), &scenario));
    let option = scenario.options.iter().position(|o| o.id == "all-five").unwrap();
    let row = |mode: Mode, time: Time, statistic: RunStatistic| {
        let ealing = |group: usize| {
            let group = &impact.groups.groups[group];
            group.name == "Ealing" && group.by == GroupBy::Borough
        };
        let at = |r: &&Row| r.option == Some(option) && r.mode == mode && r.when == When::At(time);
        let found = impact.rows.iter().filter(at).find(|r| r.statistic == statistic && ealing(r.group));
        found.unwrap_or_else(|| panic!("no row {mode:?} {time}")).figure
    };
    let mut compared = 0;
    for evaluated in &session.claim("within").readings {
        let r = &evaluated.reading;
        let plain =
            r.of == Denominator::People && r.counters == Counters::All && r.doubtful == Doubtful::Open;
        if !plain {
            continue;
        }
        let cutoff = Cutoff::Min(30.0);
        let figure = row(r.mode, r.time, RunStatistic::ShareWithin(cutoff));
        let expected = match r.pace {
            Pace::Central => figure.value,
            // Short and quick ways bring more people within a cutoff.
            Pace::Low => figure.value_range.map(|range| range.1),
            Pace::High => figure.value_range.map(|range| range.0),
            Pace::Between(_) => panic!("over 30 % holds at an end or nowhere"),
        };
        close_to(evaluated.figure.value.unwrap(), expected.unwrap());
        compared += 1;
    }
    for evaluated in &session.claim("mean").readings {
        let r = &evaluated.reading;
        let plain = r.of == Denominator::People
            && r.counters == Counters::All
            && r.doubtful == Doubtful::Open
            && r.pace == Pace::Central
            && r.statistic == Statistic::Mean;
        if plain {
            let figure = row(r.mode, r.time, RunStatistic::Mean(Unit::Minutes));
            close_to(evaluated.figure.value.unwrap() / 60.0, figure.value.unwrap());
            compared += 1;
        }
    }
    // Two modes, three times, three ends of the range; and the means.
    assert_eq!(compared, 2 * 3 * 3 + 2 * 3);
}

/// Of all sets of assumptions that turn a verdict none is smaller than those that are named, and of those as small none
/// moves the value less.
#[test]
fn no_smaller_set_of_assumptions_turns_a_verdict() {
    let shipped = Session::shipped();
    let mut depends = 0;
    for one in shipped.checked.iter().filter(|c| c.verdict == Verdict::Depends) {
        depends += 1;
        let all = &shipped.file.claims[one.claim].assumptions;
        let plain = one.plainest().unwrap();
        let turned: Vec<&Evaluated> =
            one.readings.iter().filter(|e| e.holds.is_some() && e.holds != plain.holds).collect();
        let told = |r: &Reading| r.open_choices(all).collect::<BTreeMap<_, _>>();
        let first_told =
            |name: &str| one.readings.iter().find_map(|e| told(&e.reading).remove(name)).unwrap();
        // What both are read by and differ in; then what only the other is read by, and not in the plainest way.
        let size = |e: &Evaluated| {
            let (here, there) = (told(&plain.reading), told(&e.reading));
            let differs = there.iter().filter(|(name, words)| here.get(*name).is_some_and(|w| w != *words));
            let extra = there.iter().filter(|(name, w)| !here.contains_key(*name) && **w != first_told(name));
            (differs.count(), extra.count())
        };
        let fewest = turned.iter().map(|e| size(e)).min().unwrap();
        let moves = |e: &Evaluated| (e.figure.value.unwrap() - plain.figure.value.unwrap()).abs();
        let least =
            turned.iter().filter(|e| size(e) == fewest).map(|e| moves(e)).fold(f64::INFINITY, f64::min);
        let first = &one.readings[one.flips[0].reading];
        assert_eq!((size(first), one.flips[0].departures.len()), (fewest, fewest.0));
        assert_eq!(moves(first), least);
        assert!(one.flips.iter().all(|f| f.departures.len() == fewest.0));
        let (holds, of) = one.counts();
        assert_eq!(of - holds, one.readings.iter().filter(|e| e.holds == Some(false)).count());
    }
    assert!(depends >= 5);
}

/// Nothing is read twice, and nothing is left out that would have another value.
#[test]
fn readings_are_all_combinations_that_differ() {
    let rest = format!("quantity = \"coverage\"\n{EALING}\nwithin = \"1 mile\"\nsays = \"over 30 %\"");
    let session = one(&rest);
    let assumptions = &session.file.claims[0].assumptions;
    let readings = assumptions.readings();
    for (i, a) in readings.iter().enumerate() {
        assert!(!readings[..i].contains(a), "{a:?} twice");
    }
    // Three modes, of which two have three paces; two rules; any time, by day, and at night with and without doubtful
    // counters; three denominators.
    assert_eq!(readings.len(), (1 + 2 * 3) * 2 * (1 + 1 + 2) * 3);
    let values = &session.checked[0].readings;
    let at = |of: &dyn Fn(&Reading) -> bool| {
        let found: Vec<_> = values.iter().filter(|e| of(&e.reading)).collect();
        assert_eq!(found.len(), 1);
        found[0].figure.value.unwrap()
    };
    let plain = |r: &Reading, mode, pace, of| {
        (r.mode, r.pace, r.of, r.time, r.counters) == (mode, pace, of, Time::Any, Counters::All)
    };
    let walk = |pace| at(&|r| plain(r, Mode::Walk, pace, Denominator::People));
    assert!(walk(Pace::Low) > walk(Pace::Central) && walk(Pace::Central) > walk(Pace::High));
    assert!(at(&|r| plain(r, Mode::CrowFly, Pace::Central, Denominator::People)) > walk(Pace::Low));
}

#[test]
fn denominators_are_those_of_the_tables() {
    let rest = "quantity = \"coverage\"\nplace = \"Westminster\"\nwithin = \"1 mile\"\nsays = \"over 30 %\"\nmodes = [\"crow-fly\"]";
    let session = one(rest);
    let counted = session.checked[0].plainest().unwrap().figure.counted.unwrap();
    let areas: Vec<_> =
        london().areas.iter().filter(|a| london().boroughs[a.borough].name == "Westminster").collect();
    let people: f64 = areas.iter().map(|a| a.population).sum();
    close_to(counted[0].1, people);
    close_to(counted[2].1, areas.len() as f64);
    // Households of a borough are those of its zones.
    let in_borough = |z: &&bluelamp::city::Zone| london().boroughs[z.borough].name == "Westminster";
    let households: f64 = london().zones.iter().filter(in_borough).map(|z| z.households.unwrap().0).sum();
    close_to(counted[1].1, households);
}

#[test]
fn denominators_that_differ_by_more_than_a_point_are_named() {
    let shares = |place: &str| {
        let rest = format!(
            "quantity = \"coverage\"\nplace = \"{place}\"\nwithin = \"1 mile\"\nsays = \"over 30 %\"\nmodes = [\"crow-fly\"]"
        );
        let session = one(&rest);
        let counted = session.checked[0].plainest().unwrap().figure.counted.unwrap();
        let shares = counted.map(|(part, whole)| part / whole);
        let most = shares.into_iter().fold(f64::MIN, f64::max);
        (most - shares.into_iter().fold(f64::MAX, f64::min), session.words("a"))
    };
    let mut named = 0;
    for place in ["Hillingdon", "Ealing", "Westminster", "Barnet", "Kensington and Chelsea", "London"] {
        let (spread, words) = shares(place);
        assert_eq!(words.contains(" By denominator: "), spread > 0.01, "{place}: {spread} {words}");
        named += usize::from(spread > 0.01);
    }
    assert!((1..6).contains(&named), "some differ and some do not: {named}");
}

/// People who reach no counter are no number of minutes: a mean of the others would hide them.
#[test]
fn who_reaches_no_counter_is_out_of_reach() {
    // At night, with only the own borough's, nobody in Kensington is served once Notting Hill has closed.
    let rest = "quantity = \"nearest-counter\"\nfrom = \"W8 6EQ\"\noption = \"notting-hill/close\"\nsays = \"over 45 minutes\"\nmodes = [\"walk\"]\ntimes = [\"Tue 23:00\"]";
    let session = one(rest);
    let own =
        session.checked[0].readings.iter().find(|e| e.reading.counters == Counters::OwnBorough).unwrap();
    assert_eq!((own.figure.value, own.figure.site, own.holds), (Some(f64::INFINITY), None, Some(true)));
    let mean = one(&rest.replace("W8 6EQ", "Kensington and Chelsea"));
    let own =
        |e: &&Evaluated| e.reading.counters == Counters::OwnBorough && e.reading.statistic == Statistic::Mean;
    assert_eq!(mean.checked[0].readings.iter().find(own).unwrap().figure.value, None);
}

/// The trail leads to the number: what it says is added up again.
#[test]
fn the_trail_of_a_share_is_its_fraction() {
    let rest = format!("quantity = \"coverage\"\n{EALING}\nwithin = \"1 mile\"\nsays = \"over 30 %\"");
    let session = one(&rest);
    let world = World::new(london(), roads(), &session.file);
    let text = explain(london(), &session.file, &session.checked[0], &world);
    let line = text.lines().find(|l| l.contains("share of residents: ")).unwrap();
    let numbers: Vec<f64> =
        line.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter_map(|n| n.parse().ok()).collect();
    assert!((numbers[0] / numbers[1] * 100.0 - numbers[2]).abs() < 0.06, "{line}");
    assert!(
        text.contains("areas.csv; rows: the ") && text.contains("the option closes: Notting Hill, "),
        "{text}"
    );
    assert!(text.contains(&format!("Every reading ({}):", session.checked[0].readings.len())));
}

#[test]
fn a_reason_for_fewer_readings_is_shown() {
    let shipped = Session::shipped();
    assert_eq!(shipped.claim("C26").readings.len(), 1);
    assert!(shipped.words("C26").contains("Fewer readings than usual: the strategy itself names"));
}

/// Whoever leaves readings out shows what they would have said.
#[test]
fn readings_left_out_are_still_told() {
    let shipped = Session::shipped();
    let claim = shipped.claim("C26");
    assert_eq!(claim.left_out.len(), 1);
    assert_eq!(
        (claim.left_out[0].reading.doubtful, claim.left_out[0].holds),
        (Doubtful::Closed, Some(false))
    );
    let boroughs = claim.left_out[0].figure.value.unwrap();
    let words = shipped.words("C26");
    assert!(
        words.contains(&format!(
            "The reading left out for this reason: it would not hold ({boroughs:.0} boroughs)."
        )),
        "{words}"
    );
    // All together are those of the same claim without the reason.
    let rest = format!("quantity = \"coverage\"\n{EALING}\nwithin = \"1 mile\"\nsays = \"over 30 %\"\n");
    let restricted = one(&format!(
        "{rest}only = {{ modes = [\"walk\"], of = [\"households\"] }}\nbecause = \"of a test\""
    ));
    let (kept, left_out) = (&restricted.checked[0].readings, &restricted.checked[0].left_out);
    let whole = one(&rest);
    assert_eq!(kept.len() + left_out.len(), whole.checked[0].readings.len());
    for evaluated in &whole.checked[0].readings {
        let is_kept = evaluated.reading.mode == Mode::Walk && evaluated.reading.of == Denominator::Households;
        let found = if is_kept { kept } else { left_out };
        assert_eq!(found.iter().filter(|e| *e == evaluated).count(), 1, "{evaluated:?}");
    }
}

/// The data agreeing with the sentence that they come from is no evidence.
#[test]
fn a_number_that_the_data_took_from_the_claim_is_no_test() {
    let shipped = Session::shipped();
    for id in ["D01", "C16-reports", "C27"] {
        assert_eq!(shipped.claim(id).verdict, Verdict::NotTestable, "{id}");
    }
    let words = shipped.words("C27");
    assert!(
        words.starts_with("Not testable. Missing: a figure that does not come from the claim itself: "),
        "{words}"
    );
    assert!(words.contains("At Brixton, 7"), "the number is shown all the same: {words}");
}

/// In the daytime of weekdays nobody doubts that a counter is open.
#[test]
fn doubt_about_hours_is_about_nights_and_weekends() {
    let at = |time: &str| {
        one(&format!(
            "quantity = \"coverage\"\n{EALING}\nwithin = \"1 mile\"\nsays = \"over 30 %\"\nmodes = [\"crow-fly\"]\ntimes = [\"{time}\"]\ncounters = \"all\"\nof = \"people\""
        ))
    };
    let readings = |time: &str| at(time).checked[0].readings.len();
    assert_eq!([readings("any"), readings("Tue 14:00"), readings("Fri 16:59")], [1, 1, 1]);
    assert_eq!(
        [readings("Tue 08:59"), readings("Fri 17:00"), readings("Sat 12:00"), readings("Tue 23:00")],
        [2; 4]
    );
}

/// Speeds are a range and not three points: a claim that holds somewhere between its ends does not fail.
#[test]
fn what_holds_between_the_ends_of_speeds_depends() {
    let grenfell =
        "quantity = \"journey\"\nfrom = \"51.5140, -0.2158\"\nto = \"Notting Hill\"\nmodes = [\"walk\"]";
    let session = one(&format!("{grenfell}\nsays = \"about 20 minutes\""));
    let claim = &session.checked[0];
    assert_eq!(claim.verdict, Verdict::Depends);
    let ends = claim.range().unwrap();
    let between: Vec<&Evaluated> = claim.readings.iter().filter(|e| e.holds == Some(true)).collect();
    assert!(matches!(between[..], [e] if matches!(e.reading.pace, Pace::Between(_))));
    let value = between[0].figure.value.unwrap();
    // At the edge of "about 20" that is nearer to the quick end, to a 65,535th of the range.
    assert!(value >= 18.0 * 60.0 && value - 18.0 * 60.0 < (ends.1 - ends.0) / 60_000.0, "{value}");
    assert!(
        session.words("a").contains("\"speeds and detours in between\" instead of"),
        "{}",
        session.words("a")
    );
    // A share falls as ways grow, and is found all the same; trying every thousandth of the range finds none nearer.
    let shares = one(&format!(
        "quantity = \"coverage\"\n{EALING}\nwithin = \"20 minutes\"\nsays = \"20 %\"\nmodes = [\"walk\"]\ntimes = [\"any\"]\ncounters = \"all\"\nof = \"people\""
    ));
    assert_eq!(shares.checked[0].verdict, Verdict::Depends);
    let value = shares.checked[0].readings.last().unwrap().figure.value.unwrap();
    assert!((0.195..=0.205).contains(&value), "{value}");
    // What no speed between the ends makes of it still does not hold.
    let never = one(&format!("{grenfell}\nsays = \"about 40 minutes\""));
    assert_eq!(never.checked[0].verdict, Verdict::DoesNotHold);
}

/// Readings that have no value are told, with the reason; what is out of reach afterwards is infinitely farther.
#[test]
fn readings_without_a_value_are_counted_apart() {
    // At night, with only the own borough's, nobody in Kensington is served once Notting Hill has closed.
    let rest = "option = \"notting-hill/close\"\nmodes = [\"walk\"]\ntimes = [\"Tue 23:00\"]\nonly = { doubtful = [\"open\"], speeds = [\"central\"] }\nbecause = \"of a test\"\n";
    let mean = one(&format!(
        "quantity = \"nearest-counter\"\nfrom = \"Kensington and Chelsea\"\nsays = \"over 5 minutes\"\nstatistic = \"mean\"\n{rest}"
    ));
    let (with_value, all) = (mean.checked[0].counts().1, mean.checked[0].readings.len());
    assert_eq!((with_value, all), (3, 6), "three denominators, and two rules");
    let words = mean.words("a");
    assert!(
        words.contains(" 3 more readings have no value, for want of a way for everybody there"),
        "{words}"
    );
    let rest = rest.replace(", speeds = [\"central\"]", "");
    let ratio = one(&format!(
        "quantity = \"nearest-counter-ratio\"\nfrom = \"W8 6EQ\"\nsays = \"over 1.5 times\"\n{rest}"
    ));
    let own = ratio.checked[0].readings.iter().find(|e| e.reading.counters == Counters::OwnBorough).unwrap();
    assert_eq!((own.figure.value, own.holds), (Some(f64::INFINITY), Some(true)));
    let at_it = one(&format!(
        "quantity = \"nearest-counter-ratio\"\nfrom = \"Notting Hill\"\nsays = \"over 1.5 times\"\n{rest}"
    ));
    assert_eq!(at_it.checked[0].verdict, Verdict::NotTestable, "{:?}", at_it.checked[0].readings);
    assert!(at_it.words("a").contains("or the way begins at it"), "{}", at_it.words("a"));
    // From a place to itself there is no way.
    let none = one(
        "quantity = \"journey\"\nfrom = \"Notting Hill\"\nto = \"Notting Hill\"\nsays = \"less than 1 mile\"",
    );
    assert!(none.checked[0].readings.iter().all(|e| e.figure.value == Some(0.0)));
}

/// Several places may be meant, and each of its own kind.
#[test]
fn ways_can_begin_at_several_places() {
    let shipped = Session::shipped();
    let claim = &shipped.file.claims[shipped.claim("C01-ratio").claim];
    assert_eq!(claim.assumptions.start.len(), 4);
    let words = shipped.words("C01-ratio");
    assert!(words.contains("\"from Warwick (Westminster), the mean of all who live there, counted by people\" instead of \"from Pimlico station\""), "{words}");
}

/// A straight line is not how people go: the way on foot is told with it.
#[test]
fn other_modes_are_told() {
    let words = Session::shipped().words("C14");
    assert!(words.contains("it is 0.66 miles (1.06 km) in a straight line"), "{words}");
    assert!(words.contains(" On foot it is 0.87 miles (1.41 km)."), "{words}");
}

/// Which way and how far, of the plainest reading and of the ends of the range.
#[test]
fn what_does_not_hold_is_told_by_how_much() {
    let shipped = Session::shipped();
    let mut told = 0;
    for one in &shipped.checked {
        let claim = &shipped.file.claims[one.claim];
        let off = difference(claim, one);
        assert_eq!(off.is_some(), one.verdict == Verdict::DoesNotHold, "{}", claim.id);
        let Some(off) = off else { continue };
        let (low, high) = one.range().unwrap();
        let said = claim.said.as_ref().unwrap().value;
        close_to(off.low, low - said);
        close_to(off.high, high - said);
        close_to(off.plain, one.plainest().unwrap().figure.value.unwrap() - said);
        told += 1;
    }
    assert!(told >= 3);
    let words = shipped.words("C38-burglary");
    assert!(
        words.contains(
            "The data say more than said, by 0.77 a week (19 %); over all readings, by 0.62 to 1.11"
        ),
        "{words}"
    );
}

/// The ends of the range and what turns the verdict are traced, with the factor that leads to them.
#[test]
fn the_ends_of_a_range_are_traced() {
    let shipped = Session::shipped();
    let world = World::new(london(), roads(), &shipped.file);
    let text = explain(london(), &shipped.file, shipped.claim("C01-after"), &world);
    let factor = 4.8 / 5.4 * (1.15 / 1.25);
    let line =
        format!("times x {factor:.4} = 1.15/1.25 x 4.8/5.4: the detour factor is applied to the whole way");
    assert!(text.contains(&line), "{text}");
    assert!(
        text.contains(&format!("36.4 minutes at the central values x {factor:.4} = 29.8 minutes")),
        "{text}"
    );
    assert!(text.contains("(turns the verdict; least value): 29.8 minutes"), "{text}");
    assert!(text.contains("residents of Churchill (Westminster): "), "{text}");
    assert!(text.contains("Kensington (24/7 instead of Mo-Fr 09:00-17:00)"), "{text}");
    for one in shipped.checked.iter().filter(|c| c.plainest().is_some()) {
        let claim = &shipped.file.claims[one.claim];
        let traces = traces(&world, &shipped.file, one);
        let traced = |reading: usize| traces.iter().any(|t| t.reading == reading && !t.lines.is_empty());
        let plain = one.plainest().unwrap();
        assert!(one.flips.iter().all(|f| traced(f.reading)), "{}", claim.id);
        let (low, high) = one.range().unwrap();
        for (end, of) in [(low, "least value"), (high, "greatest value")] {
            let is_told = plain.figure.value == Some(end)
                || traces.iter().any(|t| {
                    t.of.contains(&of)
                        && one.readings[t.reading].figure.value == Some(end)
                        && !t.lines.is_empty()
                });
            assert!(is_told, "{} {of}", claim.id);
        }
    }
}

/// What is not known is no zero: neither the number of households nor their share.
#[test]
fn households_that_are_not_known_are_no_zero() {
    let mut city = load(CityFiles::Folder(project("scenarios/london-2017"))).unwrap();
    let ealing = city.boroughs.iter().position(|b| b.name == "Ealing").unwrap();
    let zone = city.zones.iter().position(|z| z.borough == ealing).unwrap();
    city.zones[zone].households = None;
    let rest = |quantity: &str| format!("quantity = \"{quantity}\"\nmodes = [\"crow-fly\"]\n");
    let text = [
        claim("all", "quantity = \"residents\"\nplace = \"Ealing\"\nsays = \"9 households\""),
        claim("near", &(rest("coverage") + "place = \"Ealing\"\nwithin = \"1 mile\"\nsays = \"over 9 %\"")),
        claim("far", &(rest("nearest-counter") + "from = \"Ealing\"\nsays = \"over 1 mile\"")),
    ];
    let source = ScenarioFile::typed("claims", text.concat());
    let file = ClaimFile::check(&source, &city).unwrap();
    let checked = check(&World::new(&city, None, &file), &file);
    assert_eq!(checked[0].verdict, Verdict::NotTestable);
    assert!(checked[0].missing.contains("how many households Ealing has"), "{}", checked[0].missing);
    for one in &checked[1..] {
        for evaluated in &one.readings {
            let r = &evaluated.reading;
            let weighs_households =
                r.of == Denominator::Households && matches!(r.statistic, Statistic::Mean | Statistic::Median);
            assert_eq!(evaluated.figure.value.is_none(), weighs_households, "{r:?}");
        }
        assert!(!paragraph(&city, &file, one).contains("NaN"), "{}", paragraph(&city, &file, one));
    }
    // A place where nobody lives says so.
    city.areas.iter_mut().filter(|a| a.borough == ealing).for_each(|a| a.population = 0.0);
    let checked = check(&World::new(&city, None, &file), &file);
    let share = checked[1].readings.iter().find(|e| e.reading.of == Denominator::People).unwrap();
    assert_eq!(share.figure.value, None);
}
