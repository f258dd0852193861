//! The password, again, before something that a passer-by must not do.

use contract::{ApiError, Code};
use yew::prelude::*;

use super::button::{Button, Kind};
use super::dialog::Dialog;
use super::field::PasswordField;
use super::message::ErrorCallout;
use crate::form::Bound;
use crate::wait::{countdown, use_wait};

#[derive(Properties, PartialEq)]
pub(crate) struct PasswordAgainProps {
    /// A question: "Export all people?"
    pub(crate) title: AttrValue,
    /// The verb: "Export".
    pub(crate) act: AttrValue,
    pub(crate) busy: bool,
    /// What the command was refused with.
    pub(crate) error: Option<ApiError>,
    pub(crate) on_act: Callback<String>,
    pub(crate) on_close: Callback<()>,
    /// Why it is asked, or what will happen.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// Draw it while it is open; it sends what was typed.
#[component]
pub(crate) fn PasswordAgain(props: &PasswordAgainProps) -> Html {
    let typed = use_state(String::new);
    let wait = use_wait(props.error.as_ref());
    let at_field = props
        .error
        .as_ref()
        .and_then(|error| error.fields.get("password"));
    let on_type = {
        let typed = typed.setter();
        Callback::from(move |text| typed.set(text))
    };
    let bound = Bound::new((*typed).clone(), on_type)
        .with_error(at_field.map(|message| AttrValue::from(message.clone())));
    let other = props
        .error
        .clone()
        .filter(|error| at_field.is_none() && error.code != Code::Wait);
    let blocked = wait.clone().or_else(|| {
        typed
            .is_empty()
            .then_some(AttrValue::Static("Type your password first"))
    });
    let on_submit = {
        let (on_act, typed, still) = (props.on_act.clone(), (*typed).clone(), blocked.is_some());
        Callback::from(move |()| {
            if !still {
                on_act.emit(typed.clone());
            }
        })
    };
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label={props.act.clone()} kind={Kind::Primary} submit=true busy={props.busy} {blocked} />
        </>
    };
    html! {
        <Dialog title={props.title.clone()} on_close={props.on_close.clone()} foot={Some(foot)} on_submit={Some(on_submit)}>
            { props.children.clone() }
            <span data-focus="true"><PasswordField label="Your password" {bound} /></span>
            { countdown(wait.as_ref()) }
            <ErrorCallout error={other} />
        </Dialog>
    }
}
