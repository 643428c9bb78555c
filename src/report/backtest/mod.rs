//! The files of a backtest: tables, the fit, the score and a report.

mod report_md;
mod score_csv;
mod tables;

use crate::city::{City, Manifest, Marker, OutputFile};
use crate::response::first_engine::{Before, ClosureForecast, Score};
use crate::scenario::StationClosure;

/// By what an earlier folder of this kind is known.
pub const BACKTEST_MARKER: Marker = Marker { file: "fit.json", words: "\"bluelamp_backtest\"" };

/// Everything that the files of a backtest are made from.
pub struct BacktestResults<'b> {
    /// The city with the attendances.
    pub city: &'b City,
    /// What says whose roads they are.
    pub roads: &'b Manifest,
    /// What closes.
    pub closure: &'b StationClosure,
    /// The forecast.
    pub forecast: &'b ClosureForecast,
    /// Held against the fires after: none in a city without them.
    pub scores: &'b [Score],
}

impl BacktestResults<'_> {
    /// What the mean absolute error over the grounds should be at most, seconds: set before any forecast was made.
    pub fn bar_ground_s(&self) -> f64 {
        15.0
    }

    /// The same over bands of extra distance, seconds.
    pub fn bar_band_s(&self) -> f64 {
        12.0
    }

    /// What the licences of the files ask to print, each once, without full stops.
    pub fn attributions(&self) -> Vec<&str> {
        let own = self.city.manifest.file.iter();
        let own = own.filter(|f| f.name.starts_with("attendances") || f.name.starts_with("fires_"));
        let roads = self.roads.file.iter().filter(|f| f.name == "roads.csv" || f.name == "speeds.csv");
        let mut said: Vec<&str> = Vec::new();
        for text in own.chain(roads).map(|f| f.attribution.trim_end_matches('.')) {
            if !said.iter().any(|s| s.contains(text)) {
                said.push(text);
            }
        }
        said
    }
}

/// What a kind of before is, in words.
pub fn before_words(before: Before) -> &'static str {
    match before {
        Before::SameKind => "dwelling fires of the year before (like for like)",
        Before::AllFires => "all fires of the last years before",
    }
}

/// All files of the folder but the charts.
pub fn backtest_files(results: &BacktestResults<'_>) -> Vec<OutputFile> {
    let (city, forecast) = (results.city, results.forecast);
    let mut files = vec![
        tables::grounds(forecast),
        tables::squares(forecast),
        tables::effects(forecast),
        tables::fit(city, results.closure, forecast),
        report_md::file(results),
    ];
    if !results.scores.is_empty() {
        files.push(score_csv::file(results.scores));
    }
    files
}
