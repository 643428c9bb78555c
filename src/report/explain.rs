//! `bluelamp check --explain`: where every number of a claim is from, and every reading.

use std::fmt::Write;

use crate::city::City;
use crate::claims::{
    Checked, Claim, ClaimFile, Evaluated, Evidence, World, evidence, paragraph, traces, value_words,
};

/// The trail of one claim, as plain text.
pub fn explain(city: &City, file: &ClaimFile, one: &Checked, world: &World<'_>) -> String {
    let claim = &file.claims[one.claim];
    let mut text = format!(
        "{}: {}\n\"{}\"\n{}, {}. Source: {}\n\n{}\n",
        claim.id,
        one.verdict.as_str(),
        claim.text,
        claim.speaker,
        claim.date,
        claim.source,
        paragraph(city, file, one)
    );
    let evidence = evidence(world, file, one);
    if !evidence.is_empty() {
        let _ =
            write!(text, "\nWhere the numbers are from (plainest reading; city {})\n", city.manifest.name);
    }
    lines(&mut text, &evidence);
    for trace in traces(world, file, one) {
        let evaluated = &one.readings[trace.reading];
        let words = evaluated.reading.words(&claim.assumptions);
        let value = said_value(claim, evaluated);
        let _ = write!(text, "\nThe same, {} ({}): {value}\n", words, trace.of.join("; "));
        lines(&mut text, &trace.lines);
    }
    let Some(said) = &claim.said else { return text };
    let _ = write!(text, "\nAs said: \"{}\", that is {}\n", said.words, fits(said));
    let _ = writeln!(text, "Every reading ({}):", one.readings.len());
    for evaluated in &one.readings {
        let value = said_value(claim, evaluated);
        let holds = match evaluated.holds {
            Some(true) => "holds",
            Some(false) => "does not",
            None => "-",
        };
        let words = evaluated.reading.words(&claim.assumptions);
        let words = if words.is_empty() { "the only one".to_string() } else { words };
        let nearest = evaluated.figure.site.map(|s| format!(" ({})", file.networks.sites[s].name));
        let _ = writeln!(text, "  {holds:<8}  {value}{}  {words}", nearest.unwrap_or_default());
    }
    text
}

fn lines(text: &mut String, evidence: &[Evidence]) {
    for entry in evidence {
        let _ = writeln!(text, "- {}: {}", entry.what, entry.value);
        if !entry.file.is_empty() {
            let columns =
                if entry.columns.is_empty() { String::new() } else { format!("; columns {}", entry.columns) };
            let _ = writeln!(text, "    {}; rows: {}{columns}", entry.file, entry.rows);
        }
    }
}

fn said_value(claim: &Claim, evaluated: &Evaluated) -> String {
    let value = evaluated.figure.value.zip(claim.said.as_ref());
    value.map_or("no value".to_string(), |(v, said)| value_words(v, said.unit))
}

/// The values that are as said.
fn fits(said: &crate::claims::Said) -> String {
    use crate::claims::Comparator;
    let (low, high) = said.fits;
    // Of what is counted there are whole numbers only.
    let whole = |v: f64, inward: fn(f64) -> f64| if said.unit.is_counted() { inward(v) } else { v };
    let is_strict = matches!(said.comparator, Comparator::LessThan | Comparator::MoreThan);
    let (low, high) = if is_strict { (low, high) } else { (whole(low, f64::ceil), whole(high, f64::floor)) };
    let [least, most] = [low, high].map(|v| value_words(v, said.unit));
    match (said.comparator, low.is_finite(), high.is_finite()) {
        (Comparator::LessThan, ..) => format!("less than {most}"),
        (Comparator::MoreThan, ..) => format!("more than {least}"),
        (_, false, _) => format!("at most {most}"),
        (_, _, false) => format!("at least {least}"),
        _ => format!("from {least} to {most}"),
    }
}
