//! Restoring a backup before sign-in: which one, and who may.

use contract::backups::{
    BackupView, Choices as List, Keys, Pick, Picked, Recover, Source, State as Known, With,
};
use contract::{ApiError, Code};
use domain::Zone;
use yew::prelude::*;

use super::Way;
use super::frame::{Card, way_link};
use super::secrets::whole_code;
use crate::action::{use_action, use_action_with};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Callout, Choices, ErrorCallout, Kind, Mood, PasswordField, Segmented, Size, TextField,
    loaded,
};
use crate::form::{Check, use_form};
use crate::query::use_query;
use crate::{dom, time};

/// So many of the list are offered; older ones lie in the folder.
const OFFERED: usize = 6;

#[derive(Properties, PartialEq)]
pub(super) struct RestoreProps {
    pub(super) go: Callback<Way>,
    pub(super) on_recheck: Callback<()>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Password,
    Code,
}

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    /// A backup's id; empty for the picked one.
    backup: Option<String>,
    by: By,
    name: String,
    password: String,
    code: String,
}

#[component]
pub(super) fn Restore(props: &RestoreProps) -> Html {
    let backups = use_query(List {});
    let picked = use_state(|| None::<Picked>);
    let pick = use_action::<Pick>({
        let picked = picked.setter();
        move |file| {
            if file.is_some() {
                picked.set(file);
            }
        }
    });
    let form = use_form(
        || Draft {
            backup: None,
            by: By::Password,
            name: String::new(),
            password: String::new(),
            code: String::new(),
        },
        |draft: &Draft| {
            let by_password = draft.by == By::Password;
            Check::default()
                .when(
                    by_password && draft.name.is_empty(),
                    "name",
                    "Type the sign-in name",
                )
                .when(
                    by_password && draft.password.is_empty(),
                    "password",
                    "Type the password",
                )
                .when(
                    !by_password && whole_code(&draft.code, 32).is_none(),
                    "code",
                    "Type the whole code",
                )
                .done()
        },
    );
    let restored = use_state(|| None::<Keys>);
    let action = {
        let restored = restored.setter();
        let refused = form.refused();
        use_action_with::<Recover>(
            move |done| restored.set(Some(done.keys)),
            move |mut error: ApiError| {
                if error.code == Code::WrongPassword {
                    // Said at whichever of the two is shown.
                    for field in ["password", "code"] {
                        error.fields.insert(field.to_owned(), error.message.clone());
                    }
                }
                refused.emit(error);
            },
        )
    };
    if let Some(keys) = *restored {
        let go = {
            let (go, recheck) = (props.go.clone(), props.on_recheck.clone());
            Callback::from(move |()| {
                go.emit(Way::SignIn);
                recheck.emit(());
            })
        };
        return html! {
            <Card title="The backup is restored" sub="What was here before is kept beside the backups.">
                <div class="auth-form">
                    <Callout mood={Mood::Ok} title="Sign in to go on">
                        { match keys {
                            Keys::Present => "The passwords are the ones of today.",
                            Keys::OfTheBackup => "The passwords are the ones of the day of the backup.",
                        } }
                    </Callout>
                    <Button label="Sign in" kind={Kind::Primary} size={Size::Large} class="w-100" focus=true onclick={go} />
                </div>
            </Card>
        };
    }
    let newest = match &backups.load {
        crate::query::Load::Ready(list) => list.first().map(|backup| backup.id.clone()),
        _ => None,
    };
    let chosen = form
        .draft()
        .backup
        .clone()
        .or_else(|| picked.as_ref().map(|_| String::new()))
        .or(newest);
    let onsubmit = {
        let (form, run, chosen, picked) = (
            form.clone(),
            action.run.clone(),
            chosen.clone(),
            (*picked).clone(),
        );
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (Some(draft), Some(id)) = (form.submit(), chosen.clone()) else {
                return;
            };
            let backup = match &picked {
                Some(picked) if id.is_empty() => Source::Picked {
                    file: picked.file.clone(),
                },
                _ => Source::Listed { id },
            };
            let with = match draft.by {
                By::Password => With::Administrator {
                    name: draft.name,
                    password: draft.password,
                },
                By::Code => With::RecoveryCode { code: draft.code },
            };
            run.emit(Recover { backup, with });
        })
    };
    let wrong = action
        .error
        .as_ref()
        .is_some_and(|error| error.code == Code::WrongPassword);
    let draft = form.draft();
    html! {
        <Card title="Restore a backup" wide=true
            sub="The programme becomes what it was when the backup was made. What is here now is kept.">
            <form class="auth-form form-lg" novalidate=true {onsubmit}>
                { loaded(&backups, "the backups", |list| html! {
                    if list.is_empty() && picked.is_none() {
                        <Callout title="There is no backup on this computer">
                            { "Connect the memory stick with your backups, and choose the file backup.json in one of their folders." }
                        </Callout>
                    } else {
                        <Choices<String> label="Which backup?" show_label=true value={chosen.clone()}
                            on_change={form.set("backup", |d, id| d.backup = Some(id))} options={options(list, picked.as_ref())} />
                    }
                }) }
                <Button label="Choose a file…" glyph={Glyph::FileImport} busy={pick.busy} onclick={pick.run.reform(|()| Pick {})} />
                <ErrorCallout error={pick.error.clone()} />
                <div class="field">
                    <span class="field-label" aria-hidden="true">{ "Open it with" }</span>
                    <Segmented<By> label="Open it with" class="segmented-block" value={draft.by} on_change={form.set("by", |d, by| d.by = by)}
                        options={vec![(By::Password, "A password".into()), (By::Code, "The recovery code".into())]} />
                </div>
                if draft.by == By::Password {
                    <TextField label="Sign-in name" bound={form.text("name", |d| &d.name, |d, text| d.name = text)}
                        hint="Of an administrator who was active when the backup was made." />
                    <PasswordField label="Password" bound={form.text("password", |d| &d.password, |d, text| d.password = text)} />
                } else {
                    <TextField label="Recovery code" glyph={Glyph::Shield} bound={form.text("code", |d| &d.code, |d, text| d.code = text)}
                        hint="8 groups of 4, as on the paper." />
                }
                <ErrorCallout error={action.error.clone().filter(|_| !wrong)} shown={vec!["name", "password", "code"]} />
                if wrong { <p class="field-hint">{ "Nothing was changed." }</p> }
                <Button label="Restore" kind={Kind::Primary} size={Size::Large} class="w-100" submit=true busy={action.busy}
                    busy_label="Restoring" blocked={chosen.is_none().then_some("Choose a backup first")} />
                <div class="auth-ways">{ way_link("Back", props.go.reform(|_| Way::SignIn)) }</div>
            </form>
        </Card>
    }
}

fn options(list: &[BackupView], picked: Option<&Picked>) -> Vec<(String, AttrValue, AttrValue)> {
    let now = dom::now();
    let of_file = picked.map(|picked| {
        let when = time::day_time(picked.made_at, now, Zone::UTC);
        (
            String::new(),
            AttrValue::from(format!("{when} UTC")),
            AttrValue::Static("The file you chose"),
        )
    });
    let listed = list.iter().take(OFFERED).map(|backup| {
        let when = time::day_time(backup.made_at, now, Zone::UTC);
        let state = match backup.state {
            Known::Verified { .. } => "verified",
            Known::Unverified => "a copy of a damaged file",
            Known::Damaged => "damaged",
        };
        let about = format!("{}, {state}", backup.kind.words());
        (
            backup.id.clone(),
            AttrValue::from(format!("{when} UTC")),
            AttrValue::from(about),
        )
    });
    of_file.into_iter().chain(listed).collect()
}
