//! The third step: what would happen to each row.

use std::rc::Rc;

use contract::ApiError;
use contract::imports::{Checked, Outcome, RowView};
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, CheckField, ChipRadios, Column, Empty, ErrorCallout, Icon, Kind, Panel, SearchField,
    State, StateMark, Table, TableRow,
};
use crate::job::Progress;
use crate::pages::people::waiting::Waiting;
use crate::time::count;

/// Whether wrong rows are left out.
pub(super) struct Skipping {
    pub(super) on: bool,
    pub(super) set: Callback<bool>,
}

#[derive(Properties, PartialEq)]
pub(super) struct CheckStepProps {
    pub(super) checked: Option<Rc<Checked>>,
    pub(super) progress: Progress,
    pub(super) error: Option<ApiError>,
    pub(super) on_cancel: Callback<()>,
    pub(super) on_again: Callback<()>,
    pub(super) on_back: Callback<()>,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    New,
    Update,
    Unchanged,
    Wrong,
}

impl Shown {
    fn holds(self, outcome: &Outcome) -> bool {
        match self {
            Self::All => true,
            Self::New => matches!(outcome, Outcome::New),
            Self::Update => matches!(outcome, Outcome::Update { .. }),
            Self::Unchanged => matches!(outcome, Outcome::Unchanged { .. }),
            Self::Wrong => matches!(outcome, Outcome::Wrong { .. }),
        }
    }
}

#[component]
pub(super) fn CheckStep(props: &CheckStepProps) -> Html {
    if props.progress.is_busy() {
        return html! {
            <Waiting title="Checking the rows" text="Every row is compared with the people who are here. Nothing is changed."
                progress={props.progress} on_cancel={props.on_cancel.clone()} />
        };
    }
    let Some(checked) = &props.checked else {
        let back = html! {
            <>
                <Button label="Check again" kind={Kind::Primary} glyph={Glyph::RotateRight} onclick={props.on_again.clone()} />
                <Button label="Back to the columns" onclick={props.on_back.clone()} />
            </>
        };
        return html! {
            <>
                <ErrorCallout error={props.error.clone()} />
                <Panel title="Check">
                    <Empty glyph={Glyph::Table} title={if props.error.is_some() { "The file was not checked" } else { "The check was stopped" }}
                        text="Nothing was changed.">{ back }</Empty>
                </Panel>
            </>
        };
    };
    html! { <Rows checked={checked.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    checked: Rc<Checked>,
}

#[component]
fn Rows(props: &RowsProps) -> Html {
    let shown = use_state(|| {
        if props.checked.wrong > 0 {
            Shown::Wrong
        } else {
            Shown::All
        }
    });
    let text = use_state(String::new);
    let rows = use_memo(
        (Rc::clone(&props.checked), *shown, (*text).clone()),
        |(checked, shown, text)| {
            let key = domain::names::search_key(text.trim());
            let rows = checked.rows.iter().enumerate();
            rows.filter(|(_, row)| shown.holds(&row.outcome) && found(row, &key))
                .map(|(at, _)| at)
                .collect::<Vec<_>>()
        },
    );
    let checked = &props.checked;
    let chip =
        |shown: Shown, name: &str, count: u64| (shown, AttrValue::from(format!("{name} {count}")));
    let row = {
        let (checked, rows) = (Rc::clone(checked), Rc::clone(&rows));
        Callback::from(move |at: usize| table_row(&checked.rows[rows[at]], rows[at]))
    };
    let columns = vec![
        Column::new("Row", "is-num is-tight"),
        Column::new("Name", "import-name"),
        Column::new("E-mail", "import-mail hide-md"),
        Column::new("What happens", "is-tight"),
        Column::new("Details", "import-details"),
    ];
    html! {
        <Panel title="Rows" count={summary(checked)} class="import-rows">
            <div class="panel-tools">
                <SearchField label="Find a row" value={(*text).clone()} on_change={ let text = text.clone(); Callback::from(move |typed| text.set(typed)) } />
                <ChipRadios<Shown> label="Rows shown" value={*shown}
                    options={vec![
                        chip(Shown::All, "All", checked.rows.len() as u64), chip(Shown::Wrong, "Wrong", checked.wrong),
                        chip(Shown::New, "New", checked.new), chip(Shown::Update, "Update", checked.update),
                        chip(Shown::Unchanged, "Unchanged", checked.unchanged),
                    ]}
                    on_change={ let shown = shown.clone(); Callback::from(move |chosen| shown.set(chosen)) } />
            </div>
            if rows.is_empty() {
                <Empty glyph={Glyph::Search} title="No such rows" text="Choose other rows above, or empty the search." />
            } else {
                <Table label="Rows of the file" {columns} count={rows.len()} {row} />
            }
        </Panel>
    }
}

fn found(row: &RowView, key: &str) -> bool {
    key.is_empty()
        || domain::names::search_key(&format!("{} {}", row.name, row.email)).contains(key)
}

fn summary(checked: &Checked) -> String {
    let ready = checked.new + checked.update + checked.unchanged;
    if checked.wrong == 0 {
        format!("{ready} ready")
    } else {
        format!("{ready} ready · {} wrong", checked.wrong)
    }
}

fn table_row(row: &RowView, at: usize) -> TableRow {
    let name = if row.name.is_empty() {
        html! { <span class="t-3">{ "No name" }</span> }
    } else {
        html! { { row.name.clone() } }
    };
    let (state, details) = match &row.outcome {
        Outcome::New => (
            html! { <State mark={StateMark::Ok} word="New" /> },
            Html::default(),
        ),
        Outcome::Update { changes, .. } => (
            html! { <State mark={StateMark::New} word="Update" /> },
            html! { <span class="t-cut d-block" title={changes.join(", ")}>{ format!("Changes: {}", changes.join(", ")) }</span> },
        ),
        Outcome::Unchanged { .. } => (
            html! { <span class="state state-off"><Icon glyph={Glyph::Minus} />{ "Unchanged" }</span> },
            Html::default(),
        ),
        Outcome::Wrong { column, reason } => (
            html! { <State mark={StateMark::Bad} word="Wrong" /> },
            html! {
                <div class="cell-lines">
                    <span class="cell-bad t-med d-block">{ column.clone() }</span>
                    <span class="t-xs t-3 d-block">{ reason.clone() }</span>
                </div>
            },
        ),
    };
    TableRow {
        key: at.to_string(),
        selected: false,
        cells: vec![
            html! { { row.line } },
            html! { <span class="t-med text-body t-cut d-block">{ name }</span> },
            html! { { row.email.clone() } },
            state,
            details,
        ],
    }
}

/// The bar below: what the import would do, and the way to it.
pub(super) fn foot(
    checked: &Checked,
    skipping: &Skipping,
    on_back: Callback<()>,
    on_apply: Callback<()>,
) -> Html {
    let people = checked.new + checked.update;
    let blocked = if checked.wrong > 0 && !skipping.on {
        Some("Leave out the wrong rows, or correct the file and choose it again")
    } else if people == 0 {
        Some("There is nothing to import")
    } else {
        None
    };
    html! {
        <div class="work-foot">
            <span class="total"><b>{ checked.new }</b>{ "new" }</span>
            <span class="total"><b>{ checked.update }</b>{ "to update" }</span>
            if checked.wrong > 0 {
                <CheckField label={format!("Leave out {}", count(checked.wrong, "wrong row", "wrong rows"))} checked={skipping.on}
                    on_change={skipping.set.clone()} />
            }
            <span class="grow" />
            <span class="d-flex gap-2">
                <Button label="Back" kind={Kind::Ghost} onclick={on_back} />
                <Button label={format!("Import {}", count(people, "person", "people"))} kind={Kind::Primary}
                    blocked={blocked.map(AttrValue::from)} onclick={on_apply} />
            </span>
        </div>
    }
}
