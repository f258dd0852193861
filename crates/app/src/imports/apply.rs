//! Importing what was checked: all of it in one transaction, or nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::imports::{Applied, Apply};
use contract::{ApiError, Code, Command, Feature};
use domain::{FieldId, PersonId, Role, Roles};
use store::fields::Field;
use store::people::{self, NewAnswer, NewPerson, Origin};

use super::check::{Evaluated, READ};
use super::compare::Write;
use super::mapping::Mapping;
use super::plan::FieldSource;
use crate::contexts::{Effect, Handle, Job, Mutation, Progress};
use crate::fault::{Answer, Fault, refuse};
use crate::gate::{Author, change};

/// How many people are written between two looks at whether the work is still wanted.
const AT_ONCE: usize = 500;

impl Handle<Apply> for Job {
    async fn handle(&self, command: Apply) -> Answer<Applied> {
        let role = command.plan.role;
        let evaluated = self.evaluate(command.plan, 3).await?;
        if evaluated.digest != command.digest {
            return Err(refuse(
                Code::Conflict,
                "The file or the programme has changed since the check. Check again",
            ));
        }
        let skipped = evaluated.comparison.wrong();
        if skipped > 0 && !command.skip_wrong {
            let rows = if skipped == 1 {
                "One row is wrong".to_owned()
            } else {
                format!("{skipped} rows are wrong")
            };
            let reason =
                format!("{rows}. Correct the file and check again, or leave the wrong rows out");
            return Err(ApiError::field("skip_wrong", reason).into());
        }
        crate::backups::before(
            &self.desk,
            &self.sign_in,
            contract::backups::Kind::BeforeImport,
        )
        .await?;
        let effect = Import {
            evaluated,
            role,
            skipped,
            progress: Arc::clone(&self.progress),
        };
        change(
            &self.desk,
            &self.sign_in.database,
            Author::SignedIn(&self.sign_in, Apply::ROLES),
            effect,
        )
        .await
    }
}

/// The import as a change of the programme.
struct Import {
    evaluated: Evaluated,
    role: Role,
    skipped: u64,
    progress: Arc<Progress>,
}

impl Effect for Import {
    const NAME: &'static str = Apply::NAME;
    type Output = Applied;

    async fn carry_out(self, m: &Mutation<'_>) -> Answer<Applied> {
        super::check_administrator(&m.who)?;
        if store::revisions::read(&m.db, &READ).await? != self.evaluated.revisions {
            return Err(refuse(
                Code::Conflict,
                "The programme has changed since the check. Check again",
            ));
        }
        let (ids, fields) = self.write_fields(m).await?;
        self.write_people(m, &ids).await?;
        self.remember(m, &ids).await?;
        let (new, updated) = self.evaluated.comparison.counts();
        m.count(new + updated);
        Ok(Applied {
            new,
            updated,
            unchanged: self.evaluated.comparison.unchanged,
            skipped: self.skipped,
            fields,
        })
    }
}

impl Import {
    /// Makes the new fields, and extends those there are. Answers the ids of all, in the order of the reading, and how
    /// many were made.
    async fn write_fields(&self, m: &Mutation<'_>) -> Answer<(Vec<FieldId>, u64)> {
        let (mut ids, mut made) = (Vec::new(), 0);
        for (column, after) in self
            .evaluated
            .reading
            .fields
            .iter()
            .zip(&self.evaluated.comparison.fields)
        {
            match &column.source {
                FieldSource::Known(known) => {
                    let roles = after.roles.iter().fold(known.roles, Roles::with);
                    let field = Field {
                        options: after.options.clone(),
                        roles,
                        ..known.clone()
                    };
                    if field != *known {
                        store::fields::change(&m.db, &field).await?;
                        m.touch(Feature::Fields);
                        m.about(field.id.0);
                    }
                    ids.push(field.id);
                }
                FieldSource::New {
                    audience,
                    sensitive,
                } => {
                    // A field that nobody in the file answers is asked of whom the file is about.
                    let roles = if after.roles.is_empty() {
                        Roles::of(&[self.role])
                    } else {
                        after.roles
                    };
                    let field = Field {
                        id: FieldId(m.draw()),
                        name: column.name.clone(),
                        kind: column.kind,
                        options: after.options.clone(),
                        audience: *audience,
                        sensitive: *sensitive,
                        roles,
                    };
                    store::fields::insert(&m.db, &field, Origin::Programme).await?;
                    m.touch(Feature::Fields);
                    m.about(field.id.0);
                    ids.push(field.id);
                    made += 1;
                }
            }
        }
        Ok((ids, made))
    }

    async fn write_people(&self, m: &Mutation<'_>, ids: &[FieldId]) -> Answer<()> {
        let (so_far, total) = self.evaluated.steps;
        let writes = &self.evaluated.comparison.writes;
        let mut written = BTreeMap::new();
        for (part, writes) in (0..).zip(writes.chunks(AT_ONCE)) {
            let before = u64::try_from(part * AT_ONCE).unwrap_or(u64::MAX);
            self.progress.go_on((so_far + before).min(total), total)?;
            let people = write_part(m, writes, ids).await?;
            written.extend(writes.iter().map(|write| write.line).zip(people));
        }
        // Only now everybody is there who may be wished for.
        for write in writes {
            let Some(wishes) = &write.wishes else {
                continue;
            };
            let mentors: Vec<PersonId> = wishes
                .iter()
                .filter_map(|wished| wished.person(&written))
                .collect();
            if let Some(student) = written.get(&write.line) {
                people::set_wishes(&m.db, *student, &mentors).await?;
            }
        }
        // The last chance to cancel: after it the change is committed.
        self.progress.go_on(total, total)
    }

    /// Remembers how the columns were read. New fields are remembered by their ids: they may be renamed.
    async fn remember(&self, m: &Mutation<'_>, ids: &[FieldId]) -> Answer<()> {
        let reading = &self.evaluated.reading;
        let mut targets = reading.targets.clone();
        for (field, id) in reading.fields.iter().zip(ids) {
            targets[field.column] = contract::imports::Target::Field { id: *id };
        }
        let mapping = serde_json::to_value(Mapping {
            targets,
            role: self.role,
        });
        let mapping = mapping.map_err(|error| Fault::Broken(error.to_string()))?;
        Ok(store::imports::remember(&m.db, &self.evaluated.key, mapping, m.now).await?)
    }
}

/// Answers who was written, in the order of the writes.
async fn write_part(m: &Mutation<'_>, writes: &[Write], ids: &[FieldId]) -> Answer<Vec<PersonId>> {
    let mut written = Vec::with_capacity(writes.len());
    let (mut new, mut answers, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    for write in writes {
        let person = if let Some((person, before)) = write.before {
            people::change(&m.db, person, &write.profile, m.now).await?;
            if write.roles != before {
                people::set_roles(&m.db, person, write.roles, m.now).await?;
            }
            if write.roles.contains(Role::Student) && !before.contains(Role::Student) {
                waiting.push(person);
            }
            person
        } else {
            let (id, profile, roles) = (PersonId(m.draw()), write.profile.clone(), write.roles);
            new.push(NewPerson {
                id,
                profile,
                roles,
                joined_at: m.now,
                origin: Origin::Programme,
            });
            id
        };
        let given = write.answers.iter().map(|(at, value)| NewAnswer {
            person,
            field: ids[*at],
            value: value.clone(),
        });
        answers.extend(given);
        written.push(person);
        m.about(person.0);
    }
    people::insert(&m.db, new).await?;
    people::insert_answers(&m.db, answers).await?;
    // Who becomes a student waits for a mentor from now on.
    people::wait(&m.db, &waiting, m.now).await?;
    m.touch(Feature::People);
    Ok(written)
}
