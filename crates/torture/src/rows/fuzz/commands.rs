//! Every command of the table, asked with inputs of its shape, spoilt ones and garbage.

use std::collections::BTreeSet;
use std::ops::Range;

use contract::{
    Code, Kind, TABLE, accounts, audit, backups, drafts, fields, for_each_command, goals, imports,
};
use contract::{jobs, matches, people, preferences, programmes, proposals, reports, sessions};
use serde_json::Value;

use super::known::{self, Known};
use super::make::Maker;
use super::scene::{Played, Scene};
use super::watch::Watch;
use super::{mutate, numbers};
use crate::Result;
use crate::desk::PASSWORD;

/// After so many cases everything begins again from the same programme.
const AT_ONCE: u64 = 500;

macro_rules! inputs {
    ($($kind:ident $name:literal $feature:ident :: $input:ident => $output:ty, [$($role:ident),*];)*) => {
        /// An input of the command's shape.
        fn input(name: &str, maker: &mut Maker<'_>) -> Value {
            match name {
                $($name => maker.input::<$feature::$input>(),)*
                _ => Value::Null,
            }
        }
    };
}

for_each_command!(inputs);

pub(super) async fn draw(watch: &Watch, cases: Range<u64>) -> Result<u64> {
    let scene = Scene::make().await?;
    let mut known = Known::default();
    let mut played = None;
    let (mut taken, mut internal) = (BTreeSet::new(), 0);
    for case in cases {
        let mut rng = numbers(1, case);
        // What is known begins again, too, so that a case depends on no more than its part.
        let on = match played.take() {
            Some(on) if !case.is_multiple_of(AT_ONCE) => on,
            _ => begin(&scene, &mut known, case).await?,
        };
        let Played { desk, folder } = &on;
        let row = &TABLE[rng.usize(..TABLE.len())];
        let feature = row.name.split('.').next().unwrap_or_default();
        let mut maker = Maker {
            rng: &mut rng,
            known: &known,
            feature,
        };
        let made = input(row.name, &mut maker);
        let text = mutate::written(&mut rng, made);
        desk.choose(
            &folder
                .path()
                .join(["roster.csv", "picked", "backups"][rng.usize(..3)]),
        );
        watch.enter(case);
        let answer = match row.kind {
            Kind::Job => desk.run_by_name(row.name, &text).await,
            Kind::Public | Kind::Query | Kind::Mutation | Kind::Local => {
                desk.rpc(row.name, &text).await
            }
        };
        watch.leave();
        match answer {
            Ok(answer) => {
                taken.insert(row.name);
                known.learn(&mut rng, feature, &answer);
            }
            Err(error) if error.code == Code::Internal => {
                internal += 1;
                eprintln!(
                    "R10: case {case}: {} answers {error} to {text:.300}",
                    row.name
                );
            }
            Err(_) => {}
        }
        // Signing out, locking and restoring are commands as well.
        if desk.ask(accounts::Me {}).await.is_ok() || desk.sign_in(PASSWORD).await.is_ok() {
            played = Some(on);
        }
    }
    let never: Vec<&str> = TABLE
        .iter()
        .map(|row| row.name)
        .filter(|name| !taken.contains(name))
        .collect();
    eprintln!("R10: commands: never answered: {}", never.join(", "));
    if internal > 0 {
        return Err(format!("{internal} commands were answered by an internal error").into());
    }
    Ok(taken.len() as u64)
}

async fn begin(scene: &Scene, known: &mut Known, case: u64) -> Result<Played> {
    let played = scene.play().await?;
    std::fs::write(
        played.folder.path().join("roster.csv"),
        "Name,E-mail,Role\nMai,mai@example.org,student\n",
    )?;
    *known = known::of_scene(&scene.code);
    let mut rng = numbers(2, case);
    for (feature, name, input) in [
        ("people", "people.list", "{}"),
        ("matches", "matches.list", r#"{"scope":"programme"}"#),
        ("sessions", "sessions.list", r#"{"scope":"programme"}"#),
        ("goals", "goals.list", "{}"),
        ("fields", "fields.list", "{}"),
        ("proposals", "proposals.list", "{}"),
        ("backups", "backups.list", "{}"),
    ] {
        let answer = played.desk.rpc(name, input).await?;
        known.learn(&mut rng, feature, &answer);
    }
    Ok(played)
}
