//! Every query of the table, many times with different inputs: p50 and p99 at the command boundary.

use std::time::{Duration, Instant};

use contract::{Kind, PageRequest, Scope, TABLE, matches, people, sessions};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::{Result, report};

/// How often each query is asked for its figure.
pub(crate) const RUNS: usize = 200;
const HALF: Duration = Duration::from_millis(10);
const NEARLY_ALL: Duration = Duration::from_millis(50);

/// What the inputs name.
struct Known {
    people: Vec<Value>,
    matches: Vec<Value>,
    sessions: Vec<Value>,
    proposal: Value,
}

/// How long a query took, asked in one of its ways.
pub(crate) struct Measured {
    pub(crate) name: String,
    half: Duration,
    pub(crate) nearly_all: Duration,
}

pub(crate) async fn run(desk: &Desk) -> Result {
    measure(desk, RUNS, |measured| {
        let Measured {
            name,
            half,
            nearly_all,
        } = measured;
        report::line(
            &name,
            &format!(
                "p50 {}, p99 {}",
                report::milliseconds(half),
                report::milliseconds(nearly_all)
            ),
            "p50 10 ms, p99 50 ms",
            half <= HALF && nearly_all <= NEARLY_ALL,
        );
    })
    .await
}

/// Asks every query in each of its ways, so many times, and tells what each took.
pub(crate) async fn measure(desk: &Desk, runs: usize, mut tell: impl FnMut(Measured)) -> Result {
    let known = Known::read(desk).await?;
    // The overview is a local command because it counts the vault's requests too; it reads like a query.
    let reads = |row: &&contract::Row| row.kind == Kind::Query || row.name == "reports.overview";
    for row in TABLE.iter().filter(reads) {
        for (variant, make) in inputs(row.name)? {
            let mut times = Vec::with_capacity(runs);
            for run in 0..runs {
                let input = make(&known, run).to_string();
                let start = Instant::now();
                desk.rpc(row.name, &input).await?;
                times.push(start.elapsed());
            }
            tell(Measured {
                name: format!("{}{variant}", row.name),
                half: report::percentile(&mut times, 50),
                nearly_all: report::percentile(&mut times, 99),
            });
        }
    }
    Ok(())
}

impl Known {
    async fn read(desk: &Desk) -> Result<Self> {
        let page = PageRequest::first(RUNS as u64);
        let people = desk
            .ask(&people::List {
                page,
                ..Default::default()
            })
            .await?;
        let matches = desk
            .ask(&matches::List {
                scope: Scope::Programme,
                page,
                ..Default::default()
            })
            .await?;
        let sessions = desk
            .ask(&sessions::List {
                scope: Scope::Programme,
                page,
                ..Default::default()
            })
            .await?;
        let solved = desk.run(&contract::proposals::Solve::default()).await?;
        Ok(Self {
            people: people.rows.iter().map(|row| json!(row.id)).collect(),
            matches: matches.rows.iter().map(|row| json!(row.id)).collect(),
            sessions: sessions.rows.iter().map(|row| json!(row.id)).collect(),
            proposal: json!(solved.id),
        })
    }
}

type Make = fn(&Known, usize) -> Value;

/// The ways in which a query is asked. A query that is not here fails the run.
fn inputs(name: &str) -> Result<Vec<(&'static str, Make)>> {
    Ok(match name {
        "programmes.get"
        | "accounts.me"
        | "accounts.sealed_texts"
        | "fields.list"
        | "goals.list"
        | "proposals.factors"
        | "proposals.list"
        | "reports.overview"
        | "audit.list" => vec![("", |_, _| json!({}))],
        "people.list" => vec![
            ("", |_, run| json!({ "page": { "offset": run * 40 } })),
            (
                " (search)",
                |_, run| json!({ "text": format!("person {run}") }),
            ),
            (" (waiting)", |_, _| json!({ "standing": "waiting" })),
            (
                " (free places)",
                |_, _| json!({ "standing": "free_places", "role": "mentor" }),
            ),
            (" (no account)", |_, _| json!({ "standing": "no_account" })),
        ],
        "people.get" | "people.erasure" => {
            vec![("", |known, run| json!({ "id": known.people[run] }))]
        }
        "people.wishes" => vec![("", |known, run| json!({ "student": known.people[run] }))],
        "matches.list" => vec![
            (" (mine)", |_, _| json!({})),
            (
                " (programme)",
                |_, run| json!({ "scope": "programme", "page": { "offset": run * 40 } }),
            ),
            (
                " (search)",
                |_, run| json!({ "scope": "programme", "text": format!("person {run}") }),
            ),
        ],
        "matches.get" => vec![("", |known, run| json!({ "id": known.matches[run] }))],
        "sessions.list" => vec![
            (" (mine)", |_, _| json!({})),
            (
                " (programme)",
                |_, run| json!({ "scope": "programme", "page": { "offset": run * 400 } }),
            ),
            (
                " (match)",
                |known, run| json!({ "scope": "programme", "of": known.matches[run] }),
            ),
            (
                " (search for a rare word)",
                |_, run| json!({ "scope": "programme", "text": format!("{}", run * 3) }),
            ),
            (
                " (search for a common word)",
                |_, _| json!({ "scope": "programme", "text": "interview" }),
            ),
        ],
        "sessions.get" => vec![("", |known, run| json!({ "id": known.sessions[run] }))],
        "proposals.get" => vec![("", |known, _| json!({ "id": known.proposal }))],
        other => return Err(format!("say how {other} is asked in the bench").into()),
    })
}
