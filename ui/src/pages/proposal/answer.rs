//! Questions about a draft that take a while: asked by themselves, asked again after a change, never in its way.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use contract::{ApiError, Command};
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::job::{Progress, use_job};

/// An answer, and whether it is about the proposal as it stands.
pub(super) struct Answer<T> {
    pub(super) value: Option<Rc<T>>,
    pub(super) fresh: bool,
    pub(super) progress: Progress,
    pub(super) error: Option<ApiError>,
    /// Whether nothing is asked because somebody stopped it.
    pub(super) stopped: bool,
    pub(super) stop: Callback<()>,
    pub(super) again: Callback<()>,
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            fresh: self.fresh,
            progress: self.progress,
            error: self.error.clone(),
            stopped: self.stopped,
            stop: self.stop.clone(),
            again: self.again.clone(),
        }
    }
}

impl<T> PartialEq for Answer<T> {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.value, &other.value) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same && self.fresh == other.fresh
            && self.progress == other.progress
            && self.error == other.error
            && self.stopped == other.stopped
    }
}

impl<T> Answer<T> {
    /// The answer, where it is about the proposal as it stands.
    pub(super) fn now(&self) -> Option<&Rc<T>> {
        self.value.as_ref().filter(|_| self.fresh)
    }
}

/// Asks `question` about the proposal as it was solved at `of`; nothing for `None`. While `hold`, because a change is on
/// its way, what runs is stopped and nothing is begun.
#[hook]
pub(super) fn use_answer<C>(question: Option<C>, of: DateTime<Utc>, hold: bool) -> Answer<C::Output>
where
    C: Command + Clone + PartialEq,
{
    let asked = use_mut_ref(|| None::<(C, DateTime<Utc>)>);
    let got = use_state(|| None::<((C, DateTime<Utc>), Rc<C::Output>)>);
    let stopped = use_state(|| false);
    let again = use_state(|| 0_u32);
    let job = use_job::<C>({
        let (asked, got) = (asked.clone(), got.clone());
        move |output: C::Output| {
            // An answer to what is not asked any more is dropped.
            if let Some(asked) = asked.borrow().clone() {
                got.set(Some((asked, Rc::new(output))));
            }
        }
    });
    let wanted = question.map(|question| (question, of));
    {
        let (asked, run, cancel) = (asked.clone(), job.run.clone(), job.cancel.clone());
        use_effect_with(
            (wanted.clone(), hold, job.progress, *again),
            move |(wanted, hold, progress, _)| {
                let is_asked = *asked.borrow() == *wanted;
                if progress.is_busy() {
                    if *hold || !is_asked {
                        asked.replace(None);
                        cancel.emit(());
                    }
                } else if !hold
                    && !is_asked
                    && let Some(wanted) = wanted
                {
                    asked.replace(Some(wanted.clone()));
                    run.emit(wanted.0.clone());
                }
            },
        );
    }
    {
        // Whoever stopped one question did not stop the next.
        let stopped = stopped.clone();
        use_effect_with(wanted.clone(), move |_| stopped.set(false));
    }
    let stop = {
        let (stopped, cancel) = (stopped.clone(), job.cancel.clone());
        Callback::from(move |()| {
            stopped.set(true);
            cancel.emit(());
        })
    };
    let ask_again = {
        let (asked, again, stopped) = (asked.clone(), again.clone(), stopped.clone());
        Callback::from(move |()| {
            asked.replace(None);
            stopped.set(false);
            again.set(*again + 1);
        })
    };
    Answer {
        fresh: got.as_ref().map(|(asked, _)| asked) == wanted.as_ref() && !hold,
        value: got.as_ref().map(|(_, value)| Rc::clone(value)),
        progress: job.progress,
        error: job.error,
        stopped: *stopped && !job.progress.is_busy(),
        stop,
        again: ask_again,
    }
}

/// Shorter work shows nothing, so that the page does not flicker, in milliseconds.
const PATIENCE: u32 = 200;

/// Whether `busy` has been so for a while.
#[hook]
pub(super) fn use_late(busy: bool) -> bool {
    let late = use_state(|| false);
    {
        let late = late.clone();
        use_effect_with(busy, move |busy| {
            let timer = busy.then(|| {
                let late = late.clone();
                Timeout::new(PATIENCE, move || late.set(true))
            });
            if !busy {
                late.set(false);
            }
            move || drop(timer)
        });
    }
    *late && busy
}
