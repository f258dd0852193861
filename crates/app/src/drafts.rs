//! Unfinished texts. They are this computer's matter: not audited, and nobody else is told of them. Like a text for its
//! author alone, a draft is sealed before it is stored.

use contract::Done;
use contract::drafts::{DraftView, Get, Save};
use domain::{Invalid, Line};
use store::drafts::Draft;

use crate::contexts::{Handle, Local};
use crate::fault::Answer;
use crate::inputs::Form;
use crate::seals::{recovery_key, seal_twice};

const LONGEST_KEY: usize = 200;
const LONGEST_BODY: usize = 200_000;

impl Handle<Get> for Local<'_> {
    async fn handle(&self, command: Get) -> Answer<Option<DraftView>> {
        let key = parse_key(&command.key)?;
        let keys = &self.sign_in.keys;
        let draft = store::drafts::find(
            &self.sign_in.database.executor(),
            self.sign_in.account,
            key.as_str(),
            keys.public(),
        )
        .await?;
        Ok(draft.and_then(|draft| {
            let body = vault::open_text(keys.own(), self.sign_in.person.0, &draft.body.sealed);
            if body.is_err() {
                tracing::warn!("a draft is damaged");
            }
            Some(DraftView {
                body: body.ok()?.to_string(),
                saved_at: draft.saved_at,
            })
        }))
    }
}

impl Handle<Save> for Local<'_> {
    async fn handle(&self, command: Save) -> Answer<DraftView> {
        let mut form = Form::default();
        let (Some(key), Some(body)) = (
            form.take("key", Line::parse(&command.key, LONGEST_KEY)),
            form.take("body", check_body(command.body)),
        ) else {
            return Err(form.refused());
        };
        let recovery = recovery_key(&self.sign_in.database).await?;
        let (own, author) = (self.sign_in.keys.own(), self.sign_in.person);
        let draft = Draft {
            body: seal_twice(own, recovery, author, &body)?,
            saved_at: self.now,
        };
        let transaction = self.sign_in.database.write().await?;
        store::drafts::save(&transaction.db(), self.sign_in.account, key.as_str(), draft).await?;
        transaction.commit().await?;
        Ok(DraftView {
            body,
            saved_at: self.now,
        })
    }
}

impl Handle<contract::drafts::Drop> for Local<'_> {
    async fn handle(&self, command: contract::drafts::Drop) -> Answer<Done> {
        let key = parse_key(&command.key)?;
        let transaction = self.sign_in.database.write().await?;
        let (account, own) = (self.sign_in.account, self.sign_in.keys.public());
        store::drafts::remove(&transaction.db(), account, key.as_str(), own).await?;
        transaction.commit().await?;
        Ok(Done {})
    }
}

fn parse_key(key: &str) -> Answer<Line> {
    let mut form = Form::default();
    form.take("key", Line::parse(key, LONGEST_KEY))
        .ok_or_else(|| form.refused())
}

/// A draft comes back exactly as it was saved, so that nothing but its length is looked at.
fn check_body(body: String) -> Result<String, Invalid> {
    if body.chars().count() > LONGEST_BODY {
        Err(Invalid::TooLong(LONGEST_BODY))
    } else {
        Ok(body)
    }
}
