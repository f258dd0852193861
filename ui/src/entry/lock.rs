//! The lock screen: the name is kept, nothing else.

use contract::accounts::{LockReason, LockedBy, SignedIn};
use domain::Zone;
use gloo::timers::callback::Interval;
use yew::prelude::*;

use super::Way;
use super::frame::{Plain, way_link};
use super::sign_in::use_password;
use crate::components::icon_paths::Glyph;
use crate::components::{Avatar, Button, Kind, PasswordField, Size};
use crate::title::use_title;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(super) struct LockScreenProps {
    pub(super) by: LockedBy,
    pub(super) go: Callback<Way>,
    pub(super) on_enter: Callback<SignedIn>,
    pub(super) on_switch: Callback<()>,
}

#[component]
pub(super) fn LockScreen(props: &LockScreenProps) -> Html {
    use_title(&AttrValue::Static("Locked"));
    let now = use_state(dom::now);
    {
        let now = now.setter();
        use_effect_with((), move |()| {
            let timer = Interval::new(5_000, move || now.set(dom::now()));
            move || drop(timer)
        });
    }
    let entry = use_password(props.on_enter.clone());
    let zone = Zone::parse(&props.by.zone).unwrap_or(Zone::UTC);
    let onsubmit = {
        let (entry, name) = (entry.clone(), props.by.sign_in_name.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            entry.send(&name, false);
        })
    };
    html! {
        <Plain>
            <div class="auth-card text-center">
                <p class="lock-time num" role="timer" aria-label="Time">{ time::clock(*now, zone) }</p>
                <p class="t-2 mb-5">{ time::date_in(*now, zone).format("%A %-d %B").to_string() }</p>
                <div class="d-grid gap-3 mb-4">
                    <span class="mx-auto"><Avatar name={props.by.name.clone()} id={props.by.person} class="avatar-xl" /></span>
                    <h1 class="page-title">{ &props.by.name }</h1>
                </div>
                <form class="auth-form form-lg text-start" novalidate=true {onsubmit}>
                    <PasswordField label="Password" hide_label=true placeholder="Password" focus=true bound={entry.bound()}
                        node={entry.node.clone()} hint={why(props.by.reason)} />
                    { entry.refusal() }
                    <Button label="Unlock" kind={Kind::Primary} size={Size::Large} class="w-100" submit=true glyph={Glyph::Unlock}
                        busy={entry.action.busy} busy_label="Opening the programme" blocked={entry.wait()} />
                    <div class="auth-ways">
                        { way_link("Switch account", props.on_switch.reform(|_| ())) }
                        { way_link("Forgot password", props.go.reform(|_| Way::Forgot)) }
                    </div>
                </form>
            </div>
        </Plain>
    }
}

fn why(reason: LockReason) -> String {
    let because = match reason {
        LockReason::Asked => String::new(),
        LockReason::Away { minutes: 1 } => "Locked after a minute away. ".to_owned(),
        LockReason::Away { minutes } => format!("Locked after {minutes} minutes away. "),
        LockReason::Suspended => "Locked while the computer slept. ".to_owned(),
    };
    format!("{because}What you were writing is kept as a draft.")
}
