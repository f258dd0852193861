//! Signing in.

use contract::accounts::{SignIn as Command, SignedIn};
use contract::programmes::{Computer, KeyringState};
use contract::{ApiError, Code};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Way;
use super::frame::{Card, way_link};
use crate::action::{Action, use_action_with};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Avatar, Button, CheckField, ErrorCallout, Icon, Kind, PasswordField, Size, TextField,
};
use crate::form::Bound;
use crate::wait::{countdown, use_wait};

#[derive(Properties, PartialEq)]
pub(super) struct SignInProps {
    pub(super) programme: AttrValue,
    pub(super) computer: Computer,
    /// Empty where several people use the computer.
    pub(super) names: Vec<String>,
    pub(super) keyring: KeyringState,
    pub(super) go: Callback<Way>,
    pub(super) on_enter: Callback<SignedIn>,
}

#[component]
pub(super) fn SignIn(props: &SignInProps) -> Html {
    let name = use_state(|| props.names.first().cloned().unwrap_or_default());
    let remember = use_state(|| false);
    let entry = use_password(props.on_enter.clone());
    let listed = !props.names.is_empty();
    let can_remember =
        props.computer == Computer::OnlyMe && props.keyring == KeyringState::Available;
    let onsubmit = {
        let (name, entry, remember) = (name.clone(), entry.clone(), *remember && can_remember);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            entry.send(&name, remember);
        })
    };
    let pick = {
        let name = name.setter();
        Callback::from(move |chosen: String| name.set(chosen))
    };
    let go = |way: Way| props.go.reform(move |_: MouseEvent| way);
    let sub = if listed {
        format!("{}. Who is using this computer?", props.programme)
    } else {
        props.programme.to_string()
    };
    html! {
        <Card title="Welcome back" {sub}>
            <form class="auth-form form-lg" novalidate=true {onsubmit}>
                if listed {
                    <Accounts names={props.names.clone()} chosen={(*name).clone()} on_choose={pick} />
                } else {
                    <TextField label="Sign-in name" focus=true autocomplete="username" kind="text"
                        bound={Bound::new((*name).clone(), pick)} />
                }
                <PasswordField label={if listed { format!("Password for {}", *name) } else { "Password".to_owned() }}
                    bound={entry.bound()} node={entry.node.clone()} focus={listed} />
                if can_remember {
                    <CheckField label="Keep me signed in" checked={*remember}
                        hint="Until you lock or sign out. The key is kept in this computer’s keyring."
                        on_change={ let remember = remember.setter(); Callback::from(move |on| remember.set(on)) } />
                }
                { entry.refusal() }
                <Button label="Sign in" kind={Kind::Primary} size={Size::Large} class="w-100" submit=true busy={entry.action.busy}
                    busy_label="Opening the programme" blocked={entry.wait()} />
                <div class="auth-ways">
                    { way_link("Create an account", go(Way::Register)) }
                    { way_link("I have a code", go(Way::Redeem)) }
                    { way_link("Forgot password", go(Way::Forgot)) }
                    { way_link("Restore a backup", go(Way::Restore)) }
                </div>
            </form>
        </Card>
    }
}

#[derive(Properties, PartialEq)]
struct AccountsProps {
    names: Vec<String>,
    chosen: String,
    on_choose: Callback<String>,
}

/// The accounts of a computer that one person uses.
#[component]
fn Accounts(props: &AccountsProps) -> Html {
    html! {
        <div class="auth-users" role="radiogroup" aria-label="Account">
            { for props.names.iter().map(|name| {
                let chosen = *name == props.chosen;
                let onclick = { let name = name.clone(); props.on_choose.reform(move |_: MouseEvent| name.clone()) };
                html! {
                    <button key={name.clone()} type="button" class="auth-user" role="radio" {onclick}
                        aria-checked={if chosen { "true" } else { "false" }}>
                        <Avatar name={name.clone()} />
                        <span class="grow"><span class="person-name">{ name }</span></span>
                        if chosen { <Icon glyph={Glyph::CircleCheck} class="t-2" /> }
                    </button>
                }
            }) }
        </div>
    }
}

/// A password being tried: shared by the sign-in and the lock screen.
#[derive(Clone)]
pub(super) struct Password {
    typed: UseStateHandle<String>,
    pub(super) node: NodeRef,
    pub(super) action: Action<Command>,
    wait: Option<AttrValue>,
}

impl Password {
    pub(super) fn send(&self, name: &str, remember: bool) {
        if self.wait.is_none() && !self.typed.is_empty() {
            self.action.run.emit(Command {
                name: name.trim().to_owned(),
                password: (*self.typed).clone(),
                remember,
            });
        }
    }

    pub(super) fn bound(&self) -> Bound {
        let (typed, clear) = (self.typed.setter(), self.action.clear.clone());
        let wrong = self
            .action
            .error
            .as_ref()
            .is_some_and(|error| error.code == Code::WrongPassword);
        Bound::new(
            (*self.typed).clone(),
            Callback::from(move |text: String| {
                typed.set(text);
                clear.emit(());
            }),
        )
        .with_error(wrong.then_some(AttrValue::Static(
            "That does not match. Check the name and Caps Lock, and try again.",
        )))
    }

    /// Why it cannot be tried now.
    pub(super) fn wait(&self) -> Option<AttrValue> {
        self.wait.clone()
    }

    /// Any other refusal than a wrong password, and the countdown.
    pub(super) fn refusal(&self) -> Html {
        let other = self
            .action
            .error
            .clone()
            .filter(|error| !matches!(error.code, Code::WrongPassword | Code::Wait));
        html! {
            <>
                <ErrorCallout error={other} />
                { countdown(self.wait.as_ref()) }
            </>
        }
    }
}

#[hook]
pub(super) fn use_password(on_enter: Callback<SignedIn>) -> Password {
    let typed = use_state(String::new);
    let node = use_node_ref();
    let action = use_action_with::<Command>(move |me| on_enter.emit(me), {
        let node = node.clone();
        move |error: ApiError| {
            // The text stays, selected: the next try replaces it or corrects it.
            if error.code == Code::WrongPassword
                && let Some(input) = node.cast::<HtmlInputElement>()
            {
                let _ = input.focus();
                input.select();
            }
        }
    });
    let wait = use_wait(action.error.as_ref());
    Password {
        typed,
        node,
        action,
        wait,
    }
}
