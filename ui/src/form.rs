//! Forms: a draft, what is wrong with it, and when to say so.
//!
//! The validator is a pure function of the draft that calls the constructors of `domain`. What it finds is shown once
//! the field was left (or all were, by pressing the button); what the backend refused is shown under the same keys until
//! the field changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::rc::Rc;

use contract::ApiError;
use yew::prelude::*;

/// What is wrong, by the field's name in the command.
pub(crate) type Errors = BTreeMap<&'static str, String>;

/// Collects what constructors refuse.
#[derive(Default)]
pub(crate) struct Check(Errors);

impl Check {
    /// Notes the error of `result` under `field`.
    pub(crate) fn field<T, E: Display>(
        mut self,
        field: &'static str,
        result: Result<T, E>,
    ) -> Self {
        if let Err(error) = result {
            self.0.entry(field).or_insert_with(|| error.to_string());
        }
        self
    }

    /// Notes `message` under `field` where `wrong`.
    pub(crate) fn when(mut self, wrong: bool, field: &'static str, message: &str) -> Self {
        if wrong {
            self.0.entry(field).or_insert_with(|| message.to_owned());
        }
        self
    }

    pub(crate) fn done(self) -> Errors {
        self.0
    }
}

/// The state of a form; changes are pure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FormState<D> {
    pub(crate) draft: D,
    left: BTreeSet<&'static str>,
    all_left: bool,
    refused: BTreeMap<String, String>,
    changed: bool,
}

pub(crate) enum Step<D> {
    Change(&'static str, Box<dyn FnOnce(&mut D)>),
    Leave(&'static str),
    LeaveSome(&'static [&'static str]),
    LeaveAll,
    Refused(BTreeMap<String, String>),
    Reset(D),
}

impl<D> FormState<D> {
    pub(crate) fn new(draft: D) -> Self {
        Self {
            draft,
            left: BTreeSet::new(),
            all_left: false,
            refused: BTreeMap::new(),
            changed: false,
        }
    }

    /// What is said at `field` now: the backend's word before ours.
    pub(crate) fn error(&self, field: &str, errors: &Errors) -> Option<String> {
        let own = || {
            (self.all_left || self.left.contains(field))
                .then(|| errors.get(field).cloned())
                .flatten()
        };
        self.refused.get(field).cloned().or_else(own)
    }
}

impl<D: Clone + 'static> Reducible for FormState<D> {
    type Action = Step<D>;

    fn reduce(self: Rc<Self>, step: Step<D>) -> Rc<Self> {
        let mut next = (*self).clone();
        match step {
            Step::Change(field, change) => {
                change(&mut next.draft);
                // Clear while typing: the error comes back when the field is left again.
                next.left.remove(field);
                next.refused.remove(field);
                next.changed = true;
            }
            Step::Leave(field) => {
                next.left.insert(field);
            }
            Step::LeaveSome(fields) => next.left.extend(fields),
            Step::LeaveAll => next.all_left = true,
            Step::Refused(fields) => {
                next.refused = fields;
                next.all_left = true;
            }
            Step::Reset(draft) => next = Self::new(draft),
        }
        Rc::new(next)
    }
}

/// A form of a component.
pub(crate) struct Form<D: Clone + 'static> {
    state: UseReducerHandle<FormState<D>>,
    errors: Errors,
}

impl<D: Clone + 'static> Clone for Form<D> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            errors: self.errors.clone(),
        }
    }
}

/// `use_form(|| Draft::default(), |draft| Check::default().field("name", PersonName::parse(&draft.name)).done())`.
#[hook]
pub(crate) fn use_form<D: Clone + 'static>(
    initial: impl FnOnce() -> D,
    validate: impl Fn(&D) -> Errors,
) -> Form<D> {
    let state = use_reducer(|| FormState::new(initial()));
    let errors = validate(&state.draft);
    Form { state, errors }
}

impl<D: Clone + 'static> Form<D> {
    pub(crate) fn draft(&self) -> &D {
        &self.state.draft
    }

    /// A text field of the draft: give it to `bound` of a field component.
    pub(crate) fn text(
        &self,
        field: &'static str,
        get: impl Fn(&D) -> &String,
        set: fn(&mut D, String),
    ) -> Bound {
        let dispatch = self.state.dispatcher();
        let leave = self.state.dispatcher();
        Bound {
            value: AttrValue::from(get(&self.state.draft).clone()),
            error: self.error(field),
            on_change: Callback::from(move |text: String| {
                dispatch.dispatch(Step::Change(field, Box::new(move |draft| set(draft, text))));
            }),
            on_leave: Callback::from(move |()| leave.dispatch(Step::Leave(field))),
        }
    }

    /// Sets any other part of the draft: `form.set("minutes", |draft, minutes| draft.minutes = minutes)`.
    pub(crate) fn set<V: 'static>(&self, field: &'static str, set: fn(&mut D, V)) -> Callback<V> {
        let dispatch = self.state.dispatcher();
        Callback::from(move |value: V| {
            dispatch.dispatch(Step::Change(
                field,
                Box::new(move |draft| set(draft, value)),
            ));
        })
    }

    /// Changes the draft at once.
    pub(crate) fn update(&self, field: &'static str, change: impl FnOnce(&mut D) + 'static) {
        self.state.dispatch(Step::Change(field, Box::new(change)));
    }

    /// Says that a field was left.
    pub(crate) fn leave(&self, field: &'static str) -> Callback<()> {
        let dispatch = self.state.dispatcher();
        Callback::from(move |()| dispatch.dispatch(Step::Leave(field)))
    }

    /// What is said at `field` now.
    pub(crate) fn error(&self, field: &'static str) -> Option<AttrValue> {
        self.state.error(field, &self.errors).map(AttrValue::from)
    }

    /// Whether something was changed since the start.
    pub(crate) fn is_changed(&self) -> bool {
        self.state.changed
    }

    /// For the button: the draft where it is good; otherwise every error shows and the first wrong field gets the focus.
    pub(crate) fn submit(&self) -> Option<D> {
        if self.errors.is_empty() {
            return Some(self.state.draft.clone());
        }
        self.state.dispatch(Step::LeaveAll);
        focus_first_error();
        None
    }

    /// For a step of a form: whether `fields` are good; otherwise their errors show and the first one gets the focus.
    pub(crate) fn check(&self, fields: &'static [&'static str]) -> bool {
        let good = fields.iter().all(|field| !self.errors.contains_key(field));
        if !good {
            self.state.dispatch(Step::LeaveSome(fields));
            focus_first_error();
        }
        good
    }

    /// Puts the backend's refusal at its fields.
    pub(crate) fn refused(&self) -> Callback<ApiError> {
        let dispatch = self.state.dispatcher();
        Callback::from(move |error: ApiError| {
            if !error.fields.is_empty() {
                dispatch.dispatch(Step::Refused(error.fields));
                focus_first_error();
            }
        })
    }

    /// Starts over with another draft.
    pub(crate) fn reset(&self, draft: D) {
        self.state.dispatch(Step::Reset(draft));
    }
}

/// A value with its changes: what every field component takes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: AttrValue,
    pub(crate) error: Option<AttrValue>,
    pub(crate) on_change: Callback<String>,
    pub(crate) on_leave: Callback<()>,
}

impl Bound {
    /// Without a form.
    pub(crate) fn new(value: impl Into<AttrValue>, on_change: Callback<String>) -> Self {
        Self {
            value: value.into(),
            error: None,
            on_change,
            on_leave: Callback::noop(),
        }
    }

    #[must_use]
    pub(crate) fn with_error(mut self, error: Option<AttrValue>) -> Self {
        self.error = error;
        self
    }
}

/// After the errors are drawn: the first field that says `aria-invalid`.
fn focus_first_error() {
    gloo::timers::callback::Timeout::new(0, || {
        crate::dom::focus("[aria-invalid='true']");
    })
    .forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Default)]
    struct Draft {
        name: String,
    }

    fn check(draft: &Draft) -> Errors {
        Check::default()
            .field("name", domain::PersonName::parse(&draft.name))
            .done()
    }

    #[test]
    fn an_error_shows_after_leaving_goes_while_typing_and_yields_to_the_backend() {
        let state = Rc::new(FormState::new(Draft::default()));
        assert_eq!(state.error("name", &check(&state.draft)), None);

        let state = state.reduce(Step::Leave("name"));
        assert_eq!(
            state.error("name", &check(&state.draft)).as_deref(),
            Some("Fill this in")
        );

        let state = state.reduce(Step::Change(
            "name",
            Box::new(|draft| draft.name = "A".to_owned()),
        ));
        assert_eq!(state.error("name", &check(&state.draft)), None);
        assert!(state.changed);

        let state = state.reduce(Step::Refused(
            [("name".to_owned(), "Taken".to_owned())].into(),
        ));
        assert_eq!(
            state.error("name", &check(&state.draft)).as_deref(),
            Some("Taken")
        );

        let state = state.reduce(Step::Change("name", Box::new(|draft| draft.name.clear())));
        // Everything was left by the button: our own word is back.
        assert_eq!(
            state.error("name", &check(&state.draft)).as_deref(),
            Some("Fill this in")
        );
    }
}
