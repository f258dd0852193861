//! Makes inputs of the shape that a type reads: the type is read from nothing, and what it asks for is drawn and written
//! down. So a new command and a new field are met without a word about them here.

use std::fmt::Display;

use fastrand::Rng;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected,
    IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Number, Value, json};

use super::known::Known;
use super::mutate;

/// Draws the input of one command.
pub(super) struct Maker<'a> {
    pub(super) rng: &'a mut Rng,
    pub(super) known: &'a Known,
    pub(super) feature: &'a str,
}

impl Maker<'_> {
    pub(super) fn input<T: DeserializeOwned>(&mut self) -> Value {
        let mut input = Value::Null;
        // What is refused was written down all the same.
        let _ = T::deserialize(Make {
            maker: self,
            key: "",
            into: &mut input,
        });
        input
    }

    fn text(&mut self, expected: &str, key: &str) -> String {
        if expected.contains("UUID") {
            return self.known.id(self.rng, self.feature);
        }
        if expected.contains("date and time") {
            return self.moment();
        }
        if expected.contains("date") {
            return self.moment()[..10].to_owned();
        }
        match self.rng.u8(..8) {
            0 => mutate::hostile_text(self.rng),
            1 | 2 => format!("{key} {}", self.rng.u16(..)),
            _ => match self.known.text(self.rng, key) {
                Some(text) => text,
                None => format!("some {key}"),
            },
        }
    }

    fn moment(&mut self) -> String {
        let year = [1969, 2024, 2025, 2026, 2026, 2026, 9999][self.rng.usize(..7)];
        let (month, day, hour) = (self.rng.u8(1..13), self.rng.u8(1..29), self.rng.u8(..24));
        format!("{year}-{month:02}-{day:02}T{hour:02}:30:00Z")
    }

    fn number(&mut self, key: &str) -> Number {
        const USUAL: [i64; 12] = [0, 1, 2, 3, 5, 20, 45, 100, 1_000, -1, 65_536, i64::MAX];
        if self.rng.u8(..4) > 0
            && let Some(Value::Number(number)) = self.known.number(self.rng, key)
        {
            return number;
        }
        USUAL[self.rng.usize(..USUAL.len())].into()
    }

    /// Types with a tag are read whole before they say what they want.
    fn tagged(&mut self, key: &str) -> Value {
        const TAGGED: [(&str, &[&str]); 5] = [
            (
                "backup",
                &[
                    r#"{"from":"listed","id":"@id"}"#,
                    r#"{"from":"picked","file":"@file"}"#,
                ],
            ),
            (
                "with",
                &[
                    r#"{"with":"recovery_code","code":"@code"}"#,
                    r#"{"with":"administrator","name":"@name","password":"@password"}"#,
                ],
            ),
            (
                "targets",
                &[
                    r#"{"to":"name"}"#,
                    r#"{"to":"email"}"#,
                    r#"{"to":"role"}"#,
                    r#"{"to":"capacity"}"#,
                    r#"{"to":"ignore"}"#,
                    r#"{"to":"field","id":"@#"}"#,
                    r#"{"to":"new_field","name":"@name","kind":"number","audience":"pair","sensitive":false}"#,
                ],
            ),
            (
                "edits",
                &[
                    r#"{"kind":"lock","student":"@#","mentor":"@#"}"#,
                    r#"{"kind":"unlock","student":"@#","mentor":"@#"}"#,
                    r#"{"kind":"exclude","student":"@#","mentor":"@#","reason":"@reason"}"#,
                    r#"{"kind":"include","student":"@#","mentor":"@#"}"#,
                    r#"{"kind":"set_places","mentor":"@#","places":3}"#,
                    r#"{"kind":"set_places","mentor":"@#","places":null}"#,
                    r#"{"kind":"set_goal","goal":"best_total","least":40.5}"#,
                    r#"{"kind":"set_goal","goal":"fairest"}"#,
                ],
            ),
            (
                "rule",
                &[
                    r#"{"kind":"same"}"#,
                    r#"{"kind":"overlap"}"#,
                    r#"{"kind":"difference","ideal":-2147483648}"#,
                    r#"{"kind":"difference","ideal":1}"#,
                    r#"{"kind":"similar"}"#,
                    r#"{"kind":"wished"}"#,
                    r#"{"kind":"waiting","days":30}"#,
                ],
            ),
        ];
        let known = TAGGED.iter().find(|(named, _)| *named == key);
        let Some((_, shapes)) = known else {
            return mutate::hostile(self.rng);
        };
        let shape = shapes[self.rng.usize(..shapes.len())];
        let mut value = serde_json::from_str(shape).unwrap_or_default();
        self.fill(&mut value);
        value
    }

    fn fill(&mut self, value: &mut Value) {
        match value {
            Value::String(text) if text == "@#" => *text = self.known.id(self.rng, "people"),
            Value::String(text) => {
                if let Some(key) = text.strip_prefix('@') {
                    let key = key.to_owned();
                    *text = self.text("a string", &key);
                }
            }
            Value::Array(parts) => parts.iter_mut().for_each(|part| self.fill(part)),
            Value::Object(parts) => parts.values_mut().for_each(|part| self.fill(part)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// One value: what is drawn is written into `into`.
struct Make<'m, 'a> {
    maker: &'m mut Maker<'a>,
    key: &'m str,
    into: &'m mut Value,
}

fn expected<'de>(visitor: &impl Visitor<'de>) -> String {
    struct Shown<'v>(&'v dyn Expected);
    impl Display for Shown<'_> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt(f)
        }
    }
    Shown(visitor).to_string()
}

impl<'de> Make<'_, '_> {
    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let number = self.maker.number(self.key);
        *self.into = Value::Number(number.clone());
        Value::Number(number).deserialize_any(visitor)
    }

    fn string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.maker.text(&expected(&visitor), self.key);
        *self.into = Value::String(text.clone());
        visitor.visit_string(text)
    }

    fn list<V: Visitor<'de>>(self, visitor: V, length: usize) -> Result<V::Value, Error> {
        *self.into = Value::Array(Vec::new());
        visitor.visit_seq(Parts {
            make: self,
            left: length,
        })
    }
}

macro_rules! as_number {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.number(visitor)
        }
    )*};
}

macro_rules! as_text {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.string(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Make<'_, '_> {
    type Error = Error;

    as_number! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }
    as_text! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier
    }
    forward_to_deserialize_any! { ignored_any }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.into = self.maker.tagged(self.key);
        self.into.clone().deserialize_any(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let flag = self.maker.rng.bool();
        *self.into = Value::Bool(flag);
        visitor.visit_bool(flag)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        const USUAL: [f64; 8] = [0.0, 1.0, 40.5, 2_000.0, -0.0, -1.0, 1e300, 5e-324];
        let number = USUAL[self.maker.rng.usize(..USUAL.len())];
        *self.into = json!(number);
        visitor.visit_f64(number)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.maker.rng.bool() {
            visitor.visit_some(self)
        } else {
            *self.into = Value::Null;
            visitor.visit_none()
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.into = Value::Null;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let length = self.maker.rng.usize(..5);
        self.list(visitor, length)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.list(visitor, length)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.list(visitor, length)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        *self.into = Value::Object(Map::new());
        let left = self.maker.rng.usize(..4);
        visitor.visit_map(Entries {
            make: self,
            key: Value::Null,
            left,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.into = Value::Object(Map::new());
        visitor.visit_map(Fields {
            make: self,
            names: fields,
            at: 0,
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Some(variant) = self.maker.rng.choice(variants) else {
            return Err(Error::custom("an enum without a variant"));
        };
        *self.into = json!(variant);
        visitor.visit_enum(Variant {
            make: self,
            variant,
        })
    }
}

struct Parts<'m, 'a> {
    make: Make<'m, 'a>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Parts<'_, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let mut part = Value::Null;
        let read = seed.deserialize(Make {
            maker: self.make.maker,
            key: self.make.key,
            into: &mut part,
        });
        if let Value::Array(parts) = &mut *self.make.into {
            parts.push(part);
        }
        read.map(Some)
    }
}

struct Fields<'m, 'a> {
    make: Make<'m, 'a>,
    names: &'static [&'static str],
    at: usize,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        // A field is left out now and then: most have something to stand for them.
        while self.at < self.names.len() && self.make.maker.rng.u8(..24) == 0 {
            self.at += 1;
        }
        let Some(field) = self.names.get(self.at) else {
            return Ok(None);
        };
        let name: StrDeserializer<'_, Error> = (*field).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let field = self.names[self.at];
        self.at += 1;
        let mut part = Value::Null;
        let read = seed.deserialize(Make {
            maker: self.make.maker,
            key: field,
            into: &mut part,
        });
        if let Value::Object(parts) = &mut *self.make.into {
            parts.insert(field.to_owned(), part);
        }
        read
    }
}

struct Entries<'m, 'a> {
    make: Make<'m, 'a>,
    key: Value,
    left: usize,
}

impl<'de> MapAccess<'de> for Entries<'_, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(Make {
            maker: self.make.maker,
            key: self.make.key,
            into: &mut self.key,
        })
        .map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        let mut part = Value::Null;
        let read = seed.deserialize(Make {
            maker: self.make.maker,
            key: self.make.key,
            into: &mut part,
        });
        if let (Value::Object(parts), Value::String(key)) = (&mut *self.make.into, &self.key) {
            parts.insert(key.clone(), part);
        }
        read
    }
}

struct Variant<'m, 'a> {
    make: Make<'m, 'a>,
    variant: &'static str,
}

impl<'a> Variant<'_, 'a> {
    /// What stands beside the variant's name.
    fn content<T>(self, read: impl FnOnce(Make<'_, 'a>) -> Result<T, Error>) -> Result<T, Error> {
        let mut content = Value::Null;
        let done = read(Make {
            maker: self.make.maker,
            key: self.variant,
            into: &mut content,
        });
        *self.make.into = json!({ self.variant: content });
        done
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.variant.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.content(|make| seed.deserialize(make))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.content(|make| make.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content(|make| make.deserialize_struct("", fields, visitor))
    }
}
