//! A thousand claims under all their readings.

use std::hint::black_box;

use bluelamp::city::{CityFiles, load};
use bluelamp::claims::{ClaimFile, World, check};
use bluelamp::scenario::ScenarioFile;
use criterion::{Criterion, criterion_group, criterion_main};

/// A seventh about the whole city, the others about a borough or a point; every kind that ways are measured for.
fn thousand(city: &bluelamp::city::City) -> String {
    let mut text = String::from("scenario = \"london-2017-final\"\n");
    for number in 0..1000 {
        let borough = &city.boroughs[number % city.boroughs.len()].name;
        let place = if number % 7 == 0 { "the whole city" } else { borough };
        let option = if number % 2 == 0 { "option = \"final\"\n" } else { "" };
        let station = &city.stations[number % city.stations.len()].name;
        let minutes = 10 + number % 50;
        let quantity = match number % 5 {
            0 => format!(
                "quantity = \"coverage\"\nplace = \"{place}\"\nwithin = \"{minutes} minutes\"\nsays = \"over 30 %\"\n{option}"
            ),
            1 => format!(
                "quantity = \"nearest-counter\"\nfrom = \"{place}\"\nsays = \"under {minutes} minutes\"\n{option}"
            ),
            2 => format!(
                "quantity = \"coverage\"\nplace = \"{place}\"\nbeyond = \"1.{} miles\"\nsays = \"over 30 %\"\n{option}",
                number % 10
            ),
            3 => format!(
                "quantity = \"journey\"\nfrom = \"{station}\"\nto = \"Charing Cross\"\nsays = \"about {minutes} minutes\"\n"
            ),
            _ => format!(
                "quantity = \"nearest-counter-ratio\"\nfrom = \"{place}\"\nsays = \"over 1.5 times\"\noption = \"final\"\n"
            ),
        };
        text.push_str(&format!(
            "[[claim]]\nid = \"c{number}\"\ntext = \"t\"\nspeaker = \"s\"\ndate = \"d\"\nsource = \"x\"\n{quantity}"
        ));
    }
    text
}

fn claims(c: &mut Criterion) {
    let files = CityFiles::find("london-2017", None).expect("the shipped city");
    let city = load(files).expect("the shipped city is valid");
    let roads = city.roads().expect("valid roads");
    let source = ScenarioFile::typed("thousand", thousand(&city));
    let file = ClaimFile::check(&source, &city).expect("valid claims");
    let readings: usize = file.claims.iter().map(|c| c.assumptions.readings().len()).sum();
    println!("{} claims, {readings} readings", file.claims.len());
    let mut group = c.benchmark_group("claims");
    group.sample_size(10);
    group.bench_function("1,000 claims read and checked against the city", |b| {
        b.iter(|| ClaimFile::check(black_box(&source), &city).expect("valid claims"));
    });
    group.bench_function("1,000 claims x all readings, ways measured", |b| {
        b.iter(|| check(&World::new(&city, roads.as_ref(), black_box(&file)), &file));
    });
    group.finish();
}

criterion_group!(benches, claims);
criterion_main!(benches);
