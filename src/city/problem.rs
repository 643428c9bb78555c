//! One mistake in one input file: where it is, what was expected, and a way out.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet as Source};

/// A mistake in an input file. Problems are collected and reported all at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// A lowercase fragment: the field, the value, what was expected.
    pub message: String,
    /// The line and the words in it, where there is one.
    pub snippet: Option<Snippet>,
    /// What to do about it.
    pub help: Option<String>,
}

/// Words on a line of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Snippet {
    /// Line number, from 1.
    pub line: usize,
    /// The whole line.
    pub text: String,
    /// The bytes of `text` to point at.
    pub span: Range<usize>,
    /// A word or two beside the caret.
    pub label: String,
}

impl Snippet {
    /// The line of `text` that holds byte `span.start`, pointing at `span`.
    pub fn in_text(text: &str, span: Range<usize>, label: impl Into<String>) -> Self {
        Snippet::after(text, (0, 1), span, label)
    }

    /// As [`Snippet::in_text`], where a byte before the span is known to stand on a line: the lines of a long text are
    /// not counted from its start for each of many mistakes.
    pub fn after(
        text: &str,
        (byte, line): (usize, usize),
        span: Range<usize>,
        label: impl Into<String>,
    ) -> Self {
        let at = span.start.min(text.len());
        let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |i| at + i);
        let words = text[line_start..line_end].trim_end_matches('\r');
        // A span may run on over further lines, or past the last cell: it ends with this one.
        let within = |byte: usize| byte.saturating_sub(line_start).min(words.len());
        Snippet {
            line: line + text.get(byte..line_start).map_or(0, |between| between.matches('\n').count()),
            text: words.to_string(),
            span: within(at)..within(span.end.max(at)),
            label: label.into(),
        }
    }
}

impl Problem {
    /// A problem of a whole file.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { file: file.into(), message: message.into(), snippet: None, help: None }
    }

    /// Adds the place.
    pub fn at(mut self, snippet: Snippet) -> Self {
        self.snippet = Some(snippet);
        self
    }

    /// Adds a way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The problem as rustc would print it: message, file, line, caret, help.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let title = match &self.snippet {
            Some(_) => self.message.clone(),
            None => format!("{}: {}", self.file, self.message),
        };
        let mut group = Level::ERROR
            .primary_title(title)
            .elements(Vec::<Source<'_, annotate_snippets::Annotation<'_>>>::new());
        if let Some(s) = &self.snippet {
            let source = Source::source(s.text.as_str())
                .line_start(s.line)
                .path(&self.file)
                .annotation(AnnotationKind::Primary.span(s.span.clone()).label(s.label.as_str()));
            group = group.element(source);
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group])
    }
}

/// All problems as text, the first `most` of each file in full and the rest counted.
pub fn render_all(problems: &[Problem], colour: bool, most: usize) -> String {
    let mut out = String::new();
    let mut shown: Vec<(&str, usize)> = Vec::new();
    for problem in problems {
        let position = shown.iter().position(|(file, _)| *file == problem.file);
        let position = position.unwrap_or_else(|| {
            shown.push((&problem.file, 0));
            shown.len() - 1
        });
        shown[position].1 += 1;
        if shown[position].1 <= most {
            out.push_str(&problem.render(colour));
            out.push_str("\n\n");
        }
    }
    for (file, count) in shown.iter().filter(|(_, count)| *count > most) {
        out.push_str(&format!("... and {} more problems in {file}\n\n", count - most));
    }
    out
}

/// Up to three of `known` that look like `name`, best first, for a "did you mean".
pub fn nearest_names<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|k| {
            let candidate = k.to_lowercase();
            let contains = wanted.len() >= 4 && candidate.contains(&wanted);
            let score = strsim::jaro_winkler(&wanted, &candidate);
            (if contains { score.max(0.95) } else { score }, k)
        })
        .filter(|(score, _)| *score >= 0.82)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, k)| k).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_past_the_end_of_its_line_is_cut_and_still_drawn() {
        let text = "id,name\r\n1,\r\nlast,\u{e9}";
        for span in [11..12, 11..99, 9..30, 15..17, 17..17, 99..120] {
            let snippet = Snippet::in_text(text, span.clone(), "here");
            assert!(snippet.span.end <= snippet.text.len(), "{span:?}");
            let shown = Problem::of_file("f.csv", "wrong").at(snippet).render(false);
            assert!(shown.contains("f.csv") && shown.contains("here"), "{shown}");
        }
    }

    #[test]
    fn near_names_come_best_first() {
        let known = ["Ealing", "Uxbridge", "Notting Hill", "Belgravia"];
        assert_eq!(nearest_names("Uxbrige", known), ["Uxbridge"]);
        assert_eq!(nearest_names("notting", known), ["Notting Hill"]);
        assert!(nearest_names("Xanadu", known).is_empty());
    }
}
