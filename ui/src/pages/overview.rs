//! The administrator's home: how the programme stands, and what needs somebody.

pub(super) mod charts;
mod figures;
mod needs;

use contract::people::{List, Standing};
use contract::{PageRequest, proposals, reports};
use yew::prelude::*;

use super::people::workbench::use_go;
use crate::components::icon_paths::Glyph;
use crate::components::{Button, Kind, Page, loaded};
use crate::desk::{use_desk, use_zone};
use crate::query::use_query;
use crate::registry::{Entry, Group, use_entries};
use crate::route::Route;
use crate::{dom, time};

#[component]
pub(crate) fn OverviewPage() -> Html {
    let desk = use_desk();
    let zone = use_zone();
    let go = use_go();
    let overview = use_query(reports::Overview::default());
    let no_account = use_query(List {
        standing: Standing::NoAccount,
        page: PageRequest::first(1),
        ..List::default()
    });
    let proposals = use_query(proposals::List {});
    use_entries(vec![
        Entry::new(
            "overview.import",
            "Import people",
            Group::Page,
            go.reform(|()| Route::Import),
        )
        .icon(Glyph::FileImport),
        Entry::new(
            "overview.match",
            "Propose matches",
            Group::Page,
            go.reform(|()| Route::Matching),
        )
        .icon(Glyph::Project),
    ]);
    let sub = html! { { format!("{} · figures as of today, {}", desk.me.programme, time::clock(dom::now(), zone)) } };
    // Without people the page itself says how to begin.
    let begun = overview
        .ready()
        .is_some_and(|view| view.students + view.mentors > 0);
    let actions = begun.then(|| html! {
        <>
            <Button label="Import people" glyph={Glyph::FileImport} onclick={go.reform(|()| Route::Import)} />
            <Button label="Propose matches" kind={Kind::Primary} glyph={Glyph::Project} onclick={go.reform(|()| Route::Matching)} />
        </>
    });
    html! {
        <Page title="Overview" {sub} {actions}>
            { loaded(&overview, "the figures", |view| {
                let waiting = needs::Waiting {
                    no_account: no_account.ready().map_or(0, |page| page.total),
                    drafts: proposals.ready().map(|list| (**list).clone()).unwrap_or_default(),
                };
                html! {
                    <div class="page-stack page-stack-lg">
                        { figures::row(view, time::date_in(dom::now(), zone)) }
                        if view.students + view.mentors == 0 {
                            { needs::start() }
                        } else {
                            <div class="page-cols page-cols-fold">
                                <div class="page-stack">
                                    { needs::panel(view, &waiting) }
                                    { charts::weeks(view) }
                                </div>
                                <div class="page-stack">{ charts::states(view) }</div>
                            </div>
                        }
                    </div>
                }
            }) }
        </Page>
    }
}
