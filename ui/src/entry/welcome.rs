//! The very first question: to create a programme or to join one.

use contract::accounts::SignedIn;
use yew::prelude::*;

use super::Way;
use super::first_run::FirstRun;
use super::frame::{Card, way_link};
use crate::components::{Button, Callout, Choices, Kind, Size};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct WelcomeProps {
    pub(super) go: Callback<Way>,
    pub(super) on_enter: Callback<(SignedIn, Option<Route>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Create,
    Join,
}

#[component]
pub(super) fn Welcome(props: &WelcomeProps) -> Html {
    let start = use_state(|| Start::Create);
    let creating = use_state(|| false);
    if *creating {
        let on_back = {
            let creating = creating.setter();
            Callback::from(move |()| creating.set(false))
        };
        return html! { <FirstRun on_enter={props.on_enter.clone()} {on_back} /> };
    }
    let choose = {
        let start = start.setter();
        Callback::from(move |chosen| start.set(chosen))
    };
    let onsubmit = {
        let (creating, start) = (creating.setter(), *start);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            creating.set(start == Start::Create);
        })
    };
    html! {
        <Card title="Welcome to Mentorship Desk" wide=true
            sub="There is no programme on this computer yet.">
            <form class="auth-form" {onsubmit}>
                <Choices<Start> label="What would you like to do?" value={Some(*start)} on_change={choose}
                    options={vec![
                        (Start::Create, "Create a programme".into(), "You run a mentoring programme and set it up on this computer".into()),
                        (Start::Join, "Join a programme".into(), "Your programme exists already, on another computer".into()),
                    ]} />
                if *start == Start::Join {
                    <Callout title="Use the computer that has your programme">
                        { "A programme is one encrypted file on one computer, and it is not sent over the internet. Go to that \
                           computer, choose “Create an account” there, and an administrator lets you in. A programme moves to another \
                           computer as a backup: bring one on a memory stick and restore it here." }
                    </Callout>
                    <div class="auth-ways">{ way_link("Restore a backup", props.go.reform(|_| Way::Restore)) }</div>
                } else {
                    <div class="d-flex justify-content-end">
                        <Button label="Continue" kind={Kind::Primary} size={Size::Large} submit=true />
                    </div>
                }
            </form>
        </Card>
    }
}
