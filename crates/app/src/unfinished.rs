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


}
