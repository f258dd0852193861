//! The frame of pages that fill the window: a head, tools, a table with its drawer, and a foot.

use contract::{PageRequest, matches, people};
use domain::Role;
use wasm_bindgen::JsCast;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::{Order, PageHead};
use crate::route::Route;
use crate::time::{count, grouped};

/// How many rows a page lists at once.
pub(crate) const PART: u64 = PageRequest::MOST;

#[derive(Properties, PartialEq)]
pub(crate) struct WorkbenchProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) sub: Option<Html>,
    #[prop_or_default]
    pub(crate) actions: Option<Html>,
    /// Links above the title: where this page belongs.
    #[prop_or_default]
    pub(crate) crumbs: Option<Html>,
    /// Below the title: tabs, which stand on the line, or a message.
    #[prop_or_default]
    pub(crate) below: Option<Html>,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) children: Html,
}

/// As `Page` for pages that are one big table: children are `.work-split` (or `.work-body`) and `.work-foot`.
#[component]
pub(crate) fn Workbench(props: &WorkbenchProps) -> Html {
    html! {
        <div class={classes!("work", props.class.clone())}>
            <div class="work-top">
                <PageHead title={props.title.clone()} sub={props.sub.clone()} actions={props.actions.clone()} crumbs={props.crumbs.clone()} />
                if let Some(below) = &props.below { <div class="work-below">{ below.clone() }</div> }
            </div>
            { props.children.clone() }
        </div>
    }
}

/// A list of people to begin with, told on the way to the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Start {
    pub(crate) standing: contract::people::Standing,
    pub(crate) role: Option<Role>,
}

#[derive(Properties, PartialEq)]
pub(crate) struct ListLinkProps {
    pub(crate) start: Start,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) children: Html,
}

/// A link to a certain list of people: `<ListLink start={Start { standing: Standing::Waiting, role: None }}>…</ListLink>`
#[component]
pub(crate) fn ListLink(props: &ListLinkProps) -> Html {
    let navigator = use_navigator();
    let onclick = {
        let start = props.start;
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            if let Some(navigator) = &navigator {
                navigator.push_with_state(&Route::People, start);
            }
        })
    };
    html! {
        <a href={format!("#{}", Route::People.to_path())} class={props.class.clone()} {onclick}>{ props.children.clone() }</a>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct ListTabsProps<T: Clone + PartialEq + 'static> {
    pub(crate) label: AttrValue,
    /// Value, name, and how many there are once that is known.
    pub(crate) options: Vec<(T, AttrValue, Option<u64>)>,
    pub(crate) value: T,
    pub(crate) on_change: Callback<T>,
}

/// Several lists of one kind, with how long each is.
#[component]
pub(crate) fn ListTabs<T: Clone + PartialEq + 'static>(props: &ListTabsProps<T>) -> Html {
    html! {
        <div class="tabs list-tabs" role="group" aria-label={props.label.clone()}>
            { for props.options.iter().enumerate().map(|(at, (value, name, count))| {
                let onclick = { let value = value.clone(); props.on_change.reform(move |_: MouseEvent| value.clone()) };
                html! {
                    <button key={at} type="button" class="tabs-item" aria-current={(*value == props.value).then_some("true")} {onclick}>
                        { name.clone() }
                        if let Some(count) = count { <span class="tabs-count">{ grouped(*count) }</span> }
                    </button>
                }
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PagerProps {
    pub(crate) offset: u64,
    pub(crate) limit: u64,
    pub(crate) total: u64,
    /// "person" and "people"; said with the numbers.
    pub(crate) one: &'static str,
    pub(crate) many: &'static str,
    pub(crate) on_change: Callback<u64>,
}

/// "1 to 500 of 812" with the way to the next part; the count alone where everything is there.
#[component]
pub(crate) fn Pager(props: &PagerProps) -> Html {
    use crate::components::IconButton;
    use crate::components::icon_paths::Glyph;
    let (offset, limit, total) = (props.offset, props.limit, props.total);
    let to = |offset: u64| props.on_change.reform(move |()| offset);
    html! {
        <span class="filters-result" role="status">
            { part(offset, limit, total, (props.one, props.many)) }
            if total > limit {
                <IconButton glyph={Glyph::ChevronLeft} label="Earlier part" small=true disabled={offset == 0}
                    onclick={to(offset.saturating_sub(limit))} />
                <IconButton glyph={Glyph::ChevronRight} label="Later part" small=true disabled={offset + limit >= total}
                    onclick={to(offset + limit)} />
            }
        </span>
    }
}

/// Which rows of how many are shown.
fn part(offset: u64, limit: u64, total: u64, (one, many): (&str, &str)) -> String {
    if total <= limit {
        count(total, one, many)
    } else {
        format!(
            "{} to {} of {}",
            grouped(offset + 1),
            grouped((offset + limit).min(total)),
            count(total, one, many)
        )
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GoButtonProps {
    pub(crate) label: AttrValue,
    pub(crate) to: Route,
    pub(crate) glyph: crate::components::icon_paths::Glyph,
}

/// A link that looks like a button.
#[component]
pub(crate) fn GoButton(props: &GoButtonProps) -> Html {
    use crate::components::{Icon, RouteLink};
    html! {
        <RouteLink to={props.to.clone()} class="btn btn-secondary"><Icon glyph={props.glyph} />{ props.label.clone() }</RouteLink>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct RowsProps {
    /// The number of the row that got the focus.
    pub(crate) on_row: Callback<usize>,
    pub(crate) children: Html,
}

/// Around a `Table` whose drawer follows the row: J and K move the focus, and the drawer goes along.
#[component]
pub(crate) fn Rows(props: &RowsProps) -> Html {
    let onfocusin = {
        let on_row = props.on_row.clone();
        Callback::from(move |event: FocusEvent| {
            let row = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .and_then(|target| target.get_attribute("data-row")?.parse().ok());
            if let Some(row) = row {
                on_row.emit(row);
            }
        })
    };
    html! { <div class="work-rows" {onfocusin}>{ props.children.clone() }</div> }
}

/// For a table's focus: the open drawer goes along with the row, a closed one stays closed.
pub(crate) fn follow<I: Copy + PartialEq + 'static>(
    open: Option<I>,
    on_open: &Callback<Option<I>>,
    id_at: impl Fn(usize) -> Option<I> + 'static,
) -> Callback<usize> {
    let on_open = on_open.clone();
    Callback::from(move |at: usize| {
        if open.is_some() && id_at(at) != open {
            on_open.emit(id_at(at));
        }
    })
}

/// How a column's head says that the rows are sorted by it.
pub(crate) fn sorted_by<S: PartialEq>(current: S) -> impl Fn(S, Order) -> Order {
    move |wanted, order| {
        if current == wanted {
            order
        } else {
            Order::None
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct StepsProps {
    /// Where the drawer's row stands among how many.
    pub(crate) at: usize,
    pub(crate) count: usize,
    pub(crate) on_step: Callback<usize>,
}

/// The drawer's way to the row before and after; J and K do the same wherever the focus is.
#[component]
pub(crate) fn RowSteps(props: &StepsProps) -> Html {
    use crate::components::IconButton;
    use crate::components::icon_paths::Glyph;
    use crate::registry::{Entry, Group, use_entries};
    let (at, last) = (props.at, props.count.saturating_sub(1));
    let to = |row: usize| props.on_step.reform(move |()| row);
    let (before, after) = (to(at.saturating_sub(1)), to((at + 1).min(last)));
    use_entries(vec![
        Entry::new("row.next", "Next row", Group::Page, after.clone())
            .icon(Glyph::ChevronDown)
            .keys("J"),
        Entry::new("row.previous", "Previous row", Group::Page, before.clone())
            .icon(Glyph::ChevronUp)
            .keys("K"),
    ]);
    html! {
        <span class="row-steps">
            <IconButton glyph={Glyph::ChevronUp} label="Previous" keys="K" small=true disabled={at == 0} onclick={before} />
            <IconButton glyph={Glyph::ChevronDown} label="Next" keys="J" small=true disabled={at >= last} onclick={after} />
        </span>
    }
}

/// A question for a part of a list.
pub(crate) trait Parted: Clone + 'static {
    fn page(&mut self) -> &mut PageRequest;
}

impl Parted for people::List {
    fn page(&mut self) -> &mut PageRequest {
        &mut self.page
    }
}

impl Parted for matches::List {
    fn page(&mut self) -> &mut PageRequest {
        &mut self.page
    }
}

/// What a page lists, and how that changes.
pub(crate) struct Listing<L> {
    pub(crate) list: UseStateHandle<L>,
    /// Lists something else, from its first part on.
    pub(crate) change: Callback<L>,
    /// Goes to the part that begins at this row.
    pub(crate) on_part: Callback<u64>,
}

/// A list that begins as `start`, in parts of [`PART`] rows. `on_change` is told before something else is listed.
#[hook]
pub(crate) fn use_list<L: Parted>(
    start: impl FnOnce() -> L,
    on_change: Callback<()>,
) -> Listing<L> {
    let list = use_state(|| at(start(), 0));
    let change = {
        let list = list.setter();
        Callback::from(move |changed: L| {
            on_change.emit(());
            list.set(at(changed, 0));
        })
    };
    let on_part = {
        let list = list.clone();
        Callback::from(move |offset: u64| list.set(at((*list).clone(), offset)))
    };
    Listing {
        list,
        change,
        on_part,
    }
}

fn at<L: Parted>(mut list: L, offset: u64) -> L {
    *list.page() = PageRequest {
        offset,
        limit: PART,
    };
    list
}

/// Goes to a page: `let go = use_go(); go.emit(Route::People)`.
#[hook]
pub(crate) fn use_go() -> Callback<Route> {
    let navigator = use_navigator();
    Callback::from(move |route: Route| {
        if let Some(navigator) = &navigator {
            navigator.push(&route);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::part;

    const PEOPLE: (&str, &str) = ("person", "people");

    #[test]
    fn a_short_list_is_counted_and_a_long_one_says_where_we_are() {
        assert_eq!(part(0, 500, 1, PEOPLE), "1 person");
        assert_eq!(part(0, 500, 12, PEOPLE), "12 people");
        assert_eq!(part(500, 500, 812, PEOPLE), "501 to 812 of 812 people");
        assert_eq!(
            part(1_000, 500, 6_001, PEOPLE),
            "1,001 to 1,500 of 6,001 people"
        );
    }
}
