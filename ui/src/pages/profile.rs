//! My profile: what the person tells of themselves.

mod answers;
mod availability;
mod draft;

use std::rc::Rc;

use contract::Code;
use contract::fields::{self, FieldView};
use contract::people::{Change, Get, PersonDetail};
use domain::Role;
use domain::fields::FieldAudience;
use yew::prelude::*;

use crate::action::use_action_with;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, ErrorCallout, Kind, NoteEditor, Page, Panel, TagInput, TextField, ZoneField, loaded,
};
use crate::desk::use_desk;
use crate::form::{Form, use_form};
use crate::query::{Load, use_query};
use crate::registry::{Entry, Group, use_entries};
use crate::toasts::use_toasts;
use answers::Answers;
use availability::AvailabilityGrid;
use draft::{Draft, check};

#[component]
pub(crate) fn ProfilePage() -> Html {
    let desk = use_desk();
    let detail = use_query(Get { id: desk.person() });
    let fields = use_query(fields::List {});
    let detail_loaded = loaded(&detail, "your profile", |detail| {
        // Without the fields the rest of the profile can still be changed.
        let fields = match &fields.load {
            Load::Ready(fields) => Rc::clone(fields),
            Load::Pending => return Html::default(),
            Load::Failed(_) => Rc::new(Vec::new()),
        };
        html! { <Editor key={detail.revision} detail={Rc::clone(detail)} {fields} /> }
    });
    html! { <Page title="My profile" sub={html! { "What the people you are matched with and the administrators see of you" }}>{ detail_loaded }</Page> }
}

#[derive(Properties, PartialEq)]
struct EditorProps {
    detail: Rc<PersonDetail>,
    fields: Rc<Vec<FieldView>>,
}

#[component]
fn Editor(props: &EditorProps) -> Html {
    let (desk, toasts) = (use_desk(), use_toasts());
    let roles = props.detail.person.roles;
    // What is asked of me, and mine to answer: what administrators alone see they fill in themselves.
    let fields: Rc<Vec<FieldView>> =
        use_memo((Rc::clone(&props.fields), roles), |(fields, roles)| {
            let mine = |field: &&FieldView| {
                field.roles.meets(*roles)
                    && (field.audience != FieldAudience::Administrators
                        || roles.contains(Role::Administrator))
            };
            fields.iter().filter(mine).cloned().collect::<Vec<_>>()
        });
    let form = use_form(|| Draft::of(&props.detail), |draft| check(draft, &fields));
    let save = use_action_with::<Change>(
        {
            let toasts = toasts.clone();
            move |_| {
                toasts.say("Profile saved");
                desk.refresh.emit(());
            }
        },
        {
            let refused = form.refused();
            move |error| refused.emit(error)
        },
    );
    let submit = {
        let (form, run, detail) = (form.clone(), save.run.clone(), Rc::clone(&props.detail));
        Callback::from(move |()| {
            if let Some(draft) = form.submit() {
                run.emit(Change {
                    id: detail.person.id,
                    revision: detail.revision,
                    profile: draft.profile(&detail.profile),
                    answers: draft.changed_answers(&detail),
                });
            }
        })
    };
    use_entries(vec![
        Entry::new(
            "profile.save",
            "Save my profile",
            Group::Page,
            submit.clone(),
        )
        .icon(Glyph::Check)
        .keys("Ctrl S"),
    ]);
    let onsubmit = submit.reform(|event: SubmitEvent| event.prevent_default());
    let conflict = save
        .error
        .as_ref()
        .is_some_and(|error| error.code == Code::Conflict);
    html! {
        <form novalidate=true {onsubmit} class="page-cols page-cols-fold">
            <div class="page-stack">
                { about_me(&form) }
                { skills(&form, roles) }
                if !fields.is_empty() {
                    <Panel title="Asked by your programme" padded=true>
                        <Answers fields={Rc::clone(&fields)} answers={form.draft().answers.clone()}
                            show_errors={form.error("answers").is_some()} errors={save.error.clone()}
                            on_change={form.set("answers", |d, answers| d.answers = answers)} on_leave={form.leave("answers")} />
                    </Panel>
                }
            </div>
            <div class="page-stack">
                <Panel title="When I am free" padded=true>
                    <AvailabilityGrid value={form.draft().availability}
                        on_change={form.set("availability", |d, availability| d.availability = availability)} />
                </Panel>
            </div>
            <div class="form-bar">
                <ErrorCallout error={save.error.clone()} shown={draft::SHOWN.to_vec()} />
                    <Button label="Save" keys="Ctrl S" kind={Kind::Primary} submit=true busy={save.busy} busy_label="Saving"
                        blocked={(!form.is_changed() && !conflict).then_some("Nothing was changed")} />
            </div>
        </form>
    }
}

fn about_me(form: &Form<Draft>) -> Html {
    html! {
        <>
            <Panel title="About me" padded=true>
                <div class="page-stack">
                    <TextField label="Name" autocomplete="name" bound={form.text("name", |d| &d.name, |d, text| d.name = text)} />
                    <TextField label="E-mail" optional=true kind="email" autocomplete="email"
                        hint="Only used to recognise you. The program sends no mail."
                        bound={form.text("email", |d| &d.email, |d, text| d.email = text)} />
                    <TagInput label="Languages" optional=true values={form.draft().languages.clone()}
                        on_change={form.set("languages", |d, list| d.languages = list)} error={form.error("languages")} />
                    <ZoneField bound={form.text("zone", |d| &d.zone, |d, text| d.zone = text)} optional=true
                        hint="Leave it empty for the programme’s own." />
                </div>
            </Panel>
            <NoteEditor title="Bio" rows={6} placeholder="What should the other one know about you?"
                bound={form.text("bio", |d| &d.bio, |d, text| d.bio = text)} />
        </>
    }
}

fn skills(form: &Form<Draft>, roles: domain::Roles) -> Html {
    let (student, mentor) = (roles.contains(Role::Student), roles.contains(Role::Mentor));
    if !student && !mentor {
        return Html::default();
    }
    html! {
        <Panel title="Mentoring" padded=true>
            <div class="page-stack">
                if student {
                    <TagInput label="Interests" hint="What you want to learn. Enter or a comma adds one."
                        values={form.draft().interests.clone()} error={form.error("interests")}
                        on_change={form.set("interests", |d, list| d.interests = list)} />
                }
                if mentor {
                    <TagInput label="Expertise" hint="What you can teach. Enter or a comma adds one."
                        values={form.draft().expertise.clone()} error={form.error("expertise")}
                        on_change={form.set("expertise", |d, list| d.expertise = list)} />
                    <TextField label="How many students" inputmode="numeric" class="field-short"
                        hint="Not fewer than you have now."
                        bound={form.text("capacity", |d| &d.capacity, |d, text| d.capacity = text)} />
                }
            </div>
        </Panel>
    }
}
