//! keys
use contract::{ApiError, Code};
use vault::VaultError;
pub(crate) fn told(_error: &VaultError) -> Option<ApiError> { Some(ApiError::new(Code::WrongPassword, "")) }
