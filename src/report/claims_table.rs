//! Claims at a glance, for a terminal: a claim a line.

use std::fmt::Write;

use super::claims_csv::range_in_words;
use crate::claims::{Checked, ClaimFile};

/// Columns of a page.
const PAGE: usize = 100;
/// Ids and values longer than this are cut.
const LONGEST: [usize; 2] = [20, 40];

/// The table of a file's claims: id, verdict, value or range, what is said; no line is longer than a page.
pub fn claims_table(file: &ClaimFile, checked: &[Checked]) -> String {
    let mut rows = vec![["claim", "verdict", "comes to", "said"].map(str::to_string)];
    for one in checked {
        let claim = &file.claims[one.claim];
        let value = range_in_words(claim, one);
        let said = claim.said.as_ref().map_or(String::new(), |s| s.words.clone());
        rows.push([
            cut(&claim.id, LONGEST[0]),
            one.verdict.as_str().to_string(),
            cut(if value.is_empty() { "-" } else { &value }, LONGEST[1]),
            said,
        ]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let [id, verdict, value] = [0, 1, 2].map(width);
    let left = PAGE.saturating_sub(id + verdict + value + 3 * 2);
    let mut text = String::new();
    for [a, b, c, said] in &rows {
        let said = cut(said, left);
        let line = format!("{a:<id$}  {b:<verdict$}  {c:<value$}  {said}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// At most so many letters.
fn cut(text: &str, most: usize) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end())
}
