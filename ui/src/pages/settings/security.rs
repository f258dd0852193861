//! The password, staying signed in, the recovery code.

use contract::accounts::{
    ChangePassword, GetRemembering, KeyRenewal, NewRecovery, Remember, Remembering, RenewKey,
    RenewRecovery,
};
use contract::preferences::Preferences;
use contract::programmes::KeyringState;
use contract::{ApiError, Code};
use domain::Role;
use yew::prelude::*;

use super::Row;
use super::sealed::Sealed;
use crate::action::{use_action, use_action_with};
use crate::components::{
    Button, Callout, CheckField, Dialog, ErrorCallout, Kind, Mood, Panel, PasswordAgain,
    PasswordField, SelectField, State, StateMark, Switch, loaded,
};
use crate::desk::{use_desk, use_looks};
use crate::entry::{CodeSheet, NewPassword};
use crate::form::{Check, use_form};
use crate::query::use_query;
use crate::toasts::use_toasts;
use crate::wait::{countdown, use_wait};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Password,
    Recovery,
    Key,
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
    let looks = use_looks();
    let on_minutes = {
        let looks = looks.clone();
        Callback::from(move |lock_minutes: u8| {
            looks.set.emit(Preferences {
                lock_minutes,
                ..looks.preferences.clone()
            });
        })
    };
    let on_curtain = {
        let looks = looks.clone();
        Callback::from(move |curtain: bool| {
            looks.set.emit(Preferences {
                curtain,
                ..looks.preferences.clone()
            });
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
                        <Row name="Lock when away" text="The desk closes and asks for the password. A running job is waited for.">
                            <SelectField<u8> label="Lock when away" hide_label=true value={looks.preferences.lock_minutes}
                                options={MINUTES.map(|minutes| (minutes, minutes_words(minutes))).to_vec()} on_change={on_minutes.clone()} />
                        </Row>
                        <Row name="Hide texts when sharing" text="Notes, reflections and goals are blank until you press Ctrl Shift H.">
                            <Switch label="Hide texts when sharing" on={looks.preferences.curtain} on_change={on_curtain.clone()} />
                        </Row>
                        <Row name="Password" text="It opens the encrypted data on this computer.">
                            <Button label="Change password…" onclick={show(Open::Password)} />
                        </Row>
                        if desk.has(Role::Administrator) {
                            <Row name="Recovery code" text="A new code replaces the old one, whose paper is then worth nothing.">
                                <Button label="Make a new code…" onclick={show(Open::Recovery)} />
                            </Row>
                            <Row name="Key of the file" text="Replace it when somebody left with a copy, or a password came into wrong hands.">
                                <Button label="Replace the key…" onclick={show(Open::Key)} />
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
            if *open == Open::Key { <KeyDialog on_close={show(Open::Nothing)} /> }
            if *open == Open::Recovery { <RecoveryDialog on_close={show(Open::Nothing)} /> }
        </>
    }
}

const MINUTES: [u8; 8] = [1, 2, 3, 5, 10, 15, 20, 30];

fn minutes_words(minutes: u8) -> AttrValue {
    match minutes {
        1 => AttrValue::Static("After 1 minute"),
        minutes => AttrValue::from(format!("After {minutes} minutes")),
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
    compromised: bool,
}

#[component]
fn PasswordDialog(props: &DialogProps) -> Html {
    let toasts = use_toasts();
    let desk = use_desk();
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
    let wait = use_wait(action.error.as_ref());
    let on_submit = {
        let (form, run) = (form.clone(), action.run.clone());
        Callback::from(move |()| {
            if let Some(Passwords {
                current,
                new,
                compromised,
            }) = form.submit()
            {
                run.emit(ChangePassword {
                    current,
                    new,
                    compromised,
                });
            }
        })
    };
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label="Change password" kind={Kind::Primary} submit=true busy={action.busy} busy_label="Changing"
                blocked={wait.clone()} />
        </>
    };
    html! {
        <Dialog title="Change your password" on_close={props.on_close.clone()} foot={Some(foot)} on_submit={Some(on_submit)}>
            <span data-focus="true">
                <PasswordField label="Password now" bound={form.text("current", |d| &d.current, |d, text| d.current = text)} />
            </span>
            <NewPassword label="New password" words={vec![desk.me.name.clone(), desk.me.sign_in_name.clone()]}
                bound={form.text("new", |d| &d.new, |d, text| d.new = text)} />
            <CheckField label="Somebody else may know the old one" checked={form.draft().compromised}
                hint="The desk locks, and the file gets a new key when you unlock it. Backups made until now still open with the old password, and with the recovery code of their day."
                on_change={form.set("compromised", |d, on| d.compromised = on)} />
            { countdown(wait.as_ref()) }
            <ErrorCallout error={action.error.clone().filter(|error| !matches!(error.code, Code::WrongPassword | Code::Wait))}
                shown={vec!["current", "new"]} />
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
    let made = use_state(|| None::<NewRecovery>);
    let action = use_action::<RenewRecovery>({
        let made = made.setter();
        move |renewed| made.set(Some(renewed))
    });
    if let Some(made) = &*made {
        let foot = html! { <Button label="It is on paper" kind={Kind::Primary} onclick={props.on_close.clone()} /> };
        return html! {
            <Dialog title="Your new recovery code" wide=true on_close={props.on_close.clone()} foot={Some(foot)}>
                <p>{ "It is shown only now. Print it or write it down, and throw the old paper away." }</p>
                <CodeSheet groups={made.groups.clone()} programme={desk.me.programme.clone()} />
                { copies(&made.older_copies) }
            </Dialog>
        };
    }
    html! {
        <PasswordAgain title="Make a new recovery code?" act="Make a new code" busy={action.busy} error={action.error.clone()}
            on_act={action.run.reform(|password| RenewRecovery { password })} on_close={props.on_close.clone()}>
            <Callout mood={Mood::Warn} title="The old code stops working at once">{ "Have a printer or a pen ready." }</Callout>
        </PasswordAgain>
    }
}

/// What older copies still open with.
fn copies(sentences: &[String]) -> Html {
    html! { <ul class="happens">{ for sentences.iter().map(|sentence| html! { <li>{ format!("{sentence}.") }</li> }) }</ul> }
}

#[component]
fn KeyDialog(props: &DialogProps) -> Html {
    let desk = use_desk();
    let asked = use_state(|| None::<KeyRenewal>);
    let action = use_action::<RenewKey>({
        let asked = asked.setter();
        move |renewal| asked.set(Some(renewal))
    });
    if let Some(renewal) = &*asked {
        let foot = html! {
            <>
                <Button label="Later" onclick={props.on_close.clone()} />
                <Button label="Lock now" kind={Kind::Primary} onclick={desk.lock.clone()} />
            </>
        };
        return html! {
            <Dialog title="The file gets a new key" on_close={props.on_close.clone()} foot={Some(foot)}>
                { copies(&renewal.older_copies) }
            </Dialog>
        };
    }
    html! {
        <PasswordAgain title="Replace the key of the file?" act="Replace the key" busy={action.busy} error={action.error.clone()}
            on_act={action.run.reform(|password| RenewKey { password })} on_close={props.on_close.clone()}>
            <p>{ "Everything is encrypted anew. Whoever kept a copy of the keys cannot open the file any more." }</p>
        </PasswordAgain>
    }
}
