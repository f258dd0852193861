//! Logging a session, against what the disk itself takes for a write of as many bytes that survives a power cut.

use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

use chrono::Utc;
use contract::sessions::{Log, NoteDraft};
use contract::{Scope, matches};
use domain::Audience;

use crate::desk::Desk;
use crate::{Result, report};

const RUNS: usize = 300;
const TARGET: f64 = 2.2;

pub(crate) async fn run(desk: &Desk) -> Result {
    let page = contract::PageRequest::first(50);
    let matches = desk
        .ask(&matches::List {
            scope: Scope::Programme,
            page,
            ..Default::default()
        })
        .await?;
    let mut file = File::create(desk.folder().join("bare"))?;
    let (mut logging, mut bare) = (Vec::with_capacity(RUNS), Vec::with_capacity(RUNS));
    let mut sizes = Vec::with_capacity(RUNS);
    for run in 0..RUNS {
        let command = Log {
            of: matches.rows[run % matches.rows.len()].id,
            starts_at: Utc::now(),
            minutes: 45,
            place: "Library".to_owned(),
            topics: vec!["Interview".to_owned()],
            notes: vec![NoteDraft {
                text: "We practised the first questions.".to_owned(),
                audience: Audience::Pair,
            }],
            draft: None,
        };
        let before = written()?;
        logging.push(time(async { desk.ask(&command).await.map(drop) }).await?);
        let bytes = vec![7; written()? - before];
        sizes.push(bytes.len());
        bare.push(
            time(async {
                file.write_all(&bytes)?;
                Ok(file.sync_data()?)
            })
            .await?,
        );
    }
    let (logging, bare) = (
        report::percentile(&mut logging, 50),
        report::percentile(&mut bare, 50),
    );
    sizes.sort_unstable();
    let ratio = logging.as_secs_f64() / bare.as_secs_f64();
    report::line(
        "logging a session",
        &format!(
            "{ratio:.2} × a bare write of as much ({:.2} ms against {:.2} ms for {} KiB)",
            logging.as_secs_f64() * 1000.0,
            bare.as_secs_f64() * 1000.0,
            sizes[sizes.len() / 2] / 1024
        ),
        "2.2 ×",
        ratio <= TARGET,
    );
    Ok(())
}

/// How many bytes this process has handed to the system so far.
fn written() -> Result<usize> {
    let counters = std::fs::read_to_string("/proc/self/io")?;
    let written = counters
        .lines()
        .find_map(|line| line.strip_prefix("wchar: "));
    Ok(written.ok_or("the system counts no bytes")?.parse()?)
}

async fn time(work: impl Future<Output = Result>) -> Result<Duration> {
    let start = Instant::now();
    work.await?;
    Ok(start.elapsed())
}
