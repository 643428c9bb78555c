//! `report.md`: the backtest in words, for a reader who did not build it.

use std::fmt::Write;

use super::super::markdown::escaped;
use super::{BacktestResults, before_words};
use crate::city::OutputFile;
use crate::response::first_engine::{Score, Unit, Yardstick};

pub(super) fn file(results: &BacktestResults<'_>) -> OutputFile {
    let closure = results.closure;
    let mut text = format!("# {}\n\n{}\n\n", escaped(&closure.title), escaped(&closure.question));
    summary(&mut text, results);
    forecast(&mut text, results);
    pseudo_closures(&mut text, results);
    match results.scores {
        [] => {
            text.push_str("\n## No score\n\nThe city has no fires after the closures to hold this against.\n")
        }
        scores => score(&mut text, results, scores),
    }
    limits(&mut text, results);
    OutputFile { path: "report.md".to_string(), bytes: text.into_bytes() }
}

/// Whole seconds with their sign.
fn signed(seconds: f64) -> String {
    match seconds.round() as i64 {
        0 => "0".to_string(),
        s => format!("{s:+}"),
    }
}

fn error_of(score: &Score, of: Yardstick, unit: Unit) -> f64 {
    score.error(of, unit).map_or(f64::NAN, |e| e.mean_absolute_s)
}

fn summary(text: &mut String, results: &BacktestResults<'_>) {
    let closing: Vec<_> = results.forecast.grounds.iter().filter(|g| g.closes).collect();
    let mean = |f: &dyn Fn(&crate::response::first_engine::GroundForecast) -> f64| {
        closing.iter().map(|g| f(g)).sum::<f64>() / closing.len().max(1) as f64
    };
    let _ = writeln!(
        text,
        "**Foretold from the years before alone:** where a station closes, the first engine comes {:.0} s later, on average over \
         {} grounds; against the year before, whose luck is not repeated, {:.0} s.",
        mean(&|g| g.effect_s()),
        closing.len(),
        mean(&|g| g.change_s())
    );
    for score in results.scores {
        let miss = error_of(score, score.main(), Unit::Ground);
        let bar = results.bar_ground_s();
        let seen =
            score.grounds.iter().map(|g| g.observed_s).sum::<f64>() / score.grounds.len().max(1) as f64;
        let _ = write!(
            text,
            "\n**Seen, against {}:** {} s on average. The forecast misses a ground by {miss:.1} s on average; the bar of \
             {bar:.0} s is {}. A forecast that knew every true mean would still miss by {:.1} s, because so few fires were \
             seen. By bands of 500 m of extra distance it misses by {:.1} s, by bands of 250 m by {:.1} s (bar: {:.0} s).\n",
            before_words(score.before),
            signed(seen),
            if miss <= bar { "met" } else { "not met" },
            error_of(score, Yardstick::LuckAlone, Unit::Ground),
            error_of(score, Yardstick::ClosuresAlone, Unit::Band(500)),
            error_of(score, Yardstick::ClosuresAlone, Unit::Band(250)),
            results.bar_band_s(),
        );
    }
}

fn forecast(text: &mut String, results: &BacktestResults<'_>) {
    text.push_str(
        "\n## What was foretold\n\n![Foretold change by extra distance](charts/change_by_distance.png)\n\n\
         Seconds from mobilised to arrival of the first engine, means of a ground. *Change* compares a later year with the \
         year before, whose luck is not repeated; *closures alone* is what the closures do.\n\n\
         | ground | m farther | before | after | change | 95 % range | closures alone |\n|---|--:|--:|--:|--:|--:|--:|\n",
    );
    for g in results.forecast.grounds.iter().filter(|g| g.closes) {
        let (low, high) = g.change_range_s;
        let _ = writeln!(
            text,
            "| {} | {:.0} | {:.0} | {:.0} | {} | {} to {} | {} |",
            escaped(&g.name),
            g.extra_m,
            g.pre_mean_s,
            g.post_mean_s,
            signed(g.change_s()),
            signed(low),
            signed(high),
            signed(g.effect_s())
        );
    }
    let _ = write!(
        text,
        "\nAll {} grounds are in `backtest.csv`, squares of 500 m in `cells.csv`, the closures alone in `effects.csv`, the \
         fitted law and race in `fit.json`.\n",
        results.forecast.grounds.len()
    );
}

fn score(text: &mut String, results: &BacktestResults<'_>, scores: &[Score]) {
    text.push_str(
        "\n## What was seen\n\n![Foretold against seen](charts/predicted_observed.png)\n\n\
         Changes are net of the grounds that no closure touches, so that what changed everywhere (how times are counted, \
         traffic) is taken off. What was seen depends on what the fires after are compared with, so there are two \
         comparisons, each with its own luck.\n",
    );
    for score in scores {
        let within = |rows: &mut dyn Iterator<Item = bool>| rows.filter(|w| *w).count();
        let _ = write!(
            text,
            "\n### Against {}\n\nIn {} untouched grounds the mean changed by {:+.1} s. {} of {} grounds lie within their 95 % \
             ranges.\n\n| forecast | by | missed by, s | weighted by fires, s |\n|---|---|--:|--:|\n",
            before_words(score.before),
            score.untouched,
            score.background_s,
            within(&mut score.grounds.iter().map(|g| g.is_within())),
            score.grounds.len(),
        );
        for error in &score.errors {
            let by = match error.unit {
                Unit::Ground => "ground".to_string(),
                Unit::Band(width) => format!("band of {width} m"),
            };
            let name = error.of.name();
            let _ =
                writeln!(text, "| {name} | {by} | {:.1} | {:.1} |", error.mean_absolute_s, error.weighted_s);
        }
        text.push_str(
            "\n| ground or band | fires before, after | foretold | seen | seen less foretold |\n|---|--:|--:|--:|--:|\n",
        );
        for row in score.grounds.iter().chain(&score.bands) {
            let of = match row.unit {
                Unit::Ground => String::new(),
                Unit::Band(width) => format!(" farther (bands of {width} m)"),
            };
            let _ = writeln!(
                text,
                "| {}{of} | {:.0}, {:.0} | {} ({} to {}) | {} | {} |",
                escaped(&row.name),
                row.fires[0],
                row.fires[1],
                signed(row.predicted_s),
                signed(row.range_s.0),
                signed(row.range_s.1),
                signed(row.observed_s),
                signed(row.residual_s())
            );
        }
    }
    let _ = write!(
        text,
        "\nThe bars ({:.0} s on grounds, {:.0} s by bands) were set before any forecast was made. Everything that was \
         scored is above and in `score.csv`. Nothing was fitted to the fires after, but this is not blind: while the forecast \
         was built, scores were looked at five times (twice for the law and the race, twice to settle the two comparisons, \
         once for the grounds' own ways). The ways were chosen on the years before, ahead of their score, and kept whatever it \
         was: the rows *law and race* are without them.\n",
        results.bar_ground_s(),
        results.bar_band_s(),
    );
}

/// How the forecast did on the years before, by which it was chosen.
fn pseudo_closures(text: &mut String, results: &BacktestResults<'_>) {
    let pseudo = &results.forecast.pseudo;
    if pseudo.grounds.is_empty() {
        return;
    }
    let _ = write!(
        text,
        "\n## How the forecast was chosen\n\nWhile a ground's own engine is out, others come: what a closure would look like. Fitted to \
         the years before the last, each way of forecasting was judged on the last years' incidents from elsewhere in {} \
         grounds. Luck alone would miss by {:.1} s.\n\n| forecast | missed by, s | weighted by incidents, s |\n|---|--:|--:|\n",
        pseudo.grounds.len(),
        pseudo.luck_s
    );
    for e in &pseudo.errors {
        let _ = writeln!(text, "| {} | {:.1} | {:.1} |", e.of, e.mean_absolute_s, e.weighted_s);
    }
    let _ = write!(
        text,
        "\nThe last is the forecast of this report. Without luck it is off by {:.1} s in a ground (standard error): the \
         ranges rest on that.\n",
        pseudo.both_net_s
    );
}

fn limits(text: &mut String, results: &BacktestResults<'_>) {
    text.push_str(
        "\n## What this is not\n\n\
         - It tests a model of engines that start at stations. Police cars on patrol mostly do not; nothing here says how \
         they fare.\n\
         - Engines were also taken from stations that stayed open, some were redeployed and some withheld; the data do not \
         say where, so the forecast does not know.\n\
         - The dwelling fires of the two years are six years apart. Fires of other kinds are elsewhere and are driven to \
         otherwise: the second comparison has less luck and is not like for like.\n",
    );
    let _ = write!(text, "\nData: {}.\n", escaped(&results.attributions().join(". ")));
}
