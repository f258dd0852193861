//! Importing a roster: from the choice of the file to the last row written.

use std::fmt::Write;
use std::time::Instant;

use contract::imports::{Apply, Check, Pick, Plan};
use domain::Role;

use crate::desk::Desk;
use crate::{Result, report};

/// Imports a roster of so many people into an empty programme.
pub(crate) async fn run(rows: usize, target: &str, seconds: f64) -> Result {
    let desk = Desk::founded().await?;
    let start = Instant::now();
    roster(&desk, rows, rows / 5).await?;
    let took = start.elapsed().as_secs_f64();
    report::line(
        &format!("import of {rows} rows"),
        &format!("{took:.2} s"),
        target,
        took <= seconds,
    );
    desk.close().await;
    Ok(())
}

/// Imports `rows` people, the first `mentors` of whom are mentors with four places each.
pub(crate) async fn roster(desk: &Desk, rows: usize, mentors: usize) -> Result {
    const TOPICS: [&str; 12] = [
        "Nursing",
        "Care work",
        "Bakery",
        "Engineering",
        "Law",
        "Design",
        "Biology",
        "Teaching",
        "Music",
        "Coding",
        "Sales",
        "Carpentry",
    ];
    let mut text = "Name,Email,Role,How many students,Interests,Expertise,Languages\n".to_owned();
    for number in 0..rows {
        let topics = format!("{}; {}", TOPICS[number % 12], TOPICS[(number * 7 + 3) % 12]);
        let (role, interests, expertise) = if number < mentors {
            ("mentor", "", topics.as_str())
        } else {
            ("student", topics.as_str(), "")
        };
        writeln!(
            text,
            "Person {number},person{number}@example.org,{role},4,{interests},{expertise},English; Spanish"
        )?;
    }
    let path = desk.folder().join("roster.csv");
    std::fs::write(&path, text)?;
    desk.choose(path);
    let picked = desk.ask(&Pick {}).await?.ok_or("no file was picked")?;
    let targets = picked
        .columns
        .into_iter()
        .map(|column| column.target)
        .collect();
    let plan = Plan {
        file: picked.file,
        targets,
        role: Role::Student,
    };
    let checked = desk.run(&Check { plan: plan.clone() }).await?;
    if checked.new != rows as u64 {
        return Err(format!(
            "{} rows are new, {} wrong, of {rows}",
            checked.new, checked.wrong
        )
        .into());
    }
    desk.run(&Apply {
        plan,
        digest: checked.digest,
        skip_wrong: false,
    })
    .await?;
    Ok(())
}
