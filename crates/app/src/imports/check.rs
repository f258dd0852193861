//! The dry run. Applying starts with the same.

use contract::ApiError;
use contract::imports::{Check, Checked, Plan};
use domain::FieldId;
use store::fields::Field;
use store::imports::Person;

use super::check_administrator;
use super::compare::{Comparison, compare};
use super::decode::{decode, read};
use super::digest::digest;
use super::mapping;
use super::plan::{PlanError, Reading};
use super::row::Row;
use super::table::Table;
use crate::contexts::{Handle, Job, Progress};
use crate::desk::lock;
use crate::fault::{Answer, Fault};

/// What an import reads of the programme: when these change between check and apply, it is checked again.
pub(crate) const READ: [&str; 3] = ["people", "fields", "matches"];

/// A file read by a plan and compared with the programme as it was at `revisions`.
pub(crate) struct Evaluated {
    pub(crate) reading: Reading,
    pub(crate) comparison: Comparison,
    pub(crate) digest: String,
    /// Names the file's headings.
    pub(crate) key: String,
    pub(crate) revisions: String,
    /// How many steps the work had so far, and has in all: each row is read, compared, and perhaps written.
    pub(crate) steps: (u64, u64),
}

impl Handle<Check> for Job {
    async fn handle(&self, command: Check) -> Answer<Checked> {
        let evaluated = self.evaluate(command.plan, 2).await?;
        let comparison = evaluated.comparison;
        let (new, update) = comparison.counts();
        Ok(Checked {
            digest: evaluated.digest,
            new,
            update,
            unchanged: comparison.unchanged,
            wrong: comparison.wrong(),
            rows: comparison.rows,
        })
    }
}

impl Job {
    /// Reads the file anew and compares it. `rounds` is how often the whole work goes through the rows.
    pub(crate) async fn evaluate(&self, plan: Plan, rounds: u64) -> Answer<Evaluated> {
        check_administrator(&self.who)?;
        let gone = || ApiError::field("plan.file", "Choose the file again");
        let path = if plan.file.is_empty() {
            // A script names its file on the command line, in every process anew.
            let picked = self
                .desk
                .setup
                .files
                .pick("Choose a list of people", &["csv", "tsv", "txt"]);
            let path = picked.await.ok_or_else(gone)?;
            // A dialog may stay open for long.
            self.progress.go_on(0, 1)?;
            path
        } else {
            let held = lock(&self.sign_in.picked).get(&plan.file).cloned();
            held.ok_or_else(gone)?
        };
        let transaction = self.sign_in.database.read().await?;
        let revisions = store::revisions::read(&transaction.db(), &READ).await?;
        let fields = store::fields::list(&transaction.db(), store::fields::Wanted::All).await?;
        let people = store::imports::people(&transaction.db(), &answered(&plan, &fields)).await?;
        transaction.rollback().await?;
        self.compute(move |progress| {
            let refused = |error| ApiError::field("plan.file", error);
            let bytes = read(&path).map_err(refused)?;
            let table = Table::read(&decode(&bytes).map_err(refused)?.text).map_err(refused)?;
            let reading = Reading::of(&plan, &table, &fields)?;
            let rows = u64::try_from(table.records.len()).unwrap_or(u64::MAX);
            let steps = (rows * 2, rows * rounds);
            let comparison = comparison(&table, &reading, &people, progress, steps.1)?;
            let digest = digest(&bytes, &plan, &comparison.rows)
                .map_err(|error| Fault::Broken(error.to_string()))?;
            progress.go_on(steps.0, steps.1)?;
            Ok(Evaluated {
                digest,
                key: mapping::key(&table.headings),
                reading,
                comparison,
                revisions,
                steps,
            })
        })
        .await
    }
}

fn comparison(
    table: &Table,
    reading: &Reading,
    people: &[Person],
    progress: &Progress,
    steps: u64,
) -> Answer<Comparison> {
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for (done, record) in (0..).zip(&table.records) {
        progress.go_on(done, steps)?;
        match Row::read(record, reading) {
            Ok(row) => rows.push(row),
            Err(row) => wrong.push(row),
        }
    }
    Ok(compare(rows, wrong, reading, people)?)
}

/// The fields of the programme to which the plan reads answers.
fn answered(plan: &Plan, fields: &[Field]) -> Vec<FieldId> {
    let wanted = |field: &&Field| {
        plan.targets.iter().any(
            |target| matches!(target, contract::imports::Target::Field { id } if *id == field.id),
        )
    };
    fields.iter().filter(wanted).map(|field| field.id).collect()
}

impl From<PlanError> for Fault {
    fn from(error: PlanError) -> Self {
        Self::Refused(ApiError::field(error.field, error.message))
    }
}
