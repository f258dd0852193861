//! The forms in which bytes turn up where they do not belong.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// Fewer bytes are found by chance: in hundreds of millions of random bytes six of them stand somewhere about once in a
/// million runs.
pub const SHORTEST: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    Plain,
    /// As SQLite and JavaScript engines keep texts, in either order of bytes.
    Utf16,
    /// At any of its three alignments.
    Base64,
    Hex,
    /// A list of decimal numbers, as `{:?}` and JSON write bytes.
    Numbers,
}

/// Every way of writing `bytes`, without those that are the same.
pub(crate) fn all(bytes: &[u8]) -> Vec<(Form, Vec<u8>)> {
    let mut forms = vec![(Form::Plain, bytes.to_vec())];
    if let Ok(text) = std::str::from_utf8(bytes) {
        for case in [text.to_lowercase(), text.to_uppercase()] {
            forms.push((Form::Plain, case.into_bytes()));
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        forms.extend([(Form::Utf16, little), (Form::Utf16, big)]);
    }
    let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    forms.push((Form::Hex, hex.to_uppercase().into_bytes()));
    forms.push((Form::Hex, hex.into_bytes()));
    for before in 0..3 {
        forms.push((Form::Base64, base64(&STANDARD_NO_PAD, before, bytes)));
        forms.push((Form::Base64, base64(&URL_SAFE_NO_PAD, before, bytes)));
    }
    for between in [", ", ","] {
        let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
        // The first and the last number could be the end of a longer one.
        let inner = &numbers[1..numbers.len() - 1];
        let list = format!("{between}{}{between}", inner.join(between));
        forms.push((Form::Numbers, list.into_bytes()));
    }
    forms.sort();
    forms.dedup();
    forms
}

/// The characters that stand for nothing but `bytes` where `before` other bytes (of three) come first.
fn base64(engine: &impl Engine, before: usize, bytes: &[u8]) -> Vec<u8> {
    let mut padded = vec![0; before];
    padded.extend(bytes);
    let text = engine.encode(&padded).into_bytes();
    // A character is six bits: the first ones hold bits of what comes before, the last one bits of what follows.
    let first = (before * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    text[first..last].to_vec()
}
