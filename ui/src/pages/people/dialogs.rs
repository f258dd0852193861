//! What is asked before something is done about a person.

use std::rc::Rc;

use contract::people::{Deactivate, PersonDetail, PersonView, Reactivate, SetRoles};
use domain::{PersonId, Role, Roles};
use yew::prelude::*;

use super::erase::EraseDialog;
use super::form::PersonForm;
use super::pick::MatchDialog;
use super::wishes::WishesDialog;
use super::words::{new_key, roles as role_words};
use crate::action::use_action;
use crate::components::{
    Button, Callout, CheckField, Confirm, Dialog, ErrorCallout, Kind, Mood, PasswordField,
    TextField,
};
use crate::desk::{role_name, use_desk};
use crate::form::Bound;
use crate::time::count;
use crate::toasts::use_toasts;
use crate::wait::{countdown, use_wait};

/// What is on top of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    Create,
    Edit,
    Roles,
    Match,
    Wishes,
    Deactivate,
    Reactivate,
    Erase,
}

#[derive(Properties, PartialEq)]
pub(crate) struct DialogsProps {
    pub(crate) ask: Ask,
    /// `None` for somebody who is not there yet.
    pub(crate) detail: Option<Rc<PersonDetail>>,
    /// With the person who was created.
    pub(crate) on_close: Callback<Option<PersonId>>,
    /// The person was erased, and nothing of them is left.
    #[prop_or_default]
    pub(crate) on_gone: Callback<()>,
}

#[component]
pub(crate) fn Dialogs(props: &DialogsProps) -> Html {
    let close = props.on_close.reform(|()| None);
    match (props.ask, &props.detail) {
        (Ask::Create, _) | (_, None) => {
            html! { <PersonForm detail={None} on_close={props.on_close.clone()} /> }
        }
        (Ask::Edit, Some(detail)) => {
            html! { <PersonForm detail={Some(detail.clone())} on_close={props.on_close.clone()} /> }
        }
        (Ask::Roles, Some(detail)) => {
            html! { <RolesDialog person={detail.person.clone()} on_close={close} /> }
        }
        (Ask::Match, Some(detail)) => {
            html! { <MatchDialog person={detail.person.clone()} on_close={close} /> }
        }
        (Ask::Wishes, Some(detail)) => {
            html! { <WishesDialog person={detail.person.clone()} on_close={close} /> }
        }
        (Ask::Deactivate, Some(detail)) => {
            html! { <DeactivateDialog person={detail.person.clone()} on_close={close} /> }
        }
        (Ask::Reactivate, Some(detail)) => {
            html! { <ReactivateDialog person={detail.person.clone()} on_close={close} /> }
        }
        (Ask::Erase, Some(detail)) => {
            html! { <EraseDialog person={detail.person.clone()} on_close={close} on_gone={props.on_gone.clone()} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct AboutProps {
    person: PersonView,
    on_close: Callback<()>,
}

#[component]
fn DeactivateDialog(props: &AboutProps) -> Html {
    let toasts = use_toasts();
    let reason = use_state(String::new);
    let (id, name) = (props.person.id, props.person.name.clone());
    let back = {
        let (said, refused) = (toasts.clone(), toasts.clone());
        crate::action::use_action_with::<Reactivate>(
            move |detail| said.say(format!("{} is active again", detail.person.name)),
            move |error| refused.bad(error.message),
        )
    };
    let leave = use_action::<Deactivate>({
        let (close, back) = (props.on_close.clone(), back.run.clone());
        let open = open_matches(&props.person);
        move |detail| {
            let text = format!("{} is inactive", detail.person.name);
            // Matches stay ended, so there is nothing to undo where there were any.
            if open == 0 {
                toasts.undo(text, back.reform(move |()| Reactivate { id }));
            } else {
                toasts.say(text);
            }
            close.emit(());
        }
    });
    let on_act = {
        let (run, reason) = (leave.run.clone(), reason.clone());
        Callback::from(move |()| {
            run.emit(Deactivate {
                id,
                reason: (*reason).clone(),
            });
        })
    };
    let bound = Bound::new((*reason).clone(), {
        let reason = reason.clone();
        Callback::from(move |typed| reason.set(typed))
    })
    .with_error(leave.field_error("reason"));
    html! {
        <Confirm title={format!("Deactivate {name}?")} keep="Keep active" act="Deactivate" busy={leave.busy}
            on_keep={props.on_close.clone()} {on_act}>
            <ul class="happens">
                <li>{ "Leaves the lists, the matching and the figures." }</li>
                if open_matches(&props.person) > 0 {
                    <li>{ format!("{} at once, for the reason below.", ends(open_matches(&props.person))) }</li>
                }
                <li>{ "Can no longer sign in. What was written stays." }</li>
                <li>{ "Can be reactivated at any time; matches stay ended then, and signing in needs a new code." }</li>
                if let Some(words) = new_key(&props.person.account) { <li>{ words }</li> }
            </ul>
            <TextField label="Reason" optional=true hint="One line, kept with the ended matches" {bound} />
            <ErrorCallout error={leave.error.clone()} shown={vec!["reason"]} />
        </Confirm>
    }
}

fn open_matches(person: &PersonView) -> u64 {
    u64::from(person.students) + u64::from(person.mentors)
}

/// "1 open match ends", "3 open matches end".
pub(super) fn ends(open: u64) -> String {
    format!(
        "{} {}",
        count(open, "open match", "open matches"),
        if open == 1 { "ends" } else { "end" }
    )
}

#[component]
fn ReactivateDialog(props: &AboutProps) -> Html {
    let toasts = use_toasts();
    let (id, name) = (props.person.id, props.person.name.clone());
    let back = use_action::<Reactivate>({
        let close = props.on_close.clone();
        move |detail| {
            toasts.say(format!("{} is active again", detail.person.name));
            close.emit(());
        }
    });
    html! {
        <Confirm title={format!("Reactivate {name}?")} keep="Not now" act="Reactivate" danger=false busy={back.busy}
            on_keep={props.on_close.clone()} on_act={back.run.reform(move |()| Reactivate { id })}>
            <ul class="happens">
                <li>{ "Comes back to the lists and the matching." }</li>
                <li>{ "Earlier matches stay ended. Each can be reopened under Matches." }</li>
                <li>{ "Needs a new one-time code to sign in." }</li>
            </ul>
            <ErrorCallout error={back.error.clone()} />
        </Confirm>
    }
}

#[component]
fn RolesDialog(props: &AboutProps) -> Html {
    let toasts = use_toasts();
    let desk = use_desk();
    let chosen = use_state(|| props.person.roles);
    let typed = use_state(String::new);
    let (id, before) = (props.person.id, props.person.roles);
    let save = use_action::<SetRoles>({
        let (close, refresh, mine) = (
            props.on_close.clone(),
            desk.refresh.clone(),
            desk.person() == id,
        );
        move |detail| {
            toasts.say(format!(
                "{}: {}",
                detail.person.name,
                role_words(detail.person.roles).to_lowercase()
            ));
            if mine {
                refresh.emit(());
            }
            close.emit(());
        }
    });
    let on_submit = {
        let (run, chosen, password) = (save.run.clone(), chosen.clone(), (*typed).clone());
        Callback::from(move |()| {
            run.emit(SetRoles {
                id,
                roles: chosen.iter().collect(),
                password: password.clone(),
            });
        })
    };
    let wait = use_wait(save.error.as_ref());
    let at_field = save
        .error
        .as_ref()
        .and_then(|error| error.fields.get("password"))
        .map(|message| AttrValue::from(message.clone()));
    let bound = Bound::new(
        (*typed).clone(),
        Callback::from({
            let typed = typed.setter();
            move |text| typed.set(text)
        }),
    )
    .with_error(at_field);
    let other = save
        .error
        .clone()
        .filter(|error| error.code != contract::Code::Wait);
    let ending = ending(&props.person, before, *chosen);
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label="Save roles" kind={Kind::Primary} submit=true busy={save.busy} busy_label="Saving"
                blocked={wait.clone().or_else(|| blocked(before, *chosen).map(AttrValue::from))
                    .or_else(|| typed.is_empty().then_some(AttrValue::Static("Type your password first")))} />
        </>
    };
    html! {
        <Dialog title={format!("Roles of {}", props.person.name)} {foot} on_close={props.on_close.clone()} {on_submit}>
            <fieldset class="role-set" data-focus="true">
                <legend class="visually-hidden">{ "Roles" }</legend>
                { for Role::ALL.into_iter().map(|role| {
                    let chosen = chosen.clone();
                    html! {
                        <CheckField key={role.as_str()} label={role_name(role)} hint={role_hint(role)} checked={chosen.contains(role)}
                            on_change={Callback::from(move |on: bool| chosen.set(if on { chosen.with(role) } else { chosen.without(role) }))} />
                    }
                }) }
            </fieldset>
            if let Some(ending) = ending { <Callout mood={Mood::Warn}>{ ending }</Callout> }
            <PasswordField label="Your password" {bound} hint="Asked again, because roles decide who sees what." />
            { countdown(wait.as_ref()) }
            <ErrorCallout error={other} shown={vec!["password"]} />
        </Dialog>
    }
}

fn role_hint(role: Role) -> &'static str {
    match role {
        Role::Student => "Is matched with a mentor",
        Role::Mentor => "Takes as many students as they have places",
        Role::Administrator => "Sees and changes everything but private texts",
    }
}

fn blocked(before: Roles, chosen: Roles) -> Option<&'static str> {
    if chosen.is_empty() {
        Some("Choose at least one role")
    } else {
        (before == chosen).then_some("Nothing is changed yet")
    }
}

/// What taking a role away ends.
fn ending(person: &PersonView, before: Roles, chosen: Roles) -> Option<String> {
    let lost = |role: Role| before.contains(role) && !chosen.contains(role);
    let mut open = 0_u64;
    if lost(Role::Student) {
        open += u64::from(person.mentors);
    }
    if lost(Role::Mentor) {
        open += u64::from(person.students);
    }
    (open > 0).then(|| format!("{} when you save.", ends(open)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_must_be_some_and_changed() {
        let student = Roles::of(&[Role::Student]);
        assert_eq!(
            blocked(student, Roles::NONE),
            Some("Choose at least one role")
        );
        assert_eq!(blocked(student, student), Some("Nothing is changed yet"));
        assert_eq!(blocked(student, student.with(Role::Mentor)), None);
        assert_eq!(ends(1), "1 open match ends");
        assert_eq!(ends(2), "2 open matches end");
    }
}
