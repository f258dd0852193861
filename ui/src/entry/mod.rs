//! Before sign-in: the first run, signing in, joining, recovering.

mod first_data;
mod first_run;
mod frame;
mod lock;
mod recover;
mod redeem;
mod register;
mod restore;
mod secrets;
mod sign_in;
mod states;
mod welcome;

use contract::accounts::SignedIn;
use contract::programmes::StatusView;
use yew::prelude::*;

use crate::route::Route;

pub(crate) use secrets::{CodeSheet, NewPassword};

#[derive(Properties, PartialEq)]
pub(crate) struct EntranceProps {
    pub(crate) status: StatusView,
    /// Somebody is signed in; where to go if not home.
    pub(crate) on_enter: Callback<(SignedIn, Option<Route>)>,
    /// Asks again where things stand.
    pub(crate) on_recheck: Callback<()>,
}

/// The ways in beside the plain sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    SignIn,
    Register,
    Redeem,
    Forgot,
    Recover,
    Restore,
}

#[component]
pub(crate) fn Entrance(props: &EntranceProps) -> Html {
    let way = use_state(|| Way::SignIn);
    // Somebody else than who locked the desk wants to come in.
    let switched = use_state(|| false);
    let go = {
        let way = way.setter();
        Callback::from(move |chosen| way.set(chosen))
    };
    let enter = props.on_enter.reform(|me| (me, None));
    if *way == Way::Restore && props.status != StatusView::SignedIn {
        return html! { <restore::Restore {go} on_recheck={props.on_recheck.clone()} /> };
    }
    match &props.status {
        StatusView::NoProgramme => {
            html! { <welcome::Welcome {go} on_enter={props.on_enter.clone()} /> }
        }
        StatusView::Locked { .. } if *way == Way::Register => html! { <register::Register {go} /> },
        StatusView::Locked { .. } if *way == Way::Redeem => {
            html! { <redeem::Redeem {go} on_enter={enter} /> }
        }
        StatusView::Locked { .. } if *way == Way::Forgot => html! { <recover::Forgot {go} /> },
        StatusView::Locked { recovery_file, .. } if *way == Way::Recover => html! {
            <recover::Recover recovery_file={*recovery_file} lost=false {go} on_enter={enter} />
        },
        StatusView::Locked {
            programme,
            computer,
            names,
            keyring,
            locked_by,
            ..
        } => match locked_by.as_ref().filter(|_| !*switched) {
            Some(by) => html! {
                <lock::LockScreen by={by.clone()} {go} on_enter={enter}
                    on_switch={ let switched = switched.setter(); Callback::from(move |()| switched.set(true)) } />
            },
            None => html! {
                <sign_in::SignIn programme={programme.clone()} computer={*computer} names={names.clone()}
                    keyring={*keyring} {go} on_enter={enter} />
            },
        },
        StatusView::RecoveryNeeded { recovery_file } => html! {
            <recover::Recover recovery_file={*recovery_file} lost=true {go} on_enter={enter} />
        },
        StatusView::Newer => {
            html! { <states::Newer on_recheck={props.on_recheck.clone()} /> }
        }
        StatusView::Damaged { reason } => html! {
            <states::Damaged {go} reason={reason.clone()} on_recheck={props.on_recheck.clone()} />
        },
        // The app shows the desk then.
        StatusView::SignedIn => Html::default(),
    }
}
