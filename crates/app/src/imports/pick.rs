//! Choosing a file and reading its headings.

use std::path::{Path, PathBuf};

use contract::ApiError;
use contract::imports::{ColumnView, Pick, Picked, Target};
use domain::Role;
use store::fields::Field;

use super::check_administrator;
use super::decode::{decode, read};
use super::error::FileError;
use super::guess::{columns, role_of_file};
use super::mapping::{self, Mapping};
use super::separator::Separator;
use super::table::Table;
use crate::contexts::{Handle, Local};
use crate::desk::{lock, off_thread};
use crate::fault::Answer;

impl Handle<Pick> for Local<'_> {
    async fn handle(&self, _command: Pick) -> Answer<Option<Picked>> {
        check_administrator(&self.who)?;
        let files = &self.desk.setup.files;
        let Some(path) = files
            .pick("Choose a list of people", &["csv", "tsv", "txt"])
            .await
        else {
            return Ok(None);
        };
        let file_name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let known = self.fields().await?;
        let (chosen, hint) = (path.clone(), role_of_file(&file_name));
        let guessing = known.clone();
        let seen = off_thread(move || Seen::at(&chosen, &guessing, hint)).await?;
        let mut seen = seen.map_err(|refused| ApiError::field("file", refused))?;
        let mapping = self.mapping(&seen.key).await?;
        let role = hint.or(mapping.as_ref().map(|mapping| mapping.role));
        let remembered = mapping.is_some_and(|mapping| mapping.recall(&mut seen.columns, &known));
        // Where a column says who mentors, everybody else came to be mentored.
        let says = |column: &ColumnView| matches!(column.target, Target::Role | Target::IsMentor);
        let role = role.or_else(|| seen.columns.iter().any(says).then_some(Role::Student));
        Ok(Some(Picked {
            file: self.hold(path),
            file_name,
            encoding: seen.encoding.to_owned(),
            separator: seen.separator.as_str().to_owned(),
            rows: seen.rows,
            columns: seen.columns,
            remembered,
            role,
        }))
    }
}

/// What one look at a file tells.
struct Seen {
    encoding: &'static str,
    separator: Separator,
    rows: u64,
    columns: Vec<ColumnView>,
    /// Names its headings.
    key: String,
}

impl Seen {
    fn at(path: &Path, known: &[Field], role: Option<Role>) -> Result<Self, FileError> {
        let decoded = decode(&read(path)?)?;
        let table = Table::read(&decoded.text)?;
        Ok(Self {
            encoding: decoded.encoding,
            separator: table.separator,
            rows: u64::try_from(table.records.len()).unwrap_or(u64::MAX),
            columns: columns(&table, known, role),
            key: mapping::key(&table.headings),
        })
    }
}

impl Local<'_> {
    async fn fields(&self) -> Answer<Vec<Field>> {
        let transaction = self.sign_in.database.read().await?;
        let fields = store::fields::list(&transaction.db(), store::fields::Wanted::All).await?;
        transaction.rollback().await?;
        Ok(fields)
    }

    async fn mapping(&self, key: &str) -> Answer<Option<Mapping>> {
        let transaction = self.sign_in.database.read().await?;
        let mapping = store::imports::mapping(&transaction.db(), key).await?;
        transaction.rollback().await?;
        // What an older version remembered and this one does not read was never remembered.
        Ok(mapping.and_then(|mapping| serde_json::from_value(mapping).ok()))
    }

    /// A token for the file; those of earlier picks are void.
    fn hold(&self, path: PathBuf) -> String {
        let token = self.desk.ids.draw(self.now).simple().to_string();
        let mut picked = lock(&self.sign_in.picked);
        picked.clear();
        picked.insert(token.clone(), path);
        token
    }
}
