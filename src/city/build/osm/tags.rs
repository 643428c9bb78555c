//! The tags of an OpenStreetMap object.

use std::str::from_utf8;

/// Keys and values of one object.
pub(super) struct Tags<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Tags<'a> {
    /// Looks up pairs of `numbers` in the block's table of `strings`. Says what is wrong with a number that is not in
    /// it: the decoder's own tags would just end there, and a private road become a public one.
    pub(super) fn read(
        numbers: impl Iterator<Item = (usize, usize)>,
        strings: &'a [Vec<u8>],
    ) -> Result<Tags<'a>, String> {
        let text = |number: usize| {
            let bytes = strings.get(number).ok_or("a tag that is not in the block's table of strings")?;
            from_utf8(bytes).map_err(|_| "a tag that is not UTF-8")
        };
        let pairs = numbers.map(|(key, value)| Ok((text(key)?, text(value)?)));
        Ok(Tags(pairs.collect::<Result<_, &str>>()?))
    }

    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(k, _)| *k == key).map(|(_, value)| value.trim())
    }

    /// Whether `key` has one of these `values`.
    pub(super) fn has(&self, key: &str, values: &[&str]) -> bool {
        self.get(key).is_some_and(|value| values.contains(&value))
    }

    #[cfg(test)]
    pub(super) fn of(pairs: &[(&'a str, &'a str)]) -> Tags<'a> {
        Tags(pairs.to_vec())
    }
}
