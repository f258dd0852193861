//! Adding a goal and changing one.

use contract::goals::{Change, Create, GoalView};
use domain::{Line, MatchId, Text};
use yew::prelude::*;

use crate::action::use_action_with;
use crate::components::{
    Button, DateField, Dialog, ErrorCallout, Kind, SelectField, TextArea, TextField,
};
use crate::desk::use_zone;
use crate::form::{Check, Errors, use_form};
use crate::toasts::use_toasts;
use crate::{dom, when};

const LONGEST_TITLE: usize = 200;

#[derive(Debug, Clone, PartialEq)]
struct Draft {
    of: Option<MatchId>,
    title: String,
    detail: String,
    /// Read by [`when::parse_date`]; empty for none.
    due: String,
}

fn check(draft: &Draft, today: chrono::NaiveDate) -> Errors {
    let due = match draft.due.trim() {
        "" => Ok(None),
        text => when::parse_date(text, today).map(Some),
    };
    Check::default()
        .when(draft.of.is_none(), "of", "Choose whose goal it is")
        .field("title", Line::parse(&draft.title, LONGEST_TITLE))
        .field("detail", Text::parse(&draft.detail))
        .when(
            due.is_err(),
            "due",
            "Write a day such as 3 Dec, or leave it empty",
        )
        .done()
}

#[derive(Properties, PartialEq)]
pub(crate) struct GoalDialogProps {
    /// `None` adds one.
    pub(crate) goal: Option<GoalView>,
    /// For whom it can be added; with one there is nothing to choose.
    pub(crate) matches: Vec<(MatchId, String)>,
    pub(crate) on_close: Callback<()>,
}

#[component]
pub(crate) fn GoalDialog(props: &GoalDialogProps) -> Html {
    let (toasts, zone) = (use_toasts(), use_zone());
    let now = when::to_local(dom::now(), zone);
    let goal = props.goal.clone();
    let form = use_form(
        || Draft {
            of: goal.as_ref().map_or_else(
                || props.matches.first().map(|(of, _)| *of),
                |goal| Some(goal.of),
            ),
            title: goal
                .as_ref()
                .map(|goal| goal.title.clone())
                .unwrap_or_default(),
            detail: goal
                .as_ref()
                .map(|goal| goal.detail.clone())
                .unwrap_or_default(),
            due: goal
                .as_ref()
                .and_then(|goal| goal.due)
                .map(when::write_date)
                .unwrap_or_default(),
        },
        |draft: &Draft| check(draft, now.date()),
    );
    let done = |said: &'static str| {
        let (toasts, on_close) = (toasts.clone(), props.on_close.clone());
        move |_: GoalView| {
            toasts.say(said);
            on_close.emit(());
        }
    };
    let refused = |refused: Callback<contract::ApiError>| move |error| refused.emit(error);
    let create = use_action_with::<Create>(done("Goal added"), refused(form.refused()));
    let change = use_action_with::<Change>(done("Goal saved"), refused(form.refused()));
    let submit = {
        let (form, create, change) = (form.clone(), create.run.clone(), change.run.clone());
        let goal = props.goal.clone();
        Callback::from(move |()| {
            let Some(Draft {
                of,
                title,
                detail,
                due,
            }) = form.submit()
            else {
                return;
            };
            let due = when::parse_date(&due, now.date()).ok();
            match (&goal, of) {
                (Some(goal), _) => change.emit(Change {
                    id: goal.id,
                    revision: goal.revision,
                    title,
                    detail,
                    due,
                    progress: goal.progress.into(),
                }),
                (None, Some(of)) => create.emit(Create {
                    of,
                    title,
                    detail,
                    due,
                }),
                (None, None) => {}
            }
        })
    };
    let (title, act) = if props.goal.is_some() {
        ("Edit goal", "Save")
    } else {
        ("Add a goal", "Add goal")
    };
    let foot = html! {
        <>
            <Button label="Cancel" onclick={props.on_close.clone()} />
            <Button label={act} kind={Kind::Primary} submit=true busy={create.busy || change.busy} busy_label="Saving" />
        </>
    };
    let options: Vec<(Option<MatchId>, AttrValue)> = props
        .matches
        .iter()
        .map(|(of, name)| (Some(*of), name.clone().into()))
        .collect();
    html! {
        <Dialog {title} on_close={props.on_close.clone()} {foot} on_submit={submit}>
            <div class="page-stack">
                if options.len() > 1 {
                    <SelectField<Option<MatchId>> label="For" {options} value={form.draft().of} error={form.error("of")}
                        on_change={form.set("of", |draft, of| draft.of = of)} />
                }
                <div data-focus="true">
                    <TextField label="Goal" class="curtained-field" placeholder="Apply for a nursing degree"
                        bound={form.text("title", |draft| &draft.title, |draft, text| draft.title = text)} />
                </div>
                <TextArea label="How to get there" optional=true rows=3 hint="Steps, links, who helps. Markdown works here"
                    bound={form.text("detail", |draft| &draft.detail, |draft, text| draft.detail = text)} />
                <DateField label="Due" optional=true now={now}
                    bound={form.text("due", |draft| &draft.due, |draft, text| draft.due = text)} />
                <ErrorCallout error={create.error.clone().or_else(|| change.error.clone())} shown={vec!["of", "title", "detail", "due"]} />
            </div>
        </Dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::sessions::words::fixture::id;

    #[test]
    fn a_goal_needs_a_title_and_a_due_date_that_is_one() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 17).expect("a date");
        let draft = Draft {
            of: Some(id(2)),
            title: " ".to_owned(),
            detail: String::new(),
            due: "soon".to_owned(),
        };
        assert_eq!(
            check(&draft, today).into_keys().collect::<Vec<_>>(),
            ["due", "title"]
        );
        let good = Draft {
            title: "Apply".to_owned(),
            due: "next friday".to_owned(),
            ..draft
        };
        assert!(check(&good, today).is_empty());
    }
}
