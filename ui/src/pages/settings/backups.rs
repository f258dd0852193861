//! Backups: what there is, one more now, looking at one, going back to one, and the second folder.

use std::rc::Rc;

use contract::ApiError;
use contract::backups::{
    BackupView, BackupsView, List, Make, PickFolder, Restore, SetFolder, Source, State as Known,
    Verify,
};
use yew::prelude::*;

use super::Row;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Column, Dialog, Empty, ErrorCallout, Icon, Kind, MenuButton, MenuItem, Meter, Panel,
    PasswordField, State, StateMark, Table, TableRow, Time, TimeStyle, loaded,
};
use crate::desk::use_desk;
use crate::form::Bound;
use crate::job::{Progress, use_job};
use crate::query::use_query;
use crate::toasts::use_toasts;
use crate::{dom, time};

#[component]
pub(super) fn Backups() -> Html {
    let (desk, toasts) = (use_desk(), use_toasts());
    let backups = use_query(List {});
    let restoring = use_state(|| None::<BackupView>);
    let make = {
        let toasts = toasts.clone();
        use_job::<Make>(move |_| toasts.say("Backup made and verified"))
    };
    let verify = {
        let toasts = toasts.clone();
        use_job::<Verify>(move |view| match view.state {
            Known::Verified { .. } => toasts.say("The backup is whole"),
            Known::Unverified => toasts.say("It is a copy of a file that was damaged already"),
            Known::Damaged => toasts.bad("This backup is damaged. Do not rely on it"),
        })
    };
    let on_restore = {
        let restoring = restoring.setter();
        Callback::from(move |backup| restoring.set(Some(backup)))
    };
    let busy = make.progress.is_busy();
    let control = html! {
        if busy {
            <Button label="Cancel" onclick={make.cancel.clone()} />
        } else {
            <Button label="Back up now" onclick={make.run.reform(|()| Make {})} />
        }
    };
    html! {
        <>
            <Panel title="Backups" count="encrypted, each read back" control={Some(control)}>
                if let Progress::Running { done, total } = make.progress {
                    <div class="panel-body"><Meter label="Backing up" value={done} max={total} /></div>
                }
                if make.error.is_some() || verify.error.is_some() {
                    <div class="panel-body">
                        <ErrorCallout error={make.error.clone()} />
                        <ErrorCallout error={verify.error.clone()} />
                    </div>
                }
                { loaded(&backups, "the backups", |view| if view.backups.is_empty() {
                    html! {
                        <Empty glyph={Glyph::Inbox} title="No backup yet"
                            text="One is made every day at the first sign-in, and before every import, restore and update." />
                    }
                } else {
                    table(view, &on_restore, &verify.run)
                }) }
            </Panel>
            { loaded(&backups, "the second folder", |view| html! {
                <>
                    <p class="t-xs t-3">
                        { "Next daily backup: " }{ time::day_time(view.next, dom::now(), desk.zone()) }
                        { ". Kept: 12 days, 10 weeks, 9 months." }
                    </p>
                    <Second view={Rc::clone(view)} />
                </>
            }) }
            if let Some(backup) = &*restoring {
                <RestoreDialog backup={backup.clone()} on_close={ { let restoring = restoring.setter(); Callback::from(move |()| restoring.set(None)) } } />
            }
        </>
    }
}

fn table(
    view: &Rc<BackupsView>,
    on_restore: &Callback<BackupView>,
    on_verify: &Callback<Verify>,
) -> Html {
    let columns = vec![
        Column::new("Made", ""),
        Column::new("Kind", ""),
        Column::new("Size", "is-num"),
        Column::new("Where", "hide-md"),
        Column::new("State", ""),
        Column::new("Actions", "is-tight menu-cell").unseen(),
    ];
    let row = {
        let (view, on_restore, on_verify) =
            (Rc::clone(view), on_restore.clone(), on_verify.clone());
        Callback::from(move |at: usize| {
            let backup = &view.backups[at];
            let check = {
                let id = backup.id.clone();
                on_verify.reform(move |()| Verify { id: id.clone() })
            };
            let restore = {
                let backup = backup.clone();
                on_restore.reform(move |()| backup.clone())
            };
            let items = vec![
                MenuItem::new("Check it", Glyph::ListCheck, check),
                MenuItem::new("Restore…", Glyph::RotateLeft, restore),
            ];
            TableRow {
                key: backup.id.clone(),
                cells: vec![
                    html! { <Time at={backup.made_at} style={TimeStyle::DayTime} /> },
                    html! { backup.kind.words() },
                    html! { size(backup.size) },
                    html! { place(&view, backup) },
                    state(backup.state),
                    html! { <MenuButton label={format!("Actions for the backup {}", backup.id)} trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} /> },
                ],
                selected: false,
            }
        })
    };
    let on_open = {
        let (view, on_restore) = (Rc::clone(view), on_restore.clone());
        Some(Callback::from(move |at: usize| {
            on_restore.emit(view.backups[at].clone());
        }))
    };
    html! { <Table label="Backups" {columns} count={view.backups.len()} {row} {on_open} /> }
}

fn state(state: Known) -> Html {
    let (mark, word) = match state {
        Known::Verified { .. } => (StateMark::Ok, "Verified"),
        Known::Unverified => (StateMark::Waiting, "Not verified"),
        Known::Damaged => (StateMark::Bad, "Damaged"),
    };
    html! { <State {mark} {word} /> }
}

fn place(view: &BackupsView, backup: &BackupView) -> String {
    let second = view
        .second
        .as_ref()
        .map_or("second folder", |second| second.name.as_str());
    match (backup.here, backup.second) {
        (true, true) => format!("This computer and {second}"),
        (true, false) => "This computer".to_owned(),
        (false, _) => second.to_owned(),
    }
}

/// "14.2 MB".
fn size(bytes: u64) -> String {
    let (unit, name) = if bytes >= 1_000_000 {
        (1_000_000, "MB")
    } else {
        (1_000, "kB")
    };
    let tenths = (bytes * 10).div_ceil(unit);
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

#[derive(Properties, PartialEq)]
struct SecondProps {
    view: Rc<BackupsView>,
}

#[component]
fn Second(props: &SecondProps) -> Html {
    let toasts = use_toasts();
    let set = use_action::<SetFolder>(move |view| {
        toasts.say(if view.second.is_some() {
            "Every backup is copied there from now on"
        } else {
            "Backups stay on this computer"
        });
    });
    let pick = {
        let run = set.run.clone();
        use_action::<PickFolder>(move |picked| {
            if let Some(picked) = picked {
                run.emit(SetFolder {
                    folder: Some(picked.folder),
                });
            }
        })
    };
    let text = match &props.view.second {
        None => "A memory stick or another disk, for the day this computer is lost.".to_owned(),
        Some(second) if second.connected => format!("Every backup is copied to {}.", second.name),
        Some(second) => format!(
            "{} is not connected. It catches up at the next backup.",
            second.name
        ),
    };
    html! {
        <Panel title="Second folder">
            <div class="rows">
                <Row name="Where every backup is copied as well" {text}>
                    <Button label="Choose a folder…" busy={pick.busy || set.busy} onclick={pick.run.reform(|()| PickFolder {})} />
                    if props.view.second.is_some() {
                        <Button label="Use none" kind={Kind::Ghost} onclick={set.run.reform(|()| SetFolder { folder: None })} />
                    }
                </Row>
            </div>
            if set.error.is_some() || pick.error.is_some() {
                <div class="panel-body">
                    <ErrorCallout error={set.error.clone()} />
                    <ErrorCallout error={pick.error.clone()} />
                </div>
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct RestoreProps {
    backup: BackupView,
    on_close: Callback<()>,
}

#[component]
fn RestoreDialog(props: &RestoreProps) -> Html {
    let desk = use_desk();
    let password = use_state(String::new);
    // Everybody is signed out at its end, and this page with them.
    let job = use_job::<Restore>(|_| ());
    let busy = job.progress.is_busy();
    let on_submit = {
        let (run, password, id) = (
            job.run.clone(),
            (*password).clone(),
            props.backup.id.clone(),
        );
        Callback::from(move |()| {
            run.emit(Restore {
                backup: Source::Listed { id: id.clone() },
                password: password.clone(),
            });
        })
    };
    let wrong = job
        .error
        .as_ref()
        .and_then(|error: &ApiError| error.fields.get("password").cloned());
    let bound = {
        let password = password.clone();
        Bound::new(
            (*password).clone(),
            Callback::from(move |text: String| password.set(text)),
        )
        .with_error(wrong.map(AttrValue::from))
    };
    let foot = html! {
        <>
            <Button label="Keep the present" onclick={props.on_close.clone()} />
            <Button label="Restore" kind={Kind::Danger} submit=true {busy} busy_label="Restoring"
                blocked={password.is_empty().then_some("Type your password first")} />
        </>
    };
    html! {
        <Dialog title="Restore this backup?" on_close={props.on_close.clone()} foot={Some(foot)} on_submit={Some(on_submit)}>
            <p>
                { "Made: " }<strong>{ time::day_time(props.backup.made_at, dom::now(), desk.zone()) }</strong>
                { ". The programme becomes what it was then. What was entered since is not in it; the present state is kept as a backup of its own. Who was erased since is erased again. Everybody is signed out." }
            </p>
            if let Progress::Running { done, total } = job.progress {
                <Meter label="Restoring" value={done} max={total} />
            }
            <span data-focus="true"><PasswordField label="Your password" {bound} /></span>
            <ErrorCallout error={job.error.clone()} shown={vec!["password"]} />
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_have_a_decimal() {
        assert_eq!(size(14_150_000), "14.2 MB");
        assert_eq!(size(312_400), "312.4 kB");
        assert_eq!(size(0), "0.0 kB");
    }
}
