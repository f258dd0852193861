//! `vault.json` and `recovery.json` as somebody else wrote them. Hashing is stubbed: a file that asks for more than the
//! stub is read, and its passwords are not tried.

use std::fs;
use std::ops::Range;

use chrono::{DateTime, Utc};
use contract::accounts::{CodeRequest, IssueCodes, Register, SignOut};
use contract::people::List;
use contract::programmes::Status;
use contract::{ApiError, Code};
use domain::Role;
use fastrand::Rng;
use serde_json::Value;
use vault::{MemoryKeyring, OneTimeCode, Recovery, RecoveryCode, Vault};

use super::scene::{Scene, open};
use super::watch::Watch;
use super::{bytes, mutate, numbers};
use crate::Result;
use crate::desk::{NAME, PASSWORD, copy};

const FILES: [&str; 2] = ["vault.json", "recovery.json"];

pub(super) async fn draw(watch: &Watch, cases: Range<u64>) -> Result<u64> {
    let scene = Scene::make().await?;
    let code = fill(&scene).await?;
    let sound =
        [0, 1].map(|at| fs::read_to_string(scene.folder().join("programme").join(FILES[at])));
    let [Ok(vault), Ok(recovery)] = sound else {
        return Err("no vault".into());
    };
    let sound = [vault, recovery];
    let folder = tempfile::tempdir()?;
    copy(scene.folder(), folder.path())?;
    let programme = folder.path().join("programme");
    let mut taken = 0;
    for case in cases {
        let mut rng = numbers(4, case);
        let at = usize::from(rng.u8(..4) == 0);
        let spoilt = spoilt(&mut rng, &sound[at])?;
        for (name, text) in FILES.iter().zip(&sound) {
            fs::write(programme.join(name), text)?;
        }
        fs::write(programme.join(FILES[at]), &spoilt)?;
        watch.enter(case);
        if let Ok(Some(vault)) = Vault::read(&programme) {
            taken += 1;
            if is_stubbed(&spoilt) {
                use_it(vault, &code, &mut rng);
            }
        }
        if let Ok(Some(recovery)) = Recovery::read(&programme) {
            let _ = recovery.open(&RecoveryCode::parse(&scene.code)?);
        }
        let desk = open(folder.path())?;
        let status = desk.ask(Status {}).await;
        note(case, status.map(drop));
        if is_stubbed(&spoilt) && rng.u8(..8) == 0 {
            let signed_in = desk.sign_in(PASSWORD).await;
            note(case, signed_in.map(drop));
            desk.close().await;
            watch.leave();
            // A sign-in may have changed the file, and backed it up.
            fs::remove_dir_all(folder.path())?;
            copy(scene.folder(), folder.path())?;
        } else {
            desk.close().await;
            watch.leave();
        }
    }
    Ok(taken)
}

fn note(case: u64, answer: std::result::Result<(), ApiError>) {
    if let Err(error) = answer
        && error.code == Code::Internal
    {
        eprintln!("R10: case {case}: {error}");
    }
}

/// Something of everything that a vault can hold.
async fn fill(scene: &Scene) -> Result<OneTimeCode> {
    let desk = open(scene.folder())?;
    desk.sign_in(PASSWORD).await?;
    let people = desk.ask(List::default()).await?.rows;
    let person = people
        .iter()
        .find(|row| row.name == "Yusuf")
        .ok_or("nobody")?;
    let request = CodeRequest {
        person: person.id,
        sign_in_name: "yusuf".to_owned(),
    };
    let people = vec![request];
    let codes = desk.ask(IssueCodes { people }).await?;
    desk.ask(SignOut {}).await?;
    desk.ask(Register {
        name: "Rana".to_owned(),
        sign_in_name: "rana".to_owned(),
        password: "seven quiet lanterns".to_owned(),
        role: Role::Student,
        email: String::new(),
        message: String::new(),
    })
    .await?;
    desk.close().await;
    Ok(OneTimeCode::parse(&codes[0].code)?)
}

fn spoilt(rng: &mut Rng, sound: &str) -> Result<Vec<u8>> {
    if rng.bool() {
        let mut text = sound.as_bytes().to_vec();
        bytes::spoil(rng, &mut text);
        return Ok(text);
    }
    let mut value: Value = serde_json::from_str(sound)?;
    for _ in 0..=rng.usize(..3) {
        mutate::spoil(rng, &mut value);
    }
    Ok(value.to_string().into_bytes())
}

/// Whether every hashing that the file asks for is the stub's.
fn is_stubbed(text: &[u8]) -> bool {
    fn all(value: &Value) -> bool {
        match value {
            Value::Object(parts) => {
                let asked = parts.get("memory_kib").and_then(Value::as_u64);
                asked.is_none_or(|kib| kib == u64::from(vault::Kdf::for_tests().memory_kib()))
                    && parts.values().all(all)
            }
            Value::Array(parts) => parts.iter().all(all),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        }
    }
    serde_json::from_slice(text).is_ok_and(|value| all(&value))
}

/// Everything that reads it. What is refused is an answer; what panics is not.
fn use_it(mut vault: Vault, code: &OneTimeCode, rng: &mut Rng) {
    let keyring = MemoryKeyring::default();
    let now = DateTime::<Utc>::UNIX_EPOCH;
    let _ = (vault.programme_name(), vault.computer(), vault.remembered());
    let _ = vault.redeem("yusuf", code, now);
    let _ = vault.unlock_device(&keyring);
    if let Ok(unlocked) = vault.unlock(NAME, PASSWORD) {
        let _ = vault.resealed(&unlocked.data_key);
        let _ = vault.reopen(&unlocked);
        if rng.u8(..16) == 0 {
            let _ = vault.remember(&unlocked, &keyring);
            let _ = vault.save();
        }
    }
}
