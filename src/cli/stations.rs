//! `bluelamp stations`: the stations of a city, to read or as CSV.

use clap::Args;

use super::city::open;
use super::error::CliError;
use super::print;
use crate::city::{City, Station, load, same_name};

/// List the stations with their counters' hours
#[derive(Args)]
pub(super) struct StationsArgs {
    /// Only those of this borough
    #[arg(long, value_name = "BOROUGH")]
    borough: Option<String>,
    /// As CSV
    #[arg(long)]
    csv: bool,
    /// A city folder, or the name of a shipped city
    #[arg(long, default_value = "london-2017")]
    city: String,
}

pub(super) fn stations(args: &StationsArgs) -> Result<(), CliError> {
    let city = load(open(&args.city)?)?;
    let borough = match &args.borough {
        None => None,
        Some(name) => match city.boroughs.iter().position(|b| same_name(&b.name, name)) {
            Some(borough) => Some(borough),
            None => {
                let known = city.boroughs.iter().map(|b| b.name.clone()).collect();
                return Err(CliError::Unknown { what: "borough", name: name.clone(), known });
            }
        },
    };
    let mut listed: Vec<&Station> =
        city.stations.iter().filter(|s| borough.is_none_or(|b| s.borough == b)).collect();
    listed.sort_by_key(|s| (&city.boroughs[s.borough].name, &s.name));
    print(&if args.csv { as_csv(&city, &listed) } else { as_table(&city, &listed) })
}

fn cells(city: &City, station: &Station) -> [String; 7] {
    let counter = station.counter.as_ref();
    [
        city.boroughs[station.borough].name.clone(),
        station.name.clone(),
        counter.map_or("no counter".to_string(), |h| h.text().to_string()),
        counter.map_or("0".to_string(), |h| format!("{:.0}", h.hours_a_week())),
        station.confidence.as_str().to_string(),
        station.postcode.clone(),
        station.address.clone(),
    ]
}

const HEADER: [&str; 7] =
    ["borough", "station", "counter hours", "h/week", "confidence", "postcode", "address"];

fn as_table(city: &City, stations: &[&Station]) -> String {
    let rows: Vec<[String; 7]> =
        std::iter::once(HEADER.map(str::to_string)).chain(stations.iter().map(|s| cells(city, s))).collect();
    let widths: Vec<usize> =
        (0..HEADER.len()).map(|c| rows.iter().map(|r| r[c].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let padded: Vec<String> = row.iter().zip(&widths).map(|(cell, w)| format!("{cell:<w$}")).collect();
        text.push_str(padded.join("  ").trim_end());
        text.push('\n');
    }
    let counters = stations.iter().filter(|s| s.counter.is_some()).count();
    let always =
        stations.iter().filter(|s| s.counter.as_ref().is_some_and(|h| h.is_round_the_clock())).count();
    text.push_str(&format!(
        "\n{} stations, {counters} with a public counter, {always} of them round the clock\n",
        stations.len()
    ));
    text
}

fn as_csv(city: &City, stations: &[&Station]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "id",
        "name",
        "borough",
        "counter_hours",
        "hours_per_week",
        "confidence",
        "postcode",
        "address",
        "lon",
        "lat",
        "source",
    ];
    writer.write_record(header).expect("into memory");
    for station in stations {
        let [borough, name, _, per_week, confidence, postcode, address] = cells(city, station);
        let hours = station.counter.as_ref().map(|h| h.text().to_string()).unwrap_or_default();
        let (lon, lat) = (station.position.lon.to_string(), station.position.lat.to_string());
        let row = [
            station.id.clone(),
            name,
            borough,
            hours,
            per_week,
            confidence,
            postcode,
            address,
            lon,
            lat,
            station.source.clone(),
        ];
        writer.write_record(row).expect("rows of one width, into memory");
    }
    String::from_utf8(writer.into_inner().expect("into memory")).expect("made of strings")
}
