//! Looking at sessions.

use contract::sessions::{Get, List, SessionView};
use contract::{Code, Page, Scope};
use domain::MatchId;
use domain::policy::{Action, Side, allows};
use store::sessions::{Search, Wanted, Whose};

use super::{view, visible};
use crate::contexts::{Handle, Query};
use crate::fault::{Answer, not_found, refuse};
use crate::inputs;

impl Handle<Get> for Query<'_> {
    async fn handle(&self, command: Get) -> Answer<SessionView> {
        self.session_view(command.id).await
    }
}

impl Handle<List> for Query<'_> {
    async fn handle(&self, command: List) -> Answer<Page<SessionView>> {
        let whose = self.whose(command.scope)?;
        if let Some(of) = command.of {
            self.check_match(whose, of).await?;
        }
        let mut search = Search::parse(&command.text);
        if let Some(search) = &mut search {
            self.search_sealed(search).await?;
        }
        let (offset, limit) = inputs::part(command.page);
        let wanted = Wanted {
            whose,
            of: command.of,
            search: search.as_ref(),
            offset,
            limit,
        };
        let (sessions, total) = store::sessions::list(&self.db, &self.who, &wanted).await?;
        let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
        let mut texts = store::sessions::readable_texts(&self.db, &self.who, &ids).await?;
        let rows = sessions.into_iter().map(|session| {
            let notes = texts.remove(&session.id).unwrap_or_default();
            view(self, session, notes)
        });
        Ok(Page {
            rows: rows.collect(),
            total,
        })
    }
}

impl Query<'_> {
    fn whose(&self, scope: Scope) -> Answer<Whose> {
        match scope {
            Scope::Mine => Ok(Whose::Person(self.who.person)),
            Scope::Programme if allows(&self.who, Action::Administer) => Ok(Whose::Everybodys),
            Scope::Programme => Err(refuse(
                Code::Forbidden,
                "Only administrators see the whole programme",
            )),
        }
    }

    /// Whether the sessions of this match are in the list that was asked for.
    async fn check_match(&self, whose: Whose, of: MatchId) -> Answer<()> {
        let pair = store::matches::find(&self.db, of)
            .await?
            .ok_or_else(not_found)?
            .pair();
        match whose {
            Whose::Person(person) if pair.side(person) == Side::Outside => Err(not_found()),
            Whose::Person(_) | Whose::Everybodys => visible(&self.who, Action::SeeMatch(pair)),
        }
    }
}
