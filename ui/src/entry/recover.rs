//! The ways back in: a forgotten password, and keys that are lost.

use contract::accounts::{CheckRecovery, Recover as Command, RecoverableAccount, SignedIn};
use contract::{ApiError, Code};
use yew::prelude::*;

use super::Way;
use super::frame::{Card, way_link};
use super::secrets::{NewPassword, whole_code};
use crate::action::{use_action, use_action_with};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Callout, Choices, ErrorCallout, Kind, Mood, Size, TextField};
use crate::form::{Bound, Check, use_form};
use crate::wait::{countdown, use_wait};

#[derive(Properties, PartialEq)]
pub(super) struct ForgotProps {
    pub(super) go: Callback<Way>,
}

/// Says who can help.
#[component]
pub(super) fn Forgot(props: &ForgotProps) -> Html {
    let go = |way: Way| props.go.reform(move |()| way);
    html! {
        <Card title="Forgot the password?" sub="There is no server that could send a new one. This is how you get back in.">
            <div class="auth-form">
                <Callout title="Ask an administrator for a one-time code">
                    <p class="mb-3">{ "They find you under People and print a code. With it you choose a new password here." }</p>
                    <Button label="I have a one-time code" glyph={Glyph::Key} onclick={go(Way::Redeem)} />
                </Callout>
                <Callout title="You are an administrator yourself">
                    <p class="mb-3">{ "Use the recovery code that was printed when the programme was set up." }</p>
                    <Button label="Use the recovery code" glyph={Glyph::Shield} onclick={go(Way::Recover)} />
                </Callout>
                <div class="auth-ways">{ way_link("Back to sign-in", props.go.reform(|_| Way::SignIn)) }</div>
            </div>
        </Card>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct RecoverProps {
    /// Whether `recovery.json` stands beside the file.
    pub(super) recovery_file: bool,
    /// Whether the keys are lost, and not only a password.
    pub(super) lost: bool,
    pub(super) go: Callback<Way>,
    pub(super) on_enter: Callback<SignedIn>,
}

/// The recovery code: first the code, then for whom, then a password.
#[component]
pub(super) fn Recover(props: &RecoverProps) -> Html {
    let code = use_state(String::new);
    let found = use_state(|| None::<Vec<RecoverableAccount>>);
    let ask = use_action::<CheckRecovery>({
        let found = found.setter();
        move |recoverable| found.set(Some(recoverable.administrators))
    });
    let wait = use_wait(ask.error.as_ref());
    let (title, sub) = match (props.lost, props.recovery_file) {
        (true, true) => (
            "The keys of this programme are missing",
            "The programme’s file is here, but the file with its keys is missing or damaged. The recovery code makes a new one.",
        ),
        (true, false) => (
            "The keys of this programme are missing",
            "The programme’s file is here, but the file with its keys is missing or damaged.",
        ),
        (false, _) => (
            "Use the recovery code",
            "It sets a new password for one administrator.",
        ),
    };
    let back = (!props.lost).then(|| way_link("Back to sign-in", props.go.reform(|_| Way::SignIn)));
    if !props.recovery_file {
        return html! {
            <Card {title} {sub}>
                <div class="auth-form">
                    <Callout mood={Mood::Warn} title="The recovery file is missing too">
                        { "The code works together with the file recovery.json, which stands beside the programme’s file and \
                           beside every copy of it. Put it back there and open Mentorship Desk again. Nothing was changed." }
                    </Callout>
                    <div class="auth-ways">{ way_link("Restore a backup", props.go.reform(|_| Way::Restore)) }</div>
                    { back }
                </div>
            </Card>
        };
    }
    if let Some(accounts) = &*found {
        let on_back = {
            let found = found.setter();
            Callback::from(move |()| found.set(None))
        };
        return html! {
            <NewStart code={whole_code(&code, 32).unwrap_or_default()} accounts={accounts.clone()} {on_back}
                on_enter={props.on_enter.clone()} lost={props.lost} />
        };
    }
    let whole = whole_code(&code, 32);
    let onsubmit = {
        let (run, whole) = (ask.run.clone(), whole.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(code) = &whole {
                run.emit(CheckRecovery { code: code.clone() });
            }
        })
    };
    let wrong = ask
        .error
        .as_ref()
        .filter(|error| error.code == Code::WrongPassword || error.fields.contains_key("code"));
    let on_type = {
        let (code, clear) = (code.setter(), ask.clear.clone());
        Callback::from(move |text: String| {
            code.set(text);
            clear.emit(());
        })
    };
    let bound = Bound::new((*code).clone(), on_type).with_error(wrong.map(|_| {
        AttrValue::Static(
            "This code does not open the programme. Compare it with the paper, group by group.",
        )
    }));
    html! {
        <Card {title} {sub} wide=true>
            <form class="auth-form form-lg" novalidate=true {onsubmit}>
                <TextField label="Recovery code" glyph={Glyph::Shield} focus=true {bound}
                    hint="8 groups of 4, as on the paper. Spaces and dashes do not matter." />
                if wrong.is_none() {
                    <ErrorCallout error={ask.error.clone().filter(|error| error.code != Code::Wait)} />
                }
                { countdown(wait.as_ref()) }
                <Button label="Continue" kind={Kind::Primary} size={Size::Large} class="w-100" submit=true busy={ask.busy}
                    busy_label="Checking the code" blocked={wait.clone().or_else(|| whole.is_none().then_some(AttrValue::Static("Type the whole code first")))} />
                <div class="auth-ways">
                    { way_link("Restore a backup", props.go.reform(|_| Way::Restore)) }
                    { back }
                </div>
            </form>
        </Card>
    }
}

#[derive(Properties, PartialEq)]
struct NewStartProps {
    code: String,
    accounts: Vec<RecoverableAccount>,
    lost: bool,
    on_back: Callback<()>,
    on_enter: Callback<SignedIn>,
}

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    account: Option<String>,
    password: String,
}

/// Who gets the new password.
#[component]
fn NewStart(props: &NewStartProps) -> Html {
    let form = use_form(
        || Draft {
            account: props
                .accounts
                .first()
                .map(|account| account.sign_in_name.clone()),
            password: String::new(),
        },
        |draft: &Draft| {
            Check::default()
                .field("password", domain::secrets::check_password(&draft.password))
                .done()
        },
    );
    let on_enter = props.on_enter.clone();
    let action = use_action_with::<Command>(move |me| on_enter.emit(me), {
        let refused = form.refused();
        move |error: ApiError| refused.emit(error)
    });
    let onsubmit = {
        let (form, run, code) = (form.clone(), action.run.clone(), props.code.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(Draft {
                account: Some(sign_in_name),
                password,
            }) = form.submit()
            {
                run.emit(Command {
                    code: code.clone(),
                    sign_in_name,
                    password,
                });
            }
        })
    };
    html! {
        <Card title="Choose a new password" sub="The recovery code is right. It stays valid; keep the paper." wide=true>
            <form class="auth-form form-lg" novalidate=true {onsubmit}>
                <Choices<String> label="For whom?" show_label=true value={form.draft().account.clone()}
                    on_change={form.set("account", |d, account| d.account = Some(account))}
                    options={props.accounts.iter().map(|account| (
                        account.sign_in_name.clone(), account.name.clone().into(), account.sign_in_name.clone().into(),
                    )).collect::<Vec<_>>()} />
                <NewPassword label="New password" focus=true bound={form.text("password", |d| &d.password, |d, text| d.password = text)} />
                <p class="t-xs t-3">{ "Private notes, drafts and notes for the administrators stay sealed until the recovery code is typed once more, in Settings." }</p>
                if props.lost {
                    <Callout title="Everybody else needs a one-time code">
                        { "Their passwords were in the lost file. After signing in, print codes for them under One-time codes." }
                    </Callout>
                }
                <ErrorCallout error={action.error.clone()} shown={vec!["password"]} />
                <Button label="Set password and sign in" kind={Kind::Primary} size={Size::Large} class="w-100" submit=true
                    busy={action.busy} busy_label="Opening the programme" />
                <div class="auth-ways">{ way_link("Another code", props.on_back.reform(|_| ())) }</div>
            </form>
        </Card>
    }
}
