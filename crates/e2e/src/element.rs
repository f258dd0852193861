//! One thing on the page.

use fantoccini::elements::Element as Remote;
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::find::REFERENCE;

#[derive(Clone)]
pub struct Element<'desk> {
    desk: &'desk Desk,
    remote: Remote,
}

impl<'desk> Element<'desk> {
    pub(crate) fn new(desk: &'desk Desk, remote: Remote) -> Self {
        Self { desk, remote }
    }

    /// The one element of this role and name inside this one; waits for it.
    #[must_use]
    #[track_caller]
    pub fn find<'n>(&self, role: &str, name: impl Into<Option<&'n str>>) -> Element<'desk> {
        self.desk.find_in(Some(self), role, name.into())
    }

    /// Every shown element of this role and name inside this one.
    pub fn find_all<'n>(
        &self,
        role: &str,
        name: impl Into<Option<&'n str>>,
    ) -> Vec<Element<'desk>> {
        self.desk.find_all_in(Some(self), role, name.into())
    }

    /// Clicks in its middle, as soon as nothing lies over it.
    #[track_caller]
    pub fn click(&self) {
        self.desk
            .insist("click it", async || self.remote.click().await);
    }

    /// Clicks in its middle, if it is still there and nothing lies over it.
    pub(crate) fn try_click(&self) -> bool {
        self.desk.block(self.remote.click()).is_ok()
    }

    /// Replaces what a text field holds, key by key.
    #[track_caller]
    pub fn fill(&self, text: &str) {
        self.click();
        let everything = format!("{}a{}{}", Key::Control, Key::Null, Key::Backspace);
        self.desk.insist("empty it", async || {
            self.remote.send_keys(&everything).await
        });
        if !text.is_empty() {
            self.append(text);
        }
    }

    /// Types at the end of what a text field holds.
    #[track_caller]
    pub fn append(&self, text: &str) {
        self.desk
            .insist("type into it", async || self.remote.send_keys(text).await);
    }

    /// Chooses an option of a select by its label.
    #[track_caller]
    pub fn choose(&self, label: &str) {
        self.desk.insist("choose in it", async || {
            self.remote.select_by_label(label).await
        });
    }

    /// Its text as it is shown.
    #[track_caller]
    pub fn text(&self) -> String {
        self.desk
            .insist("read it", async || self.remote.text().await)
    }

    /// What a field holds.
    #[track_caller]
    pub fn value(&self) -> String {
        self.desk
            .insist("read its value", async || self.remote.prop("value").await)
            .unwrap_or_default()
    }

    #[track_caller]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.desk
            .insist("read an attribute", async || self.remote.attr(name).await)
    }

    #[track_caller]
    pub fn is_enabled(&self) -> bool {
        self.desk
            .insist("look at it", async || self.remote.is_enabled().await)
    }

    /// Whether a checkbox, a radio button or an option is chosen.
    #[track_caller]
    pub fn is_selected(&self) -> bool {
        self.desk
            .insist("look at it", async || self.remote.is_selected().await)
    }

    /// Scrolls to it and fails unless all of it is then displayed inside the viewport with nothing over its middle.
    #[track_caller]
    pub fn assert_in_view(&self) {
        let problem = self.desk.settle(|| {
            let problem = self
                .desk
                .script(include_str!("in_view.js"), vec![self.as_json()]);
            problem.as_str().unwrap_or("no answer").to_owned()
        });
        assert!(problem.is_empty(), "{problem}");
    }

    pub(crate) fn as_json(&self) -> Value {
        json!({ REFERENCE: self.remote.element_id().to_string() })
    }
}
