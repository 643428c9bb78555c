//! `counters.csv` and `catchments.csv` of a run: sums that must agree, and options that change nothing.

mod common;

use bluelamp::access::NOBODY;
use bluelamp::impact::{
    CatchmentStatistic, CounterLoads, GroupBy, WeightUnit, assess, catchments, counter_loads, measure,
    measure_whole_city, other_residents,
};
use bluelamp::scenario::{CatchmentMethod, Scenario, ScenarioFile};
use common::{london, roads};

/// A study of two boroughs, with catchments by all methods on foot.
fn small(extra: &str) -> Scenario {
    checked(&format!(
        "title = \"Small\"\ncity = \"london-2017\"\n[study]\nboroughs = [\"Hounslow\", \"Ealing\"]\n[access]\nmodes = \
         [\"crow-fly\", \"walk\"]\ntimes = [\"any\"]\n[catchment]\n{extra}\n[[option]]\nid = \"none\"\n[[option]]\n\
         id = \"chiswick\"\nclose_counter = [\"Chiswick\"]\n[[option]]\nid = \"own\"\nown_borough_only = true\n\
         close_counter = [\"Chiswick\"]\n"
    ))
}

fn checked(text: &str) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.toml");
    std::fs::write(&path, text).unwrap();
    Scenario::check(&ScenarioFile::open(path.to_str().unwrap()).unwrap(), london()).unwrap()
}

#[test]
fn the_people_of_a_closed_counter_are_counted_once() {
    let scenario = small("");
    let impact = assess(london(), &scenario, &measure(london(), roads(), &scenario));
    let residents: f64 = impact.groups.residents().iter().sum();
    let others = other_residents(london(), roads(), &scenario);
    let all = counter_loads(london(), &scenario, &impact, &others);
    assert_eq!(all.len(), 3 * 2, "options by modes");
    for loads in &all {
        let (before, after) = impact.pair(loads.mode, loads.option, loads.time).unwrap();
        let total =
            |of: fn(&bluelamp::impact::CounterLoad) -> f64| loads.counters.iter().map(of).sum::<f64>();
        let nobody = |stations: &[u16]| -> f64 {
            let pairs = stations.iter().zip(impact.groups.residents());
            pairs.filter(|(s, _)| **s == NOBODY).map(|(_, p)| p).sum()
        };
        assert!((total(|c| c.before) + nobody(&before.assignment.station) - residents).abs() < 1e-6);
        assert!((total(|c| c.after) + nobody(&after.assignment.station) - residents).abs() < 1e-6);
        for counter in &loads.counters {
            let sum = |to: bool| -> f64 {
                let of =
                    loads.transfers.iter().filter(|t| (if to { t.to } else { t.from }) == Some(counter.site));
                of.map(|t| t.residents).sum()
            };
            assert!((counter.after - counter.before - (sum(true) - sum(false))).abs() < 1e-6);
        }
        let chiswick = london().station("Chiswick").unwrap();
        match loads.option {
            0 => assert!(loads.transfers.is_empty() && loads.counters.iter().all(|c| c.before == c.after)),
            _ => {
                assert!(
                    !loads.transfers.is_empty() && loads.transfers.iter().all(|t| t.from == Some(chiswick))
                );
                // Of Chiswick no reports are known.
                assert!(loads.transfers.iter().all(|t| t.reports_per_day.is_none()));
                let longer = |t: &bluelamp::impact::Transfer| t.mean_extra_m.is_none_or(|m| m > 0.0);
                assert!(loads.mode != bluelamp::travel::Mode::CrowFly || loads.transfers.iter().all(longer));
            }
        }
    }
}

/// All loads of a scenario that closes Notting Hill, for a study written as in a scenario file.
fn without_notting_hill(study: &str) -> Vec<CounterLoads> {
    let scenario = checked(&format!(
        "title = \"T\"\ncity = \"london-2017\"\n[study]\n{study}\n[access]\nmodes = [\"crow-fly\", \"walk\", \"drive\"]\n\
         times = [\"any\"]\n[[option]]\nid = \"all\"\nclose_counter = [\"Notting Hill\"]\n[[option]]\nid = \"own\"\n\
         own_borough_only = true\nclose_counter = [\"Notting Hill\"]\n"
    ));
    let impact = assess(london(), &scenario, &measure(london(), roads(), &scenario));
    counter_loads(london(), &scenario, &impact, &other_residents(london(), roads(), &scenario))
}

/// Where the whole city is studied, all 4 crimes a day of Notting Hill go along; with a part of the city goes its people's
/// part of them, and which part that is does not depend on who is studied.
#[test]
fn reports_go_along_with_their_part_of_the_citys_people() {
    let notting_hill = london().station("Notting Hill").unwrap();
    let reports = london().stations[notting_hill].reports_per_day.unwrap();
    assert_eq!(reports, 4.0);
    let whole = without_notting_hill("whole_city = true");
    let wards = without_notting_hill("wards = [\"Notting Dale\", \"Acton Central\"]");
    assert_eq!((whole.len(), wards.len()), (2 * 3, 2 * 3), "options by modes");
    for (whole, wards) in whole.iter().zip(&wards) {
        assert_eq!((whole.option, whole.mode), (wards.option, wards.mode));
        let load = |loads: &CounterLoads| {
            *loads.counters.iter().find(|c| c.site == notting_hill).expect("somebody's nearest")
        };
        let gone = |loads: &CounterLoads| -> f64 {
            loads.transfers.iter().map(|t| t.reports_per_day.expect("known")).sum()
        };
        let everybody = load(whole).before;
        assert_eq!(load(whole).before_of_city, Some(everybody));
        assert!((gone(whole) - reports).abs() < 1e-9, "{}", gone(whole));
        let counted = load(wards).before_of_city.unwrap();
        assert!((counted / everybody - 1.0).abs() < 1e-9, "{counted} {everybody}");
        let part = load(wards).before / everybody;
        assert!(part > 0.01 && part < 0.3, "{part}");
        assert!((gone(wards) - reports * part).abs() < 1e-9, "{} {part}", gone(wards));
        for transfer in &wards.transfers {
            let own = reports * transfer.residents / everybody;
            assert!((transfer.reports_per_day.unwrap() - own).abs() < 1e-9);
        }
        let others = wards.counters.iter().filter(|c| c.site != notting_hill);
        assert!(others.into_iter().all(|c| c.before_of_city.is_none()), "nobody leaves them");
    }
}

#[test]
fn closing_takes_access_away_and_nothing_takes_nothing() {
    let scenario = small("cutoff_min = 45");
    let matrix = measure(london(), roads(), &scenario);
    let impact = assess(london(), &scenario, &matrix);
    let whole = measure_whole_city(london(), roads(), &scenario).unwrap();
    assert_eq!(whole.areas(), london().areas.len());
    // The study's own rows are the same journeys.
    let walk = matrix.plane(bluelamp::travel::Mode::Walk).unwrap();
    for (i, &area) in scenario.study.areas.iter().enumerate() {
        assert_eq!(walk.impedance(i), whole.impedance(area));
    }
    let told = catchments(london(), &scenario, Some(&whole), &impact).unwrap().unwrap();
    let changes = |option: usize| told.rows.iter().filter(move |r| r.option == Some(option));
    assert!(changes(0).count() > 100);
    assert!(changes(0).all(|r| r.change().is_none_or(|c| c == 0.0)), "an option that changes nothing");
    let of_study = |method: CatchmentMethod, statistic: CatchmentStatistic| {
        let row = changes(1).find(|r| {
            r.method == method && r.statistic == statistic && impact.groups.groups[r.group].name == "study"
        });
        row.unwrap().change().unwrap()
    };
    for method in CatchmentMethod::ALL {
        let mean = of_study(method, CatchmentStatistic::Mean);
        let cost = matches!(method, CatchmentMethod::KthNearest | CatchmentMethod::Raam);
        assert!(if cost { mean > 0.0 } else { mean < 0.0 }, "{method:?} {mean}");
    }
    let lost = of_study(CatchmentMethod::SpatialAvailability, CatchmentStatistic::Total);
    let hours =
        london().stations[london().station("Chiswick").unwrap()].counter.as_ref().unwrap().hours_a_week();
    assert!(lost >= -hours - 1e-6, "no more is lost than Chiswick offered: {lost} of {hours}");
    assert!(told.warnings.is_empty());
    let totals = || told.rows.iter().filter(|r| r.statistic == CatchmentStatistic::Total);
    let group = |row: &bluelamp::impact::CatchmentRow| &impact.groups.groups[row.group];
    assert!(
        totals().any(|r| group(r).by == GroupBy::Age)
            && impact.groups.groups.iter().any(|g| g.by == GroupBy::NoCar)
    );
    assert!(
        totals().all(|r| group(r).counted == WeightUnit::People),
        "access is a head's, not a household's"
    );
    assert!(catchments(london(), &scenario, None, &impact).unwrap().is_none());
}

#[test]
fn supply_in_reports_names_the_counters_whose_reports_are_not_known() {
    let scenario = small(
        "supply = \"reports\"\nmethods = [\"2sfca\"]\ndecay = { form = \"exponential\", halving_min = 8 }",
    );
    let impact = assess(london(), &scenario, &measure(london(), roads(), &scenario));
    let whole = measure_whole_city(london(), roads(), &scenario);
    let told = catchments(london(), &scenario, whole.as_ref(), &impact).unwrap().unwrap();
    assert_eq!(told.warnings.len(), 1);
    let unknown = |s: &&bluelamp::city::Station| s.counter.is_some() && s.reports_per_day.is_none();
    for station in london().stations.iter().filter(unknown) {
        assert!(told.warnings[0].contains(&station.name), "{}", told.warnings[0]);
    }
}
