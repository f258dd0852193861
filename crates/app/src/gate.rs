//! The gate: what happens around every handler.
//!
//! Is the file open? Is somebody signed in whose roles allow the command? Then begin, run, audit, commit, tell the
//! window what changed. Refusals are audited in a transaction of their own.

use std::sync::Arc;

use contract::accounts::Touch;
use contract::jobs::{Cancel, Get};
use contract::{ApiError, Code, Command, Event, STEP_UP};
use domain::policy::Who;
use domain::{AccountId, Role, Roles};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::audit::{self, Ended, Entry};
use store::{Database, StoreError};

use crate::contexts::{Effect, Handle, Job, Local, Mutation, Notes, Public, Query};
use crate::desk::{Inner, SignIn};
use crate::fault::{Answer, Fault, refuse};

pub(crate) fn read_input<T: DeserializeOwned>(input: &str) -> Result<T, ApiError> {
    serde_json::from_str(input).map_err(|error| {
        ApiError::new(
            Code::Invalid,
            format!("The request cannot be read: {error}"),
        )
    })
}

fn write_output<C: Command>(answer: Answer<C::Output>) -> Result<String, ApiError> {
    answer
        .and_then(|output| {
            serde_json::to_string(&output).map_err(|error| Fault::Broken(error.to_string()))
        })
        .map_err(|fault| fault.into_api_error(C::NAME))
}

fn check_roles(who: &Who, allowed: Roles) -> Answer<()> {
    if who.roles.meets(allowed) {
        Ok(())
    } else {
        Err(refuse(Code::Forbidden, "Your role does not allow this"))
    }
}

/// Who is signed in. While the file is closed nothing else is looked at, not even the input.
fn signed_in<C: Command>(desk: &Inner) -> Result<Arc<SignIn>, ApiError> {
    desk.signed_in_for(C::NAME)
        .map_err(|fault| fault.into_api_error(C::NAME))
}

pub(crate) async fn public<C>(desk: &Arc<Inner>, input: &str) -> Result<String, ApiError>
where
    C: Command,
    for<'a> Public<'a>: Handle<C>,
{
    let command: C = read_input(input)?;
    let context = Public {
        desk,
        now: desk.setup.clock.now(),
    };
    write_output::<C>(context.handle(command).await)
}

pub(crate) async fn query<C>(desk: &Arc<Inner>, input: &str) -> Result<String, ApiError>
where
    C: Command,
    for<'a> Query<'a>: Handle<C>,
{
    let sign_in = signed_in::<C>(desk)?;
    let command: C = read_input(input)?;
    let answer = read::<C>(desk, &sign_in, command).await;
    record_refusal(desk, C::NAME, refusal(&answer)).await;
    write_output::<C>(answer)
}

async fn read<C>(desk: &Inner, sign_in: &SignIn, command: C) -> Answer<C::Output>
where
    C: Command,
    for<'a> Query<'a>: Handle<C>,
{
    let transaction = sign_in.database.read().await?;
    let who = sign_in.who(&transaction.db()).await?;
    check_roles(&who, C::ROLES)?;
    let context = Query {
        db: transaction.db(),
        who,
        account: sign_in.account,
        keys: Some(&sign_in.keys),
        now: desk.setup.clock.now(),
        is_damaged: sign_in.is_damaged,
    };
    let answer = context.handle(command).await;
    transaction.rollback().await?;
    answer
}

pub(crate) async fn mutation<C>(desk: &Arc<Inner>, input: &str) -> Result<String, ApiError>
where
    C: Command,
    for<'a> Mutation<'a>: Handle<C>,
{
    let sign_in = signed_in::<C>(desk)?;
    let command: C = read_input(input)?;
    let answer = match step_up::<C>(desk, &sign_in, input).await {
        Ok(()) => ask(desk, &sign_in, command).await,
        Err(fault) => Err(fault),
    };
    record_refusal(desk, C::NAME, refusal(&answer)).await;
    write_output::<C>(answer)
}

/// Seals what is for its author or for the administrators, then changes.
async fn ask<C>(desk: &Arc<Inner>, sign_in: &SignIn, command: C) -> Answer<C::Output>
where
    C: Command,
    for<'a> Mutation<'a>: Handle<C>,
{
    let texts = crate::seals::texts_of(&command);
    let prepared = crate::seals::prepare(desk, sign_in, texts).await?;
    let author = Author::SignedIn(sign_in, C::ROLES);
    let output = change_with(desk, &sign_in.database, author, Asked(command), prepared).await?;
    if crate::seals::CHANGE_ADMINISTRATORS.contains(&C::NAME) {
        crate::seals::tend(desk).await;
    }
    Ok(output)
}

pub(crate) async fn local<C>(desk: &Arc<Inner>, input: &str) -> Result<String, ApiError>
where
    C: Command,
    for<'a> Local<'a>: Handle<C>,
{
    let sign_in = signed_in::<C>(desk)?;
    let command: C = read_input(input)?;
    let answer = carry_out(desk, sign_in, command, input).await;
    record_refusal(desk, C::NAME, refusal(&answer)).await;
    write_output::<C>(answer)
}

async fn carry_out<C>(
    desk: &Arc<Inner>,
    sign_in: Arc<SignIn>,
    command: C,
    input: &str,
) -> Answer<C::Output>
where
    C: Command,
    for<'a> Local<'a>: Handle<C>,
{
    let who = if WITHOUT_FILE.contains(&C::NAME) {
        sign_in.who_last()
    } else {
        admit(&sign_in, C::ROLES).await?
    };
    step_up::<C>(desk, &sign_in, input).await?;
    let context = Local {
        desk,
        sign_in,
        who,
        now: desk.setup.clock.now(),
    };
    context.handle(command).await
}

pub(crate) async fn job<C>(desk: &Arc<Inner>, input: &str) -> Result<String, ApiError>
where
    C: Command + Sync,
    Job: Handle<C>,
{
    let sign_in = signed_in::<C>(desk)?;
    let command: C = read_input(input)?;
    let started = match admit(&sign_in, C::ROLES).await {
        Ok(who) => Ok(crate::jobs::start(desk, sign_in, who, command)),
        Err(fault) => Err(fault),
    };
    record_refusal(desk, C::NAME, refusal(&started)).await;
    started
        .map_err(|fault| fault.into_api_error(C::NAME))
        .and_then(|started| {
            serde_json::to_string(&started)
                .map_err(|error| crate::fault::internal(C::NAME, &error.to_string()))
        })
}

/// Who is asking, where a role of theirs is among those allowed.
async fn admit(sign_in: &SignIn, allowed: Roles) -> Answer<Who> {
    let who = sign_in.who(&sign_in.database.executor()).await?;
    check_roles(&who, allowed)?;
    Ok(who)
}

/// What is asked while a job may hold the file for seconds, and reads nothing of it: the roles that were read last are
/// enough to look after one's own jobs, and no role is asked for.
const WITHOUT_FILE: [&str; 3] = [Get::NAME, Cancel::NAME, Touch::NAME];

const _: () = assert!(
    are_everybodys(Get::ROLES) && are_everybodys(Cancel::ROLES) && are_everybodys(Touch::ROLES)
);

const fn are_everybodys(roles: Roles) -> bool {
    roles.contains(Role::Student)
        && roles.contains(Role::Mentor)
        && roles.contains(Role::Administrator)
}

/// The password of a command that asks for it again. Whoever lacks the role is told that first, and no password is tried.
#[derive(Deserialize)]
struct Again {
    #[serde(default)]
    password: String,
}

async fn step_up<C: Command>(desk: &Arc<Inner>, sign_in: &SignIn, input: &str) -> Answer<()> {
    if !STEP_UP.contains(&C::NAME) {
        return Ok(());
    }
    check_roles(&sign_in.who_last(), C::ROLES)?;
    let again: Again = read_input(input)?;
    crate::accounts::confirm(desk, sign_in, C::NAME, "password", again.password).await?;
    Ok(())
}

/// In whose name a change is made.
pub(crate) enum Author<'a> {
    /// Whoever is signed in, by the roles they hold inside the transaction.
    SignedIn(&'a SignIn, Roles),
    /// Somebody who is about to be signed in, as in the first run: vouched for by the caller.
    Entering(Who, AccountId),
}

/// One change in one immediate transaction, with its line in the audit.
pub(crate) async fn change<E: Effect>(
    desk: &Arc<Inner>,
    database: &Database,
    author: Author<'_>,
    effect: E,
) -> Answer<E::Output> {
    // Boxed: callers hold it beside much else.
    Box::pin(change_with(desk, database, author, effect, Vec::new())).await
}

async fn change_with<E: Effect>(
    desk: &Arc<Inner>,
    database: &Database,
    author: Author<'_>,
    effect: E,
    prepared: Vec<crate::seals::Prepared>,
) -> Answer<E::Output> {
    let keys = match &author {
        Author::SignedIn(sign_in, _) => Some(&sign_in.keys),
        Author::Entering(..) => None,
    };
    if let Author::SignedIn(sign_in, _) = &author {
        sign_in.check_sound()?;
    }
    let transaction = database.write().await?;
    let (who, account) = match author {
        Author::SignedIn(sign_in, allowed) => {
            let who = sign_in.who(&transaction.db()).await?;
            check_roles(&who, allowed)?;
            (who, sign_in.account)
        }
        Author::Entering(who, account) => (who, account),
    };
    let now = desk.setup.clock.now();
    let mutation = Mutation {
        db: transaction.db(),
        who,
        account,
        now,
        ids: &desk.ids,
        keys,
        prepared,
        notes: Notes::default(),
    };
    let output = match effect.carry_out(&mutation).await {
        Ok(output) => output,
        Err(fault) => {
            drop(mutation);
            // What went wrong is the answer, not what else did because of it.
            if let Err(error) = transaction.rollback().await {
                tracing::warn!(%error, "a change could not be undone");
            }
            return Err(fault);
        }
    };
    let noted = mutation.notes.into_noted();
    crate::audit::record(&transaction.db(), now, who.person, E::NAME, &noted).await?;
    transaction.commit().await?;
    if !noted.features.is_empty() {
        desk.emit(Event::Changed {
            features: noted.features.into_iter().collect(),
        });
    }
    Ok(output)
}

/// A mutation of the table, carried out as an effect.
struct Asked<C>(C);

impl<C> Effect for Asked<C>
where
    C: Command,
    for<'a> Mutation<'a>: Handle<C>,
{
    const NAME: &'static str = C::NAME;
    type Output = C::Output;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<C::Output> {
        m.handle(self.0).await
    }
}

/// With which code the person who asked was refused.
pub(crate) fn refusal<T>(answer: &Answer<T>) -> Option<Code> {
    match answer {
        Err(Fault::Refused(error)) => Some(error.code),
        Ok(_) | Err(_) => None,
    }
}

/// A denied command is worth a line: somebody asked for what is not theirs. Also where the row does not exist; the two
/// are told apart here no more than in the answer.
pub(crate) async fn record_refusal(desk: &Arc<Inner>, name: &'static str, code: Option<Code>) {
    if !matches!(code, Some(Code::Forbidden | Code::NotFound)) {
        return;
    }
    let Ok(sign_in) = desk.signed_in() else {
        return;
    };
    let recorded: Result<(), StoreError> = async {
        let transaction = sign_in.database.write().await?;
        let now = desk.setup.clock.now();
        let person = Some(sign_in.person.0);
        let entry = Entry::new(now, person, name, Ended::Refused);
        audit::append(&transaction.db(), entry).await?;
        transaction.commit().await
    }
    .await;
    if let Err(error) = recorded {
        tracing::warn!(%error, "a refusal could not be recorded");
    }
}
