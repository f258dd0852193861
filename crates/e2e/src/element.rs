//! One thing on the page.

use std::cell::RefCell;
use std::rc::Rc;

use fantoccini::elements::Element as Remote;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::find::REFERENCE;

/// What a person sees there by its role and name: a list that is asked again draws its rows anew, and whatever stands in
/// the same place by then is meant.
#[derive(Clone)]
pub struct Element<'desk> {
    desk: &'desk Desk,
    remote: RefCell<Remote>,
    found: Rc<Found<'desk>>,
}

/// How something was found.
pub(crate) struct Found<'desk> {
    pub(crate) scope: Option<Element<'desk>>,
    pub(crate) role: String,
    pub(crate) name: Option<String>,
}

impl<'desk> Element<'desk> {
    pub(crate) fn new(desk: &'desk Desk, remote: Remote, found: Rc<Found<'desk>>) -> Self {
        Self {
            desk,
            remote: RefCell::new(remote),
            found,
        }
    }

    /// Does a step with it, again and again while it fails, until it succeeds or time is up.
    #[track_caller]
    fn insist<T>(&self, what: &str, step: impl AsyncFn(&Remote) -> Result<T, CmdError>) -> T {
        self.desk.insist(what, || {
            let remote = self.remote.borrow().clone();
            self.desk
                .block(step(&remote))
                .inspect_err(|_| self.look_again())
        })
    }

    /// Takes what stands in its place now, where that is one thing.
    fn look_again(&self) {
        let Found { scope, role, name } = &*self.found;
        if let Some(scope) = scope {
            scope.look_again();
        }
        let all = self.desk.find_all_in(scope.as_ref(), role, name.as_deref());
        if let [now] = all.as_slice() {
            self.remote.replace(now.remote.borrow().clone());
        }
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
        self.insist("click it", async |remote| remote.click().await);
    }

    /// Replaces what a text field holds, key by key.
    #[track_caller]
    pub fn fill(&self, text: &str) {
        self.click();
        let everything = format!("{}a{}{}", Key::Control, Key::Null, Key::Backspace);
        self.insist("empty it", async |remote| {
            remote.send_keys(&everything).await
        });
        if !text.is_empty() {
            self.append(text);
        }
    }

    /// Types at the end of what a text field holds.
    #[track_caller]
    pub fn append(&self, text: &str) {
        self.insist("type into it", async |remote| remote.send_keys(text).await);
    }

    /// Chooses an option of a select by its label.
    #[track_caller]
    pub fn choose(&self, label: &str) {
        self.insist("choose in it", async |remote| {
            remote.select_by_label(label).await
        });
    }

    /// Its text as it is shown.
    #[track_caller]
    pub fn text(&self) -> String {
        self.insist("read it", async |remote| remote.text().await)
    }

    /// What a field holds.
    #[track_caller]
    pub fn value(&self) -> String {
        self.insist("read its value", async |remote| remote.prop("value").await)
            .unwrap_or_default()
    }

    #[track_caller]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.insist("read an attribute", async |remote| remote.attr(name).await)
    }

    #[track_caller]
    pub fn is_enabled(&self) -> bool {
        self.insist("look at it", async |remote| remote.is_enabled().await)
    }

    /// Whether a checkbox, a radio button or an option is chosen.
    #[track_caller]
    pub fn is_selected(&self) -> bool {
        self.insist("look at it", async |remote| remote.is_selected().await)
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
        json!({ REFERENCE: self.remote.borrow().element_id().to_string() })
    }
}
