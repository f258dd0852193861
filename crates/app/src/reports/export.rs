//! Tables written to files the person chooses.

use std::io;
use std::path::{Path, PathBuf};

use contract::Command;
use contract::reports::{ExportPeople, ExportSessions, Exported};

use super::tables::{Table, people_table, sessions_table};
use crate::contexts::{Effect, Handle, Local, Mutation};
use crate::desk::off_thread;
use crate::fault::{Answer, Fault};
use crate::gate::{Author, change};
use crate::imports::csv_out::CsvOut;

/// Rows that leave the programme; the audit keeps how many.
struct SessionsLeft {
    rows: usize,
}

impl Effect for SessionsLeft {
    const NAME: &'static str = ExportSessions::NAME;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count(self.rows as u64);
        Ok(())
    }
}

struct PeopleLeft {
    rows: usize,
}

impl Effect for PeopleLeft {
    const NAME: &'static str = ExportPeople::NAME;
    type Output = ();

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<()> {
        m.count(self.rows as u64);
        Ok(())
    }
}

impl Handle<ExportSessions> for Local<'_> {
    async fn handle(&self, _command: ExportSessions) -> Answer<Exported> {
        let Some(path) = self.desk.setup.files.save("sessions.csv").await else {
            return Ok(nothing_chosen());
        };
        let transaction = self.sign_in.database.read().await?;
        let zone = store::reports::zone(&transaction.db()).await?;
        let sessions = store::reports::session_facts(&transaction.db()).await?;
        transaction.rollback().await?;
        let rows = sessions.len();
        self.record(SessionsLeft { rows }).await?;
        write(path, move || sessions_table(zone, &sessions)).await
    }
}

impl Handle<ExportPeople> for Local<'_> {
    async fn handle(&self, _command: ExportPeople) -> Answer<Exported> {
        let Some(path) = self.desk.setup.files.save("people.csv").await else {
            return Ok(nothing_chosen());
        };
        let transaction = self.sign_in.database.read().await?;
        let zone = store::reports::zone(&transaction.db()).await?;
        let roster = store::reports::roster(&transaction.db()).await?;
        transaction.rollback().await?;
        let rows = roster.people.len();
        self.record(PeopleLeft { rows }).await?;
        write(path, move || people_table(zone, &roster)).await
    }
}

impl Local<'_> {
    /// The line stands in the audit before anything leaves.
    async fn record<E: Effect<Output = ()>>(&self, left: E) -> Answer<()> {
        let author = Author::SignedIn(&self.sign_in, ExportSessions::ROLES);
        change(self.desk, &self.sign_in.database, author, left).await
    }
}

fn nothing_chosen() -> Exported {
    Exported {
        file_name: None,
        rows: 0,
    }
}

async fn write(path: PathBuf, table: impl FnOnce() -> Table + Send + 'static) -> Answer<Exported> {
    off_thread(move || {
        let table = table();
        write_whole(&path, &table)?;
        let file_name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let rows = u64::try_from(table.rows.len()).unwrap_or_default();
        Ok::<_, Fault>(Exported { file_name, rows })
    })
    .await?
}

/// Writes beside the file and renames: whoever opens it finds the old table or the new one, never half of one.
fn write_whole(path: &Path, table: &Table) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let headings: Vec<&str> = table.headings.iter().map(String::as_str).collect();
    let mut out = CsvOut::new(tempfile::NamedTempFile::new_in(folder)?, &headings)?;
    for row in &table.rows {
        out.row(row)?;
    }
    let file = out.finish()?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
