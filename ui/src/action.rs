//! Doing something: one press, one command, one answer.

use std::cell::RefCell;
use std::rc::Rc;

use contract::{ApiError, Command};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::rpc;

/// Who hears of the answer or the refusal: those of the last render.
type Listeners<T> = Rc<RefCell<Option<(Callback<T>, Callback<ApiError>)>>>;

/// A command that a control runs.
pub(crate) struct Action<C> {
    /// Runs it; ignored while it runs already.
    pub(crate) run: Callback<C>,
    pub(crate) busy: bool,
    /// Why the last run was refused.
    pub(crate) error: Option<ApiError>,
    /// Forgets the error.
    pub(crate) clear: Callback<()>,
}

impl<C> Clone for Action<C> {
    fn clone(&self) -> Self {
        Self {
            run: self.run.clone(),
            busy: self.busy,
            error: self.error.clone(),
            clear: self.clear.clone(),
        }
    }
}

impl<C> Action<C> {
    /// What is wrong with the field `name`, as the backend sees it.
    pub(crate) fn field_error(&self, name: &str) -> Option<AttrValue> {
        self.error
            .as_ref()?
            .fields
            .get(name)
            .map(|text| AttrValue::from(text.clone()))
    }
}

/// `use_action::<sessions::Log>(move |view| …)`: the closure of the last render gets the answer. It is called even when
/// the component has gone meanwhile, so that a toast or a navigation still happens.
#[hook]
pub(crate) fn use_action<C: Command>(done: impl Fn(C::Output) + 'static) -> Action<C> {
    use_action_with(done, |_| {})
}

/// As [`use_action`], telling a refusal too: [`crate::form::Form::refused`] takes it.
#[hook]
pub(crate) fn use_action_with<C: Command>(
    done: impl Fn(C::Output) + 'static,
    refused: impl Fn(ApiError) + 'static,
) -> Action<C> {
    let busy = use_state(|| false);
    let error = use_state(|| None::<ApiError>);
    let running = use_mut_ref(|| false);
    let latest: Listeners<C::Output> = use_mut_ref(|| None);
    *latest.borrow_mut() = Some((Callback::from(done), Callback::from(refused)));

    let run = {
        let (busy, error) = (busy.clone(), error.clone());
        use_callback((), move |command: C, ()| {
            if running.replace(true) {
                return;
            }
            busy.set(true);
            error.set(None);
            let (busy, error, running, latest) = (
                busy.clone(),
                error.clone(),
                Rc::clone(&running),
                Rc::clone(&latest),
            );
            spawn_local(async move {
                let answer = rpc::call(&command).await;
                running.replace(false);
                busy.set(false);
                let listeners = latest.borrow().clone();
                match answer {
                    Ok(output) => {
                        if let Some((done, _)) = listeners {
                            done.emit(output);
                        }
                    }
                    Err(refusal) => {
                        error.set(Some(refusal.clone()));
                        if let Some((_, refused)) = listeners {
                            refused.emit(refusal);
                        }
                    }
                }
            });
        })
    };
    let clear = {
        let error = error.clone();
        use_callback((), move |(), ()| error.set(None))
    };
    Action {
        run,
        busy: *busy,
        error: (*error).clone(),
        clear,
    }
}
