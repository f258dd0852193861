//! The addresses of the pages.

use domain::{MatchId, PersonId, ProposalId, SessionId};
use yew_router::prelude::*;

#[derive(Debug, Clone, PartialEq, Routable)]
pub(crate) enum Route {
    /// Each role's own.
    #[at("/")]
    Home,
    /// A mentor's students.
    #[at("/students")]
    Students,
    #[at("/sessions")]
    Sessions,
    #[at("/sessions/log")]
    LogSession,
    #[at("/sessions/log/:of")]
    LogSessionOf { of: MatchId },
    #[at("/sessions/:id")]
    Session { id: SessionId },
    #[at("/sessions/:id/edit")]
    EditSession { id: SessionId },
    /// A student's mentor.
    #[at("/mentor")]
    Mentor,
    #[at("/goals")]
    Goals,
    #[at("/people")]
    People,
    #[at("/people/:id")]
    Person { id: PersonId },
    #[at("/matching")]
    Matching,
    #[at("/matching/:id")]
    Proposal { id: ProposalId },
    #[at("/matches")]
    Matches,
    #[at("/reports")]
    Reports,
    #[at("/activity")]
    Activity,
    #[at("/import")]
    Import,
    #[at("/codes")]
    Codes,
    #[at("/requests")]
    Requests,
    #[at("/fields")]
    Fields,
    #[at("/settings")]
    Settings,
    #[at("/settings/:section")]
    SettingsSection { section: String },
    #[at("/profile")]
    Profile,
    #[at("/about")]
    About,
    #[not_found]
    #[at("/404")]
    NotFound,
}
