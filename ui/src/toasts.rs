//! Short words after something was done, with Undo, and words for those who listen instead of looking.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Icon, IconButton};
use crate::registry::{Entry, Group, use_entries};

/// How long a toast stays, in milliseconds. It stays while it is pointed at or has the focus.
const STAYS: u32 = 10_000;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Toast {
    number: u64,
    pub(crate) text: AttrValue,
    pub(crate) bad: bool,
    pub(crate) undo: Option<Callback<()>>,
}

/// One toast at a time, and the polite live region.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Notices {
    toast: Option<Toast>,
    spoken: AttrValue,
    count: u64,
}

pub(crate) enum Notice {
    Show {
        text: AttrValue,
        bad: bool,
        undo: Option<Callback<()>>,
    },
    /// Takes a toast away, unless another one came.
    Dismiss(u64),
    Speak(AttrValue),
}

impl Reducible for Notices {
    type Action = Notice;

    fn reduce(self: Rc<Self>, notice: Notice) -> Rc<Self> {
        let mut next = (*self).clone();
        match notice {
            Notice::Show { text, bad, undo } => {
                next.count += 1;
                next.toast = Some(Toast {
                    number: next.count,
                    text,
                    bad,
                    undo,
                });
            }
            Notice::Dismiss(number) => {
                if next
                    .toast
                    .as_ref()
                    .is_some_and(|toast| toast.number == number)
                {
                    next.toast = None;
                }
            }
            Notice::Speak(text) => {
                // The same words twice are heard twice: a no-break space makes them differ.
                next.spoken = if next.spoken == text {
                    AttrValue::from(format!("{text}\u{a0}"))
                } else {
                    text
                };
            }
        }
        Rc::new(next)
    }
}

/// The way to say something; see [`use_toasts`].
#[derive(Clone, PartialEq)]
pub(crate) struct Toasts(UseReducerDispatcher<Notices>);

impl Toasts {
    /// "Session saved".
    pub(crate) fn say(&self, text: impl Into<AttrValue>) {
        self.0.dispatch(Notice::Show {
            text: text.into(),
            bad: false,
            undo: None,
        });
    }

    /// "Session deleted", with Undo (also Ctrl Z) for ten seconds.
    pub(crate) fn undo(&self, text: impl Into<AttrValue>, undo: Callback<()>) {
        self.0.dispatch(Notice::Show {
            text: text.into(),
            bad: false,
            undo: Some(undo),
        });
    }

    /// What went wrong, where it is also said at its place.
    pub(crate) fn bad(&self, text: impl Into<AttrValue>) {
        self.0.dispatch(Notice::Show {
            text: text.into(),
            bad: true,
            undo: None,
        });
    }

    /// Words for screen readers only: "12 people found".
    pub(crate) fn speak(&self, text: impl Into<AttrValue>) {
        self.0.dispatch(Notice::Speak(text.into()));
    }
}

#[hook]
pub(crate) fn use_toasts() -> Toasts {
    use_context::<Toasts>().expect("the app provides the toasts")
}

#[derive(Properties, PartialEq)]
pub(crate) struct ToasterProps {
    pub(crate) children: Html,
}

/// Provides [`use_toasts`] to what is inside, and draws the toast.
#[component]
pub(crate) fn Toaster(props: &ToasterProps) -> Html {
    let notices = use_reducer(Notices::default);
    let toasts = Toasts(notices.dispatcher());
    let toast = notices.toast.clone();
    html! {
        <ContextProvider<Toasts> context={toasts}>
            { props.children.clone() }
            <div class="toasts" role="status">
                if let Some(toast) = toast {
                    <ToastNote key={toast.number} toast={toast.clone()} notices={notices.dispatcher()} />
                }
            </div>
            <div class="visually-hidden" aria-live="polite">{ notices.spoken.clone() }</div>
        </ContextProvider<Toasts>>
    }
}

#[derive(Properties, PartialEq)]
struct ToastNoteProps {
    toast: Toast,
    notices: UseReducerDispatcher<Notices>,
}

#[component]
fn ToastNote(props: &ToastNoteProps) -> Html {
    let held = use_state(|| false);
    let number = props.toast.number;
    let dismiss = {
        let notices = props.notices.clone();
        Callback::from(move |()| notices.dispatch(Notice::Dismiss(number)))
    };
    {
        let dismiss = dismiss.clone();
        use_effect_with(*held, move |held| {
            let timer = (!held).then(|| Timeout::new(STAYS, move || dismiss.emit(())));
            move || drop(timer)
        });
    }
    let undo = props.toast.undo.clone().map(|undo| {
        let dismiss = dismiss.clone();
        Callback::from(move |()| {
            dismiss.emit(());
            undo.emit(());
        })
    });
    use_entries(
        undo.iter()
            .map(|undo| {
                Entry::new("undo", "Undo", Group::Everywhere, undo.clone())
                    .icon(Glyph::RotateLeft)
                    .keys("Ctrl Z")
            })
            .collect(),
    );

    let hold = |hold: bool| {
        let held = held.clone();
        move |()| held.set(hold)
    };
    let glyph = if props.toast.bad {
        Glyph::CircleExclamation
    } else {
        Glyph::CircleCheck
    };
    html! {
        <div class={classes!("toast-note", props.toast.bad.then_some("is-bad"))}
            onmouseenter={Callback::from(hold(true)).reform(|_: MouseEvent| ())}
            onmouseleave={Callback::from(hold(false)).reform(|_: MouseEvent| ())}
            onfocusin={Callback::from(hold(true)).reform(|_: FocusEvent| ())}
            onfocusout={Callback::from(hold(false)).reform(|_: FocusEvent| ())}>
            <Icon {glyph} />
            <span>{ props.toast.text.clone() }</span>
            if let Some(undo) = undo {
                <button type="button" class="btn btn-ghost btn-sm" onclick={undo.reform(|_| ())}>
                    { "Undo " }<kbd>{ crate::registry::shown_keys("Ctrl Z") }</kbd>
                </button>
            }
            <IconButton glyph={Glyph::Xmark} label="Dismiss" small=true onclick={dismiss} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_toast_at_a_time_and_a_late_timer_does_not_take_its_successor() {
        let show = |text: &'static str| Notice::Show {
            text: text.into(),
            bad: false,
            undo: None,
        };
        let notices = Rc::new(Notices::default()).reduce(show("one"));
        let first = notices
            .toast
            .as_ref()
            .map(|toast| toast.number)
            .unwrap_or_default();
        let notices = notices.reduce(show("two")).reduce(Notice::Dismiss(first));
        assert_eq!(
            notices.toast.as_ref().map(|toast| toast.text.as_str()),
            Some("two")
        );
    }

    #[test]
    fn the_same_words_twice_differ() {
        let once = Rc::new(Notices::default()).reduce(Notice::Speak("12 people".into()));
        let twice = Rc::clone(&once).reduce(Notice::Speak("12 people".into()));
        assert_ne!(once.spoken, twice.spoken);
    }
}
