//! Spoils JSON: by its parts, and by its bytes.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::bytes;

/// A text as it would be asked, whole or spoilt.
pub(super) fn written(rng: &mut Rng, mut input: Value) -> String {
    match rng.u8(..20) {
        0 => String::from_utf8_lossy(&bytes::garbage(rng)).into_owned(),
        1..=3 => {
            let mut text = input.to_string().into_bytes();
            bytes::spoil(rng, &mut text);
            String::from_utf8_lossy(&text).into_owned()
        }
        4..=8 => {
            for _ in 0..=rng.usize(..3) {
                spoil(rng, &mut input);
            }
            input.to_string()
        }
        _ => input.to_string(),
    }
}

/// Changes one part of a value.
pub(super) fn spoil(rng: &mut Rng, value: &mut Value) {
    let mut at = rng.usize(..count(value));
    if let Some(part) = part(value, &mut at) {
        change(rng, part);
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(parts) => parts.iter().map(count).sum(),
        Value::Object(parts) => parts.values().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// The part number `at`, counted from the outside in.
fn part<'v>(value: &'v mut Value, at: &mut usize) -> Option<&'v mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(parts) => parts.iter_mut().find_map(|inner| part(inner, at)),
        Value::Object(parts) => parts.values_mut().find_map(|inner| part(inner, at)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn change(rng: &mut Rng, value: &mut Value) {
    match (rng.u8(..4), &mut *value) {
        (0, Value::Object(parts)) => {
            if let Some(key) = rng.choice(parts.keys().cloned().collect::<Vec<_>>()) {
                parts.remove(&key);
            }
        }
        (1, Value::Object(parts)) => {
            parts.insert(hostile_text(rng), hostile(rng));
        }
        (0, Value::Array(parts)) => {
            let copies = [1, 2, 300][rng.usize(..3)];
            if let Some(last) = parts.last().cloned() {
                parts.extend(std::iter::repeat_n(last, copies));
            }
        }
        (1, Value::Array(parts)) => {
            parts.pop();
        }
        (0, Value::String(text)) => {
            let mut spoilt = std::mem::take(text).into_bytes();
            bytes::spoil(rng, &mut spoilt);
            *text = String::from_utf8_lossy(&spoilt).into_owned();
        }
        // No longer than what is read of a file: the memory that is measured is not to be this one's.
        (1, Value::String(text)) if text.len() < 1_000 => {
            *text = text.repeat([2, 40, 1_000][rng.usize(..3)]);
        }
        (_, value) => *value = hostile(rng),
    }
}

/// A value that nobody expects anywhere.
pub(super) fn hostile(rng: &mut Rng) -> Value {
    match rng.u8(..16) {
        0 => Value::Null,
        1 => Value::Bool(rng.bool()),
        2 => json!(i64::MIN),
        3 => json!(u64::MAX),
        4 => json!(-1),
        5 => json!(f64::MAX),
        6 => json!(-0.0),
        7 => json!(rng.i64(..)),
        8 => json!([]),
        9 => json!({}),
        10 => (0..100).fold(Value::Null, |inner, _| json!([inner])),
        11 => json!(vec![0; 5_000]),
        12 => Value::Object(Map::from_iter([(hostile_text(rng), Value::Null)])),
        _ => Value::String(hostile_text(rng)),
    }
}

pub(super) fn hostile_text(rng: &mut Rng) -> String {
    const TEXTS: [&str; 26] = [
        "",
        " ",
        "\0",
        "\u{feff}",
        "\u{202e}txet",
        "e\u{301}\u{301}\u{301}\u{301}",
        "👩‍👩‍👧‍👦",
        "Ⅷ ﬁ ẞ İ ı",
        "'; DROP TABLE people; --",
        "\"*\" NEAR(a b) OR NOT",
        "% _ \\ * ?",
        "../../../../etc/passwd",
        "=1+1",
        "@file",
        "ABCD-EFGH-JKMN-PQRS",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "9999-12-31T23:59:59.999999999Z",
        "-262143-01-01T00:00:00Z",
        "+262142-12-31T23:59:60Z",
        "2026-02-29",
        "1e400",
        "NaN",
        "null",
        "Europe/Nowhere",
        "mon 25-99",
    ];
    match rng.u8(..12) {
        0 => "a".repeat(rng.usize(..70_000)),
        1 => "𝒜́".repeat(rng.usize(..3_000)),
        2 => (0..rng.usize(..40)).map(|_| rng.char(..)).collect(),
        _ => TEXTS[rng.usize(..TEXTS.len())].to_owned(),
    }
}
