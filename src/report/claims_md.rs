//! `claims.md`: the verdicts as a section of a report.

use std::fmt::Write;

use super::markdown::escaped;
use crate::city::{City, OutputFile};
use crate::claims::{Checked, ClaimFile, Verdict, paragraph};

pub(super) fn file(city: &City, file: &ClaimFile, checked: &[Checked]) -> OutputFile {
    let title = if file.title.is_empty() { &file.name } else { &file.title };
    let mut text = format!("# {}\n\n", escaped(title));
    text.push_str(
        "Every claim is worked out under every combination of the assumptions that it leaves open. It *holds* when it does \
         under all of them, *does not hold* when it does under none, and *depends* otherwise. How many readings it \
         holds under is no probability. A verdict is about a sentence, not about whoever said it.\n\n",
    );
    text.push_str("| verdict | claims |\n|---|---|\n");
    for verdict in Verdict::ALL {
        let ids: Vec<&str> = checked
            .iter()
            .filter(|c| c.verdict == verdict)
            .map(|c| file.claims[c.claim].id.as_str())
            .collect();
        let _ = writeln!(text, "| {} | {} |", verdict.as_str(), escaped(&ids.join(", ")));
    }
    for one in checked {
        let claim = &file.claims[one.claim];
        let _ = write!(
            text,
            "\n## {}: {}\n\n> {}\n>\n> {}, {}. Source: {}\n\n{}\n",
            escaped(&claim.id),
            one.verdict.as_str(),
            escaped(&claim.text),
            escaped(&claim.speaker),
            escaped(&claim.date),
            escaped(&claim.source),
            escaped(&paragraph(city, file, one))
        );
    }
    let _ = write!(
        text,
        "\nData: {}. Every number can be traced with `bluelamp check {} --explain ID`.\n",
        escaped(&city.manifest.name),
        file.name
    );
    OutputFile { path: "claims.md".to_string(), bytes: text.into_bytes() }
}
