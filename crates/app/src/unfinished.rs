//! Handlers still to be written. Each line goes when its handler comes; this file goes with the last.

use contract::*;

use crate::contexts::{Handle, Job, Local, Mutation, Public, Query};
use crate::fault::{Answer, Fault};

macro_rules! unfinished {
    ($($context:ty : $($command:ty),* ;)*) => {$($(
        impl Handle<$command> for $context {
            async fn handle(&self, _command: $command) -> Answer<<$command as Command>::Output> {
                Err(Fault::Broken("not written yet".to_owned()))
            }
        }
    )*)*};
}

unfinished! {
    Public<'_>: programmes::Status, programmes::MakeRecoveryCode, programmes::Found, accounts::SignIn, accounts::SignInRemembered, accounts::Register, accounts::Redeem, accounts::CheckRecovery, accounts::Recover;
    Query<'_>: programmes::Get, accounts::Me;
    Mutation<'_>: programmes::Change, programmes::LoadSample, programmes::RemoveSample;
    Local<'_>: accounts::SignOut, accounts::Lock, accounts::ChangePassword, accounts::Remember, accounts::GetRemembering, accounts::Requests, accounts::Approve, accounts::Refuse, accounts::IssueCodes, accounts::RenewRecovery;

    Query<'_>: people::List, people::Get, fields::List, matches::List, matches::Get;
    Mutation<'_>: people::Create, people::Change, people::SetRoles, people::Deactivate, people::Reactivate;
    Mutation<'_>: fields::Create, fields::Change, fields::Remove;
    Mutation<'_>: matches::Make, matches::Pause, matches::Resume, matches::End, matches::Reopen;

    Query<'_>: sessions::List, sessions::Get, goals::List;
    Mutation<'_>: sessions::Log, sessions::Change, sessions::Delete, sessions::Restore, sessions::Reflect, sessions::DeleteReflection;
    Mutation<'_>: goals::Create, goals::Change, goals::Delete, goals::Restore;
    Local<'_>: drafts::Get, drafts::Save, drafts::Drop;
    Query<'_>: reports::Overview;
    Local<'_>: reports::ExportSessions, reports::ExportPeople;

    Local<'_>: imports::Pick;
    Job: imports::Check, imports::Apply;

    Query<'_>: proposals::Factors, proposals::List, proposals::Get;
    Mutation<'_>: proposals::SetFactors, proposals::Publish, proposals::Unpublish, proposals::Discard;
    Job: proposals::Solve;
}
