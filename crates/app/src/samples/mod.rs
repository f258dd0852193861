//! The sample programme: the same everywhere, loaded and removed as a whole.

use contract::programmes::{LoadSample, ProgrammeView, RemoveSample};
use contract::{Code, Feature};
use domain::Role;
use domain::factors::Source;
use serde_json::Value;

use crate::contexts::{Handle, Mutation};
use crate::fault::{Answer, refuse};

mod cast;
mod people;
mod term;
mod texts;

impl Handle<LoadSample> for Mutation<'_> {
    async fn handle(&self, _command: LoadSample) -> Answer<ProgrammeView> {
        if is_loaded(self).await? {
            return Err(refuse(Code::Conflict, "The sample is here already"));
        }
        let people = people::load(self).await?;
        term::load(self, &people).await?;
        touch_all(self);
        crate::programmes::view(&self.db).await
    }
}

impl Handle<RemoveSample> for Mutation<'_> {
    async fn handle(&self, _command: RemoveSample) -> Answer<ProgrammeView> {
        if !is_loaded(self).await? {
            return Err(refuse(Code::Conflict, "There is no sample here"));
        }
        keep_an_administrator(self).await?;
        forget_factors(self).await?;
        store::samples::remove(&self.db, self.now).await?;
        touch_all(self);
        // Accounts were made for sample people, and proposals can have paired them.
        self.touch(Feature::Accounts);
        self.touch(Feature::Proposals);
        crate::programmes::view(&self.db).await
    }
}

async fn is_loaded(m: &Mutation<'_>) -> Answer<bool> {
    let people = store::programmes::sample_people(&m.db).await?;
    Ok(people > 0 || !store::samples::fields(&m.db).await?.is_empty())
}

/// Somebody of the sample may have become an administrator; the last one stays.
async fn keep_an_administrator(m: &Mutation<'_>) -> Answer<()> {
    let asking = store::people::find(&m.db, m.who.person).await?;
    if asking.is_none_or(|person| person.sample || !person.roles.contains(Role::Administrator)) {
        return Err(refuse(
            Code::Conflict,
            "You came with the sample and would go with it. Ask an administrator who did not",
        ));
    }
    Ok(())
}

/// Drops the factors that compare a field of the sample.
async fn forget_factors(m: &Mutation<'_>) -> Answer<()> {
    let Some(Value::Array(mut factors)) = store::programmes::factors(&m.db).await? else {
        return Ok(());
    };
    let sources: Vec<String> = store::samples::fields(&m.db)
        .await?
        .into_iter()
        .map(|field| Source::Field(field).to_string())
        .collect();
    let before = factors.len();
    factors.retain(|factor| {
        let factor = factor.to_string();
        !sources.iter().any(|source| factor.contains(source))
    });
    if factors.len() < before {
        let left = (!factors.is_empty()).then_some(Value::Array(factors));
        store::programmes::set_factors(&m.db, left).await?;
    }
    Ok(())
}

fn touch_all(m: &Mutation<'_>) {
    for feature in [
        Feature::People,
        Feature::Fields,
        Feature::Matches,
        Feature::Sessions,
        Feature::Goals,
    ] {
        m.touch(feature);
    }
    // The programme tells how many people of the sample are here.
    m.touch(Feature::Programmes);
}
