//! Who meets whom.

use contract::matches::{Get, List, MatchView, Sort};
use contract::{Code, Page, Scope};
use domain::MatchId;
use domain::policy::{Action, allows};
use store::matches::{Match, Of, Order, Wanted};

use crate::contexts::{Handle, Query};
use crate::fault::{Answer, not_found, refuse};
use crate::inputs::{self, Form};

mod places;
mod turns;
mod views;

pub(crate) use turns::LONGEST_REASON;
pub(crate) use views::view;

impl Handle<List> for Query<'_> {
    async fn handle(&self, command: List) -> Answer<Page<MatchView>> {
        let of = match command.scope {
            Scope::Mine => Of::Person(self.who.person),
            Scope::Programme if allows(&self.who, Action::Administer) => Of::Everybody,
            Scope::Programme => {
                return Err(refuse(
                    Code::Forbidden,
                    "Only administrators see the matches of the whole programme",
                ));
            }
        };
        let mut form = Form::default();
        let Some(text) = form.take("text", inputs::search_text(&command.text)) else {
            return Err(form.refused());
        };
        let (offset, limit) = inputs::part(command.page);
        let wanted = Wanted {
            of,
            with: command.person,
            state: command.state,
            text,
            order: match command.sort {
                Sort::LastContact => Order::LastContact,
                Sort::Student => Order::Student,
                Sort::Started => Order::Started,
            },
            offset,
            limit,
        };
        let (matches, total) = store::matches::list(&self.db, &wanted).await?;
        Ok(Page {
            rows: views::views(self, matches).await?,
            total,
        })
    }
}

impl Handle<Get> for Query<'_> {
    async fn handle(&self, command: Get) -> Answer<MatchView> {
        view(self, command.id).await
    }
}

/// The match, where the asking person may see it.
pub(crate) async fn find(q: &Query<'_>, id: MatchId) -> Answer<Match> {
    store::matches::find(&q.db, id)
        .await?
        .filter(|found| allows(&q.who, Action::SeeMatch(found.pair())))
        .ok_or_else(not_found)
}
