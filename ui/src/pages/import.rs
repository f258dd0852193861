//! A table of people becomes people of the programme: file, columns, check, import.

mod check;
mod columns;
mod done;
mod file;
mod steps;
mod targets;

use std::rc::Rc;

use contract::imports::{Applied, Apply, Check, Checked, Pick, Picked, Plan, Target};
use contract::{ApiError, fields};
use domain::Role;
use yew::prelude::*;

use self::check::{CheckStep, Skipping};
use self::columns::ColumnsStep;
use self::steps::{Stage, Steps};
pub(crate) use self::targets::{audience_name, kind_name};
use super::people::workbench::Workbench;
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Kind, State, StateMark};
use crate::job::use_job;
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::time::count;
use crate::toasts::use_toasts;

/// The chosen file and how it is to be read.
#[derive(Clone, PartialEq)]
struct Roster {
    picked: Rc<Picked>,
    targets: Vec<Target>,
    /// Columns whose target the administrator chose.
    chosen: Vec<bool>,
    /// `None` until it is said.
    role: Option<Role>,
}

impl Roster {
    fn of(picked: Picked) -> Self {
        Self {
            targets: picked
                .columns
                .iter()
                .map(|column| column.target.clone())
                .collect(),
            chosen: vec![false; picked.columns.len()],
            role: picked.role,
            picked: Rc::new(picked),
        }
    }

    fn plan(&self) -> Option<Plan> {
        Some(Plan {
            file: self.picked.file.clone(),
            targets: self.targets.clone(),
            role: self.role?,
        })
    }

    /// How many guesses nobody looked at yet.
    fn unsure(&self) -> usize {
        let columns = self.picked.columns.iter().zip(&self.chosen);
        columns
            .filter(|(column, chosen)| !column.sure && !**chosen)
            .count()
    }
}

#[component]
pub(crate) fn ImportPage() -> Html {
    let toasts = use_toasts();
    let stage = use_state(|| Stage::File);
    let roster = use_state(|| None::<Roster>);
    let checked = use_state(|| None::<Rc<Checked>>);
    let applied = use_state(|| None::<Applied>);
    let skip = use_state(|| false);
    let known = use_query(fields::List {});

    let pick = use_action::<Pick>({
        let (stage, roster, checked) = (stage.clone(), roster.clone(), checked.clone());
        move |picked| {
            if let Some(picked) = picked {
                roster.set(Some(Roster::of(picked)));
                checked.set(None);
                stage.set(Stage::Columns);
            }
        }
    });
    let check = use_job::<Check>({
        let (checked, skip, toasts) = (checked.clone(), skip.clone(), toasts.clone());
        move |found: Checked| {
            toasts.speak(format!(
                "Checked. {} wrong",
                count(found.wrong, "row is", "rows are")
            ));
            skip.set(false);
            checked.set(Some(Rc::new(found)));
        }
    });
    let apply = use_job::<Apply>({
        let (applied, toasts) = (applied.clone(), toasts.clone());
        move |done: Applied| {
            toasts.speak(format!(
                "Imported {}",
                count(done.new + done.updated, "person", "people")
            ));
            applied.set(Some(done));
        }
    });

    let on_pick = pick.run.reform(|()| Pick {});
    let on_check = {
        let (stage, roster, checked, run) = (
            stage.clone(),
            roster.clone(),
            checked.clone(),
            check.run.clone(),
        );
        Callback::from(move |()| {
            if let Some(plan) = roster.as_ref().and_then(Roster::plan) {
                checked.set(None);
                stage.set(Stage::Check);
                run.emit(Check { plan });
            }
        })
    };
    let on_apply = {
        let (stage, roster, checked, skip, run) = (
            stage.clone(),
            roster.clone(),
            checked.clone(),
            skip.clone(),
            apply.run.clone(),
        );
        Callback::from(move |()| {
            if let (Some(plan), Some(checked)) =
                (roster.as_ref().and_then(Roster::plan), checked.as_ref())
            {
                stage.set(Stage::Import);
                run.emit(Apply {
                    plan,
                    digest: checked.digest.clone(),
                    skip_wrong: *skip,
                });
            }
        })
    };
    let to = |target: Stage| {
        let stage = stage.clone();
        Callback::from(move |()| stage.set(target))
    };
    let again = {
        let (stage, roster, checked, applied) = (
            stage.clone(),
            roster.clone(),
            checked.clone(),
            applied.clone(),
        );
        Callback::from(move |()| {
            roster.set(None);
            checked.set(None);
            applied.set(None);
            stage.set(Stage::File);
        })
    };
    use_entries(vec![
        Entry::new(
            "import.pick",
            "Choose a file to import",
            Group::Page,
            on_pick.clone(),
        )
        .icon(Glyph::FileImport)
        .keys("N"),
    ]);

    let known = known.ready().cloned().unwrap_or_default();
    let (body, foot) = match (*stage, roster.as_ref()) {
        (Stage::File, _) | (_, None) => (
            html! { <file::FileStep {on_pick} busy={pick.busy} error={pick.error.clone()} /> },
            Html::default(),
        ),
        (Stage::Columns, Some(chosen)) => {
            let problems = targets::problems(&chosen.targets, &known);
            let body = html! {
                <ColumnsStep roster={chosen.clone()} {known} refused={plan_refusal(check.error.as_ref())}
                    on_change={ let roster = roster.clone(); Callback::from(move |changed| roster.set(Some(changed))) } />
            };
            (
                body,
                columns_foot(chosen, &problems, to(Stage::File), on_check),
            )
        }
        (Stage::Check, Some(_)) => {
            let skipping = Skipping {
                on: *skip,
                set: {
                    let skip = skip.clone();
                    Callback::from(move |on| skip.set(on))
                },
            };
            let body = html! {
                <CheckStep checked={(*checked).clone()} progress={check.progress} error={check.error.clone()}
                    on_cancel={check.cancel.clone()} on_again={on_check} on_back={to(Stage::Columns)} />
            };
            let foot = checked.as_ref().map_or_else(Html::default, |checked| {
                check::foot(checked, &skipping, to(Stage::Columns), on_apply)
            });
            (body, foot)
        }
        (Stage::Import, Some(_)) => {
            let body = html! {
                <done::DoneStep applied={(*applied).clone()} progress={apply.progress} error={apply.error.clone()}
                    on_cancel={apply.cancel.clone()} on_back={to(Stage::Check)} on_check={on_check} {again} />
            };
            (body, Html::default())
        }
    };
    let sub = roster
        .as_ref()
        .filter(|_| *stage != Stage::File)
        .map(|roster| subtitle(&roster.picked));
    html! {
        <Workbench title="Import people" {sub} class="work-import"
            actions={html! { <Steps stage={*stage} finished={applied.is_some()} /> }}>
            <div class="work-body"><div class="page-stack">{ body }</div></div>
            { foot }
        </Workbench>
    }
}

fn subtitle(picked: &Picked) -> Html {
    html! {
        <>
            { format!("{} · {} · {}", picked.file_name, count(picked.rows, "row", "rows"),
                count(picked.columns.len() as u64, "column", "columns")) }
            <span class="hide-md">{ format!(" · {}, {} between columns", picked.encoding, picked.separator) }</span>
        </>
    }
}

/// What the check said about the plan itself.
fn plan_refusal(error: Option<&ApiError>) -> Option<ApiError> {
    error
        .filter(|error| error.fields.keys().any(|field| field.starts_with("plan.")))
        .cloned()
}

fn columns_foot(
    roster: &Roster,
    problems: &targets::Problems,
    on_back: Callback<()>,
    on_check: Callback<()>,
) -> Html {
    let unsure = roster.unsure() as u64;
    let blocked = problems.first().or_else(|| {
        roster
            .role
            .is_none()
            .then(|| "Say what people are whose row does not say".to_owned())
    });
    html! {
        <div class="work-foot">
            if let Some(problem) = &blocked {
                <State mark={StateMark::Bad} word={problem.clone()} />
            } else if unsure > 0 {
                <State mark={StateMark::Waiting} word={format!("{} to check", count(unsure, "guess", "guesses"))} />
            } else {
                <State mark={StateMark::Ok} word="Ready to check" />
            }
            <span class="hide-md t-xs t-3">{ "These choices are remembered for files with the same headings" }</span>
            <span class="grow" />
            <span class="d-flex gap-2">
                <Button label="Back" kind={Kind::Ghost} onclick={on_back} />
                <Button label={format!("Check {}", count(roster.picked.rows, "row", "rows"))} kind={Kind::Primary}
                    blocked={blocked.map(AttrValue::from)} onclick={on_check} />
            </span>
        </div>
    }
}
