//! `exp` of numbers of at most 0, the same on every machine and several at a time.

/// Below this the result is 0: a weight of 1e-100 moves nobody.
const LEAST: f64 = -230.0;

/// ln 2 in two parts: the first has so few digits that a whole number times it is exact.
const LN_2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];

/// 1/n! for n = 2 to 13.
const TERMS: [f64; 12] = [
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5_040.0,
    1.0 / 40_320.0,
    1.0 / 362_880.0,
    1.0 / 3_628_800.0,
    1.0 / 39_916_800.0,
    1.0 / 479_001_600.0,
    1.0 / 6_227_020_800.0,
];

/// Added to a number of moderate size, leaves it rounded to a whole one in the lowest bits.
const TO_WHOLE: f64 = 6_755_399_441_055_744.0;

/// e to the power of `x`, for `x` at most 0; 0 below -230 and for minus infinity.
///
/// x = k ln 2 + r with |r| at most (ln 2)/2, so e^x = 2^k e^r, and e^r by its series to the 13th power. Off by at most
/// two units in the last place.
#[inline(always)]
pub(super) fn exp_of_loss(x: f64) -> f64 {
    let bounded = if x < LEAST { LEAST } else { x };
    let whole = bounded * std::f64::consts::LOG2_E + TO_WHOLE;
    let k = whole - TO_WHOLE;
    let r = (bounded - k * LN_2[0]) - k * LN_2[1];
    let mut tail = 0.0;
    let mut term = TERMS.len();
    while term > 0 {
        term -= 1;
        tail = tail * r + TERMS[term];
    }
    let e_to_r = 1.0 + (r + r * r * tail);
    // The lowest bits of `whole` hold k; 1023 more, moved to the exponent, are 2^k.
    let two_to_k = f64::from_bits(whole.to_bits().wrapping_add(1023) << 52);
    if x < LEAST { 0.0 } else { e_to_r * two_to_k }
}

#[cfg(test)]
mod tests {
    use super::exp_of_loss;

    #[test]
    fn it_is_the_exponential() {
        for step in 0..230_000 {
            let x = -f64::from(step) * 0.000_999_7;
            let (ours, exact) = (exp_of_loss(x), x.exp());
            assert!((ours - exact).abs() <= exact * 2.0 * f64::EPSILON, "{x}: {ours} {exact}");
        }
        assert_eq!(exp_of_loss(0.0), 1.0);
        assert_eq!([exp_of_loss(-230.5), exp_of_loss(f64::NEG_INFINITY)], [0.0; 2]);
    }
}
