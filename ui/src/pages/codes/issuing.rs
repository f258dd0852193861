//! Issuing codes a few at a time: hashing is slow on purpose, so whoever issues hundreds sees how far it is and may stop.

use std::rc::Rc;

use contract::ApiError;
use contract::accounts::{CodeRequest, CodeView, IssueCodes};
use domain::names::search_key;
use yew::prelude::*;

use crate::action::use_action_with;

/// So many at a time: a line of the activity log names no more people, and it takes a few seconds.
const AT_ONCE: usize = 20;

/// What is being issued.
#[derive(Default)]
struct Run {
    left: Vec<CodeRequest>,
    codes: Vec<CodeView>,
}

/// Codes on their way.
pub(super) struct Issuing {
    pub(super) start: Callback<Vec<CodeRequest>>,
    /// Issues no more than those that are on their way.
    pub(super) stop: Callback<()>,
    pub(super) busy: bool,
    /// How many codes there are, of how many.
    pub(super) done: usize,
    pub(super) total: usize,
    pub(super) error: Option<ApiError>,
}

/// `issued` gets the codes by name, once: all of them, or those made before somebody stopped or a part was refused.
#[hook]
pub(super) fn use_issuing(issued: impl Fn(Vec<CodeView>) + 'static) -> Issuing {
    let run = use_mut_ref(Run::default);
    let progress = use_state(|| (0, 0));
    let issued = Rc::new(issued);
    let end = {
        let (run, issued) = (Rc::clone(&run), Rc::clone(&issued));
        Callback::from(move |()| {
            let Run { mut codes, .. } = run.take();
            if !codes.is_empty() {
                codes.sort_by_key(|code| search_key(&code.name));
                issued(codes);
            }
        })
    };
    let next = use_mut_ref(Callback::noop);
    let action = {
        let (run, progress, next) = (Rc::clone(&run), progress.setter(), Rc::clone(&next));
        let refused = end.clone();
        let done = move |codes: Vec<CodeView>| {
            let (ready, left) = {
                let mut run = run.borrow_mut();
                run.codes.extend(codes);
                (run.codes.len(), run.left.len())
            };
            if left == 0 {
                end.emit(());
            } else {
                progress.set((ready, ready + left));
                let next = next.borrow().clone();
                next.emit(());
            }
        };
        // Those that were issued before are worth showing: their old codes stopped working.
        use_action_with::<IssueCodes>(done, move |_| refused.emit(()))
    };
    *next.borrow_mut() = {
        let (run, issue) = (Rc::clone(&run), action.run.clone());
        Callback::from(move |()| {
            let people = {
                let left = &mut run.borrow_mut().left;
                let few = left.len().min(AT_ONCE);
                left.drain(..few).collect()
            };
            issue.emit(IssueCodes { people });
        })
    };
    let start = {
        let (run, progress, next) = (Rc::clone(&run), progress.setter(), Rc::clone(&next));
        Callback::from(move |people: Vec<CodeRequest>| {
            progress.set((0, people.len()));
            run.replace(Run {
                left: people,
                codes: Vec::new(),
            });
            let next = next.borrow().clone();
            next.emit(());
        })
    };
    let stop = Callback::from(move |()| run.borrow_mut().left.clear());
    {
        // Who left the page would never see them.
        let stop = stop.clone();
        use_effect_with((), move |()| move || stop.emit(()));
    }
    let (done, total) = *progress;
    Issuing {
        start,
        stop,
        busy: action.busy,
        done,
        total,
        error: action.error,
    }
}
