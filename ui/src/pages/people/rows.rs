//! The table of people.

use std::collections::BTreeMap;
use std::rc::Rc;

use contract::Page;
use contract::people::{PersonView, Sort};
use domain::PersonId;
use yew::prelude::*;

use super::words;
use super::workbench::{Rows, follow, sorted_by};
use crate::components::{
    CheckField, Column, Order, PersonLine, State, Table, TableRow, Time, TimeStyle,
};
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(super) struct PeopleTableProps {
    pub(super) page: Rc<Page<PersonView>>,
    pub(super) sort: Sort,
    pub(super) selected: Rc<BTreeMap<PersonId, PersonView>>,
    pub(super) open: Option<PersonId>,
    pub(super) on_open: Callback<Option<PersonId>>,
    /// Selects, or takes out of the selection.
    pub(super) on_select: Callback<PersonView>,
    pub(super) on_sort: Callback<Sort>,
}

#[component]
pub(super) fn PeopleTable(props: &PeopleTableProps) -> Html {
    // Beside the drawer there is room for what tells people apart.
    let narrow = props.open.is_some();
    let row = {
        let (page, selected, on_select) = (
            Rc::clone(&props.page),
            Rc::clone(&props.selected),
            props.on_select.clone(),
        );
        Callback::from(move |at: usize| {
            let person = &page.rows[at];
            table_row(
                person,
                selected.contains_key(&person.id),
                narrow,
                &on_select,
            )
        })
    };
    let id_at = {
        let page = Rc::clone(&props.page);
        move |at: usize| page.rows.get(at).map(|person| person.id)
    };
    let on_select = {
        let page = Rc::clone(&props.page);
        props
            .on_select
            .reform(move |at: usize| page.rows[at].clone())
    };
    let on_follow = follow(props.open, &props.on_open, id_at.clone());
    let order = sorted_by(props.sort);
    let mut columns = vec![
        Column::new("Select", "is-tight select-cell").unseen(),
        Column::new("Name", "name-cell").sorted(order(Sort::Name, Order::Ascending)),
        Column::new("Role", "is-tight"),
        Column::new("State", "is-tight"),
        Column::new("Matched", "is-tight matched-cell"),
    ];
    if !narrow {
        columns.push(Column::new("Account", "is-tight hide-md"));
        columns.push(
            Column::new("Joined", "is-tight hide-md")
                .sorted(order(Sort::Joined, Order::Descending)),
        );
    }
    let on_sort = props.on_sort.reform(|column: usize| {
        if column == 1 {
            Sort::Name
        } else {
            Sort::Joined
        }
    });
    let current = props
        .open
        .and_then(|open| props.page.rows.iter().position(|person| person.id == open));
    html! {
        <Rows on_row={on_follow}>
            <Table label="People" {columns} count={props.page.rows.len()} {row} on_open={props.on_open.reform(id_at)}
                {on_select} {on_sort} {current} />
        </Rows>
    }
}

fn table_row(
    person: &PersonView,
    selected: bool,
    narrow: bool,
    on_select: &Callback<PersonView>,
) -> TableRow {
    let (mark, word) = words::standing(person);
    let select = {
        let person = person.clone();
        on_select.reform(move |_: bool| person.clone())
    };
    let meta = (!person.email.is_empty()).then(|| AttrValue::from(person.email.clone()));
    let mut cells = vec![
        html! { <CheckField label={format!("Select {}", person.name)} bare=true checked={selected} on_change={select} /> },
        html! { <PersonLine id={person.id} name={person.name.clone()} {meta} to={Route::Person { id: person.id }} /> },
        html! { { words::roles(person.roles) } },
        html! { <State {mark} {word} /> },
        html! { { words::matched(person) } },
    ];
    if !narrow {
        let (mark, word) = words::account(&person.account);
        cells.push(html! { <State {mark} {word} /> });
        cells.push(html! { <Time at={person.joined_at} style={TimeStyle::Day} /> });
    }
    TableRow {
        key: person.id.to_string(),
        cells,
        selected,
    }
}
