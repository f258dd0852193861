//! What needs an administrator today, from real counts, most urgent first.

use contract::people::Standing;
use contract::proposals::{ProposalState, ProposalSummary};
use contract::reports::OverviewView;
use domain::ProposalId;
use yew::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Empty, Icon, Panel, RouteLink};
use crate::pages::people::workbench::{ListLink, Start};
use crate::route::Route;
use crate::time::count;

/// What the figures do not tell.
pub(super) struct Waiting {
    pub(super) no_account: u64,
    pub(super) drafts: Vec<ProposalSummary>,
}

/// Something to do, and where.
#[derive(Debug, PartialEq)]
struct Need {
    glyph: Glyph,
    title: String,
    text: String,
    to: Where,
    act: &'static str,
}

#[derive(Debug, PartialEq)]
enum Where {
    Page(Route),
    People(Start),
}

fn needs(view: &OverviewView, waiting: &Waiting) -> Vec<Need> {
    let mut needs = Vec::new();
    if view.requests > 0 {
        needs.push(Need {
            glyph: Glyph::UserPlus,
            title: format!("{} to join", count(view.requests, "request", "requests")),
            text: "They cannot sign in before you approve".to_owned(),
            to: Where::Page(Route::Requests),
            act: "Answer",
        });
    }
    if let Some((id, pairs)) = latest_draft(&waiting.drafts) {
        needs.push(Need {
            glyph: Glyph::Project,
            title: format!(
                "A proposal with {} is not published",
                count(pairs, "pair", "pairs")
            ),
            text: "Nobody sees it yet".to_owned(),
            to: Where::Page(Route::Proposal { id }),
            act: "Look",
        });
    } else if view.waiting > 0 && view.free_places > 0 {
        let most = view.waiting.min(view.free_places);
        needs.push(Need {
            glyph: Glyph::Project,
            title: format!(
                "{} could have a mentor now",
                count(most, "student", "students")
            ),
            text: format!(
                "{} wait, {} free",
                count(view.waiting, "student", "students"),
                count(view.free_places, "place is", "places are")
            ),
            to: Where::Page(Route::Matching),
            act: "Propose",
        });
    } else if view.waiting > 0 {
        needs.push(Need {
            glyph: Glyph::Clock,
            title: format!(
                "{} for a mentor",
                if view.waiting == 1 {
                    "1 student waits".to_owned()
                } else {
                    format!("{} students wait", view.waiting)
                }
            ),
            text: "No mentor has a free place".to_owned(),
            to: Where::People(Start {
                standing: Standing::Waiting,
                role: None,
            }),
            act: "Look",
        });
    }
    if view.contact.longer > 0 {
        needs.push(Need {
            glyph: Glyph::Triangle,
            title: format!(
                "{} without a session for over 28 days",
                count(view.contact.longer, "match", "matches")
            ),
            text: "Those who met longest ago stand first".to_owned(),
            to: Where::Page(Route::Matches),
            act: "Look",
        });
    }
    if view.contact.none > 0 {
        needs.push(Need {
            glyph: Glyph::Circle,
            title: format!(
                "{} without a first session",
                count(view.contact.none, "match", "matches")
            ),
            text: "They stand first in the list".to_owned(),
            to: Where::Page(Route::Matches),
            act: "Look",
        });
    }
    if waiting.no_account > 0 {
        needs.push(Need {
            glyph: Glyph::Key,
            title: format!(
                "{} without an account",
                count(waiting.no_account, "person", "people")
            ),
            text: "A one-time code lets them sign in".to_owned(),
            to: Where::Page(Route::Codes),
            act: "Issue codes",
        });
    }
    needs
}

/// The newest proposal, where it is a draft that still holds.
fn latest_draft(proposals: &[ProposalSummary]) -> Option<(ProposalId, u64)> {
    let latest = proposals.first()?;
    (latest.state == ProposalState::Draft && !latest.stale && latest.pairs > 0)
        .then_some((latest.id, latest.pairs))
}

pub(super) fn panel(view: &OverviewView, waiting: &Waiting) -> Html {
    let needs = needs(view, waiting);
    let count = (!needs.is_empty()).then(|| AttrValue::from(needs.len().to_string()));
    html! {
        <Panel title="What needs you" {count}>
            if needs.is_empty() {
                <Empty glyph={Glyph::Check} title="Nothing needs you" text="No requests, nobody waits, and everybody met in the last 28 days." />
            } else {
                <ul class="plain rows">{ for needs.into_iter().map(line) }</ul>
            }
        </Panel>
    }
}

fn line(need: Need) -> Html {
    let content = html! {
        <>
            <span class="next-art"><Icon glyph={need.glyph} /></span>
            <span class="grow"><span class="t-sm t-med d-block text-body">{ need.title.clone() }</span><span class="t-xs t-3 d-block">{ need.text }</span></span>
            <span class="next-act">{ need.act }<Icon glyph={Glyph::ChevronRight} class="icon-sm" /></span>
        </>
    };
    html! {
        <li key={need.title}>
            { match need.to {
                Where::Page(to) => html! { <RouteLink {to} class="next-step">{ content }</RouteLink> },
                Where::People(start) => html! { <ListLink {start} class="next-step">{ content }</ListLink> },
            } }
        </li>
    }
}

/// For a programme without people.
pub(super) fn start() -> Html {
    html! {
        <section class="panel">
            <Empty glyph={Glyph::Users} title="Begin with the people" text="Import a list from a form or a spreadsheet, or add people one by one. Then propose matches.">
                <RouteLink to={Route::Import} class="btn btn-primary"><Icon glyph={Glyph::FileImport} />{ "Import people" }</RouteLink>
                <RouteLink to={Route::People} class="btn btn-secondary">{ "Add people" }</RouteLink>
            </Empty>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use contract::reports::Contact;

    use super::*;

    fn view() -> OverviewView {
        OverviewView {
            students: 40,
            mentors: 20,
            administrators: 1,
            active_matches: 30,
            paused_matches: 0,
            ended_matches: 0,
            matched: 30,
            waiting: 0,
            longest_wait: None,
            free_places: 0,
            sessions_this_month: 0,
            sessions_month_before: 0,
            sessions: 0,
            minutes: 0,
            contact: Contact::default(),
            weeks: Vec::new(),
            requests: 0,
        }
    }

    fn titles(view: &OverviewView, no_account: u64) -> Vec<String> {
        needs(
            view,
            &Waiting {
                no_account,
                drafts: Vec::new(),
            },
        )
        .into_iter()
        .map(|need| need.title)
        .collect()
    }

    #[test]
    fn only_what_is_there_needs_somebody() {
        assert!(titles(&view(), 0).is_empty());
        let busy = OverviewView {
            requests: 2,
            waiting: 10,
            free_places: 4,
            contact: Contact {
                longer: 1,
                ..Contact::default()
            },
            ..view()
        };
        assert_eq!(
            titles(&busy, 1),
            [
                "2 requests to join",
                "4 students could have a mentor now",
                "1 match without a session for over 28 days",
                "1 person without an account",
            ]
        );
        assert_eq!(
            titles(
                &OverviewView {
                    waiting: 1,
                    ..view()
                },
                0
            ),
            ["1 student waits for a mentor"]
        );
    }
}
