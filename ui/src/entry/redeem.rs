//! A one-time code becomes a password.

use contract::accounts::{Redeem as Command, SignedIn};
use contract::{ApiError, Code};
use domain::SignInName;
use yew::prelude::*;

use super::Way;
use super::frame::{Card, way_link};
use super::secrets::{NewPassword, whole_code};
use crate::action::use_action_with;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, ErrorCallout, Kind, Size, TextField};
use crate::form::{Check, Errors, use_form};
use crate::wait::{countdown, use_wait};

#[derive(Properties, PartialEq)]
pub(super) struct RedeemProps {
    pub(super) go: Callback<Way>,
    pub(super) on_enter: Callback<SignedIn>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Draft {
    name: String,
    code: String,
    password: String,
}

fn check(draft: &Draft) -> Errors {
    Check::default()
        .field("name", SignInName::parse(&draft.name))
        .when(
            whole_code(&draft.code, 16).is_none(),
            "code",
            "Type all 16 letters and digits of the code",
        )
        .field("password", domain::secrets::check_password(&draft.password))
        .done()
}

#[component]
pub(super) fn Redeem(props: &RedeemProps) -> Html {
    let form = use_form(Draft::default, check);
    let on_enter = props.on_enter.clone();
    let action = use_action_with::<Command>(move |me| on_enter.emit(me), {
        let refused = form.refused();
        move |error: ApiError| {
            // Which of the two is wrong is not told.
            let error = if error.code == Code::WrongPassword {
                ApiError::field(
                    "code",
                    "The name and the code do not match, or the code is older than a day",
                )
            } else {
                error
            };
            refused.emit(error);
        }
    });
    let onsubmit = {
        let (form, run) = (form.clone(), action.run.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(draft) = form.submit() {
                run.emit(Command {
                    name: draft.name,
                    code: whole_code(&draft.code, 16).unwrap_or(draft.code),
                    password: draft.password,
                });
            }
        })
    };
    let other = action
        .error
        .clone()
        .filter(|error| !matches!(error.code, Code::WrongPassword | Code::Wait));
    let wait = use_wait(action.error.as_ref());
    html! {
        <Card title="Use your one-time code" sub="It is on the sheet an administrator gave you, and works for one day.">
            <form class="auth-form form-lg" novalidate=true {onsubmit}>
                <TextField label="Sign-in name" focus=true autocomplete="username" hint="As printed above the code"
                    bound={form.text("name", |d| &d.name, |d, text| d.name = text)} />
                <TextField label="One-time code" glyph={Glyph::Key} placeholder="XXXX-XXXX-XXXX-XXXX"
                    bound={form.text("code", |d| &d.code, |d, text| d.code = text)} />
                <NewPassword label="Choose a password" words={vec![form.draft().name.clone()]} bound={form.text("password", |d| &d.password, |d, text| d.password = text)} />
                <p class="t-xs t-3">{ "If you had a password before: your private notes and drafts, and what you wrote or read as an administrator, stay sealed. The recovery code opens them, in Settings; what the administrators read, another administrator opens for them by signing in." }</p>
                <ErrorCallout error={other} shown={vec!["name", "code", "password"]} />
                { countdown(wait.as_ref()) }
                <Button label="Set password and sign in" kind={Kind::Primary} size={Size::Large} class="w-100" submit=true
                    busy={action.busy} busy_label="Opening the programme" blocked={wait.clone()} />
                <div class="auth-ways">{ way_link("Back to sign-in", props.go.reform(|_| Way::SignIn)) }</div>
            </form>
        </Card>
    }
}
