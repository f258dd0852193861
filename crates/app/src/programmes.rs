//! programmes
pub(crate) const FOLDER: &str = "programme";
pub(crate) struct Drawn;
pub(crate) fn clear_unfinished(_f: &std::path::Path) -> std::io::Result<()> { Ok(()) }
