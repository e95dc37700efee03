//! A small linear model: what rules have no words for.
//!
//! A text becomes counts of its words, pairs of words and runs of three to five letters, each hashed to a place in one
//! table of small whole numbers. Their sum, divided by the square root of how many there are, is turned into permille
//! by a table that was fitted to texts the model had not seen. Everything here is whole numbers, so every platform
//! reads the same.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::normal::Normal;

/// The table has two to the power of this many places.
const BITS: u32 = 16;
/// How many places the table has.
pub(crate) const PLACES: usize = 1 << BITS;
/// Marks a file that holds a model, and the way it is written.
const MARK: &[u8; 8] = b"triage01";
/// How many steps the curve has.
pub(crate) const STEPS: usize = 32;
/// Fixed point of the sum before it is turned into permille.
const UNIT: i64 = 256;

/// Weights, and the curve that turns a sum into permille.
#[derive(Clone, PartialEq, Eq)]
pub struct Model {
    pub(crate) weights: Vec<i8>,
    pub(crate) bias: i32,
    /// Sums in rising order, beside the permille from there on; between two the line is straight.
    pub(crate) curve: Vec<(i32, u16)>,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = self.weights.iter().filter(|weight| **weight != 0).count();
        f.debug_struct("Model").field("used", &used).field("bias", &self.bias).finish_non_exhaustive()
    }
}

/// Bytes that are no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for Error {}

impl Model {
    /// The model that is shipped with the crate, trained from texts in this repository: see `training/README.md`.
    pub fn shipped() -> Self {
        #[expect(clippy::expect_used, reason = "the model is part of the program, and a test reads it")]
        Self::from_bytes(include_bytes!("../model/en.bin")).expect("the shipped model can be read")
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let wrong = |what: &str| Error(what.to_string());
        let rest = bytes.strip_prefix(MARK).ok_or_else(|| wrong("these bytes are no model of this version"))?;
        let (bias, rest) = rest.split_first_chunk::<4>().ok_or_else(|| wrong("the model ends too early"))?;
        let (steps, rest) = rest.split_first().ok_or_else(|| wrong("the model ends too early"))?;
        let (curve, weights) =
            rest.split_at_checked(usize::from(*steps) * 6).ok_or_else(|| wrong("the model ends too early"))?;
        if weights.len() != PLACES {
            return Err(wrong("the model has another size"));
        }
        let step = |it: &[u8]| (i32::from_le_bytes([it[0], it[1], it[2], it[3]]), u16::from_le_bytes([it[4], it[5]]));
        let curve: Vec<(i32, u16)> = curve.chunks_exact(6).map(step).collect();
        if curve.is_empty() || !curve.is_sorted() || curve.iter().any(|(_, permille)| *permille > 1000) {
            return Err(wrong("the curve of the model does not rise"));
        }
        let weights = weights.iter().map(|byte| byte.cast_signed()).collect();
        Ok(Self { weights, bias: i32::from_le_bytes(*bias), curve })
    }

    /// The model as bytes: always the same for the same model.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend(self.bias.to_le_bytes());
        bytes.push(self.curve.len() as u8); // at most STEPS
        for (sum, permille) in &self.curve {
            bytes.extend(sum.to_le_bytes());
            bytes.extend(permille.to_le_bytes());
        }
        bytes.extend(self.weights.iter().map(|weight| weight.cast_unsigned()));
        bytes
    }

    /// How surely a person should look at this text, in permille.
    pub fn read(&self, normal: &Normal<'_>) -> u16 {
        self.permille(self.sum(normal))
    }

    /// The sum of the weights of a text, in [`UNIT`]s.
    pub(crate) fn sum(&self, normal: &Normal<'_>) -> i32 {
        let (mut sum, mut count) = (0_i64, 0_u64);
        features(normal, &mut |place| {
            sum += i64::from(self.weights[usize::from(place)]);
            count += 1;
        });
        // The root keeps eight bits behind the point.
        let root = (count.max(1) << 16).isqrt().cast_signed();
        (sum * UNIT * 256 / root) as i32 / UNIT as i32 + self.bias
    }

    fn permille(&self, sum: i32) -> u16 {
        let after = self.curve.partition_point(|(from, _)| *from <= sum);
        match (after.checked_sub(1).map(|at| self.curve[at]), self.curve.get(after)) {
            (Some((from, low)), Some((to, high))) => {
                let part = i64::from(sum - from) * (i64::from(*high) - i64::from(low)) / i64::from((to - from).max(1));
                (i64::from(low) + part) as u16
            }
            (Some((_, last)), None) => last,
            (None, first) => first.map_or(0, |(_, permille)| *permille),
        }
    }
}

/// Every place of the table that a text touches, once for each time it does.
pub(crate) fn features(normal: &Normal<'_>, each: &mut impl FnMut(u16)) {
    let place = |hash: u32| (hash.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as u16;
    let mut before = 0;
    for at in 0..normal.words().len() {
        let word = normal.word(at);
        let this = normal.words()[at].hash;
        each(place(this ^ 0x1111));
        each(place(before ^ this.rotate_left(7) ^ 0x2222));
        before = this;
        // Runs of letters, with one border on each side.
        let mut letters = [b' '; 20];
        let long = word.len().min(18);
        letters[1..=long].copy_from_slice(&word.as_bytes()[..long]);
        let letters = &letters[..long + 2];
        for start in 0..letters.len().saturating_sub(2) {
            let mut run = 0x811c_9dc5_u32;
            for (length, byte) in letters[start..].iter().take(5).enumerate() {
                run = (run ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
                if length >= 2 {
                    each(place(run));
                }
            }
        }
    }
}
