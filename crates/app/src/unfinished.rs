//! Handlers still to be written. Each line goes when its handler comes; this file goes with the last.

use contract::*;

use crate::contexts::{Handle, Job, Local, Mutation, Query};
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
    Mutation<'_>: programmes::LoadSample, programmes::RemoveSample;


    Query<'_>: sessions::List, sessions::Get, goals::List;
    Mutation<'_>: sessions::Log, sessions::Change, sessions::Delete, sessions::Restore, sessions::Reflect, sessions::DeleteReflection;
    Mutation<'_>: goals::Create, goals::Change, goals::Delete, goals::Restore;
    Local<'_>: drafts::Get, drafts::Save, drafts::Drop;
    Query<'_>: reports::Overview;
    Local<'_>: reports::ExportSessions, reports::ExportPeople;

    Query<'_>: proposals::Factors, proposals::List, proposals::Get;
    Mutation<'_>: proposals::SetFactors, proposals::Publish, proposals::Unpublish, proposals::Discard;
    Job: proposals::Solve;
}
