//! Requests to join. Anybody at the computer can seal what they like for the programme and lay it into the vault: an
//! administrator looks at it, and approves.

use std::fs;
use std::ops::Range;

use chrono::Utc;
use contract::Code;
use contract::accounts::{Approve, Refuse, Requests};
use domain::Role;
use fastrand::Rng;
use serde_json::{Value, json};
use uuid::Uuid;
use vault::{Request, Vault};

use super::scene::Rounds;
use super::watch::Watch;
use super::{bytes, mutate, numbers};
use crate::Result;

const AT_ONCE: u64 = 2_000;

pub(super) async fn draw(watch: &Watch, cases: Range<u64>) -> Result<u64> {
    let mut rounds = Rounds::of(AT_ONCE).await?;
    let mut taken = 0;
    for case in cases {
        let played = rounds.at(case).await?;
        let mut rng = numbers(6, case);
        let folder = played.folder.path().join("programme");
        let sound = fs::read(folder.join("vault.json"))?;
        let mut vault = Vault::read(&folder)?.ok_or("no vault")?;
        let name = format!("rana{case}");
        let id = Uuid::from_u128(rng.u128(..));
        let profile = profile(&mut rng, &name);
        let made = Request::make(
            &vault,
            id,
            Utc::now(),
            &name,
            "seven quiet lanterns",
            &profile,
        );
        // Larger ones are refused at the door.
        let Ok(request) = made else { continue };
        vault.add_request(request, "seven quiet lanterns")?;
        vault.save()?;
        watch.enter(case);
        let desk = &played.desk;
        let mut ends = Vec::new();
        match desk.ask(Requests {}).await {
            Ok(views) => {
                taken += u64::from(!views.is_empty());
                for view in views {
                    let request = view.id;
                    let role = if rng.bool() {
                        Role::Student
                    } else {
                        Role::Mentor
                    };
                    ends.push(desk.ask(Approve { request, role }).await.map(drop));
                    ends.push(desk.ask(Refuse { request }).await.map(drop));
                }
            }
            Err(error) => ends.push(Err(error)),
        }
        watch.leave();
        for error in ends.into_iter().filter_map(std::result::Result::err) {
            if error.code == Code::Internal {
                eprintln!("R10: case {case}: {error}");
            }
        }
        fs::write(folder.join("vault.json"), sound)?;
    }
    Ok(taken)
}

fn profile(rng: &mut Rng, name: &str) -> Vec<u8> {
    let mut profile: Value = json!({
        "name": "Rana Haddad", "sign_in_name": name, "role": "student", "email": "rana@example.org",
        "message": "May I join?",
    });
    match rng.u8(..8) {
        0 => return bytes::garbage(rng),
        1 => {
            let mut text = profile.to_string().into_bytes();
            bytes::spoil(rng, &mut text);
            return text;
        }
        2..=5 => {
            for _ in 0..=rng.usize(..3) {
                mutate::spoil(rng, &mut profile);
            }
        }
        _ => {}
    }
    profile.to_string().into_bytes()
}
