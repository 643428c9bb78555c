//! Recorded crime by zone: what the columns of `zones.csv` say that hold a year's crimes.

use super::Problem;
use super::table::{Column, Row, Table};

/// Types that begin so are counted by police.uk from the same crimes as the force's own types: never add the two.
const POLICE_UK: &str = "police_uk_";
/// Columns that end so were known by borough only and spread over its zones.
const ALLOTTED: &str = "_allotted";

/// Who counted a type of crime. Types of two series hold the same crimes twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrimeSeries {
    /// Crimes that the city's police recorded, and antisocial behaviour.
    Recorded,
    /// Street-level crimes as data.police.uk publishes them, at anonymised points.
    PoliceUk,
}

impl CrimeSeries {
    /// Every series, in the order of the tables.
    pub const ALL: [CrimeSeries; 2] = [CrimeSeries::Recorded, CrimeSeries::PoliceUk];

    /// The words used in files: `recorded`, `police_uk`.
    pub fn as_str(self) -> &'static str {
        match self {
            CrimeSeries::Recorded => "recorded",
            CrimeSeries::PoliceUk => "police_uk",
        }
    }
}

/// A type of crime.
#[derive(Clone, Debug, PartialEq)]
pub struct CrimeType {
    /// As scenarios name it: `violence`, `theft_from_person`.
    pub id: String,
    /// The calendar year that was counted.
    pub year: u16,
    /// Who counted.
    pub series: CrimeSeries,
    /// Known by borough only, and spread over its zones in proportion to another type (column `crime_YEAR_ID_allotted`).
    pub allotted: bool,
    /// The number of the type that holds these crimes too: its id is the beginning of this one's (`theft` of
    /// `theft_from_person`). The two must not be added.
    pub part_of: Option<usize>,
}

impl CrimeType {
    /// Days of the year that was counted.
    pub fn days(&self) -> f64 {
        let leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        if leap { 366.0 } else { 365.0 }
    }

    /// The id as words: `theft from person`, `antisocial behaviour`, `robbery (police.uk)`.
    pub fn words(&self) -> String {
        match (self.id.strip_prefix(POLICE_UK), self.id.as_str()) {
            (Some(rest), _) => format!("{} (police.uk)", rest.replace('_', " ")),
            (None, "asb") => "antisocial behaviour".to_string(),
            (None, "vehicle") => "vehicle crime".to_string(),
            (None, id) => id.replace('_', " "),
        }
    }
}

/// Crimes a year by type and zone; a city may have none.
///
/// A count is of crimes at the place where they happened, not of residents who were victims.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrimeTable {
    /// The types, in the order of the file's columns.
    pub types: Vec<CrimeType>,
    counts: Vec<Vec<Option<f64>>>,
    estimated: Vec<Option<Vec<bool>>>,
}

impl CrimeTable {
    /// The number of the type with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.types.iter().position(|t| t.id == id)
    }

    /// Crimes a year of one type, by zone number; `None` = not collected there, which is not zero.
    pub fn counts(&self, crime: usize) -> &[Option<f64>] {
        &self.counts[crime]
    }

    /// The numbers of all types that hold the crimes of one too, the narrowest first.
    pub fn wholes(&self, crime: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.types[crime].part_of, |&whole| self.types[whole].part_of)
    }

    /// Whether a zone's count is an estimate of a model and no count (column `..._observed`).
    pub fn is_estimate(&self, crime: usize, zone: usize) -> bool {
        self.estimated[crime].as_ref().is_some_and(|zones| zones[zone])
    }
}

/// The crime columns of a table, and what has been read of them.
pub(super) struct CrimeColumns {
    columns: Vec<(Column, Option<Column>)>,
    table: CrimeTable,
}

impl CrimeColumns {
    /// Finds `crime_YEAR_ID`, `crime_YEAR_ID_allotted` and `asb_YEAR` (antisocial behaviour, no crime), each perhaps with
    /// `..._observed` beside it.
    pub(super) fn find(table: &Table, problems: &mut Vec<Problem>) -> Self {
        let mut out = CrimeColumns { columns: Vec::new(), table: CrimeTable::default() };
        for name in table.header().iter().filter(|n| is_crime(n)) {
            let Some(column) = table.column(name) else { continue };
            let observed = table.column(&format!("{name}_observed"));
            match type_of(name) {
                Some(kind) if out.table.position(&kind.id).is_some() => problems.push(
                    table
                        .header_problem(column, &format!("is a second column of crime type {:?}", kind.id))
                        .help("keep one year and one column of a type"),
                ),
                Some(kind) => {
                    out.table.types.push(kind);
                    out.table.counts.push(Vec::with_capacity(table.len()));
                    out.table.estimated.push(observed.map(|_| Vec::with_capacity(table.len())));
                    out.columns.push((column, observed));
                }
                None => problems.push(
                    table
                        .header_problem(column, "is no year and type of crime")
                        .help("a column of recorded crime is called such as crime_2016_burglary"),
                ),
            }
        }
        out.table.find_parts();
        out
    }

    /// The crimes of one zone; the cells of a row with a mistake are noted and left out.
    pub(super) fn read(&mut self, row: &Row<'_>, problems: &mut Vec<Problem>) {
        for (number, (column, observed)) in self.columns.iter().enumerate() {
            let count = match row.text(*column) {
                "" => None,
                _ => row.number(*column, 0.0..=f64::MAX, problems),
            };
            self.table.counts[number].push(count);
            let Some(observed) = observed else { continue };
            let estimated = match row.text(*observed) {
                "True" => false,
                "False" => true,
                _ => {
                    problems.push(row.problem(*observed, "is neither True nor False"));
                    true
                }
            };
            if let Some(zones) = &mut self.table.estimated[number] {
                zones.push(estimated);
            }
        }
    }

    pub(super) fn into_table(self) -> CrimeTable {
        self.table
    }
}

impl CrimeTable {
    fn find_parts(&mut self) {
        for part in 0..self.types.len() {
            let holds = |whole: &CrimeType| {
                let rest = self.types[part].id.strip_prefix(whole.id.as_str());
                rest.is_some_and(|rest| rest.starts_with('_'))
            };
            // Of several, the narrowest.
            let wholes = (0..self.types.len()).filter(|&t| holds(&self.types[t]));
            self.types[part].part_of = wholes.max_by_key(|&t| self.types[t].id.len());
        }
    }
}

fn is_crime(name: &str) -> bool {
    (name.starts_with("crime_") || name.starts_with("asb_")) && !name.ends_with("_observed")
}

fn type_of(column: &str) -> Option<CrimeType> {
    let (year, id) = match column.strip_prefix("crime_") {
        Some(rest) => rest.split_once('_')?,
        None => (column.strip_prefix("asb_")?, "asb"),
    };
    let (id, allotted) = id.strip_suffix(ALLOTTED).map_or((id, false), |id| (id, true));
    if id.is_empty() || year.len() != 4 {
        return None;
    }
    let series = if id.starts_with(POLICE_UK) { CrimeSeries::PoliceUk } else { CrimeSeries::Recorded };
    Some(CrimeType { id: id.to_string(), year: year.parse().ok()?, series, allotted, part_of: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (CrimeTable, Vec<String>) {
        let mut problems = Vec::new();
        let table = Table::read("zones.csv".to_string(), text.as_bytes(), &mut problems).unwrap();
        let mut columns = CrimeColumns::find(&table, &mut problems);
        table.rows().for_each(|row| columns.read(&row, &mut problems));
        (columns.into_table(), problems.iter().map(|p| p.render(false)).collect())
    }

    #[test]
    fn columns_are_types_and_blanks_are_not_zero() {
        let (crimes, problems) = read(
            "id,crime_2016_theft,crime_2016_theft_from_person_allotted,crime_2016_police_uk_theft,asb_2015,asb_2015_observed\n\
             z1,10,2.5,,7,True\nz2,,,3,8,False\n",
        );
        assert!(problems.is_empty(), "{problems:?}");
        let ids: Vec<&str> = crimes.types.iter().map(|t| t.id.as_str()).collect();
        assert_eq!(ids, ["theft", "theft_from_person", "police_uk_theft", "asb"]);
        assert_eq!(crimes.counts(0), [Some(10.0), None]);
        assert_eq!(crimes.counts(2), [None, Some(3.0)]);
        assert_eq!((crimes.types[0].days(), crimes.types[3].days()), (366.0, 365.0));
        assert_eq!(crimes.types.iter().map(|t| t.part_of).collect::<Vec<_>>(), [None, Some(0), None, None]);
        assert_eq!(crimes.types.iter().map(|t| t.allotted).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(crimes.types[2].series, CrimeSeries::PoliceUk);
        assert_eq!([0, 1].map(|zone| crimes.is_estimate(3, zone)), [false, true]);
        assert_eq!([0, 1].map(|zone| crimes.is_estimate(0, zone)), [false, false]);
    }

    #[test]
    fn a_part_of_a_part_is_in_both_wholes() {
        let (crimes, _) = read("id,crime_2016_a_b_c,crime_2016_a,crime_2016_a_b,crime_2016_ab\nz1,1,4,2,1\n");
        let wholes = |crime: usize| crimes.wholes(crime).collect::<Vec<_>>();
        assert_eq!([0, 1, 2, 3].map(wholes), [vec![2, 1], vec![], vec![1], vec![]]);
    }

    #[test]
    fn mistakes_are_placed() {
        let (_, problems) = read(
            "id,crime_16_theft,crime_2016_arson,crime_2017_arson,asb_2016,asb_2016_observed\nz1,1,-2,1,many,perhaps\n",
        );
        for (words, line) in [
            ("crime_16_theft is no year and type of crime", ":1:4"),
            ("crime_2017_arson is a second column of crime type \"arson\"", ":1:36"),
            ("crime_2016_arson \"-2\" must be a number of at least 0", ":2:6"),
            ("asb_2016 \"many\" is not a number", ":2:11"),
            ("asb_2016_observed \"perhaps\" is neither True nor False", ":2:16"),
        ] {
            let found = problems.iter().any(|p| p.contains(words) && p.contains(&format!("zones.csv{line}")));
            assert!(found, "{words} {line} in {problems:#?}");
        }
    }
}
