//! The password, staying signed in, the recovery code.

use contract::accounts::{ChangePassword, GetRemembering, Remember, Remembering, RenewRecovery};
use contract::programmes::KeyringState;
use contract::{ApiError, Code};
use domain::Role;
use yew::prelude::*;

use super::Row;
use super::sealed::Sealed;
use crate::action::{use_action, use_action_with};
use crate::components::{
    Button, Callout, Dialog, ErrorCallout, Kind, Mood, Panel, PasswordField, State, StateMark,
    Switch, loaded,
};
use crate::desk::use_desk;
use crate::entry::{CodeSheet, NewPassword};
use crate::form::{Bound, Check, use_form};
use crate::query::use_query;
use crate::toasts::use_toasts;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Password,
    Recovery,
}

#[component]
pub(super) fn Security() -> Html {
    let desk = use_desk();
    let toasts = use_toasts();
    let open = use_state(|| Open::Nothing);
    let remembering = use_query(GetRemembering {});
    let remember = {
        let refresh = remembering.refresh.clone();
        use_action::<Remember>(move |now| {
            toasts.say(if now.remembered {
                "You stay signed in here"
            } else {
                "You sign in each time"
            });
            refresh.emit(());
        })
    };
    let show = |what: Open| {
        let open = open.setter();
        Callback::from(move |()| open.set(what))
    };
    html! {
        <>
            <Panel title="Security">
                { loaded(&remembering, "the security settings", |now| html! {
                    <div class="rows">
                        <Row name="Key storage" text={storage_words(now.keyring)}>{ storage_state(now.keyring) }</Row>
                        <Row name="Keep me signed in" text={remember_words(now)}>
                            <Switch label="Keep me signed in" on={now.remembered} disabled={!now.possible || remember.busy}
                                on_change={remember.run.reform(|remember| Remember { remember })} />
                        </Row>
                        <Row name="Password" text="It opens the encrypted data on this computer.">
                            <Button label="Change password…" onclick={show(Open::Password)} />
                        </Row>
                        if desk.has(Role::Administrator) {
                            <Row name="Recovery code" text="A new code replaces the old one, whose paper is then worth nothing.">
                                <Button label="Make a new code…" onclick={show(Open::Recovery)} />
                            </Row>
                        }
                    </div>
                }) }
                if remember.error.is_some() {
                    <div class="panel-body"><ErrorCallout error={remember.error.clone()} /></div>
                }
            </Panel>
            <Sealed />
            if *open == Open::Password { <PasswordDialog on_close={show(Open::Nothing)} /> }
            if *open == Open::Recovery { <RecoveryDialog on_close={show(Open::Nothing)} /> }
        </>
    }
}

fn storage_words(keyring: KeyringState) -> &'static str {
    match keyring {
        KeyringState::Available => {
            "This computer’s own keyring can keep the key of an account that stays signed in."
        }
        KeyringState::Locked => {
            "The keyring is locked: unlock it to sign in without typing. The password works as always."
        }
        KeyringState::Absent => {
            "No keyring was found on this computer. The password works as always."
        }
        KeyringState::TimedOut => {
            "The keyring did not answer in time. The password works as always."
        }
        KeyringState::Foreign => {
            "The keyring holds an entry that is not ours. The password works as always."
        }
    }
}

fn storage_state(keyring: KeyringState) -> Html {
    let (mark, word) = match keyring {
        KeyringState::Available => (StateMark::Ok, "Keyring ready"),
        KeyringState::Locked => (StateMark::Waiting, "Keyring locked"),
        KeyringState::Absent => (StateMark::New, "Password only"),
        KeyringState::TimedOut => (StateMark::Waiting, "Keyring does not answer"),
        KeyringState::Foreign => (StateMark::Waiting, "Keyring entry is not ours"),
    };
    html! { <State {mark} {word} pill=true /> }
}

fn remember_words(now: &Remembering) -> &'static str {
    match (now.possible, now.remembered, now.keyring) {
        (_, true, _) => "This account opens without a password until you lock or sign out.",
        (true, false, _) => "Opens this account without a password until you lock or sign out.",
        (false, false, KeyringState::Available) => "Not on a computer that several people use.",
        (false, false, _) => "Needs this computer’s keyring.",
    }
}

#[derive(Properties, PartialEq)]
struct DialogProps {
    on_close: Callback<()>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Passwords {
    current: String,
    new: String,
}

#[component]
fn PasswordDialog(props: &DialogProps) -> Html {
    let toasts = use_toasts();
    let form = use_form(Passwords::default, |draft| {
        Check::default()
            .when(
                draft.current.is_empty(),
                "current",
                "Type the password you use now",
            )
            .field("new", domain::secrets::check_password(&draft.new))
            .when(
                !draft.new.is_empty() && draft.new == draft.current,
                "new",
                "Choose another one than now",
            )
            .done()
    });
    let on_close = props.on_close.clone();
    let action = use_action_with::<ChangePassword>(
        move |_| {
            toasts.say("Password changed");
            on_close.emit(());
        },
        {
            let refused = form.refused();
            move |error: ApiError| refused.emit(wrong_password_at(error, "current"))
        },
    );
    let on_submit = {
        let (form, run) = (form.clone(), action.run.clone());
        Callback::from(move |()| {
            if let Some(Passwords { current, new }) = form.submit() {
                run.emit(ChangePassword { current, new });
            }
        })
    };
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label="Change password" kind={Kind::Primary} submit=true busy={action.busy} busy_label="Changing" />
        </>
    };
    html! {
        <Dialog title="Change your password" on_close={props.on_close.clone()} foot={Some(foot)} on_submit={Some(on_submit)}>
            <span data-focus="true">
                <PasswordField label="Password now" bound={form.text("current", |d| &d.current, |d, text| d.current = text)} />
            </span>
            <NewPassword label="New password" bound={form.text("new", |d| &d.new, |d, text| d.new = text)} />
            <ErrorCallout error={action.error.clone().filter(|error| error.code != Code::WrongPassword)} shown={vec!["current", "new"]} />
        </Dialog>
    }
}

/// A wrong password said at its field.
fn wrong_password_at(error: ApiError, field: &str) -> ApiError {
    if error.code == Code::WrongPassword {
        ApiError::field(
            field,
            "That is not your password. Check Caps Lock and try again.",
        )
    } else {
        error
    }
}

#[component]
fn RecoveryDialog(props: &DialogProps) -> Html {
    let desk = use_desk();
    let password = use_state(String::new);
    let groups = use_state(|| None::<Vec<String>>);
    let action = use_action::<RenewRecovery>({
        let groups = groups.setter();
        move |made| groups.set(Some(made.groups))
    });
    if let Some(groups) = &*groups {
        let foot = html! { <Button label="It is on paper" kind={Kind::Primary} onclick={props.on_close.clone()} /> };
        return html! {
            <Dialog title="Your new recovery code" wide=true on_close={props.on_close.clone()} foot={Some(foot)}>
                <p>{ "It is shown only now. Print it or write it down, and throw the old paper away." }</p>
                <CodeSheet groups={groups.clone()} programme={desk.me.programme.clone()} />
            </Dialog>
        };
    }
    let on_submit = {
        let (run, password) = (action.run.clone(), (*password).clone());
        Callback::from(move |()| {
            run.emit(RenewRecovery {
                password: password.clone(),
            });
        })
    };
    let wrong = action
        .error
        .as_ref()
        .is_some_and(|error| error.code == Code::WrongPassword);
    let on_type = {
        let (password, clear) = (password.setter(), action.clear.clone());
        Callback::from(move |text: String| {
            password.set(text);
            clear.emit(());
        })
    };
    let bound = Bound::new((*password).clone(), on_type).with_error(wrong.then_some(
        AttrValue::Static("That is not your password. Check Caps Lock and try again."),
    ));
    let foot = html! {
        <>
            <Button label="Keep the old code" onclick={props.on_close.clone()} />
            <Button label="Make a new code" kind={Kind::Primary} submit=true busy={action.busy}
                blocked={password.is_empty().then_some("Type your password first")} />
        </>
    };
    html! {
        <Dialog title="Make a new recovery code?" on_close={props.on_close.clone()} foot={Some(foot)} on_submit={Some(on_submit)}>
            <Callout mood={Mood::Warn} title="The old code stops working at once">{ "Have a printer or a pen ready." }</Callout>
            <span data-focus="true"><PasswordField label="Your password" {bound} /></span>
            if !wrong { <ErrorCallout error={action.error.clone()} /> }
        </Dialog>
    }
}
