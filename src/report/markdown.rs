//! Texts of others inside Markdown.

/// A text as Markdown that shows it as it is, in one line. Addresses stay as they are, so that they can be followed.
pub(super) fn escaped(text: &str) -> String {
    let words = text.split_whitespace().map(|word| match is_address(word) {
        true => word.to_string(),
        false => word_escaped(word),
    });
    let line = words.collect::<Vec<_>>().join(" ");
    // Only at the start of a line are these marks.
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match &line[number..] {
        rest if number > 0 && (rest.starts_with(". ") || rest.starts_with(") ")) => {
            format!("{}\\{rest}", &line[..number])
        }
        _ if line.starts_with(['+', '-', '=']) => format!("\\{line}"),
        _ => line,
    }
}

/// Without what could end a table's cell or open a tag.
fn is_address(word: &str) -> bool {
    let is_web = word.starts_with("https://") || word.starts_with("http://");
    is_web && !word.contains(['<', '>', '|', '`', '\\', '[', ']', '(', '*'])
}

fn word_escaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    for letter in word.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn marks_are_shown_as_they_are() {
        assert_eq!(escaped("a *b* _c_\n# d | [e](f) <g>"), "a \\*b\\* \\_c\\_ \\# d \\| \\[e\\](f) \\<g\\>");
        assert_eq!(escaped("see https://a.b/c_d*e_f"), "see https://a.b/c\\_d\\*e\\_f");
        assert_eq!(escaped("see https://a.b/c_d"), "see https://a.b/c_d");
        assert_eq!(escaped("12. of May"), "12\\. of May");
        assert_eq!(escaped("- of"), "\\- of");
        assert_eq!(escaped("2.06 a day"), "2.06 a day");
    }
}
