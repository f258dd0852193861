//! What the vault keeps for the audit: how far the log had come when the file was closed last.

use serde::{Deserialize, Serialize};

use crate::{Vault, secret::Secret};

/// The number and the signature of the log's last line. No secret: without the log's key nobody makes a line to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditHead {
    pub number: u64,
    #[serde(with = "crate::bytes")]
    pub hash: [u8; 32],
}

/// Signs the lines of one programme's log. Wiped when dropped.
#[derive(Clone)]
pub struct AuditKey(Secret);

impl AuditKey {
    pub fn make() -> Self {
        Self(Secret::random())
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for AuditKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AuditKey(..)")
    }
}

impl Vault {
    /// How far the log had come when the file was closed last; `None` when this vault never saw one.
    pub fn audit_head(&self) -> Option<AuditHead> {
        self.content.audit_head
    }

    /// In memory until [`Vault::save`].
    pub fn set_audit_head(&mut self, head: AuditHead) {
        self.content.audit_head = Some(head);
    }
}
