//! The access test, generated from the table of commands.
//!
//! Every row supplies [`Cases`]: valid input for a row of one's own, for somebody else's and for one that does not
//! exist; a row without them does not compile. Own cases succeed. Foreign and absent ones get the same refusal and
//! write nothing; what was changed is in the audit. Whoever lacks the role is refused, and so is everybody while the file is closed.

mod cases;
mod lists;
mod stage;

use contract::{Code, Command, Kind};
use domain::{Role, Roles};
use serde_json::Value;
use store::audit::Line;
use uuid::Uuid;

use stage::Stage;

/// Whom a case is asked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The administrator, who is nothing else.
    Ingrid,
    /// Yusuf's mentor.
    Amara,
    /// Amara's student.
    Yusuf,
    /// Linh's mentor: a stranger to Amara and Yusuf.
    Ravi,
    /// Nobody is signed in.
    Nobody,
}

impl Actor {
    fn sign_in_name(self) -> Option<&'static str> {
        match self {
            Self::Ingrid => Some("ingrid"),
            Self::Amara => Some("amara"),
            Self::Yusuf => Some("yusuf"),
            Self::Ravi => Some("ravi"),
            Self::Nobody => None,
        }
    }

    fn with(role: Role) -> Self {
        match role {
            Role::Student => Self::Yusuf,
            Role::Mentor => Self::Amara,
            Role::Administrator => Self::Ingrid,
        }
    }
}

/// How a case must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Allowed,
    /// Refused with the answer for rows that do not exist.
    Hidden,
    /// Refused like anything wrong in a form, by the name of the field: for those who may see every row.
    Wrong(&'static str),
}

pub struct Case<C> {
    actor: Actor,
    command: C,
    expected: Expected,
}

/// A row of one's own, or something that is nobody's in particular.
pub fn own<C>(actor: Actor, command: C) -> Case<C> {
    Case {
        actor,
        command,
        expected: Expected::Allowed,
    }
}

/// Somebody else's row, or one that does not exist.
pub fn hidden<C>(actor: Actor, command: C) -> Case<C> {
    Case {
        actor,
        command,
        expected: Expected::Hidden,
    }
}

/// An absent row in a form, which says in which field it is.
pub fn wrong<C>(actor: Actor, field: &'static str, command: C) -> Case<C> {
    Case {
        actor,
        command,
        expected: Expected::Wrong(field),
    }
}

/// What a row of the table is tried with. At least one case is allowed.
pub trait Cases: Command {
    fn cases(stage: &Stage) -> Vec<Case<Self>>
    where
        Self: Sized;
}

/// A row of the table with its cases as JSON.
struct Row {
    name: &'static str,
    kind: Kind,
    roles: Roles,
    cases: Vec<(Actor, String, Expected)>,
}

fn row<C: Cases>(stage: &Stage) -> Row {
    let cases = C::cases(stage)
        .into_iter()
        .map(|case| {
            (
                case.actor,
                serde_json::to_string(&case.command).unwrap(),
                case.expected,
            )
        })
        .collect();
    Row {
        name: C::NAME,
        kind: C::KIND,
        roles: C::ROLES,
        cases,
    }
}

macro_rules! rows {
    ($($kind:ident $name:literal $feature:ident :: $input:ident => $output:ty, [$($role:ident),*];)*) => {
        fn rows(stage: &Stage) -> Vec<Row> {
            vec![$(row::<contract::$feature::$input>(stage)),*]
        }
    };
}
contract::for_each_command!(rows);

/// The rows of these kinds, so that the test runs on several cores.
async fn each(kinds: &[Kind], test: impl AsyncFn(&Stage, &Row)) {
    let stage = Stage::make().await;
    for row in rows(&stage).iter().filter(|row| kinds.contains(&row.kind)) {
        test(&stage, row).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_allows_somebody() {
    let stage = Stage::make().await;
    for row in rows(&stage) {
        let allowed = row
            .cases
            .iter()
            .filter(|(_, _, expected)| *expected == Expected::Allowed);
        let alone = ["programmes.found", "accounts.sign_in_remembered"];
        assert!(
            allowed.count() > 0 || alone.contains(&row.name),
            "{} has no case that is allowed",
            row.name
        );
        for (actor, _, _) in &row.cases {
            assert_eq!(
                *actor == Actor::Nobody,
                row.kind == Kind::Public,
                "{}: who asks?",
                row.name
            );
        }
    }
}

/// Where ids stand in an input, and which.
fn ids(input: &Value, at: &str, found: &mut Vec<(String, Uuid)>) {
    match input {
        Value::String(text) => found.extend(Uuid::parse_str(text).map(|id| (at.to_owned(), id))),
        Value::Array(items) => items.iter().for_each(|item| ids(item, at, found)),
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| ids(value, &format!("{at}.{name}"), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Wherever an allowed case has an id, another case has a foreign or an absent one there.
#[tokio::test(flavor = "multi_thread")]
async fn every_id_is_tried_with_one_that_is_foreign_or_absent() {
    let stage = Stage::make().await;
    for row in rows(&stage) {
        let (mut allowed, mut refused) = (Vec::new(), Vec::new());
        for (_, input, expected) in &row.cases {
            let found = match expected {
                Expected::Allowed => &mut allowed,
                Expected::Hidden | Expected::Wrong(_) => &mut refused,
            };
            ids(&serde_json::from_str(input).unwrap(), "", found);
        }
        for (at, _) in &allowed {
            let other = |(tried, id): &&(String, Uuid)| {
                tried == at && !allowed.contains(&(at.clone(), *id))
            };
            assert!(
                refused.iter().any(|case| other(&case)),
                "{} is never tried with a foreign or absent id at {at}",
                row.name
            );
        }
    }
}

async fn cases_end_as_they_must(kinds: &[Kind]) {
    each(kinds, async |stage, row| {
        for (actor, input, expected) in &row.cases {
            let tried = stage.as_actor(*actor).await;
            let answer = tried.ask(row.name, row.kind, input).await;
            match expected {
                Expected::Allowed => {
                    assert!(
                        answer.is_ok(),
                        "{} as {actor:?} with {input}: {:?}",
                        row.name,
                        answer.err()
                    );
                    if row.kind == Kind::Mutation {
                        let who = stage.person(*actor);
                        let lines = tried.audit().await;
                        let is_its = |line: &Line| {
                            line.command == row.name && line.person == who && !line.refused
                        };
                        assert!(
                            lines.iter().any(is_its),
                            "{} as {actor:?} is not in the audit: {lines:?}",
                            row.name
                        );
                    }
                }
                Expected::Wrong(field) => {
                    let refused = answer.expect_err(row.name);
                    assert!(
                        refused.fields.contains_key(*field),
                        "{} as {actor:?} with {input}: {refused:?}",
                        row.name
                    );
                    tried.wrote_nothing(row.name).await;
                }
                Expected::Hidden => {
                    let refused = answer.expect_err(row.name);
                    assert_eq!(
                        refused.code,
                        Code::NotFound,
                        "{} as {actor:?} with {input}: {refused}",
                        row.name
                    );
                    assert_eq!(
                        refused.message, "There is nothing here for you. It may have been removed",
                        "{} tells a foreign row from an absent one",
                        row.name
                    );
                    tried.wrote_nothing(row.name).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_end_as_they_must() {
    cases_end_as_they_must(&[Kind::Query]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mutations_end_as_they_must() {
    cases_end_as_they_must(&[Kind::Mutation]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn local_commands_and_jobs_end_as_they_must() {
    cases_end_as_they_must(&[Kind::Local, Kind::Job]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn public_commands_end_as_they_must() {
    cases_end_as_they_must(&[Kind::Public]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_lacks_the_role_is_refused() {
    each(
        &[Kind::Query, Kind::Mutation, Kind::Local, Kind::Job],
        async |stage, row| {
            for role in Role::ALL
                .into_iter()
                .filter(|role| !row.roles.contains(*role))
            {
                let tried = stage.as_actor(Actor::with(role)).await;
                let refused = tried
                    .ask(row.name, row.kind, &row.cases[0].1)
                    .await
                    .expect_err(row.name);
                assert_eq!(refused.code, Code::Forbidden, "{} as {role:?}", row.name);
                tried.wrote_nothing(row.name).await;
            }
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_file_is_closed_only_public_commands_answer() {
    let stage = Stage::make().await;
    let tried = stage.as_actor(Actor::Nobody).await;
    for row in rows(&stage).iter().filter(|row| row.kind != Kind::Public) {
        let refused = tried
            .ask(row.name, row.kind, &row.cases[0].1)
            .await
            .expect_err(row.name);
        assert_eq!(refused.code, Code::SignedOut, "{}", row.name);
    }
    tried.wrote_nothing("a closed file").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_in_the_audit() {
    let stage = Stage::make().await;
    let tried = stage.as_actor(Actor::Yusuf).await;
    let refused = tried
        .ask("people.list", Kind::Query, "{}")
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::Forbidden);
    let lines = tried.audit().await;
    assert_eq!(
        (lines[0].command.as_str(), lines[0].refused),
        ("people.list", true)
    );
    assert_eq!(lines[0].person, Some(stage.yusuf.0));
}
