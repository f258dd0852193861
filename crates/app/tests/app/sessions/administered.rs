//! Texts for the administrators: sealed to a key pair of theirs, which is another one as soon as others administer.

use contract::accounts::{
    CodeRequest, IssueCodes, Recover, Redeem, RenewRecovery, SealedTexts, SealedTextsView,
};
use contract::people::{Deactivate, SetRoles};
use contract::sessions::Seal;
use domain::Roles;
use domain::policy::Who;
use store::administrators::{Pair, Share};
use vault::{KeyPair, PrivateKey, PublicKey};

use super::private::{CANARY, has, open, values};
use super::*;
use crate::world::PASSWORD;

/// A second administrator, "eleni", besides "ingrid"; "amara" is signed in and has written for them.
struct Office {
    stage: Stage,
    eleni: PersonId,
    session: SessionId,
}

impl Office {
    async fn make() -> Self {
        let stage = Stage::make().await;
        stage.world.sign_in("ingrid").await;
        let eleni = stage.world.member("Eleni", &[Role::Administrator]).await;
        stage.world.sign_in("amara").await;
        let session = written(&stage).await;
        Self {
            stage,
            eleni,
            session,
        }
    }

    fn world(&self) -> &World {
        &self.stage.world
    }

    async fn seen_by(&self, name: &str) -> Vec<(String, Seal)> {
        self.world().sign_in(name).await;
        self.stage.seen(self.session).await
    }

    async fn sealed(&self) -> SealedTextsView {
        self.world().ask(SealedTexts {}).await.unwrap()
    }

    async fn set_roles(&self, id: PersonId, roles: &[Role]) {
        let command = SetRoles {
            id,
            roles: roles.to_vec(),
            password: PASSWORD.to_owned(),
        };
        self.world().ask(command).await.unwrap();
    }

    /// Ingrid gives somebody a code, and they choose a password.
    async fn reset(&self, person: PersonId, name: &str) {
        self.world().sign_in("ingrid").await;
        let request = CodeRequest {
            person,
            sign_in_name: String::new(),
        };
        let people = vec![request];
        let codes = self.world().ask(IssueCodes { people }).await.unwrap();
        let redeem = Redeem {
            name: name.to_owned(),
            code: codes[0].code.clone(),
            password: PASSWORD.to_owned(),
        };
        self.world().ask(redeem).await.unwrap();
    }

    /// The pairs in the file. The desk is stopped and started.
    async fn pairs(&mut self) -> Vec<Pair> {
        self.stage.world.stop().await;
        let database = self.world().database().await;
        let pairs = store::administrators::pairs(&database.executor()).await;
        database.close().await.unwrap();
        self.stage.world.start();
        pairs.unwrap()
    }

    /// What an account's own key opens of these pairs.
    fn opened(&self, name: &str, pairs: &[Pair]) -> Vec<KeyPair> {
        let vault = vault::Vault::read(&self.world().programme());
        let unlocked = vault.unwrap().unwrap().unlock(name, PASSWORD).unwrap();
        let own = unlocked.key_pair;
        let opened = |pair: &Pair| {
            pair.shares.iter().find_map(|share| {
                vault::open_pair(&own, unlocked.account, &share.sealed, &pair.public_key).ok()
            })
        };
        pairs.iter().filter_map(opened).collect()
    }
}

async fn written(stage: &Stage) -> SessionId {
    let log = Log {
        notes: vec![note(Audience::Administrators, CANARY)],
        ..stage.log()
    };
    stage.world.ask(log).await.unwrap().id
}

fn locked() -> Vec<(String, Seal)> {
    vec![(String::new(), Seal::Locked)]
}

/// Every text for the administrators, as its bytes lie in the file. The desk is stopped and started.
async fn administered(world: &mut World) -> Vec<store::sessions::SealedNote> {
    world.stop().await;
    let database = world.database().await;
    let who = Who {
        person: PersonId(Uuid::nil()),
        roles: Roles::of(&[Role::Administrator]),
    };
    let wanted = store::sessions::Sealed::ReadBy(&who);
    let notes = store::sessions::sealed(&database.executor(), wanted, 1_000).await;
    database.close().await.unwrap();
    world.start();
    notes.unwrap()
}

fn opens(keys: &[KeyPair], note: &store::sessions::SealedNote) -> bool {
    let parts = [
        Some(&note.text.sealed),
        Some(&note.text.recoverable),
        note.text.administered.as_ref().map(|text| &text.sealed),
    ];
    keys.iter().any(|keys| {
        let mut parts = parts.iter().flatten();
        parts.any(|part| vault::open_text(keys, note.author.0, part).is_ok())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_and_every_administrator_read_it_and_the_file_has_bytes_only() {
    let mut office = Office::make().await;
    for name in ["amara", "ingrid", "eleni"] {
        assert_eq!(office.seen_by(name).await, open(CANARY), "{name}");
    }
    assert_eq!(office.seen_by("linh").await, []);
    office.stage.world.stop().await;
    let values = values(office.world()).await;
    assert!(has(&values, "library"), "this looks at everything");
    for word in ["Zwetschgenkuchen", "Donnerstag"] {
        assert!(!has(&values, word), "{word}");
    }
    office.stage.world.start();
    // Linh has the file open, and another program: none of her keys opens it.
    let notes = administered(&mut office.stage.world).await;
    let pairs = office.pairs().await;
    assert_eq!(office.opened("linh", &pairs).len(), 0);
    let vault = vault::Vault::read(&office.world().programme());
    let linh = vault.unwrap().unwrap().unlock("linh", PASSWORD).unwrap();
    assert!(!opens(&[linh.key_pair], &notes[0]));
    assert!(opens(&office.opened("eleni", &pairs), &notes[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_its_readers_find_it() {
    let office = Office::make().await;
    for (name, found) in [("amara", 1), ("ingrid", 1), ("eleni", 1), ("linh", 0)] {
        office.world().sign_in(name).await;
        let administers = ["ingrid", "eleni"].contains(&name);
        let list = List {
            text: "zwetsch".to_owned(),
            scope: if administers {
                Scope::Programme
            } else {
                Scope::Mine
            },
            ..List::default()
        };
        let page = office.world().ask(list).await.unwrap();
        assert_eq!(page.total, found, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_it_for_others_seals_and_unseals() {
    let mut office = Office::make().await;
    office.world().sign_in("amara").await;
    let session = office.stage.get(office.session).await;
    let shown = vec![
        note(Audience::Administrators, ""),
        note(Audience::Pair, "Rhabarber for both"),
    ];
    let session = office.world().ask(change(&session, shown)).await.unwrap();
    assert_eq!(office.seen_by("linh").await, open("Rhabarber for both"));
    office.world().sign_in("amara").await;
    let narrowed = vec![
        note(Audience::Pair, ""),
        note(Audience::Administrators, "Holunder for the office"),
        note(Audience::Author, "Quitten for me"),
    ];
    office
        .world()
        .ask(change(&session, narrowed))
        .await
        .unwrap();
    assert_eq!(office.seen_by("linh").await, []);
    assert_eq!(
        office.seen_by("eleni").await,
        open("Holunder for the office")
    );
    office.stage.world.stop().await;
    let values = values(office.world()).await;
    for word in ["Rhabarber", "Holunder", "Quitten", "Zwetschgen"] {
        assert!(!has(&values, word), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_an_administrator_reads_what_was_written_before() {
    let office = Office::make().await;
    let world = office.world();
    world.sign_in("ingrid").await;
    let omar = world.member("Omar", &[Role::Mentor]).await;
    office
        .set_roles(omar, &[Role::Mentor, Role::Administrator])
        .await;
    assert_eq!(office.seen_by("omar").await, open(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demotion_makes_another_pair_and_the_old_key_opens_nothing() {
    for way in ["roles", "deactivated"] {
        let mut office = Office::make().await;
        let before = office.pairs().await;
        let hers = office.opened("eleni", &before);
        assert_eq!(hers.len(), 1, "she holds it");
        office.world().sign_in("ingrid").await;
        if way == "roles" {
            office.set_roles(office.eleni, &[Role::Mentor]).await;
        } else {
            let leave = Deactivate {
                id: office.eleni,
                reason: String::new(),
            };
            office.world().ask(leave).await.unwrap();
        }
        office.world().sign_in("amara").await;
        written(&office.stage).await;
        let notes = administered(&mut office.stage.world).await;
        assert_eq!(notes.len(), 2);
        for note in &notes {
            assert!(
                !opens(&hers, note),
                "{way}: what was written, before and after"
            );
        }
        let after = office.pairs().await;
        assert_eq!(after.len(), 1, "the earlier pair is gone");
        assert_ne!(after[0].public_key, before[0].public_key);
        assert_eq!(after[0].shares.len(), 1, "Ingrid alone");
        assert_eq!(office.seen_by("ingrid").await, open(CANARY));
        if way == "roles" {
            office.world().sign_in("eleni").await;
            let id = office.session;
            let refused = office.world().ask(Get { id }).await;
            assert_eq!(code(refused), Some(Code::NotFound));
        }
    }
}

/// The program was killed after the roles were changed: the file has the demotion, and nothing of what follows it.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_after_a_demotion_is_made_up_for_before_anything_is_written() {
    let mut office = Office::make().await;
    let hers = {
        let pairs = office.pairs().await;
        office.opened("eleni", &pairs)
    };
    office.stage.world.stop().await;
    let database = office.world().database().await;
    let roles = Roles::of(&[Role::Mentor]);
    let now = time("2026-11-17T15:54:00Z");
    store::people::set_roles(&database.executor(), office.eleni, roles, now)
        .await
        .unwrap();
    database.close().await.unwrap();
    office.stage.world.start();
    // A mentor is the first to come in: what she writes is not for the one who left.
    office.world().sign_in("amara").await;
    written(&office.stage).await;
    let notes = administered(&mut office.stage.world).await;
    assert!(!opens(&hers, &notes[0]), "the newest");
    assert!(
        opens(&hers, &notes[1]),
        "nobody who holds the key was here since"
    );
    assert_eq!(office.pairs().await.len(), 2);
    // Then an administrator, who can read both, comes in.
    assert_eq!(office.seen_by("ingrid").await, open(CANARY));
    for note in administered(&mut office.stage.world).await {
        assert!(!opens(&hers, &note));
    }
    assert_eq!(office.pairs().await.len(), 1);
    assert_eq!(office.seen_by("ingrid").await, open(CANARY));
}

/// The program was killed between two texts that were being sealed anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_while_texts_are_sealed_anew_loses_none() {
    let mut office = Office::make().await;
    office.world().sign_in("amara").await;
    let other = written(&office.stage).await;
    let notes = administered(&mut office.stage.world).await;
    let pairs = office.pairs().await;
    let old = &office.opened("ingrid", &pairs)[0];
    // There is a newer pair, and the first of the texts was sealed to it.
    let newer = KeyPair::make();
    office.stage.world.stop().await;
    let database = office.world().database().await;
    let db = database.executor();
    let mut pair = Pair {
        id: domain::KeyId(Uuid::from_u128(1)),
        public_key: newer.public().as_bytes().to_vec(),
        shares: Vec::new(),
        ..pairs[0].clone()
    };
    for holder in store::administrators::holders(&db).await.unwrap() {
        let key: [u8; 32] = holder.public_key.unwrap().try_into().unwrap();
        let public = PublicKey::from_bytes(key);
        pair.shares.push(Share {
            account: holder.account,
            sealed: vault::seal_pair(public, holder.account.0, &newer).unwrap(),
            sealed_for: key.to_vec(),
        });
    }
    store::administrators::insert(&db, pair, time("2026-11-17T15:54:00Z"))
        .await
        .unwrap();
    let first = &notes[0];
    let before = first.text.administered.as_ref().unwrap();
    let text = vault::open_text(old, first.author.0, &before.sealed).unwrap();
    let after = store::sessions::Administered {
        sealed: vault::seal_text(newer.public(), first.author.0, &text).unwrap(),
        sealed_for: newer.public().as_bytes().to_vec(),
    };
    store::sessions::administer(&db, first.id, before, after)
        .await
        .unwrap();
    drop(db);
    database.close().await.unwrap();
    office.stage.world.start();
    for name in ["eleni", "ingrid"] {
        assert_eq!(office.seen_by(name).await, open(CANARY));
        assert_eq!(office.stage.seen(other).await, open(CANARY));
    }
    let pairs = office.pairs().await;
    assert_eq!(pairs.len(), 1);
    assert_eq!(pairs[0].public_key, newer.public().as_bytes());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_with_a_new_password_gets_the_key_from_another() {
    let office = Office::make().await;
    office.reset(office.eleni, "eleni").await;
    assert_eq!(office.stage.seen(office.session).await, locked());
    let sealed = office.sealed().await;
    assert_eq!((sealed.locked, sealed.administrators), (0, 1));
    // What she writes meanwhile is for all of them.
    let session = office.stage.get(office.session).await;
    let hers = vec![note(Audience::Administrators, "From Eleni")];
    office.world().ask(change(&session, hers)).await.unwrap();
    let all = [open(CANARY), open("From Eleni")].concat();
    assert_eq!(office.seen_by("ingrid").await, all);
    assert_eq!(office.seen_by("eleni").await, all);
    assert_eq!(office.sealed().await.administrators, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_with_a_new_password_opens_it_with_the_recovery_code() {
    let office = Office::make().await;
    office.reset(office.eleni, "eleni").await;
    let wrong = vault::RecoveryCode::make().text();
    let refused = office.stage.reopen(&wrong).await;
    assert_eq!(code(refused), Some(Code::WrongPassword));
    assert_eq!(office.stage.seen(office.session).await, locked());
    let recovery = office.world().recovery.clone();
    let reopened = office.stage.reopen(&recovery).await.unwrap();
    assert_eq!((reopened.opened, reopened.still), (1, 0));
    assert_eq!(office.stage.seen(office.session).await, open(CANARY));
    assert_eq!(office.seen_by("eleni").await, open(CANARY), "it stays so");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_only_administrator_gets_it_back_by_the_recovery_code() {
    let mut stage = Stage::make().await;
    let session = written(&stage).await;
    stage.world.sign_out().await;
    let recover = Recover {
        code: stage.world.recovery.clone(),
        sign_in_name: "ingrid".to_owned(),
        password: PASSWORD.to_owned(),
    };
    stage.world.ask(recover).await.unwrap();
    assert_eq!(stage.seen(session).await, locked());
    // What is written from now on is hers to read at once.
    stage.world.sign_in("amara").await;
    let later = written(&stage).await;
    stage.world.sign_in("ingrid").await;
    assert_eq!(stage.seen(later).await, open(CANARY));
    assert_eq!(stage.seen(session).await, locked());
    stage.reopen(&stage.world.recovery).await.unwrap();
    for id in [session, later] {
        assert_eq!(stage.seen(id).await, open(CANARY));
    }
    stage.world.restart().await;
    stage.world.sign_in("ingrid").await;
    assert_eq!(stage.seen(session).await, open(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn its_author_reads_it_again_after_a_reset_by_the_recovery_code() {
    let office = Office::make().await;
    office.world().sign_in("amara").await;
    office.stage.reset().await;
    assert_eq!(office.stage.seen(office.session).await, locked());
    assert_eq!(office.stage.locked().await, 1);
    let now = office.stage.get(office.session).await;
    let over = change(&now, vec![note(Audience::Administrators, "New")]);
    let refused = office.world().ask(over).await;
    assert_eq!(code(refused), Some(Code::Conflict));
    let recovery = office.world().recovery.clone();
    office.stage.reopen(&recovery).await.unwrap();
    assert_eq!(office.stage.seen(office.session).await, open(CANARY));
    assert_eq!(office.seen_by("ingrid").await, open(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_recovery_code_opens_the_administrators_key() {
    let mut office = Office::make().await;
    office.world().sign_in("ingrid").await;
    let password = PASSWORD.to_owned();
    let renewed = office.world().ask(RenewRecovery { password }).await;
    let renewed = renewed.unwrap().groups.join("-");
    let pairs = office.pairs().await;
    office.world().sign_in("ingrid").await;
    let programme = office.world().ask(contract::programmes::Get {}).await;
    let programme = programme.unwrap().id.0;
    let opened = |code: &str| {
        let keys = vault::RecoveryCode::parse(code)
            .unwrap()
            .text_keys(programme);
        let (recoverable, public) = (&pairs[0].recoverable, &pairs[0].public_key);
        vault::open_pair(&keys, programme, recoverable, public).is_ok()
    };
    assert!(opened(&renewed));
    assert!(!opened(&office.world().recovery));
}

/// Nobody but the administrators gives anybody a key: the private half lies in the file sealed only.
#[tokio::test(flavor = "multi_thread")]
async fn the_private_half_lies_nowhere_in_the_file() {
    let mut office = Office::make().await;
    let pairs = office.pairs().await;
    let pair = &office.opened("ingrid", &pairs)[0];
    let private: PrivateKey = pair.private().clone();
    let bytes = private.to_bytes();
    office.stage.world.stop().await;
    for value in values(office.world()).await {
        assert!(!value.windows(32).any(|part| part == bytes.as_slice()));
    }
}
