//! From what the policy says to what the person is told.

use contract::Code;
use domain::policy::{Action, Pair, Who, allows};

use crate::fault::{Answer, not_found, refuse};

/// Passes where the row may be seen; otherwise it is not there.
pub(crate) fn visible(who: &Who, see: Action) -> Answer<()> {
    if allows(who, see) {
        Ok(())
    } else {
        Err(not_found())
    }
}

/// Passes where a row of the match, which is [`visible`] already, may be changed; otherwise says why not.
pub(crate) fn changeable(who: &Who, change: Action, pair: Pair) -> Answer<()> {
    if allows(who, change) {
        Ok(())
    } else if pair.state.is_open() {
        Err(refuse(
            Code::Forbidden,
            "This is for the other side of the match to do",
        ))
    } else {
        Err(refuse(
            Code::Conflict,
            "This match has ended. What was written can be read, and nothing can be changed",
        ))
    }
}
