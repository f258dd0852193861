//! Deleting a session, with Undo.

use contract::sessions::{Delete, Restore};
use domain::SessionId;
use yew::prelude::*;

use crate::action::{Action, use_action, use_action_with};
use crate::toasts::use_toasts;

/// Deletes the session `id`; `done` is called once it is gone, with Undo still on the screen.
#[hook]
pub(crate) fn use_remove_session(id: SessionId, done: impl Fn() + 'static) -> Action<Delete> {
    let toasts = use_toasts();
    let restore = {
        let (said, refused) = (toasts.clone(), toasts.clone());
        use_action_with::<Restore>(
            move |_| said.say("Session restored"),
            move |error| refused.bad(error.message),
        )
    };
    use_action::<Delete>(move |_| {
        toasts.undo(
            "Session deleted",
            restore.run.reform(move |()| Restore { id }),
        );
        done();
    })
}
