//! This program in its other roles: the one that is killed, and the one whose calls fail.
//!
//! What is acknowledged is a line on the output, written when the answer came.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use store::{Database, Opened};

use crate::Result;
use crate::desk::{Desk, PASSWORD, key};
use crate::rows::{canaries, faults, fuzz, keyrings, kills, migrations};

pub async fn run(arguments: &[String]) -> Result {
    let of = |at: usize| {
        arguments
            .get(at)
            .map(String::as_str)
            .ok_or("an argument is missing")
    };
    if of(0)? == "fuzz" {
        return fuzz::draw(of(1)?, of(2)?.parse()?, of(3)?.parse()?).await;
    }
    let folder = Path::new(of(1)?);
    match of(0)? {
        // Logs sessions until it is killed.
        "log" => {
            let desk = Desk::open(folder)?;
            desk.sign_in(PASSWORD).await?;
            kills::log(&desk, of(2)?, of(3)?).await
        }
        // Starts with the keyring that the environment names.
        "keyring" => keyrings::start(folder).await,
        // Lives a programme's life with words that are looked for.
        "canaries" => canaries::tell(folder, Path::new(of(2)?)).await,
        // Tells one story while calls fail.
        "story" => faults::tell(folder, of(2)?).await,
        // Migrates, and ends itself after a number of statements; 0 ends after none and counts them.
        "migrate" => migrate(folder, of(2)?.parse()?).await,
        other => Err(format!("no such role: {other}").into()),
    }
}

/// What was acknowledged: on the output before anything else happens.
pub fn say(line: &str) -> Result {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()?;
    Ok(())
}

async fn migrate(folder: &Path, last: u64) -> Result {
    let programme = folder.join("programme");
    let key = key(&programme, PASSWORD)?;
    let file = programme.join("programme.db");
    switch(folder, "on");
    let opened = Database::look_for::<migrations::Tomorrow>(&file, &key.pragma_literal()).await?;
    let Opened::Behind(mut behind) = opened else {
        return Err("nothing to migrate".into());
    };
    let seen = std::sync::Arc::new(AtomicU64::new(0));
    {
        let seen = std::sync::Arc::clone(&seen);
        behind.watch(move || {
            if seen.fetch_add(1, Ordering::SeqCst) + 1 == last {
                let _ = rustix::process::kill_process(
                    rustix::process::getpid(),
                    rustix::process::Signal::KILL,
                );
            }
        });
    }
    let database = behind.migrate::<migrations::Tomorrow>().await?;
    database.close().await?;
    switch(folder, "off");
    say(&seen.load(Ordering::SeqCst).to_string())
}

/// Tells the library before the C library when calls begin and end to count. Without it nothing happens but a folder.
pub fn switch(folder: &Path, to: &str) {
    let _ = std::fs::create_dir(folder.join(format!(".faults-{to}")));
}
