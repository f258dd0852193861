//! A proposal: the whole cohort in pairs, to be looked at, changed and published.

mod answer;
mod bars;
mod bench;
mod changes;
mod edits;
mod foot;
mod keys;
mod left;
mod order;
mod pair;
mod person_combo;
mod proof;
mod publish;
mod rows;
mod rule;
#[cfg(test)]
mod samples;
mod scenarios;
mod side;
mod why_not;
mod words;

use std::rc::Rc;

use contract::proposals::{
    Change, Compare, Discard, Get, Goal, Places, ProposalState, ProposalSummary, ProposalView,
    Unpublish, WhyNot,
};
use domain::ProposalId;
use yew::prelude::*;

use self::answer::use_answer;
use self::bench::{Act, Ask, Bench, Filter, Tab, Two, at_hand, marks};
use self::edits::{Edits, Wish, use_edits};
use self::foot::Foot;
use self::left::{ExcludedList, UnmatchedList};
use self::publish::PublishDialog;
use self::rows::PairTable;
use self::rule::RuleDialog;
use self::scenarios::Scenarios;
use self::side::Side;
use super::matching::{earlier_state, earlier_title};
use super::people::workbench::{GoButton, Workbench, use_go};
use crate::action::use_action;
use crate::components::icon_paths::Glyph;
use crate::components::{
    Button, Callout, Confirm, ErrorCallout, FilterChip, Icon, Kind, MenuButton, MenuItem, Mood,
    RouteLink, SearchField, Size, loaded,
};
use crate::desk::use_zone;
use crate::query::use_query;
use crate::registry::use_entries;
use crate::route::Route;
use crate::time::count;
use crate::toasts::use_toasts;
use crate::{dom, time};

#[derive(Properties, PartialEq)]
pub(crate) struct ProposalProps {
    pub(crate) id: ProposalId,
}

#[component]
pub(crate) fn ProposalPage(props: &ProposalProps) -> Html {
    let query = use_query(Get { id: props.id });
    let crumbs = html! { <RouteLink to={Route::Matching}>{ "Matching" }</RouteLink> };
    match query.ready() {
        Some(view) => html! { <Desk key={props.id.to_string()} view={view.clone()} /> },
        None => html! {
            <Workbench title="Proposal" {crumbs}>
                <div class="work-body">{ loaded(&query, "the proposal", |_| Html::default()) }</div>
            </Workbench>
        },
    }
}

#[derive(Properties, PartialEq)]
struct DeskProps {
    view: Rc<ProposalView>,
}

#[component]
fn Desk(props: &DeskProps) -> Html {
    let view = &props.view;
    let bench = use_reducer(Bench::default);
    let act = bench.dispatcher();
    let edits = use_edits(view, {
        let act = act.clone();
        Callback::from(move |before| act.dispatch(Act::Mark(before)))
    });
    let summary = newest(&view.summary, &edits);
    let (id, solved) = (summary.id, summary.solved_at);
    let draft = summary.state == ProposalState::Draft;
    let (asks, hold) = (draft && !summary.stale, edits.is_busy());

    let compared = use_answer(asks.then_some(Compare { id }), solved, hold);
    let wants_places = bench.filter == Filter::NotMatched
        || (bench.tab == Some(Tab::Why) && is_quick(&summary, view));
    let places = use_answer(
        (asks && wants_places).then_some(Places { id }),
        solved,
        hold,
    );
    let wondered = bench.wondered;
    let question = wondered.student.zip(wondered.mentor);
    let question = question.filter(|_| asks && bench.tab == Some(Tab::WhyNot));
    let why_not = use_answer(
        question.map(|(student, mentor)| WhyNot {
            id,
            student,
            mentor,
        }),
        solved,
        hold,
    );

    let marks = use_memo((bench.before.clone(), Rc::clone(view)), |(before, view)| {
        marks(before.as_deref(), view)
    });
    let shown = {
        let (text, filter, sort) = (bench.text.clone(), bench.filter, bench.sort);
        let on = (Rc::clone(view), text, filter, sort, Rc::clone(&marks));
        use_memo(on, |(view, text, filter, sort, marks)| {
            order::order(view, text, *filter, *sort, marks)
        })
    };
    let pair = at_hand(view, bench.pair);
    let on_lock = locking(view, &edits);
    let on_again = edits.run.reform(|()| Wish::again());
    let act_on = |make: fn(Two) -> Act| {
        let act = act.clone();
        Callback::from(move |pair: Two| act.dispatch(make(pair)))
    };
    use_entries(keys::entries(&keys::Hands {
        view,
        edits: &edits,
        act: &act,
        pair,
        draft,
        on_lock: &on_lock,
        on_again: &on_again,
    }));

    {
        // A row that went takes the focus with it: the one in its place gets it.
        let in_hand = bench.pair.is_some() && bench.ask.is_none();
        use_effect_with((Rc::clone(view), bench.ask), move |_| {
            let lost = dom::focused().is_none_or(|focused| focused.tag_name() == "BODY");
            if in_hand && lost {
                keys::to_table();
            }
        });
    }

    let ask = |ask: Ask| {
        let act = act.clone();
        Callback::from(move |()| act.dispatch(Act::Ask(Some(ask))))
    };
    let table = match bench.filter {
        Filter::NotMatched => html! {
            <UnmatchedList view={view.clone()} text={bench.text.clone()} places={places.clone()} run={edits.run.clone()} busy={hold}
                on_wonder={ let act = act.clone(); Callback::from(move |wondered| { act.dispatch(Act::Wonder(wondered)); act.dispatch(Act::Jump(Tab::WhyNot)); }) } />
        },
        Filter::Excluded => {
            html! { <ExcludedList view={view.clone()} text={bench.text.clone()} run={edits.run.clone()} /> }
        }
        Filter::All | Filter::Locked | Filter::Changed => html! {
            <PairTable view={view.clone()} shown={shown.clone()} filter={bench.filter} sort={bench.sort} marks={marks.clone()}
                edits={edits.clone()} open={pair.filter(|_| bench.tab.is_some())} on_open={act_on(Act::Open)} on_follow={act_on(Act::Follow)}
                on_sort={ let act = act.clone(); Callback::from(move |sort| act.dispatch(Act::Sort(sort))) } on_lock={on_lock.clone()} />
        },
    };
    let refused = edits.refused.as_ref().map(|refused| refused.error.clone());
    let in_dialog = matches!(bench.ask, Some(Ask::Rule(..)));
    let below = html! {
        <>
            if draft && summary.stale { { stale(&on_again, edits.is_busy()) } }
            if draft {
                <Scenarios summary={summary.clone()} {compared} choosing={choosing(&edits)} figures={bench.figures}
                    on_choose={choose(&summary, &edits)} />
            }
        </>
    };
    html! {
        <Workbench title={earlier_title(&summary)} sub={html! { <span class="work-sub"><Sub summary={summary.clone()} /></span> }}
            actions={actions(&bench, draft, &on_again, &ask(Ask::Discard), edits.is_busy())} {below}
            crumbs={html! { <RouteLink to={Route::Matching}>{ "Matching" }</RouteLink> }} class="bench">
            <div class="work-split">
                <div class="work-main">
                    { tools(&bench, view, marks.len()) }
                    <ErrorCallout error={refused.filter(|_| !in_dialog)} />
                    { table }
                </div>
                if let Some(tab) = bench.tab {
                    <Side view={view.clone()} bench={bench.clone()} {tab} {pair} {shown} {places} {why_not} edits={edits.clone()} on_lock={on_lock.clone()} />
                }
            </div>
            <Foot {summary} edits={edits.clone()} {on_again} on_publish={ask(Ask::Publish)} on_unpublish={ask(Ask::Unpublish)} />
            <Asked view={view.clone()} ask={bench.ask} {edits} on_close={ let act = act.clone(); Callback::from(move |()| act.dispatch(Act::Ask(None))) } />
        </Workbench>
    }
}

/// The summary as it is known: a change tells its own before the pairs were read again.
fn newest(read: &ProposalSummary, edits: &Edits) -> ProposalSummary {
    match &edits.last {
        Some(edited) if edited.summary.solved_at > read.solved_at => edited.summary.clone(),
        Some(_) | None => read.clone(),
    }
}

/// Whether it is worked out fast what one more place of every mentor would win, so that the drawer asks by itself: under
/// other goals the whole cohort is solved once for each mentor.
fn is_quick(summary: &ProposalSummary, view: &ProposalView) -> bool {
    const FEW: usize = 60;
    match summary.goal {
        Goal::BestTotal | Goal::MostMatched => true,
        Goal::Fairest | Goal::Preferences | Goal::Stable => view.pairs.len() <= FEW,
    }
}

/// Locks a pair, or unlocks a locked one.
fn locking(view: &Rc<ProposalView>, edits: &Edits) -> Callback<Two> {
    let (view, edits) = (Rc::clone(view), edits.clone());
    Callback::from(move |wanted: Two| {
        let Some(pair) = view.pairs.iter().find(|pair| bench::two(pair) == wanted) else {
            return;
        };
        let (student, mentor) = wanted;
        let (one, other) = (&pair.student_name, &pair.mentor_name);
        let wish = if edits.locking(wanted).unwrap_or(pair.locked) {
            let unlock = Change::Unlock { student, mentor };
            Wish::new(vec![unlock], format!("{one} and {other} unlocked"))
        } else {
            let lock = Change::Lock { student, mentor };
            Wish::new(vec![lock], format!("{one} locked with {other}"))
        };
        edits.run.emit(wish);
    })
}

/// The goal that is on its way.
fn choosing(edits: &Edits) -> Option<Goal> {
    edits.pending.iter().rev().find_map(|change| match change {
        Change::SetGoal { goal, .. } => Some(*goal),
        _ => None,
    })
}

fn choose(summary: &ProposalSummary, edits: &Edits) -> Callback<Goal> {
    let (now, least, run) = (summary.goal, summary.least, edits.run.clone());
    Callback::from(move |goal: Goal| {
        if goal != now {
            let change = Change::SetGoal { goal, least };
            run.emit(Wish::new(vec![change], scenarios::chosen(goal)));
        }
    })
}

#[derive(Properties, PartialEq)]
struct SubProps {
    summary: ProposalSummary,
}

/// State, size, and when it was kept: a draft is kept by itself.
#[component]
fn Sub(props: &SubProps) -> Html {
    let zone = use_zone();
    let summary = &props.summary;
    let students = count(summary.pairs + summary.unmatched, "student", "students");
    let saved = time::day_time(summary.solved_at, dom::now(), zone);
    let saved = saved.strip_prefix("Today, ").unwrap_or(&saved);
    let kept = match summary.state {
        ProposalState::Draft => format!("{students} · draft saved {saved}"),
        ProposalState::Published => format!("{students} · solved {saved}"),
    };
    html! { <>{ earlier_state(summary) }<span>{ kept }</span></> }
}

fn stale(on_again: &Callback<()>, busy: bool) -> Html {
    html! {
        <Callout mood={Mood::Warn} title="People changed since: run again">
            <div class="callout-act">
                <span class="grow">{ "People, fields, factors or places changed after this was solved. Your locks and other changes stay." }</span>
                <Button label="Run again" size={Size::Small} glyph={Glyph::RotateRight} {busy} onclick={on_again.clone()} />
            </div>
        </Callout>
    }
}

fn actions(
    bench: &UseReducerHandle<Bench>,
    draft: bool,
    on_again: &Callback<()>,
    on_discard: &Callback<()>,
    busy: bool,
) -> Html {
    let figures = {
        let bench = bench.clone();
        Callback::from(move |()| bench.dispatch(Act::Figures))
    };
    let more = vec![MenuItem::new(
        "Discard this proposal…",
        Glyph::Trash,
        on_discard.clone(),
    )];
    html! {
        if draft {
            <MenuButton label="More" trigger={html! { <Icon glyph={Glyph::Ellipsis} /> }} class={classes!("btn", "btn-ghost", "btn-icon")} items={more} />
            <Button label="All figures" kind={Kind::Ghost} pressed={bench.figures} onclick={figures} />
            <GoButton label="People and places" to={Route::People} glyph={Glyph::Users} />
            <Button label="Run again" glyph={Glyph::RotateRight} {busy} onclick={on_again.clone()} />
        }
    }
}

/// Search, and the lists there are.
fn tools(bench: &UseReducerHandle<Bench>, view: &Rc<ProposalView>, changed: usize) -> Html {
    let on_text = {
        let bench = bench.clone();
        Callback::from(move |text: String| bench.dispatch(Act::Search(text)))
    };
    let chip = |filter: Filter, word: &str, count: usize, glyph: Glyph| {
        let on_change = {
            let bench = bench.clone();
            Callback::from(move |_: bool| bench.dispatch(Act::Show(filter)))
        };
        html! { <FilterChip label={format!("{word} {count}")} {glyph} on={bench.filter == filter} {on_change} /> }
    };
    let locked = view.pairs.iter().filter(|pair| pair.locked).count();
    html! {
        <div class="work-tools">
            <SearchField label="Find a person" value={bench.text.clone()} on_change={on_text} />
            { chip(Filter::Locked, "Locked", locked, Glyph::Lock) }
            { chip(Filter::Excluded, "Excluded", view.rules.exclusions.len(), Glyph::Ban) }
            { chip(Filter::NotMatched, "Not matched", view.unmatched.len(), Glyph::Circle) }
            if changed > 0 || bench.filter == Filter::Changed { { chip(Filter::Changed, "Changed", changed, Glyph::Pen) } }
            <span class="grow" />
            { bars::legend(view) }
        </div>
    }
}

#[derive(Properties)]
struct AskedProps {
    view: Rc<ProposalView>,
    ask: Option<Ask>,
    edits: Edits,
    on_close: Callback<()>,
}

// Drawn with the page.
impl PartialEq for AskedProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// What is asked on top of the page.
#[component]
fn Asked(props: &AskedProps) -> Html {
    let (toasts, go) = (use_toasts(), use_go());
    let summary = &props.view.summary;
    let id = summary.id;
    let on_close = props.on_close.clone();
    let unpublish = use_action::<Unpublish>({
        let (toasts, close) = (toasts.clone(), on_close.clone());
        move |_| {
            close.emit(());
            toasts.say("Publishing undone: nobody sees these matches now");
        }
    });
    let discard = use_action::<Discard>(move |_| {
        toasts.say("Proposal discarded");
        go.emit(Route::Matching);
    });
    match props.ask {
        None => Html::default(),
        Some(Ask::Publish) => {
            html! { <PublishDialog view={props.view.clone()} {on_close} /> }
        }
        Some(Ask::Unpublish) => html! {
            <Confirm title={format!("Take back {}?", count(summary.pairs, "match", "matches"))} keep="Keep them" act="Undo publishing"
                busy={unpublish.busy} on_keep={on_close} on_act={unpublish.run.reform(move |()| Unpublish { id })}>
                <p>{ "The pairs no longer see each other, and the proposal is a draft again. This works until a session was logged or one of the matches was changed." }</p>
                <ErrorCallout error={unpublish.error.clone()} />
            </Confirm>
        },
        Some(Ask::Discard) => html! {
            <Confirm title="Discard this proposal?" keep="Keep it" act="Discard" busy={discard.busy} on_keep={on_close}
                on_act={discard.run.reform(move |()| Discard { id })}>
                <p>{ "Its locks and other changes go with it. Nobody has seen it, and no match goes away." }</p>
                <ErrorCallout error={discard.error.clone()} />
            </Confirm>
        },
        Some(Ask::Rule(rule, of)) => {
            let close = {
                let clear = props.edits.clear.clone();
                Callback::from(move |()| {
                    clear.emit(());
                    on_close.emit(());
                })
            };
            html! { <RuleDialog view={props.view.clone()} {rule} {of} edits={props.edits.clone()} on_close={close} /> }
        }
    }
}
