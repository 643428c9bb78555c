//! Numbers as text that a browser can read back: zigzag, LEB128, deflate, base64.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;

/// How hard deflate tries: from here on a step more gains 3 % and costs three times as long.
const LEVEL: u32 = 6;

/// Whole numbers of any sign, small ones short.
#[derive(Default)]
pub(super) struct Numbers {
    bytes: Vec<u8>,
}

impl Numbers {
    /// Adds a number.
    pub fn push(&mut self, number: i64) {
        let mut left = (number << 1 ^ number >> 63) as u64;
        while left >= 0x80 {
            self.bytes.push(left as u8 | 0x80);
            left >>= 7;
        }
        self.bytes.push(left as u8);
    }

    /// Adds numbers, each but the first as its difference from the one before.
    pub fn push_steps(&mut self, numbers: impl IntoIterator<Item = i64>) {
        let mut last = 0;
        for number in numbers {
            self.push(number - last);
            last = number;
        }
    }

    /// As text.
    pub fn pack(&self) -> String {
        pack(&self.bytes)
    }
}

/// Bytes, deflated, as base64.
pub(super) fn pack(bytes: &[u8]) -> String {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    encoder.write_all(bytes).expect("into memory");
    STANDARD.encode(encoder.finish().expect("into memory"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    /// The numbers of a packed text, as the page reads them.
    pub fn unpacked(text: &str) -> Vec<i64> {
        let bytes = STANDARD.decode(text).unwrap();
        let mut inflated = Vec::new();
        flate2::read::DeflateDecoder::new(bytes.as_slice()).read_to_end(&mut inflated).unwrap();
        let (mut numbers, mut value, mut shift) = (Vec::new(), 0u64, 0);
        for byte in inflated {
            value |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                numbers.push((value >> 1) as i64 ^ -((value & 1) as i64));
                (value, shift) = (0, 0);
            }
        }
        numbers
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers in prop::collection::vec(-(1i64 << 40)..1 << 40, 0..50)) {
            let mut packed = Numbers::default();
            numbers.iter().for_each(|n| packed.push(*n));
            prop_assert_eq!(unpacked(&packed.pack()), numbers.clone());
            let mut steps = Numbers::default();
            steps.push_steps(numbers.iter().copied());
            let mut last = 0;
            let sums: Vec<i64> = unpacked(&steps.pack()).into_iter().map(|s| { last += s; last }).collect();
            prop_assert_eq!(sums, numbers);
        }
    }
}
