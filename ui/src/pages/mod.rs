//! The pages. They fetch; components show.

mod about;
mod activity;
mod codes;
mod fields;
mod goals;
mod home_mentor;
mod home_student;
mod import;
mod matches;
mod matching;
mod mentor;
mod overview;
mod people;
mod person;
mod profile;
mod proposal;
mod reports;
mod requests;
mod session;
mod session_edit;
mod sessions;
mod settings;
mod students;

use domain::Role;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::components::icon_paths::Glyph;
use crate::components::{Empty, Page, RouteLink};
use crate::desk::use_desk;
use crate::route::Route;

/// The page of the address. Keyed by the address, so that a page for another row starts anew.
#[component]
pub(crate) fn CurrentPage() -> Html {
    let desk = use_desk();
    let route = use_route::<Route>().unwrap_or(Route::Home);
    let key = route.to_path();
    let page = match route {
        Route::Home => match desk.role {
            Role::Student => html! { <home_student::HomeStudentPage /> },
            Role::Mentor => html! { <home_mentor::HomeMentorPage /> },
            Role::Administrator => html! { <overview::OverviewPage /> },
        },
        Route::Students => html! { <students::StudentsPage /> },
        Route::Sessions => html! { <sessions::SessionsPage /> },
        Route::LogSession => html! { <session_edit::LogSessionPage of={None} /> },
        Route::LogSessionOf { of } => html! { <session_edit::LogSessionPage of={Some(of)} /> },
        Route::Session { id } => html! { <session::SessionPage {id} /> },
        Route::EditSession { id } => html! { <session_edit::EditSessionPage {id} /> },
        Route::Mentor => html! { <mentor::MentorPage /> },
        Route::Goals => html! { <goals::GoalsPage /> },
        Route::People => html! { <people::PeoplePage /> },
        Route::Person { id } => html! { <person::PersonPage {id} /> },
        Route::Matching => html! { <matching::MatchingPage /> },
        Route::Proposal { id } => html! { <proposal::ProposalPage {id} /> },
        Route::Matches => html! { <matches::MatchesPage /> },
        Route::Reports => html! { <reports::ReportsPage /> },
        Route::Activity => html! { <activity::ActivityPage /> },
        Route::Import => html! { <import::ImportPage /> },
        Route::Codes => html! { <codes::CodesPage /> },
        Route::Requests => html! { <requests::RequestsPage /> },
        Route::Fields => html! { <fields::FieldsPage /> },
        Route::Settings => html! { <settings::SettingsPage section={None} /> },
        Route::SettingsSection { section } => {
            html! { <settings::SettingsPage section={Some(section)} /> }
        }
        Route::Profile => html! { <profile::ProfilePage /> },
        Route::About => html! { <about::AboutPage /> },
        Route::NotFound => html! { <NotFoundPage /> },
    };
    html! { <PageFrame key={format!("{}{key}", desk.role.as_str())}>{ page }</PageFrame> }
}

#[derive(Properties, PartialEq)]
struct PageFrameProps {
    children: Html,
}

/// Only there to carry the key.
#[component]
fn PageFrame(props: &PageFrameProps) -> Html {
    props.children.clone()
}

#[component]
fn NotFoundPage() -> Html {
    html! {
        <Page title="Nothing here">
            <Empty glyph={Glyph::Search} title="There is no page at this address" text="It may have been renamed.">
                <RouteLink to={Route::Home} class="btn btn-primary">{ "Go home" }</RouteLink>
            </Empty>
        </Page>
    }
}
