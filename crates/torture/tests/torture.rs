//! The short form of every row.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

use std::path::Path;

use torture::{Size, Tools};

async fn short(row: &str) {
    let tools = Tools::beside(Path::new(env!("CARGO_BIN_EXE_torture"))).unwrap();
    let line = torture::run(row, Size::Short, &tools).await.unwrap();
    println!("{line}");
    assert!(line.reached, "{line}");
}

#[tokio::test]
async fn r1_what_is_acknowledged_outlives_a_kill() {
    short("R1").await;
}

#[tokio::test]
async fn r2_failing_calls_corrupt_and_lose_nothing() {
    short("R2").await;
}

#[tokio::test]
async fn r3_a_killed_migration_leaves_the_old_or_the_new() {
    short("R3").await;
}

#[tokio::test]
async fn r4_a_flipped_bit_is_never_served() {
    short("R4").await;
}

#[tokio::test]
async fn r5_no_text_and_no_secret_lies_about() {
    short("R5").await;
}

#[tokio::test]
async fn r6_backups_come_back_as_they_were() {
    short("R6").await;
}

#[tokio::test]
async fn r7_whatever_the_keyring_does_the_password_works() {
    short("R7").await;
}

#[tokio::test]
async fn r8_an_unknown_name_takes_as_long_as_a_wrong_password() {
    short("R8").await;
}

#[tokio::test]
async fn r9_a_locked_desk_answers_nothing() {
    short("R9").await;
}

#[tokio::test]
async fn r10_inputs_of_any_kind_are_answered() {
    short("R10").await;
}

#[tokio::test]
async fn the_file_of_every_schema_opens_with_all_that_is_in_it() {
    let kept: Vec<_> = std::fs::read_dir(torture::fixtures::kept())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let newest = torture::fixtures::newest().unwrap();
    assert!(
        kept.iter().any(|path| path.ends_with(&newest)),
        "there is no file of {newest}: write it with `cargo xtask torture fixture`"
    );
    for fixture in kept {
        let missing = torture::fixtures::missing(&fixture).await.unwrap();
        assert!(missing.is_empty(), "{}: {missing:?}", fixture.display());
    }
}

#[tokio::test]
async fn r11_encryption_is_weighed() {
    short("R11").await;
}
