//! Charts of difficult questions, and charts by themselves: whole whatever is asked.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::westshire::Westshire;
use common::{bluelamp, contents, whole};
use tempfile::TempDir;

const MAPS: [&str; 5] = ["change_map", "level_maps", "small_multiples", "lost_hours_map", "catchment_flows"];

const CLOSES: &str = "[[option]]\nid = \"o\"\ntitle = \"Close the mill\"\nclose_counter = [\"The Mill\"]\n";

/// A folder with the city and a scenario, in which commands are run.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(city: &Westshire, tables: &str) -> Place {
        let folder = TempDir::new().unwrap();
        city.write(&folder.path().join("westshire"));
        fs::write(folder.path().join("mine.toml"), format!("title = \"T\"\ncity = \"westshire\"\n{tables}"))
            .unwrap();
        Place { folder }
    }

    fn command(&self, words: &[&str]) -> Output {
        let mut command: Command = bluelamp();
        let output = command.args(words).current_dir(&self.folder).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(!words.contains("panicked"), "{words}");
        output
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the scenario and checks every chart of it.
    fn charts(&self) -> Vec<(String, Vec<u8>)> {
        let output = self.command(&["run", "mine.toml", "--out", "out", "--quiet"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = contents(&self.path("out"));
        let charts = whole::charts(&files);
        assert!(charts.len() > 3, "{} charts", charts.len());
        whole::assert_whole("mine", &charts);
        files
    }

    fn fails(&self, words: &[&str], says: &[&str]) {
        let output = self.command(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        says.iter().for_each(|word| assert!(told.contains(word), "{word:?} is not in:\n{told}"));
    }
}

/// Charts that a command wrote into a folder of their own.
fn written(folder: &Path) -> Vec<(String, Vec<u8>)> {
    contents(folder)
}

fn svg(files: &[(String, Vec<u8>)], kind: &str) -> String {
    let path = format!("charts/{kind}.svg");
    let found = files.iter().find(|(file, _)| *file == path);
    String::from_utf8(found.unwrap_or_else(|| panic!("no {path}")).1.clone()).unwrap()
}

/// What the other tests rely on: a text on another and one beyond the edge are found.
#[test]
fn texts_that_cover_others_or_leave_the_canvas_are_found() {
    let files = Place::new(&Westshire::new(), CLOSES).charts();
    let spoilt = |change: &dyn Fn(&str) -> String| {
        let svg = svg(&files, "change_map");
        let (_, texts) = svg.split_once("<text ").unwrap();
        let text = format!("<text {}</text>\n", texts.split_once("</text>").unwrap().0);
        let changed = svg.replacen(&text, &change(&text), 1);
        assert_ne!(changed, svg);
        let of_map = |(file, bytes): &(String, Vec<u8>)| {
            let bytes = if file.ends_with("svg") { changed.clone().into_bytes() } else { bytes.clone() };
            file.contains("change_map").then(|| (file.clone(), bytes))
        };
        let files: Vec<_> = files.iter().filter_map(of_map).collect();
        let failed = std::panic::catch_unwind(|| whole::assert_whole("spoilt", &whole::charts(&files)));
        *failed.expect_err("nothing is found").downcast::<String>().unwrap()
    };
    let doubled = spoilt(&|text| format!("{text}{}", text.replace("x=\"112\"", "x=\"140\"")));
    assert!(doubled.contains("1 problems") && doubled.contains(" covers "), "{doubled}");
    let beyond = spoilt(&|text| text.replace("x=\"112\"", "x=\"2400\""));
    assert!(beyond.contains("leaves the canvas of 1200 x 920"), "{beyond}");
}

#[test]
fn a_title_of_two_hundred_characters_fits() {
    let title = "Close the mill and everything that was ever in it ".repeat(4);
    let option = format!("[[option]]\nid = \"o\"\ntitle = \"{title}\"\nclose_counter = [\"The Mill\"]\n");
    let second = option.replace("\"o\"", "\"p\"");
    Place::new(&Westshire::new(), &(option + &second)).charts();
}

#[test]
fn a_word_as_long_as_a_title_fits() {
    let option = CLOSES.replace("Close the mill", &"Mill".repeat(50));
    Place::new(&Westshire::new(), &option).charts();
}

#[test]
fn names_are_never_code() {
    let name = "<script>alert('1 & 2')</script>]]>";
    let city = Westshire::new().replace("stations.csv", "The Mill", name);
    let option = format!("[[option]]\nid = \"o\"\ntitle = \"Close {name}\"\nclose_counter = [\"{name}\"]\n");
    let files = Place::new(&city, &option).charts();
    for chart in whole::charts(&files) {
        assert!(!chart.svg.contains("<script"), "{}", chart.name);
        assert!(chart.title().contains("&lt;script&gt;"), "{}", chart.name);
    }
    assert!(svg(&files, "catchment_flows").contains("&lt;script&gt;"));
}

#[test]
fn an_option_that_changes_nothing_is_told_in_words() {
    let option =
        "[[option]]\nid = \"o\"\ntitle = \"As before\"\nhours = { \"The Mill\" = \"Mo-Fr 09:00-17:00\" }\n";
    let second = option.replace("\"o\"", "\"p\"");
    let files = Place::new(&Westshire::new(), &format!("{option}{second}")).charts();
    let says = [
        ("change_map", "nothing changes for anybody"),
        ("level_maps", "as before"),
        ("small_multiples", "nobody has a longer walk"),
        ("lost_hours_map", "nobody gains or loses hours"),
        ("catchment_flows", "nobody's nearest help desk becomes another"),
        ("distribution", "everybody lives as far from a counter as before"),
    ];
    let charts = whole::charts(&files);
    for (kind, words) in says {
        let chart = charts.iter().find(|c| c.name == format!("charts/{kind}")).unwrap();
        assert!(chart.title().contains(words), "{kind}: {}", chart.title());
    }
    for chart in charts {
        for (column, cell) in chart.rows().iter().flatten() {
            let is_change = column.ends_with("_change");
            assert!(!is_change || cell.parse::<f64>() == Ok(0.0), "{}: {column} {cell}", chart.name);
        }
    }
}

#[test]
fn a_study_area_of_one_zone_is_drawn() {
    let files = Place::new(&Westshire::new(), &format!("[study]\ndistricts = [\"AA1\"]\n{CLOSES}")).charts();
    let charts = whole::charts(&files);
    let map = charts.iter().find(|chart| chart.name == "charts/change_map").unwrap();
    assert_eq!(map.rows().len(), 1);
}

/// Twenty have a map; all are in the table.
#[test]
fn forty_options_stay_legible() {
    let options: String = (0..40)
        .map(|i| {
            let option = CLOSES.replace("\"o\"", &format!("\"o{i}\""));
            option.replace("Close the mill", &format!("Way {i} of closing the mill for good"))
        })
        .collect();
    let files = Place::new(&Westshire::new(), &options).charts();
    let charts = whole::charts(&files);
    let multiples = charts.iter().find(|chart| chart.name == "charts/small_multiples").unwrap();
    assert!(multiples.texts().iter().any(|(text, _)| text.contains("20 options that touch")));
    let rows = multiples.rows();
    assert_eq!(rows.len(), 80, "two zones under each");
    assert_eq!(rows.iter().filter(|row| row["shown"] == "yes").count(), 40);
    let titles = |text: &str| text.starts_with("Way ") && !text.contains(':');
    assert_eq!(multiples.texts().iter().filter(|(text, _)| titles(text)).count(), 20);
}

#[test]
fn every_map_can_be_had_alone_in_every_theme_and_any_width() {
    let options = format!("{CLOSES}{}", CLOSES.replace("\"o\"", "\"p\""));
    let place = Place::new(&Westshire::with_river(), &options);
    for kind in MAPS {
        let mut pictures = Vec::new();
        for theme in ["light", "dark", "print"] {
            let out = format!("{theme}-{kind}");
            let name = kind.replace('_', "-");
            let words = ["chart", &name, "mine.toml", "--theme", theme, "--width", "600", "--out", &out];
            let output = place.command(&words);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let files = written(&place.path(&out));
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["csv", "png", "svg"].map(|ending| format!("{kind}.{ending}")));
            let charts = whole::charts(&files);
            whole::assert_whole(theme, &charts);
            let chart = &charts[0];
            assert!(chart.svg.contains(" width=\"600\""), "{kind}");
            if theme == "print" {
                let colours = chart.svg.split("\"#").skip(1).map(|rest| &rest[..6]);
                colours
                    .for_each(|c| assert!(c[..2] == c[2..4] && c[..2] == c[4..], "{kind}: {c} is no grey"));
            }
            pictures.push(files[2].1.clone());
        }
        pictures.dedup();
        assert_eq!(pictures.len(), 3, "{kind}: two themes look the same");
    }
}

#[test]
fn a_chart_alone_is_that_of_the_run() {
    let place = Place::new(&Westshire::new(), CLOSES);
    let run = place.charts();
    let output = place.command(&["chart", "change-map", "mine.toml", "--out", "new/alone.svg"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "new/alone.svg\n");
    assert_eq!(fs::read_to_string(place.path("new/alone.svg")).unwrap(), svg(&run, "change_map"));
    assert_eq!(contents(&place.path("new")).len(), 1);
}

#[test]
fn an_area_is_zoomed_to() {
    let place = Place::new(&Westshire::new(), CLOSES);
    for (area, shown) in [
        ("AA1", "AA1"),
        ("west", "West (Westshire)"),
        ("westshire", "Westshire"),
        ("The Mill", "around The Mill"),
    ] {
        let out = format!("out {area}");
        let output = place.command(&["chart", "change-map", "mine.toml", "--area", area, "--out", &out]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let files = written(&place.path(&out));
        let charts = whole::charts(&files);
        whole::assert_whole(area, &charts);
        let chart = &charts[0];
        assert!(chart.svg.contains(&format!("The map shows {shown}")), "{area}");
    }
}

#[test]
fn what_cannot_be_drawn_says_why_and_what_to_do() {
    let place = Place::new(&Westshire::new(), CLOSES);
    let study = Place::new(&Westshire::new(), &format!("[study]\ndistricts = [\"AA1\"]\n{CLOSES}"));
    place.fails(&["chart", "chnge-map", "mine.toml"], &["similar value exists", "change-map"]);
    place.fails(
        &["chart", "change-map", "mine.toml", "--option", "oo"],
        &["there is no option \"oo\"", "did you mean o?"],
    );
    place.fails(
        &["chart", "change-map", "mine.toml", "--area", "The Mil"],
        &["no place called \"The Mil\"", "did you mean The Mill?"],
    );
    place.fails(
        &["chart", "small-multiples", "mine.toml"],
        &["there is no small-multiples of this scenario: it has one option", "add an [[option]]"],
    );
    place.fails(
        &["chart", "distribution", "mine.toml", "--area", "AA1"],
        &["--area zooms maps, and distribution is none"],
    );
    study.fails(
        &["chart", "change-map", "mine.toml", "--area", "AA2"],
        &["nobody of AA1 lives in the part to be shown, AA2", "choose a part of the study area"],
    );
    place.fails(&["chart", "change-map", "mine.toml", "--width", "10"], &["300..=4000"]);
    assert_eq!(contents(place.folder.path()).iter().filter(|(f, _)| f.ends_with(".svg")).count(), 0);
}

/// The words of the lost-hours map for one station of two: shut at night, open by day as before.
#[test]
fn the_lost_hours_map_names_its_hours_people_and_signs() {
    let option = "[[option]]\nid = \"o\"\ntitle = \"Town Hall by day\"\nhours = { \"Town <Hall> & Co\" = \
                  \"Mo-Fr 09:00-17:00\" }\n";
    let files = Place::new(&Westshire::new(), option).charts();
    let charts = whole::charts(&files);
    let map = charts.iter().find(|chart| chart.name == "charts/lost_hours_map").unwrap();
    assert_eq!(
        map.title(),
        "Town Hall by day: fewer hours within a 30-minute walk of an open help desk for 150 people at night, at \
         weekends and early and late on weekdays, for nobody by day"
    );
    let texts: Vec<String> = map.texts().into_iter().map(|(text, _)| text).collect();
    let says = [
        "Nights",
        "every day 22:00 to 07:00, 63 hours a week",
        "150 people lose hours, nobody gains.",
        "Nobody loses hours, nobody gains.",
        "over 45 hours lost",
        "15 to 30 hours lost",
        "within an hour of before",
        "no longer open in these hours",
        "open in them as before",
        "open land, nobody lives here",
    ];
    for words in says {
        assert!(texts.iter().any(|text| text == words), "{words:?} is not among {texts:#?}");
    }
    assert!(!texts.iter().any(|text| text.contains("gained") || text == "newly open in these hours"));
}

const FLAT: [&str; 5] =
    ["distribution", "options_compared", "borough_slopes", "deprivation", "week_heat_map"];

fn chart_of<'c>(files: &'c [(String, Vec<u8>)], kind: &str) -> whole::Chart<'c> {
    let path = format!("charts/{kind}");
    whole::charts(files).into_iter().find(|c| c.name == path).unwrap_or_else(|| panic!("no {path}"))
}

/// The cells of some columns, row by row.
fn cells<const N: usize>(files: &[(String, Vec<u8>)], kind: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let rows = chart_of(files, kind).rows();
    rows.iter().map(|row| columns.map(|column| row[column].clone())).collect()
}

#[test]
fn what_is_no_map_says_in_words_that_nothing_changes() {
    let option =
        "[[option]]\nid = \"o\"\ntitle = \"As before\"\nhours = { \"The Mill\" = \"Mo-Fr 09:00-17:00\" }\n";
    let files = Place::new(&Westshire::new(), option).charts();
    for (kind, words) in [
        ("options_compared", "nobody is materially worse off"),
        ("borough_slopes", "in no borough does the mean way to a counter change"),
        ("deprivation", "nobody in any deprivation decile is materially worse off"),
        ("week_heat_map", "no hour of the week has more people beyond 30 minutes on foot of an open counter"),
    ] {
        let title = chart_of(&files, kind).title();
        assert!(title.contains(words), "{kind}: {title}");
    }
    let texts = chart_of(&files, "options_compared").texts();
    assert!(texts.iter().any(|(text, _)| text == "nothing changes for anybody"));
    // A scale of nothing has one number.
    assert_eq!(texts.iter().filter(|(text, _)| text.parse::<f64>().is_ok()).count(), 1);
    let zero = [["0.0"; 3].map(str::to_string)];
    assert_eq!(cells(&files, "options_compared", ["people_materially_worse", "low", "high"]), zero);
    assert!(!files.iter().any(|(name, _)| name.starts_with("charts/assumption_tornado")));
}

#[test]
fn charts_that_are_no_maps_have_the_figures_of_the_tables() {
    let tables = format!(
        "{CLOSES}{}[savings]\n\"The Mill\" = {{ value = 1000, low = 900, high = 1200, source = \"me\" }}\n",
        CLOSES.replace("\"o\"", "\"night\"").replace(
            "close_counter = [\"The Mill\"]",
            "hours = { \"Town <Hall> & Co\" = \"Mo-Fr 09:00-17:00\" }"
        )
    );
    let files = Place::new(&Westshire::with_roads(), &tables).charts();
    let summary = &files.iter().find(|(name, _)| name == "summary.csv").unwrap().1;
    let mut reader = csv::Reader::from_reader(summary.as_slice());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|h| h == name).unwrap();
    let figure = |wanted: [&str; 5], column: &str| {
        let columns = ["option", "mode", "time", "group", "statistic"].map(at);
        let rows = csv::Reader::from_reader(summary.as_slice()).into_records();
        let row = rows.map(Result::unwrap).find(|row| columns.map(|c| row[c].to_string()) == wanted);
        row.unwrap_or_else(|| panic!("no row {wanted:?}"))[at(column)].parse::<f64>().ok()
    };
    let same = |cell: &str, expected: Option<f64>| {
        let (value, expected): (f64, f64) = (cell.parse().unwrap(), expected.expect("a figure"));
        assert!((value - expected).abs() < 0.06, "{cell} {expected}");
    };
    let mut with_range = 0;
    for [option, time, people, low, high] in
        cells(&files, "options_compared", ["option", "time", "people_materially_worse", "low", "high"])
    {
        let row = [option.as_str(), "walk", time.as_str(), "study", "people_materially_worse"];
        same(&people, figure(row, "value"));
        // Where a figure rests on no assumption, it is its own range.
        let ends = ["value_low", "value_high"].map(|end| figure(row, end));
        with_range += usize::from(ends[0].is_some());
        same(&low, ends[0].or(figure(row, "value")));
        same(&high, ends[1].or(figure(row, "value")));
    }
    assert!(with_range > 0);
    let slopes = cells(&files, "borough_slopes", ["borough", "statistic", "minutes_before", "minutes_after"]);
    for [borough, statistic, before, after] in &slopes {
        let rows = csv::Reader::from_reader(summary.as_slice()).into_records().map(Result::unwrap);
        let wanted =
            [("group", borough.as_str()), ("statistic", statistic), ("mode", "walk"), ("unit", "min")];
        let is_it = |row: &csv::StringRecord| wanted.iter().all(|(c, v)| row[at(c)] == **v);
        let rows: Vec<csv::StringRecord> = rows.filter(is_it).collect();
        // Where half of a group reach no counter, there is no value, in the table and in the chart.
        let is_same = |a: &str, b: &str| match (a.parse::<f64>(), b.parse::<f64>()) {
            (Ok(a), Ok(b)) => (a - b).abs() < 0.006,
            _ => a.is_empty() && b.is_empty(),
        };
        let has = |column: &str, cell: &str| rows.iter().any(|row| is_same(&row[at(column)], cell));
        assert!(has("baseline", before) && has("value", after), "{borough} {before} {after}");
    }
    assert_eq!(slopes.len(), 1);
    let hours =
        cells(&files, "week_heat_map", ["day", "hour", "people_beyond_before", "people_beyond_after"]);
    assert_eq!(hours.len(), 168);
    assert_eq!(hours[24 + 14][..2], ["Tuesday".to_string(), "14:00".to_string()]);
    let money = cells(&files, "harm_and_savings", ["option", "pounds_a_year", "pounds_low", "pounds_high"]);
    assert_eq!(money[0], ["o", "1000", "900", "1200"].map(str::to_string));
    assert_eq!(money[1][1], "");
    let swings = cells(&files, "assumption_tornado", ["assumption", "people_least", "people_most"]);
    let widths: Vec<f64> =
        swings.iter().map(|[_, a, b]| b.parse::<f64>().unwrap() - a.parse::<f64>().unwrap()).collect();
    assert!(swings.len() >= 5 && widths.windows(2).all(|w| w[0] >= w[1]), "{swings:?}");
}

#[test]
fn charts_that_lack_their_data_say_what_to_add() {
    let bare = Westshire::new().replace("zones.csv", ",imd_decile", "").replace("zones.csv", ",3\n", "\n");
    let place = Place::new(&bare.replace("zones.csv", ",10\n", "\n"), CLOSES);
    for (kind, says) in [
        ("deprivation", ["no zone of the city has a deprivation decile", "column imd_decile"]),
        ("harm-and-savings", ["says nothing of savings", "add a table [savings]"]),
        ("claim-verdicts", ["names no claim file", "claims = \"claims-2017\""]),
    ] {
        place.fails(&["chart", kind, "mine.toml"], &says);
    }
    let names: Vec<String> = place.charts().into_iter().map(|(name, _)| name).collect();
    assert!(!names.iter().any(|n| n.contains("deprivation") || n.contains("savings.svg")), "{names:?}");
}

#[test]
fn forty_bars_are_all_named_and_every_flat_chart_has_its_themes() {
    let options: String = (0..40)
        .map(|i| {
            CLOSES
                .replace("\"o\"", &format!("\"o{i}\""))
                .replace("Close the mill", &format!("Way {i} of closing it"))
        })
        .collect();
    let place = Place::new(&Westshire::new(), &options);
    let files = place.charts();
    let texts = chart_of(&files, "options_compared").texts();
    let is_name = |text: &str| text.starts_with("Way ") && text.ends_with("closing it");
    assert_eq!(texts.iter().filter(|(text, _)| is_name(text)).count(), 40);
    for kind in FLAT {
        for theme in ["dark", "print"] {
            let (out, name) = (format!("{theme}-{kind}"), kind.replace('_', "-"));
            let words = ["chart", &name, "mine.toml", "--theme", theme, "--out", &out];
            let output = place.command(&words);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let files = written(&place.path(&out));
            let charts = whole::charts(&files);
            whole::assert_whole(theme, &charts);
            let chart = &charts[0];
            let mut colours = chart.svg.split("\"#").skip(1).map(|rest| &rest[..6]);
            let greys = colours.all(|c| c[..2] == c[2..4] && c[..2] == c[4..]);
            assert_eq!(greys, theme == "print", "{kind}");
        }
    }
}

/// Two starts, a base that closes, one that loses its counter alone; a run takes no time.
const RESPONSE: &str = "\
[response]
calls_i_a_year = [10000, 12000, 14000]
calls_s_a_year = [10000, 12000, 14000]
days = 3
warm_up_days = 1
replications = 4
[[response.units]]
base = \"Town <Hall> & Co\"
cars = 3
[[response.units]]
base = \"The Mill\"
cars = 2
";

const CLOSES_BASE: &str = "[[option]]\nid = \"b\"\ntitle = \"Close the mill, base and all\"\nclose_base = [\"The Mill\"]\n\
                           move_units = { \"The Mill\" = \"Town <Hall> & Co\" }\n";

const OF_RESPONSE: [&str; 4] = ["response_in_target", "response_by_hour", "response_units", "response_wards"];

/// The drawn figures of a picture of response are rows of the tables.
#[test]
fn pictures_of_response_are_drawn_from_its_tables() {
    let place = Place::new(&Westshire::with_roads(), &format!("{RESPONSE}{CLOSES}{CLOSES_BASE}"));
    let files = place.charts();
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let bytes = &files.iter().find(|(file, _)| file == name).unwrap().1;
        csv::Reader::from_reader(bytes.as_slice()).into_deserialize().map(Result::unwrap).collect()
    };
    let places = table("response.csv");
    let figure = |start: &str, option: &str, place: &str, grade: &str, statistic: &str| {
        let wanted = [start, option, place, grade, statistic];
        let columns = ["start", "option", "place_code", "grade", "statistic"];
        let is_it = |row: &&BTreeMap<String, String>| columns.iter().zip(wanted).all(|(c, v)| row[*c] == v);
        places.iter().find(is_it).unwrap_or_else(|| panic!("no row {wanted:?}"))
    };
    let shares = chart_of(&files, "response_in_target").rows();
    assert_eq!(shares.len(), 3 * 2 * 2, "baseline and two options, two starts, two grades");
    for row in &shares {
        let of = figure(&row["start"], &row["option"], "", &row["grade"], "share_in_target");
        for (cell, column) in [("share_in_target", "value"), ("share_low", "low"), ("change", "change")] {
            assert_eq!(row[cell], of[column], "{row:?}");
        }
        let keeps = row["option"] == "o" || (row["option"] == "b" && row["start"] == "patrol");
        assert_eq!(
            row["moves_cars"],
            ["", "yes", "no"][usize::from(row["option"] != "baseline") + usize::from(keeps)]
        );
        assert!(!keeps || row["change"].parse() == Ok(0.0), "{row:?}");
    }
    let hours = table("response_hours.csv");
    let drawn = chart_of(&files, "response_by_hour").rows();
    assert_eq!(drawn.len(), 2 * 168);
    for (number, row) in drawn.iter().enumerate() {
        let hour = (number % 168).to_string();
        let wanted = [("start", "base"), ("option", &row["option"]), ("grade", "I"), ("hour_of_week", &hour)];
        let of = hours.iter().find(|of| wanted.iter().all(|(c, v)| of[*c] == *v)).unwrap();
        for column in ["mean_s", "mean_low", "mean_high"] {
            // Half a hundredth is rounded up by the one and down by the other.
            let [drawn, told] = [row, of].map(|row| row[column].parse::<f64>().ok());
            let alike = drawn.zip(told).map_or(drawn == told, |(drawn, told)| (drawn - told).abs() < 0.0101);
            assert!(alike, "{column}: {row:?} {of:?}");
        }
    }
    let units = table("response_units.csv");
    for row in &chart_of(&files, "response_units").rows() {
        let same =
            |of: &&BTreeMap<String, String>| ["start", "option", "base"].iter().all(|c| of[*c] == row[*c]);
        let of = units.iter().find(same).unwrap();
        assert!(["cars", "utilisation", "utilisation_low"].iter().all(|c| of[*c] == row[*c]), "{row:?}");
    }
    let wards = chart_of(&files, "response_wards").rows();
    assert_eq!(wards.len(), 1);
    for row in &wards {
        let of = figure("base", "b", &row["ward_code"], "I", "mean");
        assert_eq!([&row["mean_i_s"], &row["mean_i_s_change"]], [&of["value"], &of["change"]]);
    }
}

#[test]
fn pictures_of_response_say_in_words_that_a_counter_is_no_base() {
    let files = Place::new(&Westshire::with_roads(), &format!("{RESPONSE}{CLOSES}")).charts();
    for kind in &OF_RESPONSE[..3] {
        let title = chart_of(&files, kind).title();
        assert!(title.starts_with("Close the mill: no change: a counter is no base"), "{kind}: {title}");
    }
    assert!(!files.iter().any(|(name, _)| name.contains("response_wards.")));
    let texts = chart_of(&files, "response_in_target").texts();
    assert_eq!(texts.iter().filter(|(text, _)| text == "no change").count(), 4, "two starts, two grades");
    let drawn = chart_of(&files, "response_by_hour").rows();
    assert!(drawn.len() == 168 && drawn.iter().all(|row| row["option"] == "baseline"));
    let place = Place::new(&Westshire::with_roads(), &format!("{RESPONSE}{CLOSES}"));
    place.fails(
        &["chart", "response-wards", "mine.toml"],
        &["no option that is asked about changes", "closes a base"],
    );
    let place = Place::new(&Westshire::with_roads(), CLOSES);
    place.fails(
        &["chart", "response-units", "mine.toml"],
        &["says nothing of response", "add a table [response]"],
    );
}

/// One start, and a finite horizon.
#[test]
fn pictures_of_response_can_do_with_one_start_and_an_end() {
    for start in
        ["start = \"base\"\nfinite = true", "start = [\"patrol\", \"base\", \"mix\"]\non_patrol = 0.5"]
    {
        let response = RESPONSE.replace("days = 3\nwarm_up_days = 1", &format!("days = 3\n{start}"));
        let files = Place::new(&Westshire::with_roads(), &format!("{response}{CLOSES_BASE}")).charts();
        for kind in OF_RESPONSE {
            let chart = chart_of(&files, kind);
            let mut texts = chart.texts().into_iter().map(|(text, _)| text);
            let is_named = texts.any(|text| text == "If free cars wait at their bases");
            let titled = chart.title().contains("if free cars wait at their bases");
            assert!(is_named || titled, "{kind}: {}", chart.title());
            let says_end = chart.svg.contains("begin with all cars free");
            assert_eq!(says_end, start.contains("finite"), "{kind}");
        }
    }
}

#[test]
fn forty_options_of_response_stay_legible_in_every_theme() {
    let options: String = (0..40)
        .map(|i| {
            let option = if i % 4 == 0 { CLOSES } else { CLOSES_BASE };
            let id = format!("id = \"o{i}\"");
            let option = option.replace("id = \"o\"", &id).replace("id = \"b\"", &id);
            option.replace("Close the mill", &format!("Way {i} of closing the mill"))
        })
        .collect();
    let place = Place::new(&Westshire::with_roads(), &format!("{RESPONSE}{options}"));
    let files = place.charts();
    let texts = chart_of(&files, "response_in_target").texts();
    let is_name = |text: &str| text.starts_with("Way ") && !text.contains(" if ");
    assert_eq!(texts.iter().filter(|(text, _)| is_name(text)).count(), 2 * 40, "of I and of S calls");
    let units = chart_of(&files, "response_units");
    assert!(units.svg.contains("27 more options"), "{}", units.title());
    let shown: BTreeSet<String> = units
        .rows()
        .into_iter()
        .filter(|row| row["shown"] == "yes")
        .map(|row| row["option"].clone())
        .collect();
    assert_eq!(shown.len(), 4);
    for kind in OF_RESPONSE {
        for theme in ["dark", "print"] {
            let (out, name) = (format!("{theme}-{kind}"), kind.replace('_', "-"));
            let words = ["chart", &name, "mine.toml", "--option", "o5", "--theme", theme, "--out", &out];
            let output = place.command(&words);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let files = written(&place.path(&out));
            let charts = whole::charts(&files);
            whole::assert_whole(theme, &charts);
            assert!(charts[0].title().starts_with("Way 5 of"), "{}", charts[0].title());
        }
    }
}
