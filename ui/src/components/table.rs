//! Tables: one tab stop, rows by J and K or the arrows, Enter opens, X selects; long ones draw only what is visible.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::icon::Icon;
use super::icon_paths::Glyph;
use crate::dom;
use crate::registry::{Entry, Group, use_entries};

/// How a column is sorted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// It can be sorted by, and is not.
    None,
    Ascending,
    Descending,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) title: AttrValue,
    /// `is-num`, `is-tight`, `hide-md`.
    pub(crate) class: &'static str,
    /// `Some` makes the head a button.
    pub(crate) order: Option<Order>,
    /// Keeps the title for screen readers: the column of row menus.
    pub(crate) hide_title: bool,
}

impl Column {
    pub(crate) fn new(title: impl Into<AttrValue>, class: &'static str) -> Self {
        Self {
            title: title.into(),
            class,
            order: None,
            hide_title: false,
        }
    }

    #[must_use]
    pub(crate) fn sorted(mut self, order: Order) -> Self {
        self.order = Some(order);
        self
    }

    #[must_use]
    pub(crate) fn unseen(mut self) -> Self {
        self.hide_title = true;
        self
    }
}

/// A row as it is drawn: a cell for each column, the first with the row's name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TableRow {
    /// The id of what the row shows.
    pub(crate) key: String,
    pub(crate) cells: Vec<Html>,
    pub(crate) selected: bool,
}

#[derive(Properties, PartialEq)]
pub(crate) struct TableProps {
    /// The accessible name.
    pub(crate) label: AttrValue,
    pub(crate) columns: Vec<Column>,
    pub(crate) count: usize,
    /// Draws a row.
    pub(crate) row: Callback<usize, TableRow>,
    /// Enter, or a press on the row outside its controls.
    #[prop_or_default]
    pub(crate) on_open: Option<Callback<usize>>,
    /// X.
    #[prop_or_default]
    pub(crate) on_select: Option<Callback<usize>>,
    /// The number of the column whose head was pressed.
    #[prop_or_default]
    pub(crate) on_sort: Callback<usize>,
    /// The row whose drawer is open.
    #[prop_or_default]
    pub(crate) current: Option<usize>,
}

/// From this many rows on only the visible ones are drawn.
const VIRTUAL_FROM: usize = 200;
/// How long after a key the focus is kept on the row, in milliseconds.
const WALKING: f64 = 1_000.0;
/// Rows drawn above and below what is visible.
const AROUND: usize = 15;

#[component]
pub(crate) fn Table(props: &TableProps) -> Html {
    let node = use_node_ref();
    let active = use_state(|| 0_usize);
    let window = use_window(node.clone(), props.count);
    // When a key last moved, in milliseconds: until the row is drawn and focused, and through the re-ordering of rows
    // while scrolling, which drops the focus.
    let moved_at = use_mut_ref(|| 0.0_f64);
    // A key asked for a row that was not drawn then, however long the drawing takes.
    let awaited = use_mut_ref(|| false);
    use_entries(vec![
        Entry::listed("table.move", "Next, previous row", "J K", Group::Lists),
        Entry::listed("table.open", "Open the row", "Enter", Group::Lists),
        Entry::listed("table.select", "Select the row", "X", Group::Lists),
    ]);
    let active_row = (*active).min(props.count.saturating_sub(1));
    {
        let (node, moved_at, awaited) = (node.clone(), moved_at.clone(), awaited.clone());
        use_effect_with((active_row, window), move |(active, _)| {
            let lost = dom::focused().is_none_or(|focused| focused.tag_name() == "BODY");
            let walking = js_sys::Date::now() - *moved_at.borrow() < WALKING;
            if (walking || *awaited.borrow())
                && (lost || has_focus(&node))
                && focus_row(&node, *active)
            {
                awaited.replace(false);
            }
        });
    }
    let onkeydown = {
        let (active, count) = (active.clone(), props.count);
        let (on_open, on_select) = (props.on_open.clone(), props.on_select.clone());
        let (node, moved_at, awaited) = (node.clone(), moved_at.clone(), awaited.clone());
        Callback::from(move |event: KeyboardEvent| {
            // Keys of controls inside a row are theirs.
            let on_row = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlElement>().ok())
                .is_some_and(|target| target.tag_name() == "TR");
            if !on_row || count == 0 || event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let next = match event.key().as_str() {
                "ArrowDown" | "j" | "J" => (active_row + 1).min(count - 1),
                "ArrowUp" | "k" | "K" => active_row.saturating_sub(1),
                "Home" => 0,
                "End" => count - 1,
                "PageDown" => (active_row + 10).min(count - 1),
                "PageUp" => active_row.saturating_sub(10),
                "Enter" => {
                    if let Some(on_open) = &on_open {
                        event.prevent_default();
                        on_open.emit(active_row);
                    }
                    return;
                }
                "x" | "X" => {
                    if let Some(on_select) = &on_select {
                        event.prevent_default();
                        on_select.emit(active_row);
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            // A row out of sight is not drawn yet: it gets the focus once it is.
            moved_at.replace(js_sys::Date::now());
            let drawn = focus_row(&node, next);
            awaited.replace(!drawn);
            if !drawn {
                scroll_to(&node, next, count);
            }
            active.set(next);
        })
    };
    let shown = window.map_or(0..props.count, |(first, last)| first..last.min(props.count));
    let (before, after) = (shown.start, props.count - shown.end);
    html! {
        <div class="table-scroll" ref={node}>
            <table class="table-desk" aria-label={props.label.clone()} {onkeydown}
                aria-rowcount={window.map(|_| (props.count + 1).to_string())}>
                <thead><tr>
                    { for props.columns.iter().enumerate().map(|(at, column)| head(at, column, &props.on_sort)) }
                </tr></thead>
                <tbody>
                    { spacer(before, props.columns.len(), "before") }
                    { for shown.map(|at| row_view(at, props, at == active_row, window.is_some(), &active)) }
                    { spacer(after, props.columns.len(), "after") }
                </tbody>
            </table>
        </div>
    }
}

fn head(at: usize, column: &Column, on_sort: &Callback<usize>) -> Html {
    let sort = column.order.map(|order| match order {
        Order::None => ("none", None),
        Order::Ascending => ("ascending", Some(Glyph::ArrowUp)),
        Order::Descending => ("descending", Some(Glyph::ArrowDown)),
    });
    html! {
        <th key={at} scope="col" class={column.class} aria-sort={sort.filter(|(_, glyph)| glyph.is_some()).map(|(order, _)| order)}>
            if let Some((_, glyph)) = sort {
                <button type="button" onclick={on_sort.reform(move |_: MouseEvent| at)}>
                    { column.title.clone() }
                    if let Some(glyph) = glyph { <Icon {glyph} class="icon-sm" /> }
                </button>
            } else if column.hide_title {
                <span class="visually-hidden">{ column.title.clone() }</span>
            } else {
                { column.title.clone() }
            }
        </th>
    }
}

fn row_view(
    at: usize,
    props: &TableProps,
    active: bool,
    numbered: bool,
    set_active: &UseStateHandle<usize>,
) -> Html {
    let row = props.row.emit(at);
    let onclick = {
        let (on_open, set_active) = (props.on_open.clone(), set_active.clone());
        Callback::from(move |event: MouseEvent| {
            set_active.set(at);
            if let Some(on_open) = &on_open
                && !on_control(&event)
            {
                on_open.emit(at);
            }
        })
    };
    html! {
        <tr key={row.key} tabindex={if active { "0" } else { "-1" }} data-row={at.to_string()} {onclick}
            class={classes!((props.current == Some(at)).then_some("is-current"), props.on_open.is_some().then_some("is-link"))}
            data-selected={row.selected.then_some("true")} aria-rowindex={numbered.then(|| (at + 2).to_string())}>
            { for row.cells.into_iter().zip(&props.columns).map(|(cell, column)| html! {
                <td class={column.class} data-label={(!column.hide_title).then(|| column.title.clone())}>{ cell }</td>
            }) }
        </tr>
    }
}

/// Whether a press was on a link, a button or a field inside the row.
fn on_control(event: &MouseEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|target| {
            target
                .closest("a, button, input, select, label, [role='menu']")
                .ok()
                .flatten()
        })
        .is_some()
}

/// Room for the rows that are not drawn; an SVG, because its height is an attribute and not a style.
fn spacer(rows: usize, columns: usize, key: &'static str) -> Html {
    if rows == 0 {
        return Html::default();
    }
    html! {
        <tr {key} aria-hidden="true" class="table-spacer"><td colspan={columns.to_string()}>
            <svg width="1" height={(rows * row_height()).to_string()} aria-hidden="true" />
        </td></tr>
    }
}

/// The height of a row in pixels: `--md-row`, or less when compact.
fn row_height() -> usize {
    let compact = dom::document()
        .and_then(|document| document.document_element())
        .and_then(|root| root.get_attribute("data-density"))
        .is_some_and(|density| density == "compact");
    if compact { 36 } else { 44 }
}

/// The rows to draw of a long table, following the scrolling of whatever box scrolls it.
#[hook]
fn use_window(node: NodeRef, count: usize) -> Option<(usize, usize)> {
    let first = use_state(|| 0_usize);
    let long = count >= VIRTUAL_FROM;
    {
        let first = first.clone();
        use_effect_with((long, node), move |(long, node)| {
            let node = node.clone();
            let listener = long.then(|| {
                let document = dom::document()?;
                // Captured at the document: scroll events do not bubble, and any box around may be the one that scrolls.
                let options = gloo::events::EventListenerOptions::run_in_capture_phase();
                let last = std::cell::Cell::new(0_usize);
                Some(EventListener::new_with_options(
                    &document,
                    "scroll",
                    options,
                    move |_| {
                        let Some(at) = first_visible(&node) else {
                            return;
                        };
                        if at.abs_diff(last.get()) >= AROUND / 2 || at == 0 {
                            last.set(at);
                            first.set(at);
                        }
                    },
                ))
            });
            move || drop(listener)
        });
    }
    long.then(|| {
        (
            first.saturating_sub(AROUND),
            (*first + 30 + AROUND).min(count),
        )
    })
}

/// The number of the first row below the upper edge of the window.
fn first_visible(node: &NodeRef) -> Option<usize> {
    let body = node
        .cast::<HtmlElement>()?
        .query_selector("tbody")
        .ok()
        .flatten()?;
    let box_top = node
        .cast::<HtmlElement>()?
        .get_bounding_client_rect()
        .top()
        .max(0.0);
    let hidden = (box_top - body.get_bounding_client_rect().top()).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "pixels of a page"
    )]
    let hidden = hidden as usize;
    Some(hidden / row_height())
}

/// Whether the focus is on a row.
fn has_focus(node: &NodeRef) -> bool {
    let table = node.cast::<HtmlElement>();
    dom::focused().is_some_and(|focused| {
        focused.tag_name() == "TR" && table.is_some_and(|table| table.contains(Some(&focused)))
    })
}

fn focus_row(node: &NodeRef, at: usize) -> bool {
    node.cast::<HtmlElement>()
        .and_then(|table| {
            table
                .query_selector(&format!("tr[data-row='{at}']"))
                .ok()
                .flatten()
        })
        .and_then(|row| row.dyn_into::<HtmlElement>().ok())
        .is_some_and(|row| row.focus().is_ok())
}

/// Scrolls the box so that the row comes into sight and is drawn.
fn scroll_to(node: &NodeRef, at: usize, count: usize) {
    let Some(table) = node.cast::<HtmlElement>() else {
        return;
    };
    let spacer = if at * 2 < count {
        ".table-spacer:first-child"
    } else {
        ".table-spacer:last-child"
    };
    let scrolls_itself = table.scroll_height() > table.client_height() + 1;
    if scrolls_itself {
        let top = i32::try_from(at * row_height()).unwrap_or(i32::MAX) - table.client_height() / 2;
        table.set_scroll_top(top.max(0));
    } else if let Ok(Some(spacer)) = table.query_selector(spacer) {
        spacer.scroll_into_view_with_bool(at * 2 < count);
    }
}
