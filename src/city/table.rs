//! Reading one CSV file with every mistake noted and placed.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use csv::StringRecord;

use super::problem::{Problem, Snippet};

/// A CSV file: its header and its rows, each as wide as the header.
pub(super) struct Table {
    file: String,
    text: String,
    header: Vec<String>,
    rows: Vec<StringRecord>,
}

/// One cell, with enough about it to complain.
pub(super) struct Row<'t> {
    table: &'t Table,
    record: &'t StringRecord,
}

/// Columns by number, looked up once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Column(usize);

impl Table {
    /// Reads UTF-8 CSV with a header. A file that is not text, a short or long row: noted in
    /// `problems`, the row left out.
    pub(super) fn read(file: String, bytes: &[u8], problems: &mut Vec<Problem>) -> Option<Table> {
        let mut table = Table::open(file, bytes, problems)?;
        let mut rows = Vec::new();
        table.each(problems, |record, _| rows.push(record.clone()));
        table.rows = rows;
        Some(table)
    }

    /// Reads the header alone: the rows of a large table are then taken one by one, with [`Table::scan`].
    pub(super) fn open(file: String, bytes: &[u8], problems: &mut Vec<Problem>) -> Option<Table> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_string(),
            Err(e) => {
                let line = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
                problems.push(
                    Problem::of_file(
                        &file,
                        format!("line {line} is not UTF-8 text (byte {})", e.valid_up_to()),
                    )
                    .help("save the file as UTF-8"),
                );
                return None;
            }
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = match reader.headers() {
            Ok(header) => header.iter().map(str::to_string).collect(),
            Err(e) => {
                problems.push(Problem::of_file(&file, format!("the header cannot be read: {e}")));
                return None;
            }
        };
        Some(Table { file, text, header, rows: Vec::new() })
    }

    /// Shows every row to `take`, without keeping it. Returns how many there were.
    pub(super) fn scan(
        &self,
        problems: &mut Vec<Problem>,
        mut take: impl FnMut(Row<'_>, &mut Vec<Problem>),
    ) -> usize {
        let mut count = 0;
        self.each(problems, |record, problems| {
            count += 1;
            take(Row { table: self, record }, problems);
        });
        count
    }

    fn each(&self, problems: &mut Vec<Problem>, mut take: impl FnMut(&StringRecord, &mut Vec<Problem>)) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(self.text.as_bytes());
        let mut record = StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => return,
                Ok(true) if record.len() == self.header.len() => take(&record, problems),
                Ok(true) => problems.push(self.wrong_width(&record)),
                Err(e) => problems.push(Problem::of_file(&self.file, format!("a row cannot be read: {e}"))),
            }
        }
    }

    /// The byte and the line at which a row starts. The reader's own position may still be at the line break before it.
    fn start_of(&self, record: &StringRecord) -> (usize, usize) {
        let (byte, line) = record.position().map_or((0, 1), |p| (p.byte() as usize, p.line() as usize));
        let byte = byte.min(self.text.len());
        let breaks = || self.text[byte..].bytes().take_while(|b| matches!(b, b'\r' | b'\n'));
        (byte + breaks().count(), line + breaks().filter(|b| *b == b'\n').count())
    }

    fn wrong_width(&self, record: &StringRecord) -> Problem {
        let start = self.start_of(record);
        let offset = start.0;
        let message = format!("the row has {} fields, the header {}", record.len(), self.header.len());
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |i| offset + i);
        Problem::of_file(&self.file, message)
            .at(Snippet::after(&self.text, start, offset..end, "this row"))
            .help(format!("the columns are {}", self.header.join(",")))
    }

    /// The columns of these names; each missing one is a problem.
    pub(super) fn columns<const N: usize>(
        &self,
        names: [&str; N],
        problems: &mut Vec<Problem>,
    ) -> Option<[Column; N]> {
        let found = names.map(|name| self.column(name));
        for (name, column) in names.iter().zip(&found) {
            if column.is_none() {
                problems.push(
                    Problem::of_file(&self.file, format!("the column {name:?} is missing"))
                        .at(Snippet::in_text(&self.text, 0..self.header.join(",").len(), "the header")),
                );
            }
        }
        found.iter().all(Option::is_some).then(|| found.map(|c| c.unwrap_or(Column(0))))
    }

    /// A column that a city may lack.
    pub(super) fn column(&self, name: &str) -> Option<Column> {
        self.header.iter().position(|h| h == name).map(Column)
    }

    /// The names of all columns, in order.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// A problem of a column's name.
    pub(super) fn header_problem(&self, column: Column, what: &str) -> Problem {
        let name = &self.header[column.0];
        let before: usize = self.header[..column.0].iter().map(|h| h.len() + 1).sum();
        let place = Snippet::in_text(&self.text, before..before + name.len(), "this column");
        Problem::of_file(&self.file, format!("the column {name} {what}")).at(place)
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { table: self, record })
    }

    /// The rows that repeat no earlier one cell for cell.
    pub(super) fn distinct_rows(&self) -> impl Iterator<Item = Row<'_>> {
        let mut seen: HashSet<Vec<&str>> = HashSet::with_capacity(self.len());
        self.rows().filter(move |row| seen.insert(row.record.iter().collect()))
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

impl<'t> Row<'t> {
    pub(super) fn text(&self, column: Column) -> &'t str {
        self.record.get(column.0).unwrap_or_default()
    }

    /// A cell that must hold something.
    pub(super) fn filled(&self, column: Column, problems: &mut Vec<Problem>) -> Option<&'t str> {
        let text = self.text(column);
        if text.trim().is_empty() {
            problems.push(self.problem(column, "is empty"));
            return None;
        }
        Some(text)
    }

    /// A finite number within `range`.
    pub(super) fn number(
        &self,
        column: Column,
        range: RangeInclusive<f64>,
        problems: &mut Vec<Problem>,
    ) -> Option<f64> {
        match self.text(column).trim().parse::<f64>() {
            Ok(value) if value.is_finite() && range.contains(&value) => Some(value),
            Ok(_) if *range.end() == f64::MAX => {
                problems
                    .push(self.problem(column, &format!("must be a number of at least {}", range.start())));
                None
            }
            Ok(_) => {
                problems.push(
                    self.problem(column, &format!("must lie between {} and {}", range.start(), range.end())),
                );
                None
            }
            Err(_) => {
                problems.push(self.problem(column, "is not a number"));
                None
            }
        }
    }

    /// A problem of one cell.
    pub(super) fn problem(&self, column: Column, what: &str) -> Problem {
        let name = &self.table.header[column.0];
        let value = self.text(column);
        let start = self.table.start_of(self.record);
        let line_start = start.0;
        let text = &self.table.text;
        let line_end = text[line_start..].find('\n').map_or(text.len(), |i| line_start + i);
        let span = self.cell_span(column, line_start, line_end);
        Problem::of_file(&self.table.file, format!("{name} {value:?} {what}")).at(Snippet::after(
            text,
            start,
            span,
            name.clone(),
        ))
    }

    /// The bytes of a cell in the file; the whole line where quoting hides them.
    fn cell_span(&self, column: Column, line_start: usize, line_end: usize) -> std::ops::Range<usize> {
        let line = &self.table.text[line_start..line_end];
        if line.contains('"') {
            let value = self.text(column);
            return match line.find(value) {
                Some(at) if !value.is_empty() => line_start + at..line_start + at + value.len(),
                _ => line_start..line_end,
            };
        }
        let before: usize = line.split(',').take(column.0).map(|cell| cell.len() + 1).sum();
        let start = line_start + before;
        start..start + self.text(column).len().max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A spreadsheet's line ends and an empty line do not shift the places that are pointed at.
    #[test]
    fn places_are_right_after_carriage_returns_and_empty_lines() {
        for text in [
            "id,n\r\na1,1\r\na2,x\r\na3\r\n",
            "id,n\na1,1\na2,x\na3\n",
            "id,n\n\na2,x\na3\n",
            "id,n\r\n\r\na2,x\r\na3\r\n",
            "id,n\n\"a\n1\",1\na2,x\na3\n",
        ] {
            let mut problems = Vec::new();
            let table = Table::read("t.csv".to_string(), text.as_bytes(), &mut problems).unwrap();
            let [n] = table.columns(["n"], &mut problems).unwrap();
            for row in table.rows() {
                row.number(n, 0.0..=9.0, &mut problems);
            }
            let shown: Vec<_> = problems.iter().filter_map(|p| p.snippet.clone()).collect();
            let more = usize::from(text.contains('"'));
            assert_eq!((shown[0].line, shown[0].text.as_str()), (4 + more, "a3"), "the short row");
            assert_eq!(
                (shown[1].line, shown[1].text.as_str(), shown[1].span.clone()),
                (3 + more, "a2,x", 3..4)
            );
        }
    }
}
