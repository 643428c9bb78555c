//! CSV tables of a million cells: written cell by cell, without a string for each.

use std::fmt::{Display, Write};

use super::write_number;

/// A CSV table in memory. Every row must have as many cells as the header.
pub(super) struct CsvTable {
    writer: csv::Writer<Vec<u8>>,
    cell: String,
}

impl CsvTable {
    /// A table with its header; `expected_bytes` is about how long it gets.
    pub fn new<S: AsRef<[u8]>>(header: impl IntoIterator<Item = S>, expected_bytes: usize) -> CsvTable {
        let mut writer = csv::Writer::from_writer(Vec::with_capacity(expected_bytes));
        writer.write_record(header).expect("into memory");
        CsvTable { writer, cell: String::new() }
    }

    /// A cell of text.
    pub fn text(&mut self, text: &str) {
        self.writer.write_field(text).expect("into memory");
    }

    /// A cell of what is printed.
    pub fn print(&mut self, value: impl Display) {
        self.cell.clear();
        write!(self.cell, "{value}").expect("into memory");
        self.writer.write_field(&self.cell).expect("into memory");
    }

    /// A number with `digits` decimals, as [`super::number`] writes it; an empty cell for what is not there.
    pub fn number(&mut self, value: Option<f64>, digits: usize) {
        self.cell.clear();
        write_number(&mut self.cell, value, digits);
        self.writer.write_field(&self.cell).expect("into memory");
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("rows of one width, into memory");
    }

    /// The whole table.
    pub fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("into memory")
    }
}
