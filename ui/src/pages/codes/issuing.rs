//! Issuing codes a few at a time: hashing is slow on purpose, so whoever issues hundreds sees how far it is and may stop.

use std::rc::Rc;

use contract::ApiError;
use contract::accounts::{CodeRequest, CodeView, IssueCodes};
use domain::names::search_key;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::rpc;

/// So many at a time: a line of the activity log names no more people, and it takes a few seconds.
const AT_ONCE: usize = 20;

/// Codes on their way.
pub(super) struct Issuing {
    pub(super) start: Callback<Vec<CodeRequest>>,
    /// Issues no more than those that are on their way.
    pub(super) stop: Callback<()>,
    /// How many codes there are, of how many, while they are issued.
    pub(super) progress: Option<(usize, usize)>,
    /// Why the last ones were refused.
    pub(super) error: Option<ApiError>,
}

/// `issued` gets the codes by name, once: all of them, or those made before somebody stopped or a part was refused.
#[hook]
pub(super) fn use_issuing(issued: impl Fn(Vec<CodeView>) + 'static) -> Issuing {
    let progress = use_state(|| None);
    let error = use_state(|| None);
    let stopped = use_mut_ref(|| false);
    let start = {
        let (progress, error, stopped) = (progress.setter(), error.setter(), Rc::clone(&stopped));
        let issued = Rc::new(issued);
        Callback::from(move |mut left: Vec<CodeRequest>| {
            let (progress, error, stopped) = (progress.clone(), error.clone(), Rc::clone(&stopped));
            let issued = Rc::clone(&issued);
            stopped.replace(false);
            error.set(None);
            progress.set(Some((0, left.len())));
            spawn_local(async move {
                let total = left.len();
                let mut codes = Vec::with_capacity(total);
                while !left.is_empty() && !*stopped.borrow() {
                    let people = left.drain(..left.len().min(AT_ONCE)).collect();
                    match rpc::call(&IssueCodes { people }).await {
                        Ok(more) => codes.extend(more),
                        Err(refusal) => {
                            error.set(Some(refusal));
                            break;
                        }
                    }
                    progress.set(Some((codes.len(), total)));
                }
                progress.set(None);
                // Also where the others were refused: the earlier codes of these people stopped working.
                if !codes.is_empty() {
                    codes.sort_by_key(|code| search_key(&code.name));
                    issued(codes);
                }
            });
        })
    };
    let stop = Callback::from(move |()| {
        stopped.replace(true);
    });
    {
        // Who left the page would never see them.
        let stop = stop.clone();
        use_effect_with((), move |()| move || stop.emit(()));
    }
    Issuing {
        start,
        stop,
        progress: *progress,
        error: (*error).clone(),
    }
}
