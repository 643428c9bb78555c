//! TOML tables read key by key, every surprise noted with its place.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::city::{Problem, Snippet, nearest_names};

/// The problems of one file.
pub(crate) struct Notes<'f> {
    file: &'f str,
    text: &'f str,
    problems: Vec<(usize, Problem)>,
}

impl<'f> Notes<'f> {
    pub(crate) fn new(file: &'f str, text: &'f str) -> Self {
        Notes { file, text, problems: Vec::new() }
    }

    /// Notes a problem at a place.
    pub(crate) fn at(&mut self, span: Range<usize>, message: impl Into<String>, label: &str, help: &str) {
        let start = span.start;
        let problem = Problem::of_file(self.file, message).at(Snippet::in_text(self.text, span, label));
        self.problems.push((start, if help.is_empty() { problem } else { problem.help(help) }));
    }

    /// Notes a problem at a name that is not known, with the names that look like it.
    pub(crate) fn unknown<'n>(
        &mut self,
        name: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'n str>,
        otherwise: &str,
    ) {
        let near = nearest_names(name.get_ref(), known);
        let help = match near.as_slice() {
            [] => otherwise.to_string(),
            near => format!("did you mean {}?", near.join(", or ")),
        };
        self.at(name.span(), format!("unknown {what} {:?}", name.get_ref()), "not known", &help);
    }

    /// Notes that something is not there at all.
    pub(crate) fn missing(&mut self, key: &str, message: &str, help: &str) {
        let problem = Problem::of_file(self.file, format!("{key} is missing: {message}")).help(help);
        self.problems.push((0, problem));
    }

    /// How many problems there are so far.
    pub(crate) fn count(&self) -> usize {
        self.problems.len()
    }

    /// All problems, in the order of the file.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|(start, _)| *start);
        self.problems.into_iter().map(|(_, p)| p).collect()
    }
}

/// A list of numbers under a name that is not known beforehand.
pub(crate) struct NumberList {
    pub name: Spanned<String>,
    /// Where the list stands.
    pub span: Range<usize>,
    pub numbers: Vec<Spanned<f64>>,
}

/// A table whose keys are asked for one by one; what nobody asked for is unknown.
pub(crate) struct Keys<'d> {
    table: &'d DeTable<'d>,
    place: &'static str,
    at: Range<usize>,
    asked: BTreeSet<&'static str>,
}

impl<'d> Keys<'d> {
    /// `at` is where the table begins.
    pub(crate) fn new(table: &'d DeTable<'d>, place: &'static str, at: Range<usize>) -> Self {
        Keys { table, place, at, asked: BTreeSet::new() }
    }

    /// Where the table begins: what it lacks is missing there.
    pub(crate) fn place(&self) -> Range<usize> {
        self.at.clone()
    }

    fn value(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    /// Where the value of a key stands.
    pub(crate) fn span(&mut self, key: &'static str) -> Option<Range<usize>> {
        self.value(key).map(Spanned::span)
    }

    /// Whether the value of a key is a text.
    pub(crate) fn is_text(&mut self, key: &'static str) -> bool {
        self.value(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Whether the value of a key is a table.
    pub(crate) fn is_table(&mut self, key: &'static str) -> bool {
        self.value(key).is_some_and(|value| value.get_ref().is_table())
    }

    pub(crate) fn text(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Option<Spanned<String>> {
        let value = self.value(key)?;
        let text = as_text(value);
        if text.is_none() {
            wrong_type(key, "a text in quotes", value, notes);
        }
        text
    }

    /// A list of texts; empty where the key is not there.
    pub(crate) fn texts(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Vec<Spanned<String>> {
        self.list(key, "a list of texts such as [\"Ealing\"]", as_text, notes)
    }

    /// A list of finite or infinite numbers; empty where the key is not there.
    pub(crate) fn numbers(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Vec<Spanned<f64>> {
        self.list(key, "a list of numbers such as [15, 30]", as_number, notes)
    }

    pub(crate) fn number(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Option<Spanned<f64>> {
        let value = self.value(key)?;
        let number = as_number(value);
        if number.is_none() {
            wrong_type(key, "a number", value, notes);
        }
        number
    }

    pub(crate) fn flag(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Option<bool> {
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            wrong_type(key, "true or false", value, notes);
        }
        flag
    }

    pub(crate) fn table(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Option<Keys<'d>> {
        let value = self.value(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(Keys::new(table, key, value.span())),
            None => {
                wrong_type(key, "a table", value, notes);
                None
            }
        }
    }

    /// `[[key]]` tables; empty where there is none.
    pub(crate) fn tables(
        &mut self,
        key: &'static str,
        notes: &mut Notes<'_>,
    ) -> Vec<(Range<usize>, Keys<'d>)> {
        let table = |v: &'d Spanned<DeValue<'d>>| v.get_ref().as_table();
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            wrong_type(key, "a list of tables", value, notes);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in array.iter() {
            match table(item) {
                Some(table) => out.push((item.span(), Keys::new(table, key, item.span()))),
                None => wrong_type(key, "a list of tables", item, notes),
            }
        }
        out
    }

    /// A table from names to texts, in the order of the file.
    pub(crate) fn pairs(
        &mut self,
        key: &'static str,
        notes: &mut Notes<'_>,
    ) -> Vec<(Spanned<String>, Spanned<String>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            wrong_type(key, "a table such as { \"Kensington\" = \"24/7\" }", value, notes);
            return Vec::new();
        };
        let mut pairs = Vec::new();
        for (name, value) in table.iter() {
            match as_text(value) {
                Some(text) => pairs.push((Spanned::new(name.span(), name.get_ref().to_string()), text)),
                None => wrong_type(name.get_ref(), "a text in quotes", value, notes),
            }
        }
        pairs.sort_by_key(|(name, _)| name.span().start);
        pairs
    }

    /// All keys with their values, in the order of the file: for a table whose keys are names.
    pub(crate) fn entries(self) -> Vec<(Spanned<String>, &'d Spanned<DeValue<'d>>)> {
        let name =
            |key: &Spanned<std::borrow::Cow<'_, str>>| Spanned::new(key.span(), key.get_ref().to_string());
        let mut entries: Vec<_> = self.table.iter().map(|(key, value)| (name(key), value)).collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        entries
    }

    /// A table from names to lists of numbers, in the order of the file.
    pub(crate) fn number_lists(&mut self, key: &'static str, notes: &mut Notes<'_>) -> Vec<NumberList> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(table) = value.get_ref().as_table() else {
            wrong_type(key, "a table of lists such as { burglary = [0.78, 0.81, 0.84] }", value, notes);
            return Vec::new();
        };
        let mut lists = Vec::new();
        for (name, value) in table.iter() {
            let name = Spanned::new(name.span(), name.get_ref().to_string());
            let expected = "a list of numbers such as [0.78, 0.81, 0.84]";
            let Some(array) = value.get_ref().as_array() else {
                wrong_type(name.get_ref(), expected, value, notes);
                continue;
            };
            let numbers: Vec<Spanned<f64>> = array.iter().filter_map(as_number).collect();
            match array.iter().find(|item| as_number(item).is_none()) {
                Some(item) => wrong_type(name.get_ref(), expected, item, notes),
                None => lists.push(NumberList { name, span: value.span(), numbers }),
            }
        }
        lists.sort_by_key(|list| list.span.start);
        lists
    }

    /// Notes every key that nobody asked for.
    pub(crate) fn finish(&self, notes: &mut Notes<'_>) {
        for key in self.table.keys() {
            if !self.asked.contains(key.get_ref().as_ref()) {
                let name = Spanned::new(key.span(), key.get_ref().to_string());
                let known = self.asked.iter().copied().collect::<Vec<_>>().join(", ");
                let otherwise = format!("{} knows {known}", self.place);
                notes.unknown(&name, "key", self.asked.iter().copied(), &otherwise);
            }
        }
    }

    fn list<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        read: impl Fn(&Spanned<DeValue<'d>>) -> Option<Spanned<T>>,
        notes: &mut Notes<'_>,
    ) -> Vec<Spanned<T>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            wrong_type(key, expected, value, notes);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in array.iter() {
            match read(item) {
                Some(value) => out.push(value),
                None => wrong_type(key, expected, item, notes),
            }
        }
        out
    }
}

fn wrong_type(key: &str, expected: &str, value: &Spanned<DeValue<'_>>, notes: &mut Notes<'_>) {
    let help = match expected {
        "a text in quotes" => format!("write {key} = \"...\""),
        "a number" => format!("write digits without quotes, such as {key} = 30"),
        "true or false" => format!("write {key} = true without quotes"),
        "a table" => format!("write [{key}] on a line of its own, or {key} = {{ ... }}"),
        "a list of tables" => format!("write [[{key}]] on a line of its own before each"),
        such_as => format!("write {such_as}"),
    };
    notes.at(value.span(), format!("{key} must be {expected}"), &this_is(value), &help);
}

/// What stands there instead: `this is an integer`.
pub(super) fn this_is(value: &Spanned<DeValue<'_>>) -> String {
    let found = value.get_ref().type_str();
    let article = if found.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("this is {article} {found}")
}

fn as_text(value: &Spanned<DeValue<'_>>) -> Option<Spanned<String>> {
    value.get_ref().as_str().map(|text| Spanned::new(value.span(), text.to_string()))
}

/// A whole or decimal number.
pub(crate) fn as_number(value: &Spanned<DeValue<'_>>) -> Option<Spanned<f64>> {
    let number = match value.get_ref() {
        DeValue::Integer(i) if i.radix() == 10 => i.as_str().replace('_', "").parse().ok(),
        DeValue::Float(f) => f.as_str().replace('_', "").parse().ok(),
        _ => None,
    };
    number.map(|n| Spanned::new(value.span(), n))
}
