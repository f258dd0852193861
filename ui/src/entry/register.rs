//! Asking to join: an administrator approves.

use contract::accounts::{Register as Command, Registered};
use domain::{Email, Line, PersonName, Role, SignInName};
use yew::prelude::*;

use super::Way;
use super::frame::{Card, way_link};
use super::secrets::NewPassword;
use crate::action::use_action_with;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Choices, Empty, ErrorCallout, Kind, Size, TextField};
use crate::form::{Check, Errors, use_form};

#[derive(Properties, PartialEq)]
pub(super) struct RegisterProps {
    pub(super) go: Callback<Way>,
}

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    role: Role,
    name: String,
    sign_in_name: String,
    email: String,
    password: String,
    message: String,
}

const FIELDS: [&str; 5] = ["name", "sign_in_name", "email", "password", "message"];

fn check(draft: &Draft) -> Errors {
    let email = if draft.email.trim().is_empty() {
        Ok(())
    } else {
        Email::parse(&draft.email).map(|_| ())
    };
    Check::default()
        .field("name", PersonName::parse(&draft.name))
        .field("sign_in_name", SignInName::parse(&draft.sign_in_name))
        .field("email", email)
        .field("password", domain::secrets::check_password(&draft.password))
        .field("message", Line::parse_optional(&draft.message, 500))
        .done()
}

#[component]
pub(super) fn Register(props: &RegisterProps) -> Html {
    let done = use_state(|| None::<Registered>);
    let form = use_form(
        || Draft {
            role: Role::Student,
            name: String::new(),
            sign_in_name: String::new(),
            email: String::new(),
            password: String::new(),
            message: String::new(),
        },
        check,
    );
    let action = use_action_with::<Command>(
        {
            let done = done.setter();
            move |registered| done.set(Some(registered))
        },
        {
            let refused = form.refused();
            move |error| refused.emit(error)
        },
    );
    let back = props.go.reform(|_: MouseEvent| Way::SignIn);
    if let Some(registered) = &*done {
        return html! {
            <Card title="Your request is on its way" sub="An administrator sees it at their next sign-in.">
                <Empty glyph={Glyph::Clock} title="Waiting for approval"
                    text={format!("When it is approved, sign in here as {} with the password you just chose.", registered.sign_in_name)}>
                    <Button label="Back to sign-in" kind={Kind::Primary} onclick={props.go.reform(|()| Way::SignIn)} />
                </Empty>
            </Card>
        };
    }
    let onsubmit = {
        let (form, run) = (form.clone(), action.run.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(draft) = form.submit() {
                run.emit(Command {
                    name: draft.name,
                    sign_in_name: draft.sign_in_name,
                    password: draft.password,
                    role: draft.role,
                    email: draft.email,
                    message: draft.message,
                });
            }
        })
    };
    html! {
        <Card title="Create your account" wide=true sub="An administrator approves new accounts before you can sign in.">
            <form class="auth-form form-lg" novalidate=true {onsubmit}>
                <Choices<Role> label="I am a" class="choices-2" value={Some(form.draft().role)}
                    on_change={form.set("role", |d, role| d.role = role)} options={vec![
                        (Role::Student, "I’m a student".into(), "Find a mentor, set goals, write reflections".into()),
                        (Role::Mentor, "I’m a mentor".into(), "Support students and log sessions".into()),
                    ]} />
                <div class="field-row">
                    <TextField label="Name" autocomplete="name" focus=true bound={form.text("name", |d| &d.name, |d, text| d.name = text)} />
                    <TextField label="Sign-in name" autocomplete="username" hint="An e-mail or a name you choose"
                        bound={form.text("sign_in_name", |d| &d.sign_in_name, |d, text| d.sign_in_name = text)} />
                </div>
                <TextField label="E-mail" optional=true kind="email" autocomplete="email" placeholder="name@example.org"
                    hint="Only used to recognise you. The program sends no mail."
                    bound={form.text("email", |d| &d.email, |d, text| d.email = text)} />
                <NewPassword words={vec![form.draft().name.clone(), form.draft().sign_in_name.clone(), form.draft().email.clone()]} bound={form.text("password", |d| &d.password, |d, text| d.password = text)} />
                <TextField label="A line to the administrators" optional=true
                    bound={form.text("message", |d| &d.message, |d, text| d.message = text)} />
                <ErrorCallout error={action.error.clone()} shown={FIELDS.to_vec()} />
                <div class="d-flex gap-2 align-items-center flex-wrap">
                    { way_link("I have an account", back) }
                    <span class="grow" />
                    <Button label="Create account" kind={Kind::Primary} size={Size::Large} submit=true busy={action.busy}
                        busy_label="Sending the request" />
                </div>
            </form>
        </Card>
    }
}
