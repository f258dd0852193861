//! A small programme on which every case is tried, each on a copy of its own.

use std::fs;
use std::path::Path;

use contract::accounts::{CodeRequest, IssueCodes, Register, Requests};
use contract::jobs::{JobState, Started};
use contract::{ApiError, Event, Kind};
use domain::{FieldId, GoalId, MatchId, PersonId, ProposalId, RequestId, Role, SessionId};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use super::Actor;
use crate::world::{PASSWORD, World};

pub struct Stage {
    world: World,
    pub ingrid: PersonId,
    pub amara: PersonId,
    pub yusuf: PersonId,
    pub ravi: PersonId,
    pub linh: PersonId,
    /// A student and a mentor whom nobody is matched with.
    pub noah: PersonId,
    pub nadia: PersonId,
    /// Somebody who was deactivated.
    pub eleni: PersonId,
    /// Yusuf with Amara, with a session and a goal.
    pub pair: MatchId,
    pub session: SessionId,
    pub goal: GoalId,
    /// Linh with Ravi.
    pub other_pair: MatchId,
    pub other_session: SessionId,
    pub other_goal: GoalId,
    /// Of Yusuf's pair and of Linh's: deleted ones, to be restored.
    pub deleted_session: SessionId,
    pub other_deleted_session: SessionId,
    pub deleted_goal: GoalId,
    pub other_deleted_goal: GoalId,
    /// Noah with Amara: paused, and ended.
    pub paused: MatchId,
    pub ended: MatchId,
    pub field: FieldId,
    pub draft: ProposalId,
    pub published: ProposalId,
    /// What the published one made.
    pub published_pair: MatchId,
    /// Everybody who is active.
    pub people: Vec<PersonId>,
    pub request: RequestId,
    /// A backup of all this.
    pub backup: String,
    /// A one-time code that waits for "siosaia".
    pub code: String,
    pub recovery: String,
    before: Vec<String>,
}

/// An id of nothing.
pub fn absent() -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0001)
}

/// Stands for a job that the actor started a moment ago.
pub const MY_JOB: Uuid = Uuid::nil();

/// Stands for a job that the administrator started before the actor signed in.
pub const INGRIDS_JOB: Uuid = Uuid::max();

impl Stage {
    pub async fn make() -> Self {
        use contract::{fields, goals, matches, people, proposals, sessions};
        use domain::fields::{FieldAudience, FieldKind};

        let world = World::founded().await;
        let ingrid = world.administrator.as_ref().unwrap().person;
        // Published before anybody else is here, so that it takes nobody's place.
        let mai = world.person("Mai", &[Role::Student]).await;
        let solveig = world.person("Solveig", &[Role::Mentor]).await;
        let solve = async || world.run(proposals::Solve::default()).await.unwrap().id;
        let published = solve().await;
        let published_pair = world
            .ask(proposals::Publish { id: published })
            .await
            .unwrap()
            .matches[0];
        let amara = world.member("Amara", &[Role::Mentor]).await;
        let yusuf = world.member("Yusuf", &[Role::Student]).await;
        let ravi = world.member("Ravi", &[Role::Mentor]).await;
        let linh = world.member("Linh", &[Role::Student]).await;
        let noah = world.person("Noah", &[Role::Student]).await;
        let nadia = world.person("Nadia", &[Role::Mentor]).await;
        let eleni = world.person("Eleni", &[Role::Student]).await;
        let siosaia = world.person("Siosaia", &[Role::Student]).await;

        let make = async |student, mentor| {
            world
                .ask(matches::Make { student, mentor })
                .await
                .unwrap()
                .id
        };
        let pair = make(yusuf, amara).await;
        let other_pair = make(linh, ravi).await;
        let ended = make(noah, amara).await;
        world
            .ask(matches::End {
                id: ended,
                reason: String::new(),
            })
            .await
            .unwrap();
        let paused = make(eleni, nadia).await;
        world.ask(matches::Pause { id: paused }).await.unwrap();
        let eleni_out = world.person("Pavel", &[Role::Student]).await;
        world
            .ask(people::Deactivate {
                id: eleni_out,
                reason: String::new(),
            })
            .await
            .unwrap();

        let field = fields::Create {
            name: "Grade".to_owned(),
            kind: FieldKind::Choice,
            options: vec!["One".to_owned(), "Two".to_owned()],
            audience: FieldAudience::Pair,
            sensitive: false,
            roles: domain::Roles::of(&[Role::Student, Role::Mentor]),
        };
        let field = world.ask(field).await.unwrap().id;
        let priya = world.person("Priya", &[Role::Student]).await;
        let people = vec![
            ingrid, mai, solveig, amara, yusuf, ravi, linh, noah, nadia, eleni, siosaia, priya,
        ];

        let request = CodeRequest {
            person: siosaia,
            sign_in_name: "siosaia".to_owned(),
        };
        let code = world
            .ask(IssueCodes {
                people: vec![request],
            })
            .await
            .unwrap()
            .remove(0)
            .code;
        let register = Register {
            name: "Zofia".to_owned(),
            sign_in_name: "zofia".to_owned(),
            password: PASSWORD.to_owned(),
            role: Role::Student,
            email: String::new(),
            message: String::new(),
        };
        world.ask(register).await.unwrap();
        let request = world.ask(Requests {}).await.unwrap()[0].id;

        let backup = world.run(contract::backups::Make {}).await.unwrap().id;
        let meet = async |mentor: &str, student: &str, of| {
            let log = || sessions::Log {
                of,
                starts_at: "2026-11-10T15:00:00Z".parse().unwrap(),
                minutes: 45,
                place: String::new(),
                topics: vec!["Interview".to_owned()],
                notes: vec![sessions::NoteDraft {
                    text: format!("A private note of {mentor}"),
                    audience: domain::Audience::Author,
                }],
                draft: None,
            };
            world.sign_in(mentor).await;
            let session = world.ask(log()).await.unwrap().id;
            let deleted = world.ask(log()).await.unwrap().id;
            world.ask(sessions::Delete { id: deleted }).await.unwrap();
            world.sign_in(student).await;
            let goal = || goals::Create {
                of,
                title: "Read a page a day".to_owned(),
                detail: String::new(),
                due: None,
            };
            let kept = world.ask(goal()).await.unwrap().id;
            let gone = world.ask(goal()).await.unwrap().id;
            world.ask(goals::Delete { id: gone }).await.unwrap();
            world
                .ask(sessions::Reflect {
                    id: session,
                    text: "I dared to ask".to_owned(),
                    draft: None,
                })
                .await
                .unwrap();
            (session, deleted, kept, gone)
        };
        let (session, deleted_session, goal, deleted_goal) = meet("amara", "yusuf", pair).await;
        let (other_session, other_deleted_session, other_goal, other_deleted_goal) =
            meet("ravi", "linh", other_pair).await;
        // Last, so that nothing has changed since.
        world.sign_in("ingrid").await;
        let draft = solve().await;
        world.sign_out().await;

        let mut stage = Self {
            ingrid,
            amara,
            yusuf,
            ravi,
            linh,
            noah,
            nadia,
            eleni: eleni_out,
            pair,
            session,
            goal,
            other_pair,
            other_session,
            other_goal,
            deleted_session,
            other_deleted_session,
            deleted_goal,
            other_deleted_goal,
            paused,
            ended,
            field,
            draft,
            published,
            published_pair,
            people,
            request,
            backup,
            code,
            recovery: world.recovery.clone(),
            before: Vec::new(),
            world,
        };
        stage.world.stop().await;
        stage.before = dump(&stage.world).await;
        stage
    }

    pub fn person(&self, actor: Actor) -> Option<Uuid> {
        match actor {
            Actor::Ingrid => Some(self.ingrid.0),
            Actor::Amara => Some(self.amara.0),
            Actor::Yusuf => Some(self.yusuf.0),
            Actor::Ravi => Some(self.ravi.0),
            Actor::Nobody => None,
        }
    }

    /// A copy of the stage with this actor signed in.
    pub async fn as_actor(&self, actor: Actor) -> Tried<'_> {
        let mut world = World::empty();
        world.stop().await;
        copy(&self.world.programme(), &world.programme());
        let copies = |world: &World| world.folder.path().join("backups").join(&self.backup);
        copy(&copies(&self.world), &copies(&world));
        world.start();
        if let Some(name) = actor.sign_in_name() {
            world.sign_in(name).await;
        }
        let roster = world.folder.path().join("roster.csv");
        fs::write(&roster, "Name,Email\nHana Kobayashi,hana@example.org\n").unwrap();
        *world.files.pick.lock().unwrap() = Some(roster);
        *world.files.save.lock().unwrap() = Some(world.folder.path().join("export.csv"));
        Tried {
            stage: self,
            actor,
            world,
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// One case, on a copy of its own.
pub struct Tried<'a> {
    stage: &'a Stage,
    actor: Actor,
    pub world: World,
}

impl Tried<'_> {
    /// Asks by name; a job is waited for. Imports are told the file that was picked.
    pub async fn ask(&self, name: &str, kind: Kind, input: &str) -> Result<String, ApiError> {
        let mut events = self.world.desk().events();
        let input = self.prepared(name, input).await;
        let answer = self.world.desk().rpc(name, &input).await?;
        if kind != Kind::Job {
            return Ok(answer);
        }
        let started: Started = serde_json::from_str(&answer).unwrap();
        loop {
            match events.recv().await.unwrap() {
                Event::Job {
                    job,
                    state: JobState::Ended { output },
                } if job == started.job => {
                    return Ok(output.to_string());
                }
                Event::Job {
                    job,
                    state: JobState::Failed { error },
                } if job == started.job => return Err(error),
                _ => {}
            }
        }
    }

    /// What can only be known once somebody is signed in: a picked file, the digest of its check, a job's id.
    async fn prepared(&self, name: &str, input: &str) -> String {
        use contract::imports;
        match name {
            "imports.check" | "imports.apply" => {
                let Ok(Some(picked)) = self.world.ask(imports::Pick {}).await else {
                    return input.to_owned();
                };
                let targets = vec![imports::Target::Name, imports::Target::Email];
                let plan = imports::Plan {
                    file: picked.file,
                    targets,
                    role: Role::Student,
                };
                if name == "imports.check" {
                    return serde_json::to_string(&imports::Check { plan }).unwrap();
                }
                let checked = self
                    .world
                    .run(imports::Check { plan: plan.clone() })
                    .await
                    .unwrap();
                serde_json::to_string(&imports::Apply {
                    plan,
                    digest: checked.digest,
                    skip_wrong: false,
                })
                .unwrap()
            }
            "programmes.remove_sample" => {
                // Refused to whoever may not remove it either.
                let _ = self.world.ask(contract::programmes::LoadSample {}).await;
                input.to_owned()
            }
            "backups.pick" => {
                // The roster is no backup; choosing nothing is an answer.
                *self.world.files.pick.lock().unwrap() = None;
                input.to_owned()
            }
            "jobs.get" | "jobs.cancel" if input.contains(&MY_JOB.to_string()) => {
                self.with_job(input, MY_JOB).await
            }
            "jobs.get" | "jobs.cancel" if input.contains(&INGRIDS_JOB.to_string()) => {
                self.world.sign_in("ingrid").await;
                let input = self.with_job(input, INGRIDS_JOB).await;
                let name = self.actor.sign_in_name().unwrap();
                self.world.sign_in(name).await;
                input
            }
            _ => input.to_owned(),
        }
    }

    /// Starts a job and puts its id where `place` stands. It reads only.
    async fn with_job(&self, input: &str, place: Uuid) -> String {
        match self.world.desk().rpc("audit.verify", "{}").await {
            Ok(started) => {
                let started: Started = serde_json::from_str(&started).unwrap();
                input.replace(&place.to_string(), &started.job.to_string())
            }
            Err(_) => input.to_owned(),
        }
    }

    /// The file says what the stage's says, apart from the audit and the sign-in.
    pub async fn wrote_nothing(mut self, name: &str) {
        self.world.stop().await;
        let after = dump(&self.world).await;
        for (before, after) in self.stage.before.iter().zip(&after) {
            assert_eq!(before, after, "{name} was refused and wrote all the same");
        }
        assert_eq!(
            self.stage.before.len(),
            after.len(),
            "{name} was refused and wrote all the same"
        );
    }

    pub async fn audit(mut self) -> Vec<store::audit::Line> {
        self.world.audit().await
    }
}

/// Every row of every table but the audit, as text.
async fn dump(world: &World) -> Vec<String> {
    let database = world.database().await;
    let db = database.executor();
    let ask = async |sql: String| {
        db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await
            .unwrap()
    };
    let tables = ask(
        // What a virtual table holds lies in tables of its own, which are read.
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
         AND name NOT IN ('audit', 'sqlite_sequence') ORDER BY name"
            .to_owned(),
    )
    .await;
    let mut rows = Vec::new();
    for table in tables {
        let table: String = table.try_get("", "name").unwrap();
        let columns = ask(format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let columns: Vec<String> = columns
            .iter()
            .map(|column| {
                format!(
                    "quote(\"{}\")",
                    column.try_get::<String>("", "name").unwrap()
                )
            })
            .collect();
        let lines = ask(format!(
            "SELECT {} AS line FROM \"{table}\"",
            columns.join(" || ',' || ")
        ))
        .await;
        rows.extend(
            lines
                .iter()
                .map(|line| format!("{table}: {}", line.try_get::<String>("", "line").unwrap())),
        );
    }
    drop(db);
    database.close().await.unwrap();
    rows
}
