//! CSV tables of a million cells: written cell by cell, without a string for each.

use std::fmt::{Display, Write};

use super::write_number;

/// A CSV table in memory. Every row must have as many cells as the header.
pub(super) struct CsvTable {
    text: String,
    width: usize,
    /// Of the row that is being written.
    cells: usize,
}

impl CsvTable {
    /// A table with its header; `expected_bytes` is about how long it gets.
    pub fn new<S: AsRef<str>>(header: impl IntoIterator<Item = S>, expected_bytes: usize) -> CsvTable {
        let mut table = CsvTable { text: String::with_capacity(expected_bytes), width: 0, cells: 0 };
        header.into_iter().for_each(|name| table.text(name.as_ref()));
        table.width = table.cells;
        table.end_row();
        table
    }

    /// A cell of text.
    pub fn text(&mut self, text: &str) {
        self.start_cell();
        if has_to_be_quoted(text) {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(text);
        }
    }

    /// A cell of what is printed without commas, quotes and line breaks.
    pub fn print(&mut self, value: impl Display) {
        self.start_cell();
        let start = self.text.len();
        write!(self.text, "{value}").expect("into memory");
        debug_assert!(!has_to_be_quoted(&self.text[start..]), "{value}");
    }

    /// A number with `digits` decimals, as [`super::number`] writes it; an empty cell for what is not there.
    pub fn number(&mut self, value: Option<f64>, digits: usize) {
        self.start_cell();
        write_number(&mut self.text, value, digits);
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        assert_eq!(self.cells, self.width, "rows of one width");
        self.text.push('\n');
        self.cells = 0;
    }

    /// The whole table.
    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    fn start_cell(&mut self) {
        if self.cells > 0 {
            self.text.push(',');
        }
        self.cells += 1;
    }
}

fn has_to_be_quoted(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against the crate `csv`.
        #[test]
        fn cells_of_any_text_are_written_as_csv(rows in prop::collection::vec(["[a, \"\r\n]{0,6}", ".*"], 1..5)) {
            let mut table = CsvTable::new(["x", "y,z"], 0);
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["x", "y,z"]).unwrap();
            for [x, y] in &rows {
                table.text(x);
                table.text(y);
                table.end_row();
                writer.write_record([x, y]).unwrap();
            }
            prop_assert_eq!(table.into_bytes(), writer.into_inner().unwrap());
        }
    }
}
