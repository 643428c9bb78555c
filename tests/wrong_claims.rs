//! Claim files that are wrong, and the command that checks them as a black box.

mod common;

use std::fs;

use common::{bluelamp, contents, project};
use tempfile::TempDir;

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    fn says(&self, words: &[&str]) -> &Self {
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in:\n{}", self.stderr);
        }
        self
    }

    fn refused(&self) -> &Self {
        assert_eq!(self.code, 3, "{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked") && self.stdout.is_empty(), "{}", self.stderr);
        self
    }
}

fn run(folder: &TempDir, words: &[&str]) -> Run {
    let output = bluelamp().args(words).current_dir(folder.path()).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Checks a text; nothing may be written when it is refused.
fn check(text: &str) -> Run {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("mine.toml"), text).unwrap();
    let run = run(&folder, &["check", "mine.toml"]);
    if run.code != 0 {
        assert!(!folder.path().join("output").exists(), "something was written");
    }
    run
}

const HEAD: &str = "[[claim]]\nid = \"a\"\ntext = \"t\"\nspeaker = \"s\"\ndate = \"2017\"\nsource = \"x\"\n";

fn claim(rest: &str) -> Run {
    check(&format!("{HEAD}{rest}\n"))
}

#[test]
fn unknown_names_list_the_nearest_known_ones() {
    let journey = "quantity = \"journey\"\nfrom = \"Ealing\"\nto = \"Acton\"\nsays = \"9 minutes\"\n";
    claim(&journey.replace("journey", "jurney"))
        .refused()
        .says(&["unknown quantity \"jurney\"", "did you mean journey?"]);
    claim(&journey.replace("Acton", "Actun"))
        .refused()
        .says(&["no place called \"Actun\"", "did you mean Acton"]);
    let coverage = "quantity = \"coverage\"\nplace = \"Ealling\"\nwithin = \"1 mile\"\nsays = \"9 %\"";
    claim(coverage).refused().says(&["unknown place where people live \"Ealling\"", "did you mean Ealing"]);
    let nearest = "quantity = \"nearest-counter\"\nfrom = \"Ealing\"\nsays = \"9 minutes\"\n";
    let option = "option = \"london-2017-final/finale\"\n";
    claim(&format!("{option}{nearest}")).refused().says(&[
        "london-2017-final has no option \"finale\"",
        "did you mean final?",
        "after-the-ruling",
    ]);
    claim(&format!("option = \"final\"\n{nearest}"))
        .refused()
        .says(&["the option of which scenario?", "SCENARIO/OPTION"]);
    claim(&format!("option = \"nowhere/final\"\n{nearest}"))
        .refused()
        .says(&["nowhere", "shipped scenarios are"]);
    let at = "quantity = \"reports-at-counter\"\ncounter = \"Brikston\"\nsays = \"7 a day\"";
    claim(at).refused().says(&["unknown station \"Brikston\"", "did you mean Brixton?"]);
    let crime = "quantity = \"crime\"\nplace = \"W11\"\ncrime = [\"robery\"]\nsays = \"8 a week\"";
    claim(crime).refused().says(&["unknown crime type \"robery\"", "did you mean robbery"]);
    claim(&format!("{journey}form = \"x\"")).refused().says(&["unknown key \"form\"", "did you mean from?"]);
    claim(&format!("{journey}modes = [\"wolk\"]"))
        .refused()
        .says(&["\"wolk\" is no choice of modes here", "modes can be walk, drive"]);
}

#[test]
fn a_number_without_a_unit_shows_what_it_can_mean() {
    let journey = "quantity = \"journey\"\nfrom = \"Ealing\"\nto = \"Acton\"\nsays = \"less than 40\"";
    claim(journey).refused().says(&[
        "\"less than 40\" has no unit",
        "it can mean \"less than 40 minutes\" or \"less than 40 miles\"",
        "mine.toml:10",
    ]);
    let crime = "quantity = \"crime\"\nplace = \"W11\"\ncrime = [\"robbery\"]\nsays = \"8\"";
    claim(crime).refused().says(&["\"8 a day\" or \"8 a week\" or \"8 a year\""]);
    let share = "quantity = \"coverage\"\nplace = \"Ealing\"\nwithin = \"20\"\nsays = \"30\"";
    claim(share).refused().says(&["\"20 minutes\" or \"20 miles\"", "\"30 %\" or \"30 people\""]);
}

#[test]
fn sentences_that_say_nothing_are_refused() {
    let journey = |says: &str| {
        claim(&format!("quantity = \"journey\"\nfrom = \"Ealing\"\nto = \"Acton\"\nsays = \"{says}\""))
    };
    journey("far away").refused().says(&["has no number to check", "less than 1 mile"]);
    journey("9 parsecs")
        .refused()
        .says(&["unknown unit \"parsecs\"", "it is in \"... minutes\" or \"... miles\""]);
    journey("9 %").refused().says(&["is in %, which this quantity is not"]);
    journey("").refused().says(&["says is empty"]);
    claim("quantity = \"journey\"\nfrom = \"Ealing\"\nto = \"Acton\"")
        .refused()
        .says(&["the claim needs says"]);
}

#[test]
fn all_problems_of_a_file_are_reported_at_once() {
    let text = "titel = \"T\"\n[points]\nHere = 5\nThere = \"0.1, 51.5\"\n[[claim]]\nquantity = \"coverage\"\nplace = \"Ealing\"\n\
                says = \"9 %\"\n[[claim]]\nid = \"b\"\ntext = \"t\"\nspeaker = \"s\"\ndate = \"d\"\nsource = \"x\"\n\
                quantity = \"nearest-counter-ratio\"\nfrom = \"Ealing\"\nsays = \"4 times\"\nhours = \"nights\"\ntimes = [\"Tuesday\"]\n\
                only = { speeds = [\"central\"] }\n";
    let run = check(text);
    run.refused();
    insta::assert_snapshot!("wrong claims", run.stderr);
}

#[test]
fn more_that_is_wrong() {
    check("").refused().says(&["there is nothing to check"]);
    check("[[claim]\n").refused().says(&["mine.toml:1"]);
    check("claim = 5\n").refused().says(&["claim must be a list of tables"]);
    let twice = format!("{HEAD}quantity = \"boroughs\"\nsays = \"32 boroughs\"\n");
    check(&format!("{twice}{twice}")).refused().says(&["the id \"a\" is given twice"]);
    claim("quantity = \"counters\"\nplace = \"W11\"\nsays = \"1 counter\"")
        .refused()
        .says(&["counters are counted by borough, or in the whole city"]);
    claim("quantity = \"boroughs\"\nsays = \"32 boroughs\"\ntimes = [\"Tue 14:00\"]")
        .refused()
        .says(&["the quantity boroughs does not use times"]);
    claim("quantity = \"boroughs\"\nsays = \"32 boroughs\"\nbecause = \"so\"")
        .refused()
        .says(&["reason for nothing"]);
    claim("quantity = \"coverage\"\nplace = \"Ealing\"\nwithin = \"1 mile\"\nbeyond = \"2 miles\"\nsays = \"9 %\"")
        .refused()
        .says(&["both within and beyond"]);
    claim("quantity = \"coverage\"\nplace = \"Ealing\"\nsays = \"9 %\"")
        .refused()
        .says(&["needs within or beyond"]);
    claim("quantity = \"constables\"\nsays = \"9 officers\"").refused().says(&["needs pounds_a_year"]);
    claim("quantity = \"constables\"\npounds_a_year = -1\nsays = \"9 officers\"")
        .refused()
        .says(&["from 0 to 1e12"]);
    claim("quantity = \"untestable\"").refused().says(&["needs missing"]);
    claim("quantity = \"residents\"\nplace = \"W11 3PL\"\nsays = \"9 people\"")
        .refused()
        .says(&["unknown place where people live"]);
    let folder = TempDir::new().unwrap();
    run(&folder, &["run", "claims-2017"])
        .says(&["this is a file of claims, not a scenario", "bluelamp check"]);
    let missing = run(&folder, &["check", "nothing.toml"]);
    assert_eq!(missing.code, 3);
    missing.says(&["nothing.toml", "the shipped claims are claims-2017"]);
    fs::create_dir(folder.path().join("kept")).unwrap();
    fs::write(folder.path().join("kept/mine.txt"), "mine").unwrap();
    let refused = run(&folder, &["check", "--out", "kept"]);
    assert_eq!(refused.code, 5, "{}", refused.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("kept/mine.txt")).unwrap(), "mine");
}

const SHARE: &str =
    "quantity = \"coverage\"\nplace = \"Ealing\"\nwithin = \"1 mile\"\nsays = \"over 30 %\"\n";

/// Keys that a quantity does not have would look as if they counted.
#[test]
fn what_a_quantity_does_not_use_is_refused() {
    let journey = "quantity = \"journey\"\nfrom = \"Ealing\"\nto = \"Acton\"\nsays = \"9 minutes\"\n";
    claim(&format!("{journey}hours = \"24/7\"\noption = \"london-2017-final/final\"")).refused().says(&[
        "the quantity journey does not use hours",
        "the quantity journey does not use option",
        "journey has from, to",
    ]);
    claim(&format!("{SHARE}statistic = \"worst\""))
        .refused()
        .says(&["the quantity coverage does not use statistic"]);
    let crime = "quantity = \"crime\"\nplace = \"W11\"\ncrime = [\"robbery\"]\nsays = \"8 a week\"\nmodes = [\"walk\"]";
    claim(crime).refused().says(&["the quantity crime does not use modes"]);
    claim("quantity = \"untestable\"\nmissing = \"x\"\nsays = \"5 miles\"")
        .refused()
        .says(&["does not use says"]);
    // What is no key of any claim is told even where the quantity is not known.
    claim("quantity = \"nothing\"\nsays = \"5 miles\"\nfrom = \"x\"\nfoo = 1")
        .refused()
        .says(&["unknown key \"foo\"", "2 problems"]);
}

#[test]
fn a_cutoff_is_a_plain_length_or_time() {
    for cutoff in ["more than 1 mile", "between 1 and 2 miles", "about 5 minutes", "0 miles"] {
        claim(&SHARE.replace("1 mile", cutoff))
            .refused()
            .says(&[&format!("{cutoff:?} is no cutoff"), "write it plainly"]);
    }
    claim(&SHARE.replace("1 mile", "5 %")).refused().says(&["which this quantity is not"]);
}

#[test]
fn lists_that_choose_nothing_are_refused() {
    claim(&format!("{SHARE}modes = []\ntimes = []")).refused().says(&["modes is empty", "times is empty"]);
    claim(&format!("{SHARE}only = {{}}\nbecause = \"so\"")).refused().says(&["only leaves no reading out"]);
    claim(&format!("{SHARE}only = {{ speeds = [\"fast\"] }}\nbecause = \"so\""))
        .refused()
        .says(&["\"fast\" is no choice of speeds here", "speeds can be central, low, high"]);
    let nowhere =
        "quantity = \"catchment\"\nplace = \"Hillingdon\"\ncounter = \"Ruislip\"\nsays = \"over 10 %\"";
    claim(nowhere).refused().says(&["Ruislip has no counter"]);
    claim(&format!("{SHARE}note = \"\\u001b[31mred\""))
        .refused()
        .says(&["there is a control character in the text"]);
}

/// What is named twice is read once.
#[test]
fn names_given_twice_are_read_once() {
    let twice = "modes = [\"walk\", \"walk\"]\ntimes = [\"any\", \"Tue 14:00\", \"tuesday 14:00\"]";
    let once = "modes = [\"walk\"]\ntimes = [\"any\", \"Tue 14:00\"]";
    let [twice, once] = [twice, once].map(|rest| claim(&format!("{SHARE}{rest}")));
    assert!(twice.code == 0 && twice.stdout == once.stdout, "{}{}", twice.stdout, twice.stderr);
}

/// Two claims whose verdicts are sure.
fn two() -> String {
    let far = HEAD.replace("\"a\"", "\"b\"");
    format!(
        "title = \"Two\"\n{HEAD}quantity = \"counters\"\nplace = \"London\"\nsays = \"73 counters\"\n\
         {far}quantity = \"counters\"\nplace = \"London\"\nsays = \"74 counters\"\n"
    )
}

#[test]
fn strict_ends_with_six_when_a_claim_does_not_hold() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("two.toml"), two()).unwrap();
    let plain = run(&folder, &["check", "two.toml"]);
    assert_eq!(plain.code, 0, "{}", plain.stderr);
    assert!(
        plain.stdout.contains("a  HOLDS") && plain.stdout.contains("b  DOES NOT HOLD"),
        "{}",
        plain.stdout
    );
    let strict = run(&folder, &["check", "two.toml", "--strict"]);
    assert_eq!(strict.code, 6);
    strict.says(&["1 of 2 claims does not hold: b"]);
    // The tables are there all the same: somebody will want to know why.
    let names: Vec<String> =
        contents(&folder.path().join("output/two")).into_iter().map(|(f, _)| f).collect();
    let strip = |kind: &str| format!("charts/claim_verdicts.{kind}");
    let tables = ["claims.csv", "claims.json", "claims.md"].map(str::to_string);
    assert_eq!(names, [["csv", "png", "svg"].map(strip), tables].concat());
    let one = run(&folder, &["check", "two.toml", "--explain", "A"]);
    assert!(
        one.stdout.starts_with("a: holds\n") && one.stdout.contains("73: Notting Hill, "),
        "{}",
        one.stdout
    );
    let unknown = run(&folder, &["check", "two.toml", "--explain", "c"]);
    assert_eq!(unknown.code, 2);
    unknown.says(&["there is no claim \"c\""]);
}

#[test]
fn a_claim_needs_no_file() {
    let folder = TempDir::new().unwrap();
    let words = [
        "check",
        "--one",
        "Less than a mile from Grenfell \"Tower\"",
        "--quantity",
        "journey",
        "--from",
        "51.5140,-0.2158",
        "--to",
        "Notting Hill",
        "--says",
        "less than a mile",
        "--modes",
        "crow-fly,walk",
    ];
    let one = run(&folder, &words);
    assert_eq!(one.code, 0, "{}", one.stderr);
    assert!(one.stdout.contains("HOLDS") && one.stdout.contains("under all 4 readings"), "{}", one.stdout);
    assert!(!folder.path().join("output").exists(), "nothing is written unless --out asks for it");
    let mut written = words.to_vec();
    written.extend(["--out", "here", "--strict"]);
    assert_eq!(run(&folder, &written).code, 0);
    assert!(folder.path().join("here/claims.json").exists());
    let mut wrong = words.to_vec();
    wrong[10] = "less than 1";
    let wrong = run(&folder, &wrong);
    assert_eq!(wrong.code, 3);
    wrong.says(&["\"less than 1 minute\" or \"less than 1 mile\"", "what was typed"]);
    assert_eq!(run(&folder, &["check", "--one", "x"]).code, 2, "a claim needs a quantity");
    assert_eq!(run(&folder, &["check", "--quantity", "journey"]).code, 2, "a quantity needs a claim");
}

/// Every number of the tables is one that `serde_json` and a spreadsheet read.
#[test]
fn the_tables_can_be_read_and_agree() {
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(project("output/claims-2017/claims.json")).unwrap()).unwrap();
    let claims = json["claims"].as_array().unwrap();
    let mut reader = csv::Reader::from_path(project("output/claims-2017/claims.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), claims.len());
    for (row, claim) in rows.iter().zip(claims) {
        assert_eq!(&row[column("id")], claim["id"].as_str().unwrap());
        assert_eq!(&row[column("verdict")], claim["verdict"].as_str().unwrap());
        assert_eq!(&row[column("explanation")], claim["explanation"].as_str().unwrap());
        let (value, in_json) = (row[column("value")].parse::<f64>().ok(), claim["value"].as_f64());
        // What has no number is told in words.
        assert_eq!(claim["value"].is_null(), row[column("value_in_words")].is_empty());
        assert_eq!(claim["difference"].is_null(), row[column("difference")].is_empty());
        assert_eq!(&row[column("verdict")] == "does not hold", !row[column("difference")].is_empty());
        match (value, in_json) {
            (Some(a), Some(b)) => assert!((a - b).abs() < 1e-3, "{a} {b}"),
            (a, b) => assert_eq!((a, b), (None, None)),
        }
        let readings = claim["readings"].as_array().unwrap();
        let with_value = readings.iter().filter(|r| !r["holds"].is_null()).count();
        assert_eq!(row[column("readings")].parse::<usize>().unwrap(), with_value);
        let holding = readings.iter().filter(|r| r["holds"] == true).count();
        assert_eq!(row[column("readings_that_hold")].parse::<usize>().unwrap(), holding);
    }
}

#[test]
fn numbers_that_can_be_read_in_two_ways_are_asked_about() {
    let journey = |says: &str| {
        claim(&format!("quantity = \"journey\"\nfrom = \"Ealing\"\nto = \"Acton\"\nsays = \"{says}\""))
    };
    journey("less than 1,3 miles")
        .refused()
        .says(&["the comma in \"1,3\" parts no thousands", "it can mean \"1.3\" or \"13\""]);
    journey("between 30 and 20 minutes").refused().says(&[
        "nothing is between a larger and a smaller number",
        "did you mean \"between 20 and 30 minutes\"?",
    ]);
    journey("between 30 minutes")
        .refused()
        .says(&["has no second number", "such as \"between 20 and 30 minutes\""]);
    claim(&SHARE.replace("over 30 %", "two-thirds of households")).refused().says(&[
        "whose share it is, \"households\", is no part of the number",
        "write says = \"two-thirds\", and of = \"people\", \"households\" or \"areas\"",
    ]);
    for says in ["twenty-five minutes", "2 mi", "half a mile", "between 1 and 2 miles", "exactly 1.3 miles"] {
        assert_eq!(journey(says).code, 0, "{says}");
    }
    let counters = "quantity = \"counters\"\nplace = \"London\"\nsays = \"no counters\"";
    let none = claim(counters);
    let words = none.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("The data say more than said, by 73 counters."), "{words}");
}

#[test]
fn names_that_differ_by_nothing_that_counts_are_refused() {
    let points = |lines: &str| {
        check(&format!("[points]\n{lines}\n{HEAD}quantity = \"boroughs\"\nsays = \"32 boroughs\"\n"))
    };
    points("\"Our Hall\" = \"51.51, -0.21\"\n\"our-hall\" = \"51.52, -0.21\"")
        .refused()
        .says(&["\"Our Hall\" and \"our-hall\" are the same name", "mine.toml:3:1"]);
    points("\"!!!\" = \"51.51, -0.21\"").refused().says(&["\"!!!\" has neither a letter nor a digit"]);
    let claim = "quantity = \"boroughs\"\nsays = \"32 boroughs\"\n";
    let other = HEAD.replace("\"a\"", "\"A\"");
    check(&format!("{HEAD}{claim}{other}{claim}"))
        .refused()
        .says(&["the ids \"a\" and \"A\" differ by capitals alone"]);
}

#[test]
fn strict_judges_what_is_explained() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("two.toml"), two()).unwrap();
    let explained = |id: &str| run(&folder, &["check", "two.toml", "--strict", "--explain", id]);
    assert_eq!(explained("a").code, 0, "it is b that does not hold");
    let wrong = explained("B");
    assert_eq!(wrong.code, 6);
    wrong.says(&["1 of 1 claims does not hold: b"]);
}

/// What can be read is read, and what cannot is told.
#[test]
fn public_transport_among_other_modes_leaves_those() {
    let text = SHARE.to_string() + "modes = [\"walk\", \"public-transport\"]";
    let run = claim(&text);
    assert!(run.stdout.contains("on foot") && !run.stdout.contains("NOT TESTABLE"), "{}", run.stdout);
    let words = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("Not tested: travel times by public transport"), "{words}");
    let walk = claim(&(SHARE.to_string() + "modes = [\"walk\"]"));
    let readings = |run: &Run| run.stdout.split("it holds under").nth(1).map(|s| s[..12].to_string());
    assert_eq!(readings(&run), readings(&walk));
}

#[test]
fn equal_costs_are_one() {
    let text = |costs: &str| {
        format!(
            "constable_costs = [{costs}]\n{HEAD}quantity = \"constables\"\npounds_a_year = 8e6\nsays = \"140 officers\"\n"
        )
    };
    let [once, twice] = ["57143, 60000", "57143, 60000, 57143"].map(|costs| check(&text(costs)));
    assert!(once.code == 0 && once.stdout == twice.stdout, "{}{}", twice.stdout, twice.stderr);
    let cost = check(&text("57143").replace(
        "quantity = \"constables\"\npounds_a_year = 8e6\nsays = \"140 officers\"",
        "quantity = \"constable-cost\"\nsays = \"about £57,000\"",
    ));
    assert!(cost.stdout.contains("A constable costs 57,100 pounds a year"), "{}{}", cost.stdout, cost.stderr);
}

/// The table stands first, and no line of it is wider than a page, whatever the claims say.
#[test]
fn the_terminal_begins_with_a_table() {
    let folder = TempDir::new().unwrap();
    let long = two().replace("id = \"b\"", &format!("id = \"{}\"", "long-".repeat(30)));
    let long = long.replace("74 counters", &format!("{}   counters", "between 74 and 0000000000000000000000000000000000000000000000000000000000000000000000000000000075"));
    fs::write(folder.path().join("long.toml"), long).unwrap();
    let run = run(&folder, &["check", "long.toml"]);
    let table: Vec<&str> = run.stdout.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(table.len(), 3, "{}{}", run.stdout, run.stderr);
    assert!(table.iter().all(|line| line.chars().count() <= 100), "{table:#?}");
    assert_eq!(table[0].split_whitespace().collect::<Vec<_>>(), ["claim", "verdict", "comes", "to", "said"]);
    assert_eq!(
        table[1].split_whitespace().collect::<Vec<_>>(),
        ["a", "holds", "73", "counters", "73", "counters"]
    );
    assert!(table[2].ends_with("..."), "{}", table[2]);
}

/// Texts of a file do not make the report's headings, links or tags.
#[test]
fn the_report_shows_texts_as_they_are() {
    let folder = TempDir::new().unwrap();
    let text = two()
        .replace("title = \"Two\"", "title = \"*Two* | <b>\"")
        .replace("text = \"t\"", "text = \"a [link](x)\\n# and `more`_\"");
    fs::write(folder.path().join("two.toml"), text).unwrap();
    assert_eq!(run(&folder, &["check", "two.toml"]).code, 0);
    let report = fs::read_to_string(folder.path().join("output/two/claims.md")).unwrap();
    assert!(report.starts_with("# \\*Two\\* \\| \\<b\\>\n"), "{report}");
    assert!(report.contains("> a \\[link\\](x) \\# and \\`more\\`\\_\n"), "{report}");
}

#[test]
fn a_typed_claim_has_points_places_and_restrictions() {
    let folder = TempDir::new().unwrap();
    let words = [
        "check",
        "--one",
        "Near the hall",
        "--quantity",
        "nearest-counter",
        "--from",
        "Our Hall",
        "--or-from",
        "51.5150,-0.2100",
        "--point",
        "Our Hall=51.5140,-0.2158",
        "--says",
        "less than a mile",
        "--only",
        "modes=crow-fly,walk",
        "--only",
        "speeds=central",
        "--because",
        "nobody runs",
        "--times",
        "any",
    ];
    let one = run(&folder, &words);
    assert_eq!(one.code, 0, "{}", one.stderr);
    let said = one.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    // Two starts, two modes, two rules.
    assert!(said.contains("under all 8 readings"), "{said}");
    assert!(said.contains("From Our Hall, the nearest counter") && said.contains("nobody runs"), "{said}");
    let at = words.len() - 4;
    let unreasoned = run(&folder, &words[..at]);
    assert_eq!(unreasoned.code, 2, "only needs because");
    let mut wrong = words.to_vec();
    wrong[10] = "Our Hall";
    run(&folder, &wrong).refused();
}

/// Many readings take long: whoever asks for them is told.
#[test]
fn many_readings_are_warned_of() {
    let times: Vec<String> = (0..24 * 7)
        .map(|hour| {
            format!(
                "\"{} {:02}:00\"",
                ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][hour / 24],
                hour % 24
            )
        })
        .collect();
    let folder = TempDir::new().unwrap();
    let text = format!("{HEAD}{SHARE}times = [{}]\n", times.join(", "));
    fs::write(folder.path().join("many.toml"), text).unwrap();
    let many = run(&folder, &["check", "many.toml"]);
    assert_eq!(many.code, 0, "{}", many.stderr);
    // Three modes, two of them at three paces; two rules; every hour, and all but 40 office hours without doubtful counters;
    // three denominators.
    let readings = 7 * 2 * (24 * 7 + 24 * 7 - 40) * 3;
    many.says(&[&format!("warning: a has {readings} readings, more than 10000")]);
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("output/many/claims.json")).unwrap()).unwrap();
    assert_eq!(json["claims"][0]["warnings"].as_array().unwrap().len(), 1);
}

/// The schema in the documentation names every key that the file has, and none that it has not.
#[test]
fn the_schema_is_complete_and_true() {
    let source = include_str!("../src/report/claims_json.rs");
    let schema = source.lines().take_while(|l| l.starts_with("//!")).collect::<Vec<_>>().join("\n");
    let schema = schema.split("# Schema").nth(1).unwrap();
    let named: std::collections::BTreeSet<&str> =
        schema.split('`').skip(1).step_by(2).map(|word| word.trim_matches('"')).collect();
    let mut written = std::collections::BTreeSet::new();
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(project("output/claims-2017/claims.json")).unwrap()).unwrap();
    keys(&json, &mut written);
    // No shipped claim is of a share.
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("share.toml"), format!("{HEAD}{SHARE}")).unwrap();
    assert_eq!(run(&folder, &["check", "share.toml"]).code, 0);
    let share = fs::read(folder.path().join("output/share/claims.json")).unwrap();
    keys(&serde_json::from_slice(&share).unwrap(), &mut written);
    for key in &written {
        assert!(named.contains(key.as_str()), "{key} is not in the schema");
    }
    // Words of the schema that are no keys are values, or kinds of values.
    let values = [
        "null",
        "out of reach",
        "m",
        "min",
        "%",
        "times",
        "people",
        "a day",
        "a week",
        "a year",
        "scenario/option",
        "holds",
        "does not hold",
        "depends",
        "not testable",
        "verdict",
    ];
    for key in named {
        assert!(written.contains(key) || values.contains(&key), "{key} of the schema is nowhere");
    }
}

fn keys(value: &serde_json::Value, found: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                keys(value, found);
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        _ => {}
    }
}
