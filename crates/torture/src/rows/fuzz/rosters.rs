//! Files that somebody takes for a roster: read, guessed and checked, as far as each gets.

use std::fmt::Write;
use std::ops::Range;

use contract::imports::{Check, Pick, Plan, Target};
use contract::{Code, imports};
use domain::Role;
use fastrand::Rng;

use super::scene::Rounds;
use super::watch::Watch;
use super::{bytes, mutate, numbers};
use crate::Result;

/// After so many cases the programme begins again: some of the files are imported.
const AT_ONCE: u64 = 2_000;

pub(super) async fn draw(watch: &Watch, cases: Range<u64>) -> Result<u64> {
    let mut rounds = Rounds::of(AT_ONCE).await?;
    let mut taken = 0;
    for case in cases {
        let played = rounds.at(case).await?;
        let mut rng = numbers(3, case);
        let path = played.folder.path().join("roster.csv");
        std::fs::write(&path, roster(&mut rng))?;
        played.desk.choose(&path);
        watch.enter(case);
        let checked = check(&played.desk, &mut rng).await;
        watch.leave();
        match checked {
            Ok(()) => taken += 1,
            Err(error) if error.code == Code::Internal => eprintln!("R10: case {case}: {error}"),
            Err(_) => {}
        }
    }
    Ok(taken)
}

async fn check(
    desk: &crate::desk::Desk,
    rng: &mut Rng,
) -> std::result::Result<(), contract::ApiError> {
    let Some(picked) = desk.ask(Pick {}).await? else {
        return Ok(());
    };
    let mut targets: Vec<Target> = picked
        .columns
        .into_iter()
        .map(|column| column.target)
        .collect();
    if rng.u8(..4) == 0 {
        rng.shuffle(&mut targets);
    }
    let plan = Plan {
        file: picked.file,
        targets,
        role: *rng.choice(&Role::ALL).unwrap_or(&Role::Student),
    };
    let checked = desk.run(Check { plan: plan.clone() }).await?;
    if checked.new > 0 && checked.rows.len() < 20 && rng.u8(..8) == 0 {
        let apply = imports::Apply {
            plan,
            digest: checked.digest,
            skip_wrong: true,
        };
        desk.run(apply).await?;
    }
    Ok(())
}

fn roster(rng: &mut Rng) -> Vec<u8> {
    if rng.u8(..12) == 0 {
        return bytes::garbage(rng);
    }
    let text = table(rng);
    let mut bytes = match rng.u8(..8) {
        0 => [0xff, 0xfe]
            .into_iter()
            .chain(wide(&text, u16::to_le_bytes))
            .collect(),
        1 => [0xfe, 0xff]
            .into_iter()
            .chain(wide(&text, u16::to_be_bytes))
            .collect(),
        2 => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect(),
        3 => format!("\u{feff}{text}").into_bytes(),
        _ => text.into_bytes(),
    };
    if rng.bool() {
        bytes::spoil(rng, &mut bytes);
    }
    bytes
}

fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> impl Iterator<Item = u8> {
    text.encode_utf16()
        .collect::<Vec<_>>()
        .into_iter()
        .flat_map(order)
}

/// Headings and cells of the kinds there are, in an order of its own.
fn table(rng: &mut Rng) -> String {
    const HEADINGS: [&str; 18] = [
        "Name",
        "First name",
        "Nachname",
        "E-mail",
        "Correo",
        "Role",
        "Mentor?",
        "Interests",
        "Expertise",
        "Languages",
        "How many students",
        "Time zone",
        "Bio",
        "Grade",
        "Grade",
        "",
        "Timestamp",
        "Choose your top 3 mentors",
    ];
    const CELLS: [&str; 22] = [
        "Amara Okafor",
        "amara@example.org",
        "amara@",
        "student",
        "Mentor",
        "both",
        "yes",
        "no",
        "3",
        "-1",
        "three",
        "99999999999999999999",
        "1.5",
        "Nursing; Law, Design",
        "English/German",
        "UTC+25",
        "\"quoted \"\" twice\"",
        "\"two\nlines\"",
        "=SUM(A1)",
        " ",
        "",
        "Łukasz",
    ];
    let separator = [',', ';', '\t', '|'][rng.usize(..4)];
    let end = ["\n", "\r\n", "\r"][rng.usize(..3)];
    let columns = rng.usize(1..9);
    let rows = [0, 1, 3, 12, 300][rng.usize(..5)];
    let mut text = String::new();
    let mut line = |cells: Vec<String>| {
        let _ = write!(text, "{}{end}", cells.join(&separator.to_string()));
    };
    line(
        (0..columns)
            .map(|_| HEADINGS[rng.usize(..HEADINGS.len())].to_owned())
            .collect(),
    );
    for _ in 0..rows {
        // A row may be too short or too long.
        let columns = if rng.u8(..10) == 0 {
            rng.usize(..12)
        } else {
            columns
        };
        let cell = |rng: &mut Rng| match rng.u8(..40) {
            0 => mutate::hostile_text(rng),
            _ => CELLS[rng.usize(..CELLS.len())].to_owned(),
        };
        line((0..columns).map(|_| cell(rng)).collect());
    }
    text
}
