//! My students, or my mentors: the page is the same seen from either side.

use std::rc::Rc;

use contract::matches::{List, MatchView, MySide};
use contract::{Page as Part, PageRequest};
use domain::MatchId;
use yew::prelude::*;
use yew_router::prelude::*;

use super::cards::Cards;
use super::detail::{Detail, partner_of};
use super::link::{page_of, use_chosen};
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Empty, Kind, Page, RouteLink, loaded};
use crate::dom;
use crate::pages::home_mentor::need;
use crate::query::use_query;
use crate::route::Route;
use crate::time;

#[derive(Properties, PartialEq)]
pub(crate) struct PartnersProps {
    /// The side of the match I am on.
    pub(crate) side: MySide,
}

/// The words of a side.
struct Words {
    title: &'static str,
    what: &'static str,
    past: &'static str,
    none: &'static str,
    none_text: &'static str,
}

fn words(side: MySide) -> Words {
    match side {
        MySide::Student => Words {
            title: "My mentor",
            what: "your mentor",
            past: "Past mentors",
            none: "No mentor yet",
            none_text: "The administrators match students and mentors. What you write in your profile helps them choose.",
        },
        MySide::Mentor | MySide::Outside => Words {
            title: "My students",
            what: "students",
            past: "Past students",
            none: "No students yet",
            none_text: "The administrators match students and mentors. What you write in your profile helps them choose.",
        },
    }
}

#[component]
pub(crate) fn Partners(props: &PartnersProps) -> Html {
    let side = props.side;
    let words = words(side);
    let matches = use_query(List {
        page: PageRequest::first(PageRequest::MOST),
        ..List::default()
    });
    let chosen = use_chosen();
    use_focus_on_choice(chosen);
    let Some(page) = matches.ready() else {
        return html! {
            <Page title={words.title}><div class="panel">{ loaded(&matches, words.what, |_| Html::default()) }</div></Page>
        };
    };
    let (open, past) = sides(page, side);
    let shown = chosen
        .and_then(|of| open.iter().chain(&past).find(|view| view.id == of))
        .or_else(|| {
            open.first()
                .filter(|_| side == MySide::Student && open.len() == 1)
        });
    if let Some(view) = shown {
        let rest = if chosen.is_none() {
            past.clone()
        } else {
            Vec::new()
        };
        return html! { <One view={view.clone()} {side} chosen={chosen.is_some()} past={rest} /> };
    }
    let sub = html! { time::count(open.len() as u64, "open match", "open matches") };
    html! {
        <Page title={words.title} sub={(!open.is_empty()).then_some(sub)}>
            <div class="page-stack page-stack-lg">
                if open.is_empty() {
                    <div class="panel">
                        <Empty glyph={Glyph::UserGroup} title={words.none} text={words.none_text}>
                            <RouteLink to={Route::Profile} class="btn btn-primary">{ "Look at my profile" }</RouteLink>
                        </Empty>
                    </div>
                } else {
                    <section aria-label={words.title}>
                        <h2 class="visually-hidden">{ "Now" }</h2>
                        <Cards label={words.title} rows={open} />
                    </section>
                }
                { past_section(&words, past) }
            </div>
        </Page>
    }
}

fn past_section(words: &Words, past: Vec<MatchView>) -> Html {
    if past.is_empty() {
        return Html::default();
    }
    html! {
        <section class="page-stack" aria-label={words.past}>
            <h2 class="panel-title">{ words.past }</h2>
            <Cards label={words.past} rows={past} />
        </section>
    }
}

/// The open matches of a side, the longest without contact first, and the ended ones, the last ended first.
fn sides(page: &Rc<Part<MatchView>>, side: MySide) -> (Vec<MatchView>, Vec<MatchView>) {
    let mine = page.rows.iter().filter(|view| view.mine == side).cloned();
    let (mut open, mut past): (Vec<_>, Vec<_>) = mine.partition(|view| view.state.is_open());
    need::by_need(&mut open);
    past.sort_by_key(|view| std::cmp::Reverse(view.ended_at));
    (open, past)
}

/// The address stays, so the content asks for the focus itself.
#[hook]
fn use_focus_on_choice(chosen: Option<MatchId>) {
    let first = use_mut_ref(|| true);
    use_effect_with(chosen, move |_| {
        if !first.replace(false) {
            dom::focus("#main");
            if let Some(main) = dom::document().and_then(|page| page.get_element_by_id("main")) {
                main.set_scroll_top(0);
            }
        }
    });
}

#[derive(Properties, PartialEq)]
struct OneProps {
    view: MatchView,
    side: MySide,
    /// Whether it was chosen from the cards, which a link leads back to.
    chosen: bool,
    past: Vec<MatchView>,
}

/// The page of one match.
#[component]
fn One(props: &OneProps) -> Html {
    let (view, side) = (&props.view, props.side);
    let words = words(side);
    let navigator = use_navigator();
    let of = view.id;
    let name = partner_of(view).name.clone();
    let on_log = Callback::from(move |()| {
        if let Some(navigator) = &navigator {
            navigator.push(&Route::LogSessionOf { of });
        }
    });
    let actions = (side == MySide::Mentor && view.state.is_open()).then(|| html! {
        <Button label="Log session" kind={Kind::Primary} glyph={Glyph::Plus} keys="L" onclick={on_log} />
    });
    let crumbs = props.chosen.then(|| html! {
        <><RouteLink to={page_of(side)}>{ words.title }</RouteLink><span aria-hidden="true">{ "/" }</span><span>{ name.clone() }</span></>
    });
    let title = if props.chosen {
        name
    } else {
        words.title.to_owned()
    };
    html! {
        <Page {title} {actions} {crumbs}>
            <div class="page-stack page-stack-lg">
                <Detail key={of.to_string()} view={view.clone()} />
                { past_section(&words, props.past.clone()) }
            </div>
        </Page>
    }
}
