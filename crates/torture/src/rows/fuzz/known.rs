//! What answers said so far, by the name it was said under: the next inputs name what there is.

use std::collections::HashMap;

use fastrand::Rng;
use serde_json::{Value, json};

/// So many of a kind are kept, and so much of an answer is read.
const MOST: usize = 48;
const PARTS: usize = 600;

#[derive(Default)]
pub(super) struct Known {
    /// By the feature that named them, and all of them under "".
    ids: HashMap<String, Vec<String>>,
    /// By the key they stood under.
    values: HashMap<String, Vec<Value>>,
}

impl Known {
    /// What a person knows before anything was answered.
    pub(super) fn tell(&mut self, key: &str, value: Value) {
        let kept = self.values.entry(key.to_owned()).or_default();
        if kept.len() < MOST {
            kept.push(value);
        }
    }

    pub(super) fn learn(&mut self, rng: &mut Rng, feature: &str, answer: &str) {
        let Ok(answer) = serde_json::from_str::<Value>(answer) else {
            return;
        };
        let mut left = PARTS;
        self.read(rng, feature, "", &answer, &mut left);
    }

    fn read(&mut self, rng: &mut Rng, feature: &str, key: &str, value: &Value, left: &mut usize) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        match value {
            Value::Object(parts) => {
                for (key, value) in parts {
                    self.read(rng, feature, key, value, left);
                }
            }
            Value::Array(parts) => {
                for value in parts {
                    self.read(rng, feature, key, value, left);
                }
            }
            Value::String(text) if is_id(text) => {
                for feature in [feature, ""] {
                    keep(
                        rng,
                        self.ids.entry(feature.to_owned()).or_default(),
                        text.clone(),
                    );
                }
            }
            Value::String(_) | Value::Number(_) if !key.is_empty() => {
                let kept = self.values.entry(key.to_owned()).or_default();
                keep(rng, kept, value.clone());
            }
            Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => {}
        }
    }

    /// The id of something, mostly of this feature.
    pub(super) fn id(&self, rng: &mut Rng, feature: &str) -> String {
        let feature = if rng.u8(..4) == 0 { "" } else { feature };
        let known = self.ids.get(feature).filter(|known| !known.is_empty());
        match known.or_else(|| self.ids.get("")) {
            Some(known) if rng.u8(..16) > 0 => known[rng.usize(..known.len())].clone(),
            _ => format!("{:08x}-0000-7000-8000-{:012x}", rng.u32(..), rng.u32(..)),
        }
    }

    /// Something that stood under this key.
    pub(super) fn value(&self, rng: &mut Rng, key: &str) -> Option<Value> {
        let known = self.values.get(key)?;
        Some(known[rng.usize(..known.len())].clone())
    }

    pub(super) fn text(&self, rng: &mut Rng, key: &str) -> Option<String> {
        match self.value(rng, key)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn number(&self, rng: &mut Rng, key: &str) -> Option<Value> {
        self.value(rng, key).filter(Value::is_number)
    }
}

fn keep<T>(rng: &mut Rng, kept: &mut Vec<T>, new: T) {
    if kept.len() < MOST {
        kept.push(new);
    } else {
        kept[rng.usize(..MOST)] = new;
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 36 && text.as_bytes()[8] == b'-' && text.as_bytes()[13] == b'-'
}

/// Who is there in every scene.
pub(super) fn of_scene(code: &str) -> Known {
    let mut known = Known::default();
    for key in ["password", "current", "new"] {
        known.tell(key, json!(crate::desk::PASSWORD));
    }
    for key in ["name", "sign_in_name"] {
        known.tell(key, json!(crate::desk::NAME));
    }
    known.tell("code", json!(code));
    for zone in ["Europe/Berlin", "America/New_York"] {
        known.tell("zone", json!(zone));
    }
    for hours in ["mon 9-12", "tue:16-18", ""] {
        known.tell("availability", json!(hours));
    }
    known
}
