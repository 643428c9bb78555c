//! Numbers as sentences have them, in figures or in words, and how far off each may be by its own rounding.

/// A number as it is written, and how far off it may be by its own rounding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Written {
    pub value: f64,
    pub rounding: f64,
    /// A part of a whole, such as two-thirds: it needs no unit.
    pub is_fraction: bool,
}

/// Why a text does not begin with a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum NumberError {
    /// It begins with something else.
    None,
    /// Its commas do not part thousands: what it is without them, and with the comma as a decimal point.
    Comma { written: String, meant: Vec<String> },
}

/// Hours, millions, fractions and one mile are rounded to a tenth, and not to the next whole one.
pub(super) const FINE: f64 = 0.05;

/// No claim has a larger number.
const MOST: f64 = 1e12;

/// Whole numbers in words; what is not below ten may follow a ten.
const SMALL: [(&str, f64); 30] = [
    ("no", 0.0),
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("dozen", 12.0),
];

/// Words that multiply what stands before them.
const SCALES: [(&str, f64); 3] = [("hundred", 1e2), ("thousand", 1e3), ("million", 1e6)];

/// Parts of a whole.
const PARTS: [(&str, f64); 8] = [
    ("half", 2.0),
    ("third", 3.0),
    ("thirds", 3.0),
    ("quarter", 4.0),
    ("quarters", 4.0),
    ("fifth", 5.0),
    ("fifths", 5.0),
    ("tenth", 10.0),
];

/// The number that a text in lower case begins with, and what follows.
///
/// Its rounding is half of its last digit that is not a zero, but of no more than its second digit: "360,000" may be
/// 355,000 to 365,000, and "40" 39.5 to 40.5.
pub(super) fn number(text: &str) -> Result<(Written, &str), NumberError> {
    let text = text.trim_start();
    let digits =
        text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.').len();
    let found = match digits {
        0 => in_words(text),
        _ => {
            let (written, rest) = text.split_at(digits);
            let plain = in_figures(written)?;
            let value: f64 = plain.parse().map_err(|_| NumberError::None)?;
            Some(scaled(whole(value, place_of_last_digit(&plain) / 2.0), rest))
        }
    };
    found.filter(|(w, _)| w.value.is_finite() && w.value <= MOST).ok_or(NumberError::None)
}

fn whole(value: f64, rounding: f64) -> Written {
    Written { value, rounding, is_fraction: false }
}

/// Figures without the commas that part thousands, which stand before groups of exactly three digits.
fn in_figures(written: &str) -> Result<String, NumberError> {
    let (front, decimals) = written.split_once('.').map_or((written, None), |(f, d)| (f, Some(d)));
    let groups: Vec<&str> = front.split(',').collect();
    let parts_thousands = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|g| g.len() == 3);
    let plain = written.replace(',', "");
    let has_comma = groups.len() > 1 || decimals.is_some_and(|d| d.contains(','));
    if !has_comma || parts_thousands && decimals.is_none_or(|d| !d.contains(',')) {
        return Ok(plain);
    }
    // "1,3" is 13 or 1.3; of "1,2,3" only the first can be.
    let mut meant = vec![plain];
    if let ([before, after], None) = (groups.as_slice(), decimals)
        && !before.is_empty()
        && !after.is_empty()
    {
        meant.insert(0, format!("{before}.{after}"));
    }
    meant.retain(|m| m.parse::<f64>().is_ok());
    if meant.is_empty() {
        return Err(NumberError::None);
    }
    Err(NumberError::Comma { written: written.to_string(), meant })
}

/// `1.2 million`, `20 thousand`.
fn scaled(written: Written, rest: &str) -> (Written, &str) {
    let found = SCALES.iter().find_map(|(word, one)| Some((*one, first_is(rest, word)?)));
    match found {
        Some((one, behind)) => {
            let rounding = if one == 1e6 { written.rounding.min(FINE) } else { written.rounding };
            (whole(written.value * one, rounding * one), behind)
        }
        None => (written, rest),
    }
}

/// `twenty-five`, `a hundred and twenty`, `half a`, `two-thirds`, `two and a half`.
fn in_words(text: &str) -> Option<(Written, &str)> {
    if let Some(fraction) = fraction(text) {
        return Some(fraction);
    }
    // "A" is a number where nothing else is: "a mile", "a hundred".
    let (mut rest, mut sum, mut last) = match article(text) {
        Some(behind) => (behind, 0.0, 1.0),
        None => {
            let (behind, value) = small(text)?;
            (behind, 0.0, value)
        }
    };
    if let (Some(behind), 1.0) = (first_is(rest, "dozen"), last) {
        (rest, last) = (behind, 12.0);
    }
    let mut millions = false;
    loop {
        if let Some((one, behind)) = SCALES.iter().find_map(|(word, one)| Some((*one, first_is(rest, word)?)))
        {
            rest = behind;
            millions = one == 1e6;
            // "Two hundred thousand": all that there is so far is multiplied.
            (sum, last) = if one == 1e2 { (sum, last * one) } else { (0.0, (sum + last) * one) };
            continue;
        }
        let unless_and = first_is(rest, "and").unwrap_or(rest);
        let is_first = sum + last < 100.0;
        match small(unless_and) {
            Some((behind, value)) if is_first && joins(last, value) && unless_and == rest => {
                (rest, last) = (behind, last + value);
            }
            // Behind hundreds and thousands: "a hundred and twenty", "a hundred and twenty-five".
            Some((behind, value)) if !is_first && value > 0.0 && fits_behind(sum + last, value) => {
                (rest, millions) = (behind, false);
                if last >= 1e3 { (sum, last) = (sum + last, value) } else { last += value }
            }
            _ => break,
        }
    }
    let value = sum + last;
    if let Some(behind) =
        first_is(rest, "and").and_then(|r| first_is(r, "a")).and_then(|r| first_is(r, "half"))
    {
        return Some((whole(value + 0.5, FINE), behind));
    }
    let digits = place_of_last_digit(&format!("{value:.0}")) / 2.0;
    let rounding = if millions { FINE * 1e6 } else { digits };
    Some((whole(value, rounding), rest))
}

/// "Twenty five" is one number, and "five twenty" are two.
fn joins(tens: f64, ones: f64) -> bool {
    tens >= 20.0 && tens % 10.0 == 0.0 && (1.0..10.0).contains(&ones)
}

/// Whether a small number can stand behind a larger one: in "a hundred and twenty-five" each fills zeros.
fn fits_behind(before: f64, value: f64) -> bool {
    before % 100.0 == 0.0 || joins(before % 100.0, value)
}

/// `half a`, `two-thirds`, `three quarters of a`: an article behind it belongs to the unit.
fn fraction(text: &str) -> Option<(Written, &str)> {
    let one = article(text).or(Some(text));
    let counted = small(text).filter(|(_, n)| (1.0..10.0).contains(n));
    let (rest, count) = counted.or(one.map(|rest| (rest, 1.0)))?;
    let (part, behind) = PARTS.iter().find_map(|(word, part)| Some((*part, first_is(rest, word)?)))?;
    let value = count / part;
    let fraction = Written { value, rounding: FINE.min(value / 10.0), is_fraction: true };
    let of = first_is(behind, "of").unwrap_or(behind);
    match article(of) {
        // "Half a million" is no part of a million somethings, but a number.
        Some(unit) => {
            let (written, rest) = scaled(fraction, unit);
            Some((Written { is_fraction: false, ..written }, rest))
        }
        None => Some((fraction, behind)),
    }
}

fn article(text: &str) -> Option<&str> {
    first_is(text, "an").or_else(|| first_is(text, "a"))
}

fn small(text: &str) -> Option<(&str, f64)> {
    SMALL.iter().find_map(|(word, value)| Some((first_is(text, word)?, *value)))
}

/// What follows a word that a text begins with. Words are parted by spaces and hyphens.
fn first_is<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let text = text.trim_start_matches([' ', '-']);
    let rest = text.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with([' ', '-'])).then_some(rest)
}

/// 0.1 for `1.3`, 10,000 for `360000`, 1 for `40`.
fn place_of_last_digit(plain: &str) -> f64 {
    if let Some((_, decimals)) = plain.split_once('.') {
        return 0.1f64.powi(decimals.len() as i32);
    }
    let digits = plain.trim_start_matches('0');
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    10f64.powi(zeros.min(digits.len().saturating_sub(2)) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_figures_and_in_words() {
        let of = |text: &str| number(text).map(|(w, rest)| (w.value, rest.trim().to_string()));
        let cases = [
            ("40 minutes", 40.0, "minutes"),
            ("360,000 people", 360_000.0, "people"),
            ("1,234,567.5 m", 1_234_567.5, "m"),
            ("1.2 million people", 1.2e6, "people"),
            ("20 thousand people", 20_000.0, "people"),
            ("a mile", 1.0, "mile"),
            ("eight a week", 8.0, "a week"),
            ("twenty-five minutes", 25.0, "minutes"),
            ("twenty five minutes", 25.0, "minutes"),
            ("a hundred and twenty people", 120.0, "people"),
            ("a hundred and twenty-five people", 125.0, "people"),
            ("three hundred thousand people", 300_000.0, "people"),
            ("two thousand three hundred and five people", 2305.0, "people"),
            ("two million people", 2e6, "people"),
            ("half a million people", 5e5, "people"),
            ("a dozen counters", 12.0, "counters"),
            ("no counters", 0.0, "counters"),
            ("half a mile", 0.5, "mile"),
            ("half an hour", 0.5, "hour"),
            ("two and a half miles", 2.5, "miles"),
            ("three quarters of an hour", 0.75, "hour"),
            ("two-thirds", 2.0 / 3.0, ""),
            ("a third", 1.0 / 3.0, ""),
            ("half of residents", 0.5, "of residents"),
            ("seventeen officers", 17.0, "officers"),
        ];
        for (text, value, rest) in cases {
            assert_eq!(of(text), Ok((value, rest.to_string())), "{text}");
        }
    }

    #[test]
    fn a_comma_parts_thousands_or_is_asked_about() {
        let meant = |text: &str| match number(text) {
            Err(NumberError::Comma { meant, .. }) => meant,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(meant("1,3 miles"), ["1.3", "13"]);
        assert_eq!(meant("12,3456 m"), ["12.3456", "123456"]);
        assert_eq!(meant("1,2,3 m"), ["123"]);
        assert_eq!(meant("1234,567 m"), ["1234.567", "1234567"]);
        assert_eq!(number("1.2.3 m"), Err(NumberError::None));
        assert_eq!(number(",,, m"), Err(NumberError::None));
        assert_eq!(number("1e999 m").map(|(w, rest)| (w.value, rest)), Ok((1.0, "e999 m")));
    }

    #[test]
    fn words_round_as_figures_do() {
        for (words, figures) in [
            ("forty", "40"),
            ("a hundred and twenty", "120"),
            ("twenty-five", "25"),
            ("two million", "2 million"),
        ] {
            let [a, b] = [words, figures].map(|text| number(text).unwrap().0);
            assert_eq!((a.value, a.rounding), (b.value, b.rounding), "{words}");
        }
    }
}
