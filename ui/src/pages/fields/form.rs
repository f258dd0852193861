//! Making a field, and changing one.

use contract::fields::{Change, Create, FieldView};
use domain::fields::{FieldAudience, FieldKind, check_options};
use domain::{Line, Role, Roles};
use yew::prelude::*;

use crate::action::use_action_with;
use crate::components::{
    Button, CheckField, Choices, Dialog, ErrorCallout, Kind, SelectField, TextArea, TextField,
};
use crate::desk::role_name;
use crate::form::{Check, Errors, use_form};
use crate::pages::import::{audience_name, kind_name};
use crate::toasts::use_toasts;

/// The longest name of a field, in characters.
const LONGEST_NAME: usize = 60;

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    name: String,
    kind: FieldKind,
    /// One a line.
    options: String,
    audience: FieldAudience,
    sensitive: bool,
    roles: Roles,
}

impl Draft {
    fn of(field: Option<&FieldView>) -> Self {
        field.map_or_else(
            || Self {
                name: String::new(),
                kind: FieldKind::Text,
                options: String::new(),
                audience: FieldAudience::Person,
                sensitive: false,
                roles: Roles::of(&[Role::Student, Role::Mentor]),
            },
            |field| Self {
                name: field.name.clone(),
                kind: field.kind,
                options: field.options.join("\n"),
                audience: field.audience,
                sensitive: field.sensitive,
                roles: field.roles,
            },
        )
    }

    fn options(&self) -> Vec<String> {
        if has_options(self.kind) {
            self.options
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect()
        } else {
            Vec::new()
        }
    }
}

fn has_options(kind: FieldKind) -> bool {
    match kind {
        FieldKind::Choice | FieldKind::Choices => true,
        FieldKind::Text | FieldKind::Number => false,
    }
}

fn validate(draft: &Draft) -> Errors {
    Check::default()
        .field("name", Line::parse(&draft.name, LONGEST_NAME))
        .field("options", check_options(draft.kind, &draft.options()))
        .when(
            draft.roles.is_empty(),
            "roles",
            "Choose whom it is asked of",
        )
        .done()
}

#[derive(Properties, PartialEq)]
pub(super) struct FieldFormProps {
    /// `None` makes a field.
    pub(super) field: Option<FieldView>,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn FieldForm(props: &FieldFormProps) -> Html {
    let toasts = use_toasts();
    let form = use_form(|| Draft::of(props.field.as_ref()), validate);
    let refused = form.refused();
    let done = {
        let close = props.on_close.clone();
        move |field: FieldView| {
            toasts.say(format!("{} saved", field.name));
            close.emit(());
        }
    };
    let create = use_action_with::<Create>(done.clone(), {
        let refused = refused.clone();
        move |error| refused.emit(error)
    });
    let change = use_action_with::<Change>(done, move |error| refused.emit(error));
    let on_submit = {
        let (form, field) = (form.clone(), props.field.clone());
        let (create, change) = (create.run.clone(), change.run.clone());
        Callback::from(move |()| {
            let Some(draft) = form.submit() else {
                return;
            };
            let options = draft.options();
            let Draft {
                name,
                kind,
                audience,
                sensitive,
                roles,
                ..
            } = draft;
            match &field {
                Some(field) => change.emit(Change {
                    id: field.id,
                    name,
                    options,
                    audience,
                    sensitive,
                    roles,
                }),
                None => create.emit(Create {
                    name,
                    kind,
                    options,
                    audience,
                    sensitive,
                    roles,
                }),
            }
        })
    };
    let (busy, error) = if props.field.is_some() {
        (change.busy, change.error.clone())
    } else {
        (create.busy, create.error.clone())
    };
    let draft = form.draft();
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label={if props.field.is_some() { "Save" } else { "Make the field" }} kind={Kind::Primary} submit=true {busy} busy_label="Saving" />
        </>
    };
    let on_sensitive = form.set("audience", |draft, on: bool| {
        draft.sensitive = on;
        if on {
            draft.audience = FieldAudience::Administrators;
        }
    });
    let title = props.field.as_ref().map_or_else(
        || "New field".to_owned(),
        |field| format!("Change {}", field.name),
    );
    html! {
        <Dialog {title} {foot} on_close={props.on_close.clone()} {on_submit}>
            <div data-focus="true"><TextField label="Name" hint="As it heads a column: Grade, Organisation" bound={form.text("name", |d| &d.name, |d, text| d.name = text)} /></div>
            if props.field.is_none() {
                <SelectField<FieldKind> label="Kind of answer" value={draft.kind} on_change={form.set("options", |d, kind| d.kind = kind)}
                    options={FieldKind::ALL.map(|kind| (kind, AttrValue::from(kind_name(kind)))).to_vec()} />
            }
            if has_options(draft.kind) {
                <TextArea label="Options" rows={5} hint="One on each line. Their order counts where the matching measures steps."
                    bound={form.text("options", |d| &d.options, |d, text| d.options = text)} />
            }
            { roles(&form) }
            if !draft.sensitive {
                <Choices<FieldAudience> label="Who may see the answers" show_label=true value={Some(draft.audience)}
                    on_change={form.set("audience", |d, audience| d.audience = audience)}
                    options={FieldAudience::ALL.map(|audience| (audience, AttrValue::from(audience_name(audience)), AttrValue::from(audience_text(audience)))).to_vec()} />
            }
            <CheckField label="Sensitive" hint="Such as identity, health or belief: administrators only, never shown to a match"
                checked={draft.sensitive} on_change={on_sensitive} />
            <ErrorCallout {error} shown={vec!["name", "options", "roles"]} />
        </Dialog>
    }
}

fn audience_text(audience: FieldAudience) -> &'static str {
    match audience {
        FieldAudience::Pair => "For what helps two people to know each other",
        FieldAudience::Person => "The person fills it in; their match does not see it",
        FieldAudience::Administrators => "Not even the person sees it",
    }
}

fn roles(form: &crate::form::Form<Draft>) -> Html {
    html! {
        <fieldset class="field">
            <legend class="field-label">{ "Asked of" }</legend>
            <div class="role-row">
                { for Role::ALL.into_iter().map(|role| {
                    let form = form.clone();
                    html! {
                        <CheckField key={role.as_str()} label={format!("{}s", role_name(role))} checked={form.draft().roles.contains(role)}
                            on_change={Callback::from(move |on: bool| form.update("roles", move |draft| {
                                draft.roles = if on { draft.roles.with(role) } else { draft.roles.without(role) };
                            }))} />
                    }
                }) }
            </div>
            if let Some(error) = form.error("roles") { <span class="field-error" role="alert">{ error }</span> }
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_needs_options_and_a_text_has_none() {
        let mut draft = Draft {
            name: "Grade".to_owned(),
            kind: FieldKind::Choice,
            ..Draft::of(None)
        };
        assert!(validate(&draft).contains_key("options"));
        draft.options = " AO \n\nEO".to_owned();
        assert_eq!(draft.options(), ["AO", "EO"]);
        assert!(validate(&draft).is_empty());
        draft.kind = FieldKind::Text;
        assert!(draft.options().is_empty());
    }
}
