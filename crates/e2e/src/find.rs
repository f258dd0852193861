//! Finding things as a person does: by what they are and what they are called.

use std::rc::Rc;

use fantoccini::elements::{Element as Remote, ElementRef};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::element::{Element, Found};

const SCRIPT: &str = include_str!("find.js");

/// The key under which `WebDriver` writes an element (W3C `WebDriver`, section 12).
pub(crate) const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Desk {
    /// Every shown element of this role and name. The name may be left out, or be a part of the whole name if nothing
    /// has exactly that name; `role` is an ARIA role, or empty for any.
    pub fn find_all<'n>(&self, role: &str, name: impl Into<Option<&'n str>>) -> Vec<Element<'_>> {
        self.find_all_in(None, role, name.into())
    }

    /// Waits for the one element of this role and name. Two are an error: a person would not know which, either.
    #[track_caller]
    pub fn find<'n>(&self, role: &str, name: impl Into<Option<&'n str>>) -> Element<'_> {
        self.find_in(None, role, name.into())
    }

    /// Whether something of this role and name is shown now.
    pub fn shows<'n>(&self, role: &str, name: impl Into<Option<&'n str>>) -> bool {
        !self.find_all(role, name).is_empty()
    }

    /// Waits until nothing of this role and name is shown.
    #[track_caller]
    pub fn wait_gone<'n>(&self, role: &str, name: impl Into<Option<&'n str>>) {
        let name = name.into();
        self.wait(&format!("the {} to go", called(role, name)), || {
            (!self.shows(role, name)).then_some(())
        });
    }

    /// Waits until the page's text contains these words.
    #[track_caller]
    pub fn wait_text(&self, words: &str) {
        self.wait(&format!("the words \"{words}\""), || {
            self.text().contains(words).then_some(())
        });
    }

    /// The page's text as it is shown.
    pub fn text(&self) -> String {
        let text = self.block(self.client().execute(
            "return document.body ? document.body.innerText : ''",
            vec![],
        ));
        match text {
            Ok(Value::String(text)) => text,
            _ => String::new(),
        }
    }

    pub(crate) fn find_all_in<'desk>(
        &'desk self,
        scope: Option<&Element<'desk>>,
        role: &str,
        name: Option<&str>,
    ) -> Vec<Element<'desk>> {
        let how = Rc::new(Found {
            scope: scope.cloned(),
            role: role.to_owned(),
            name: name.map(str::to_owned),
        });
        let scope = scope.map_or(Value::Null, Element::as_json);
        let found = self.block(
            self.client()
                .execute(SCRIPT, vec![scope, json!(role), json!(name)]),
        );
        // A page in the middle of a change may refuse; nothing is found then.
        let Ok(Value::Array(found)) = found else {
            return Vec::new();
        };
        let ids = found
            .iter()
            .filter_map(|element| element[REFERENCE].as_str());
        ids.map(|id| self.element(id, Rc::clone(&how))).collect()
    }

    #[track_caller]
    pub(crate) fn find_in<'desk>(
        &'desk self,
        scope: Option<&Element<'desk>>,
        role: &str,
        name: Option<&str>,
    ) -> Element<'desk> {
        let what = called(role, name);
        let mut found = self.wait(&what, || {
            let found = self.find_all_in(scope, role, name);
            (!found.is_empty()).then_some(found)
        });
        assert_eq!(
            found.len(),
            1,
            "more than one {what}; the page shows:\n{}",
            self.text()
        );
        found.remove(0)
    }

    fn element<'desk>(&'desk self, id: &str, found: Rc<Found<'desk>>) -> Element<'desk> {
        let id = ElementRef::from(id.to_owned());
        let remote = Remote::from_element_id(self.client().clone(), id);
        Element::new(self, remote, found)
    }
}

fn called(role: &str, name: Option<&str>) -> String {
    let role = if role.is_empty() { "thing" } else { role };
    match name {
        Some(name) => format!("{role} \"{name}\""),
        None => role.to_owned(),
    }
}
