//! Unfinished texts. They are this computer's matter: not audited, and nobody else is told of them.

use contract::Done;
use contract::drafts::{DraftView, Get, Save};
use domain::{Invalid, Line};
use store::drafts::Draft;

use crate::contexts::{Handle, Local};
use crate::fault::Answer;
use crate::inputs::Form;

const LONGEST_KEY: usize = 200;
const LONGEST_BODY: usize = 200_000;

impl Handle<Get> for Local<'_> {
    async fn handle(&self, command: Get) -> Answer<Option<DraftView>> {
        let key = parse_key(&command.key)?;
        let draft = store::drafts::find(
            &self.sign_in.database.executor(),
            self.sign_in.account,
            key.as_str(),
        )
        .await?;
        Ok(draft.map(view))
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
        let draft = Draft {
            body,
            saved_at: self.now,
        };
        let transaction = self.sign_in.database.write().await?;
        store::drafts::save(
            &transaction.db(),
            self.sign_in.account,
            key.as_str(),
            draft.clone(),
        )
        .await?;
        transaction.commit().await?;
        Ok(view(draft))
    }
}

impl Handle<contract::drafts::Drop> for Local<'_> {
    async fn handle(&self, command: contract::drafts::Drop) -> Answer<Done> {
        let key = parse_key(&command.key)?;
        let transaction = self.sign_in.database.write().await?;
        store::drafts::remove(&transaction.db(), self.sign_in.account, key.as_str()).await?;
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

fn view(draft: Draft) -> DraftView {
    DraftView {
        body: draft.body,
        saved_at: draft.saved_at,
    }
}
