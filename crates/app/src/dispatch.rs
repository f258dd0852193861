//! From a command's name to its handler: one arm for each row of the table. A row without a handler does not compile.

use std::sync::Arc;

use contract::{
    ApiError, Code, accounts, audit, backups, drafts, fields, for_each_command, goals, imports,
    jobs, matches, people, preferences, programmes, proposals, reports, sessions,
};
use tracing::Instrument;

use crate::desk::Inner;
use crate::gate;

macro_rules! dispatch {
    ($($kind:ident $name:literal $feature:ident :: $input:ident => $output:ty, [$($role:ident),*];)*) => {
        /// Asks the handler of the command called `name`. Each arm is boxed: a future as large as the largest handler
        /// is enough.
        pub(crate) async fn dispatch(desk: &Arc<Inner>, name: &str, input: &str) -> Result<String, ApiError> {
            match name {
                $($name => {
                    let span = tracing::info_span!("command", name = $name);
                    Box::pin(gate::$kind::<$feature::$input>(desk, input)).instrument(span).await
                })*
                _ => Err(ApiError::new(Code::NotFound, "There is no such command")),
            }
        }
    };
}

for_each_command!(dispatch);
