//! Names a file, a plan and an outcome, so that what is applied is what was checked.

use std::fmt::Write;

use contract::imports::{Plan, RowView};
use sha2::{Digest, Sha256};

/// SHA-256 over the three, in hexadecimal. The token of the file inside the plan stays out of it: it names where the
/// bytes came from, not what they are.
pub(crate) fn digest(
    bytes: &[u8],
    plan: &Plan,
    rows: &[RowView],
) -> Result<String, serde_json::Error> {
    let plan = serde_json::to_vec(&(&plan.targets, plan.role))?;
    let rows = serde_json::to_vec(rows)?;
    let mut hash = Sha256::new();
    for part in [bytes, &plan, &rows] {
        // Lengths keep a byte from wandering over from one part to the next.
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    Ok(hexadecimal(&hash.finalize()))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String never fails.
        _ = write!(text, "{byte:02x}");
    }
    text
}
