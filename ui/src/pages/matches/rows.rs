//! The table of matches.

use std::rc::Rc;

use contract::Page;
use contract::matches::{MatchView, Sort};
use domain::MatchId;
use yew::prelude::*;

use super::{Turn, pair};
use crate::components::icon_paths::Glyph;
use crate::components::{
    Column, Icon, MenuButton, MenuItem, Order, PersonLine, State, Table, TableRow, Time, TimeStyle,
};
use crate::pages::people::detail::match_state;
use crate::pages::people::workbench::{Rows, follow, sorted_by};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct MatchTableProps {
    pub(super) page: Rc<Page<MatchView>>,
    pub(super) sort: Sort,
    pub(super) open: Option<MatchId>,
    pub(super) on_open: Callback<Option<MatchId>>,
    pub(super) on_sort: Callback<Sort>,
    pub(super) on_turn: Callback<(Turn, MatchView)>,
}

#[component]
pub(super) fn MatchTable(props: &MatchTableProps) -> Html {
    // Beside the drawer, the drawer tells the rest.
    let narrow = props.open.is_some();
    let row = {
        let (page, on_turn) = (Rc::clone(&props.page), props.on_turn.clone());
        Callback::from(move |at: usize| table_row(&page.rows[at], narrow, &on_turn))
    };
    let id_at = {
        let page = Rc::clone(&props.page);
        move |at: usize| page.rows.get(at).map(|row| row.id)
    };
    let on_follow = follow(props.open, &props.on_open, id_at.clone());
    let order = sorted_by(props.sort);
    let mut columns = vec![
        Column::new("Student", "pair-cell").sorted(order(Sort::Student, Order::Ascending)),
        Column::new("Mentor", "pair-cell"),
        Column::new("State", "is-tight"),
    ];
    if !narrow {
        columns.push(Column::new("Sessions", "is-num is-tight hide-md"));
        columns.push(
            Column::new("Last session", "is-tight")
                .sorted(order(Sort::LastContact, Order::Ascending)),
        );
        columns.push(
            Column::new("Since", "is-tight hide-md")
                .sorted(order(Sort::Started, Order::Descending)),
        );
    }
    columns.push(Column::new("Actions", "is-tight menu-cell").unseen());
    let on_sort = props.on_sort.reform(|column: usize| match column {
        0 => Sort::Student,
        4 => Sort::LastContact,
        _ => Sort::Started,
    });
    let current = props
        .open
        .and_then(|open| props.page.rows.iter().position(|row| row.id == open));
    html! {
        <Rows on_row={on_follow}>
            <Table label="Matches" {columns} count={props.page.rows.len()} {row} on_open={props.on_open.reform(id_at)} {on_sort} {current} />
        </Rows>
    }
}

fn table_row(row: &MatchView, narrow: bool, on_turn: &Callback<(Turn, MatchView)>) -> TableRow {
    let (mark, word) = match_state(row.state);
    let items = Turn::of(row.state)
        .iter()
        .map(|turn| {
            let (turn, of) = (*turn, row.clone());
            MenuItem::new(
                turn.label(),
                turn.glyph(),
                on_turn.reform(move |()| (turn, of.clone())),
            )
        })
        .collect::<Vec<_>>();
    let person = |partner: &contract::matches::Partner| {
        let meta = (!partner.active).then_some(AttrValue::Static("Inactive"));
        html! { <PersonLine id={partner.id} name={partner.name.clone()} {meta} small=true to={Route::Person { id: partner.id }} /> }
    };
    let mut cells = vec![
        person(&row.student),
        person(&row.mentor),
        html! { <State {mark} {word} /> },
    ];
    if !narrow {
        cells.push(html! { { row.sessions } });
        cells.push(match row.last_session_at {
            Some(at) => html! { <Time {at} style={TimeStyle::Ago} /> },
            None => html! { <span class="t-3">{ "Not met yet" }</span> },
        });
        cells.push(html! { <Time at={row.started_at} style={TimeStyle::Day} /> });
    }
    cells.push(html! { <MenuButton label={format!("Actions for {}", pair(row))} trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} {items} /> });
    TableRow {
        key: row.id.to_string(),
        cells,
        selected: false,
    }
}
