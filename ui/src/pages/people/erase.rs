//! Erasing somebody: what goes and what stays, told before the password is asked for.

use contract::Code;
use contract::people::{Erase, Erasure, ErasureView, PersonView};
use yew::prelude::*;

use super::words::new_key;
use crate::action::use_action;
use crate::components::{Button, Callout, Dialog, ErrorCallout, Kind, Mood, PasswordField, loaded};
use crate::form::Bound;
use crate::query::use_query;
use crate::time::count;
use crate::toasts::use_toasts;
use crate::wait::{countdown, use_wait};

#[derive(Properties, PartialEq)]
pub(super) struct EraseProps {
    pub(super) person: PersonView,
    pub(super) on_close: Callback<()>,
    /// Nothing of them is left to look at.
    pub(super) on_gone: Callback<()>,
}

#[component]
pub(super) fn EraseDialog(props: &EraseProps) -> Html {
    let id = props.person.id;
    let told = use_query(Erasure { id });
    let typed = use_state(String::new);
    let toasts = use_toasts();
    let erase = use_action::<Erase>({
        let name = props.person.name.clone();
        let (close, gone) = (props.on_close.clone(), props.on_gone.clone());
        move |erased| {
            close.emit(());
            if let Some(former) = &erased.name {
                toasts.say(format!("{name} was erased. Sessions show “{former}”"));
            } else {
                toasts.say(format!("{name} was erased"));
                gone.emit(());
            }
        }
    });
    let wait = use_wait(erase.error.as_ref());
    let at_field = erase
        .error
        .as_ref()
        .and_then(|error| error.fields.get("password"))
        .map(|message| AttrValue::from(message.clone()));
    let other = erase
        .error
        .clone()
        .filter(|error| at_field.is_none() && error.code != Code::Wait);
    let bound = Bound::new(
        (*typed).clone(),
        Callback::from({
            let typed = typed.setter();
            move |text| typed.set(text)
        }),
    )
    .with_error(at_field);
    let blocked = wait
        .clone()
        .or_else(|| {
            told.ready()
                .is_none()
                .then_some(AttrValue::Static("Wait until it is counted"))
        })
        .or_else(|| {
            typed
                .is_empty()
                .then_some(AttrValue::Static("Type your password first"))
        });
    let on_submit = {
        let (run, password, free) = (erase.run.clone(), (*typed).clone(), blocked.is_none());
        Callback::from(move |()| {
            if free {
                let password = password.clone();
                run.emit(Erase { id, password });
            }
        })
    };
    let name = props.person.name.clone();
    let foot = html! {
        <>
            <span class="t-xs t-bad me-auto">{ "This cannot be undone" }</span>
            <Button label="Keep" onclick={props.on_close.clone()} />
            <Button label="Erase" kind={Kind::Danger} submit=true busy={erase.busy} busy_label="Erasing" {blocked} />
        </>
    };
    html! {
        <Dialog title={format!("Erase {name}?")} {foot} on_close={props.on_close.clone()} {on_submit}>
            { loaded(&told, "what would be erased", |told| consequences(&name, told)) }
            <Callout mood={Mood::Warn}>
                { "Backups made until now still hold all of it: daily ones for 12 days, monthly ones until nine later months \
                   have one. Restoring one erases this person again. " }
                { new_key(&props.person.account).unwrap_or_default() }
            </Callout>
            <span data-focus="true">
                <PasswordField label="Your password" {bound} hint="Asked again, because nothing brings this back." />
            </span>
            { countdown(wait.as_ref()) }
            <ErrorCallout error={other} />
        </Dialog>
    }
}

fn consequences(name: &str, told: &ErasureView) -> Html {
    let list = |title: &'static str, lines: Vec<String>| {
        html! {
            <>
                <h3 class="drawer-h">{ title }</h3>
                <ul class="happens">{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            </>
        }
    };
    html! {
        <div class="erasing">
            { list("Goes for good", goes(told)) }
            { list("Stays", stays(name, told)) }
        </div>
    }
}

/// What is erased, with how much of it.
fn goes(told: &ErasureView) -> Vec<String> {
    let counted = [
        (told.answers, "answer to a field", "answers to fields"),
        (told.texts, "note or reflection", "notes and reflections"),
        (told.goals, "goal", "goals"),
        (told.wishes, "wish", "wishes"),
    ];
    let mut lines = vec!["Name, e-mail, profile, account and drafts.".to_owned()];
    let counted: Vec<String> = counted
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    if !counted.is_empty() {
        lines.push(format!("{}.", super::words::join(&counted)));
    }
    if told.open_matches > 0 {
        lines.push(format!(
            "{} at once.",
            super::dialogs::ends(told.open_matches)
        ));
    }
    lines
}

/// What others keep.
fn stays(name: &str, told: &ErasureView) -> Vec<String> {
    let Some(kept) = &told.kept else {
        return vec![
            "Nothing: no session was logged.".to_owned(),
            "The activity log, by a number and without a name.".to_owned(),
        ];
    };
    let mut lines = vec![format!(
        "{} with {}: when, how long, the topics. {name} is “{}” there.",
        count(kept.sessions, "session", "sessions"),
        count(kept.people, "other person", "other people"),
        kept.name
    )];
    if kept.texts > 0 {
        lines.push(format!(
            "{} by others about these sessions. They may name {name}.",
            count(kept.texts, "text", "texts")
        ));
    }
    lines.push("The activity log, by a number and without a name.".to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use contract::people::Kept;

    use super::*;

    fn told(kept: Option<Kept>) -> ErasureView {
        ErasureView {
            texts: 4,
            goals: 0,
            answers: 1,
            wishes: 0,
            open_matches: 1,
            kept,
        }
    }

    #[test]
    fn what_goes_is_counted_and_what_is_not_there_is_not_told() {
        assert_eq!(
            goes(&told(None)),
            [
                "Name, e-mail, profile, account and drafts.",
                "1 answer to a field and 4 notes and reflections.",
                "1 open match ends at once.",
            ]
        );
    }

    #[test]
    fn what_stays_names_what_the_others_see() {
        let kept = Kept {
            name: "Former mentor".to_owned(),
            people: 1,
            sessions: 6,
            texts: 2,
        };
        assert_eq!(
            stays("Mateus", &told(Some(kept)))[..2],
            [
                "6 sessions with 1 other person: when, how long, the topics. Mateus is “Former mentor” there.",
                "2 texts by others about these sessions. They may name Mateus.",
            ]
        );
        assert_eq!(
            stays("Mateus", &told(None))[0],
            "Nothing: no session was logged."
        );
    }
}
