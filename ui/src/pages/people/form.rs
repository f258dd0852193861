//! Adding a person, and changing what is known of one.

use std::collections::BTreeMap;
use std::rc::Rc;

use contract::fields;
use contract::people::{Change, Create, PersonDetail, Profile};
use domain::numbers::parse_number;
use domain::{
    Capacity, Email, FieldId, Invalid, Language, PersonId, PersonName, Role, Roles, Tag, Text, Zone,
};
use yew::prelude::*;

use super::fields_form::AnswerField;
use crate::action::use_action_with;
use crate::components::{
    Button, CheckField, Dialog, ErrorCallout, Kind, TagInput, TextArea, TextField, ZoneField,
};
use crate::desk::role_name;
use crate::form::{Check, Errors, Form, use_form};
use crate::query::use_query;
use crate::toasts::use_toasts;

/// What is typed.
#[derive(Debug, Clone, PartialEq)]
struct Draft {
    profile: Profile,
    /// As typed: a number, or its word.
    capacity: String,
    roles: Roles,
    /// Only those that were changed here.
    answers: BTreeMap<FieldId, String>,
}

impl Draft {
    fn of(detail: Option<&PersonDetail>) -> Self {
        let profile = detail.map_or_else(
            || Profile {
                capacity: Profile::usual_capacity(),
                ..Profile::default()
            },
            |detail| detail.profile.clone(),
        );
        Self {
            capacity: profile.capacity.to_string(),
            roles: detail.map_or(Roles::of(&[Role::Student]), |detail| detail.person.roles),
            profile,
            answers: BTreeMap::new(),
        }
    }

    /// The profile with the capacity in it.
    fn whole(&self) -> Profile {
        Profile {
            capacity: capacity(&self.capacity).unwrap_or_default(),
            ..self.profile.clone()
        }
    }
}

fn capacity(text: &str) -> Result<i64, Invalid> {
    let number = parse_number(text)?;
    if number.fract() != 0.0 {
        return Err(Invalid::NotANumber);
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "out of range is refused by the next line"
    )]
    let number = number as i64;
    Capacity::new(number).map(|capacity| capacity.get().into())
}

fn validate(draft: &Draft) -> Errors {
    let optional = |text: &str| !text.trim().is_empty();
    let mut check = Check::default().field("name", PersonName::parse(&draft.profile.name));
    if optional(&draft.profile.email) {
        check = check.field("email", Email::parse(&draft.profile.email));
    }
    if optional(&draft.profile.zone) {
        check = check.field("zone", Zone::parse(&draft.profile.zone));
    }
    if draft.roles.contains(Role::Mentor) {
        check = check.field("capacity", capacity(&draft.capacity));
    }
    check
        .field("bio", Text::parse(&draft.profile.bio))
        .field("interests", Tag::parse_all(&draft.profile.interests))
        .field("expertise", Tag::parse_all(&draft.profile.expertise))
        .field("languages", Language::parse_all(&draft.profile.languages))
        .when(draft.roles.is_empty(), "roles", "Choose at least one role")
        .done()
}

#[derive(Properties, PartialEq)]
pub(super) struct PersonFormProps {
    /// `None` adds a person.
    pub(super) detail: Option<Rc<PersonDetail>>,
    /// With the person who was added.
    pub(super) on_close: Callback<Option<PersonId>>,
}

#[component]
pub(super) fn PersonForm(props: &PersonFormProps) -> Html {
    let toasts = use_toasts();
    let form = use_form(|| Draft::of(props.detail.as_deref()), validate);
    let known = use_query(fields::List {});
    let refused = form.refused();
    let create = use_action_with::<Create>(
        {
            let (toasts, close) = (toasts.clone(), props.on_close.clone());
            move |detail| {
                toasts.say(format!("{} added", detail.person.name));
                close.emit(Some(detail.person.id));
            }
        },
        {
            let refused = refused.clone();
            move |error| refused.emit(error)
        },
    );
    let change = use_action_with::<Change>(
        {
            let close = props.on_close.clone();
            move |detail| {
                toasts.say(format!("{} saved", detail.person.name));
                close.emit(None);
            }
        },
        move |error| refused.emit(error),
    );
    let on_submit = {
        let (form, detail) = (form.clone(), props.detail.clone());
        let (create, change) = (create.run.clone(), change.run.clone());
        Callback::from(move |()| {
            let Some(draft) = form.submit() else {
                return;
            };
            let (profile, answers) = (draft.whole(), draft.answers.clone());
            match &detail {
                Some(detail) => change.emit(Change {
                    id: detail.person.id,
                    revision: detail.revision,
                    profile,
                    answers,
                }),
                None => create.emit(Create {
                    profile,
                    roles: draft.roles.iter().collect(),
                    answers,
                }),
            }
        })
    };
    let (busy, error) = match props.detail {
        Some(_) => (change.busy, change.error.clone()),
        None => (create.busy, create.error.clone()),
    };
    let title = props.detail.as_ref().map_or_else(
        || "Add a person".to_owned(),
        |detail| format!("Edit {}", detail.person.name),
    );
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.reform(|()| None)} />
            <Button label={if props.detail.is_some() { "Save" } else { "Add person" }} kind={Kind::Primary} submit=true {busy} busy_label="Saving" />
        </>
    };
    let asked: Vec<_> = known
        .ready()
        .map(|known| {
            known
                .iter()
                .filter(|field| field.roles.meets(form.draft().roles))
                .cloned()
                .collect()
        })
        .unwrap_or_default();
    html! {
        <Dialog {title} wide=true {foot} on_close={props.on_close.reform(|()| None)} {on_submit}>
            <div class="field-row">
                <div data-focus="true"><TextField label="Name" bound={form.text("name", |d| &d.profile.name, |d, text| d.profile.name = text)} /></div>
                <TextField label="E-mail" optional=true kind="email" bound={form.text("email", |d| &d.profile.email, |d, text| d.profile.email = text)} />
            </div>
            if props.detail.is_none() { { roles_field(&form) } }
            { profile_fields(&form) }
            if !asked.is_empty() {
                <fieldset class="form-section">
                    <legend class="drawer-h">{ "Fields of this programme" }</legend>
                    <div class="field-row">
                        { for asked.into_iter().map(|field| {
                            let id = field.id;
                            let value = answer(&form, props.detail.as_deref(), id);
                            let wrong = error.as_ref().and_then(|error| error.fields.get(&format!("answers.{id}"))).cloned();
                            let on_change = { let form = form.clone();
                                Callback::from(move |text: String| form.update("answers", move |draft| { draft.answers.insert(id, text); })) };
                            html! { <AnswerField key={id.to_string()} {field} {value} {wrong} {on_change} /> }
                        }) }
                    </div>
                </fieldset>
            }
            <ErrorCallout {error} shown={vec!["name", "email", "bio", "interests", "expertise", "languages", "zone", "capacity", "roles"]} />
        </Dialog>
    }
}

/// What was typed here, or else what is known.
fn answer(form: &Form<Draft>, detail: Option<&PersonDetail>, id: FieldId) -> String {
    let known = || {
        detail?
            .answers
            .iter()
            .find(|answer| answer.field == id)
            .map(|answer| answer.text.clone())
    };
    form.draft()
        .answers
        .get(&id)
        .cloned()
        .or_else(known)
        .unwrap_or_default()
}

fn roles_field(form: &Form<Draft>) -> Html {
    let error = form.error("roles");
    html! {
        <fieldset class="field">
            <legend class="field-label">{ "Roles" }</legend>
            <div class="role-row">
                { for Role::ALL.into_iter().map(|role| {
                    let form = form.clone();
                    html! {
                        <CheckField key={role.as_str()} label={role_name(role)} checked={form.draft().roles.contains(role)}
                            on_change={Callback::from(move |on: bool| form.update("roles", move |draft| {
                                draft.roles = if on { draft.roles.with(role) } else { draft.roles.without(role) };
                            }))} />
                    }
                }) }
            </div>
            if let Some(error) = error { <span class="field-error" role="alert">{ error }</span> }
        </fieldset>
    }
}

fn profile_fields(form: &Form<Draft>) -> Html {
    let draft = form.draft();
    let (student, mentor) = (
        draft.roles.contains(Role::Student),
        draft.roles.contains(Role::Mentor),
    );
    html! {
        <>
            if student {
                <TagInput label="Interests" optional=true hint="What they want to learn. Enter or a comma adds one." values={draft.profile.interests.clone()}
                    on_change={form.set("interests", |d, list: Vec<String>| d.profile.interests = list)} error={form.error("interests")} />
            }
            if mentor {
                <TagInput label="Expertise" optional=true hint="What they can teach. Enter or a comma adds one." values={draft.profile.expertise.clone()}
                    on_change={form.set("expertise", |d, list: Vec<String>| d.profile.expertise = list)} error={form.error("expertise")} />
            }
            <div class="field-row">
                <TagInput label="Languages" optional=true values={draft.profile.languages.clone()}
                    on_change={form.set("languages", |d, list: Vec<String>| d.profile.languages = list)} error={form.error("languages")} />
                <ZoneField optional=true hint="Empty: the programme’s" bound={form.text("zone", |d| &d.profile.zone, |d, text| d.profile.zone = text)} />
                if mentor {
                    <TextField label="Places" inputmode="numeric" hint="How many students they take"
                        bound={form.text("capacity", |d| &d.capacity, |d, text| d.capacity = text)} />
                }
            </div>
            <TextArea label="About them" optional=true rows={3} hint="Shown to the people they are matched with"
                bound={form.text("bio", |d| &d.profile.bio, |d, text| d.profile.bio = text)} />
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_names_what_is_wrong() {
        let mut draft = Draft::of(None);
        assert_eq!(
            validate(&draft).keys().copied().collect::<Vec<_>>(),
            ["name"]
        );
        draft.profile.name = "Ana Petrović".to_owned();
        draft.profile.email = "ana@".to_owned();
        draft.roles = Roles::of(&[Role::Mentor]);
        draft.capacity = "many".to_owned();
        assert_eq!(
            validate(&draft).keys().copied().collect::<Vec<_>>(),
            ["capacity", "email"]
        );
        draft.profile.email.clear();
        draft.capacity = "Two".to_owned();
        assert!(validate(&draft).is_empty());
        assert_eq!(draft.whole().capacity, 2);
        draft.roles = Roles::NONE;
        assert!(validate(&draft).contains_key("roles"));
    }
}
