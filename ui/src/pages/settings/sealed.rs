//! Texts that a reset password left sealed, and the way to open them.

use contract::accounts::{ReopenTexts, Reopened, SealedTexts, SealedTextsView};
use contract::{ApiError, Code};
use yew::prelude::*;

use crate::action::use_action_with;
use crate::components::{Button, Callout, ErrorCallout, Kind, Mood, Panel, TextField};
use crate::form::Bound;
use crate::query::use_query;
use crate::time::count;
use crate::toasts::use_toasts;

/// Nothing, while there is nothing sealed.
#[component]
pub(super) fn Sealed() -> Html {
    let toasts = use_toasts();
    let sealed = use_query(SealedTexts {});
    let typed = use_state(String::new);
    let refused = use_state(|| None::<ApiError>);
    let reopen = {
        let (typed, refresh, refused) = (typed.setter(), sealed.refresh.clone(), refused.setter());
        use_action_with::<ReopenTexts>(
            move |done: Reopened| {
                let texts = count(done.opened, "sealed text is", "sealed texts are");
                toasts.say(format!("{texts} yours to read again"));
                typed.set(String::new());
                refresh.emit(());
            },
            move |error: ApiError| refused.set(Some(error)),
        )
    };
    let view = sealed.ready().map(|view| (**view).clone());
    let view = view.unwrap_or_default();
    if view == SealedTextsView::default() {
        return Html::default();
    }
    let on_change = {
        let (typed, refused) = (typed.setter(), refused.setter());
        Callback::from(move |text: String| {
            typed.set(text);
            refused.set(None);
        })
    };
    let wrong = refused.as_ref().and_then(|error| {
        let at_the_field = error.fields.get("code").cloned();
        at_the_field.or_else(|| (error.code == Code::WrongPassword).then(|| error.message.clone()))
    });
    let other = (*refused).clone().filter(|_| wrong.is_none());
    let bound = Bound::new((*typed).clone(), on_change).with_error(wrong.map(AttrValue::from));
    let onsubmit = {
        let (run, code) = (reopen.run.clone(), (*typed).clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            run.emit(ReopenTexts { code: code.clone() });
        })
    };
    html! {
        <Panel title="Sealed texts" padded=true>
            if view.locked > 0 {
                <Callout mood={Mood::Warn} title={count(view.locked, "text of yours is sealed", "texts of yours are sealed")}>
                    { "Private notes, notes for the administrators and drafts are sealed to your earlier password. The programme's recovery code opens them: ask an administrator to type it here with you. The activity log says that it was done, not what they say." }
                </Callout>
            }
            if view.administrators > 0 {
                <Callout mood={Mood::Warn} title={count(view.administrators, "note for the administrators is sealed", "notes for the administrators are sealed")}>
                    { "You do not have the key to it yet. Another administrator gives it to you by signing in; or the programme's recovery code opens it here. The activity log says that it was done, not what the notes say." }
                </Callout>
            }
            <form novalidate=true {onsubmit}>
                <TextField label="Recovery code" hint="8 groups of 4 letters and digits" {bound} />
                <ErrorCallout error={other} />
                <Button label="Open sealed texts" kind={Kind::Primary} submit=true busy={reopen.busy} busy_label="Opening"
                    blocked={typed.is_empty().then_some("Type the recovery code first")} />
            </form>
        </Panel>
    }
}
