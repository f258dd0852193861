//! Erasing people: what goes and what stays.

mod again;

use std::path::{Path, PathBuf};

use contract::accounts::{Register, Requests};
use contract::backups::{BackupView, Make as MakeBackup};
use contract::people::{
    Deactivate, Erase, Erased, Erasure, ErasureView, Kept, Reactivate, SetRoles, SetWishes,
    Standing,
};
use contract::sessions::{self, Log, NoteDraft, Reflect};
use contract::{Code, Scope, drafts, goals, matches, proposals};
use domain::matches::MatchState;
use domain::{Audience, MatchId, SessionId};
use vault::Vault;

use super::pages::decrypted;
use super::*;
use crate::world::{PASSWORD, code};

/// What only Birgit's texts say, each in one place. No two begin alike: the search's lists of words are shortened.
const HERS: [&str; 9] = [
    "birgit",
    "penguinbio",
    "ostrichpair",
    "heronplace",
    "falcondeleted",
    "wrenearlier",
    "magpiedraft",
    "robinanswer",
    "kitereason",
];

fn erase(id: PersonId) -> Erase {
    Erase {
        id,
        password: PASSWORD.to_owned(),
    }
}

/// A mentor who met one student, and left her words wherever there is room for some.
struct Stage {
    world: World,
    birgit: PersonId,
    linh: PersonId,
    /// They met.
    of: MatchId,
    session: SessionId,
    /// They did not.
    other: MatchId,
}

impl Stage {
    async fn make() -> Self {
        let world = World::founded().await;
        let field = field(&world, "Employer", FieldAudience::Pair, false).await;
        let birgit = world.member("Birgit", &[Role::Mentor]).await;
        let linh = world.member("Linh", &[Role::Student]).await;
        let callum = world.person("Callum", &[Role::Student]).await;
        let before = get(&world, birgit).await;
        let profile = Profile {
            email: "birgit@example.org".to_owned(),
            bio: "A penguinbio".to_owned(),
            ..before.profile
        };
        let change = Change {
            id: birgit,
            revision: before.revision,
            profile,
            answers: [(field.id, "Robinanswer Ltd".to_owned())].into(),
        };
        world.ask(change).await.unwrap();
        let wish = SetWishes {
            student: linh,
            mentors: vec![birgit],
        };
        world.ask(wish).await.unwrap();
        let other = match_up(&world, callum, birgit).await.id;
        let end = matches::End {
            id: other,
            reason: "A kitereason".to_owned(),
        };
        world.ask(end).await.unwrap();
        let of = match_up(&world, linh, birgit).await.id;

        world.sign_in("birgit").await;
        let session = world.ask(log(of, "wrenearlier")).await.unwrap();
        let changed = sessions::Change {
            id: session.id,
            revision: session.revision,
            starts_at: session.starts_at,
            minutes: 45,
            place: session.place,
            topics: session.topics,
            notes: vec![
                note(Audience::Pair, "An ostrichpair"),
                note(Audience::Author, "For me alone"),
            ],
            draft: None,
        };
        world.ask(changed).await.unwrap();
        let deleted = world.ask(log(of, "falcondeleted")).await.unwrap();
        world
            .ask(sessions::Delete { id: deleted.id })
            .await
            .unwrap();
        let draft = drafts::Save {
            key: "sessions.log".to_owned(),
            body: "A magpiedraft".to_owned(),
        };
        world.ask(draft).await.unwrap();
        world.sign_in("linh").await;
        let goal = goals::Create {
            of,
            title: "Read a page a day".to_owned(),
            detail: String::new(),
            due: None,
        };
        world.ask(goal).await.unwrap();
        let reflect = Reflect {
            id: session.id,
            text: "A gullreflection".to_owned(),
            draft: None,
        };
        world.ask(reflect).await.unwrap();
        world.sign_in("ingrid").await;
        Self {
            world,
            birgit,
            linh,
            of,
            session: session.id,
            other,
        }
    }

    fn file(&self) -> PathBuf {
        self.world.programme().join("programme.db")
    }

    /// Which of her words the file holds, on any page.
    fn found(&self) -> Vec<&'static str> {
        found(&self.world.programme())
    }

    async fn backup(&self) -> BackupView {
        self.world.run(MakeBackup {}).await.unwrap()
    }

    /// The name by which the programme shows Birgit to the administrator.
    async fn shown(&self) -> String {
        get(&self.world, self.birgit).await.person.name
    }
}

fn found(programme: &Path) -> Vec<&'static str> {
    let vault = Vault::read(programme).unwrap().unwrap();
    let key = vault.unlock("ingrid", PASSWORD).unwrap().data_key;
    let text = decrypted(&programme.join("programme.db"), &key.pragma_literal());
    assert!(text.contains("solheim"), "the pages are readable");
    HERS.into_iter()
        .filter(|word| text.contains(word))
        .collect()
}

fn note(audience: Audience, text: &str) -> NoteDraft {
    NoteDraft {
        audience,
        text: text.to_owned(),
    }
}

fn log(of: MatchId, text: &str) -> Log {
    Log {
        of,
        starts_at: "2026-11-16T15:00:00Z".parse().unwrap(),
        minutes: 45,
        place: "The heronplace".to_owned(),
        topics: vec!["Interview".to_owned()],
        notes: vec![note(Audience::Pair, text)],
        draft: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_they_are_and_what_they_wrote_goes_the_facts_stay() {
    let mut stage = Stage::make().await;
    // An earlier version is overwritten already, and a draft is sealed.
    let there = HERS
        .into_iter()
        .filter(|word| !["wrenearlier", "magpiedraft"].contains(word));
    assert!(
        stage.found().into_iter().eq(there),
        "the rest is there to be erased"
    );
    let world = &stage.world;
    let told = world.ask(Erasure { id: stage.birgit }).await.unwrap();
    let kept = Kept {
        name: "Former mentor".to_owned(),
        people: 1,
        sessions: 1,
        texts: 1,
    };
    assert_eq!(
        told,
        ErasureView {
            texts: 3,
            goals: 0,
            answers: 1,
            wishes: 1,
            open_matches: 1,
            kept: Some(kept),
        }
    );
    let wrong = Erase {
        id: stage.birgit,
        password: "wrong horse battery".to_owned(),
    };
    let refused = world.refused(wrong).await;
    assert!(refused.fields.contains_key("password"), "{refused:?}");
    assert_eq!(stage.shown().await, "Birgit");

    let erased = world.ask(erase(stage.birgit)).await.unwrap();
    let name = "Former mentor".to_owned();
    assert_eq!(erased, Erased { name: Some(name) });
    assert_eq!(stage.found(), [""; 0], "on no page of the file or its log");

    let left = get(world, stage.birgit).await;
    assert_eq!(
        left.profile,
        Profile {
            name: "Former mentor".to_owned(),
            capacity: 0,
            ..Profile::default()
        }
    );
    assert_eq!(left.answers, []);
    assert!(left.person.erased && !left.person.active);
    assert_eq!(left.person.roles, Roles::of(&[Role::Mentor]));
    assert_eq!(left.person.account, contract::accounts::AccountState::None);
    let inactive = List {
        standing: Standing::Inactive,
        ..List::default()
    };
    assert_eq!(names(world, inactive).await, ["Former mentor"]);
    assert_eq!(
        code(world.ask(matches::Get { id: stage.other }).await),
        Some(Code::NotFound)
    );
    let ended = world.ask(matches::Get { id: stage.of }).await.unwrap();
    assert_eq!(
        (
            ended.state,
            ended.end_reason.as_str(),
            ended.mentor.name.as_str()
        ),
        (MatchState::Ended, "The mentor was erased", "Former mentor")
    );
    for text in ["ostrichpair", "wrenearlier", "falcondeleted", "birgit"] {
        let search = sessions::List {
            scope: Scope::Programme,
            text: text.to_owned(),
            ..sessions::List::default()
        };
        assert_eq!(world.ask(search).await.unwrap().total, 0, "{text}");
    }
    let nothing_undone = [
        code(world.ask(Reactivate { id: stage.birgit }).await),
        code(
            world
                .ask(Deactivate {
                    id: stage.birgit,
                    reason: String::new(),
                })
                .await,
        ),
        code(
            save(world, stage.birgit, |profile| {
                profile.name = "Birgit".to_owned();
            })
            .await,
        ),
        code(
            world
                .ask(SetRoles {
                    id: stage.birgit,
                    roles: vec![Role::Mentor],
                    password: PASSWORD.to_owned(),
                })
                .await,
        ),
        code(
            world
                .ask(SetWishes {
                    student: stage.birgit,
                    mentors: Vec::new(),
                })
                .await,
        ),
        code(world.ask(matches::Reopen { id: stage.of }).await),
        code(world.ask(Erasure { id: stage.birgit }).await),
        code(world.ask(erase(stage.birgit)).await),
    ];
    assert_eq!(nothing_undone, [Some(Code::Conflict); 8]);

    // The student keeps what is hers.
    assert!(world.try_sign_in("birgit", PASSWORD).await.is_err());
    world.sign_in("linh").await;
    let session = world
        .ask(sessions::Get { id: stage.session })
        .await
        .unwrap();
    assert_eq!(
        (
            session.mentor.name.as_str(),
            session.minutes,
            session.topics,
            session.place.as_str()
        ),
        ("Former mentor", 45, vec!["Interview".to_owned()], "")
    );
    let texts: Vec<&str> = session
        .notes
        .iter()
        .map(|note| note.text.as_str())
        .collect();
    assert_eq!(texts, ["A gullreflection"]);
    assert_eq!(world.ask(goals::List::default()).await.unwrap().len(), 1);

    let lines = stage.world.audit().await;
    let line = lines
        .iter()
        .find(|line| line.command == "people.erase" && !line.refused)
        .unwrap();
    assert_eq!(line.subjects, [stage.birgit.0, stage.of.0]);
    assert!(line.fields.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_met_nobody_leaves_nothing() {
    let mut stage = Stage::make().await;
    let world = &stage.world;
    let anh = world.member("Anh", &[Role::Student]).await;
    let mentor = world.person("Otto", &[Role::Mentor]).await;
    let of = match_up(world, anh, mentor).await.id;
    let told = world.ask(Erasure { id: anh }).await.unwrap();
    assert_eq!((told.open_matches, told.kept), (1, None));
    world.run(proposals::Solve::default()).await.unwrap();
    assert_eq!(world.ask(erase(anh)).await.unwrap(), Erased { name: None });
    assert_eq!(code(world.ask(Get { id: anh }).await), Some(Code::NotFound));
    assert_eq!(
        code(world.ask(matches::Get { id: of }).await),
        Some(Code::NotFound)
    );
    assert_eq!(
        get(world, mentor).await.person.students,
        0,
        "the place is free again"
    );

    stage.world.stop().await;
    let database = stage.world.database().await;
    let rows = database.rows().await.unwrap();
    database.close().await.unwrap();
    let id = anh.0.simple().to_string().to_uppercase();
    let naming: Vec<&String> = rows
        .iter()
        .filter(|row| row.contains(&id) || row.contains(&anh.to_string()))
        .filter(|row| !row.starts_with("audit:") && !row.starts_with("erased:"))
        .collect();
    assert_eq!(naming, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_student_takes_the_goals_along() {
    let stage = Stage::make().await;
    let world = &stage.world;
    let told = world.ask(Erasure { id: stage.linh }).await.unwrap();
    assert_eq!((told.texts, told.goals, told.wishes), (1, 1, 1));
    assert_eq!(
        told.kept.map(|kept| (kept.name, kept.texts)),
        Some(("Former student".to_owned(), 2))
    );
    world.ask(erase(stage.linh)).await.unwrap();
    world.sign_in("birgit").await;
    assert_eq!(world.ask(goals::List::default()).await.unwrap(), []);
    let session = world
        .ask(sessions::Get { id: stage.session })
        .await
        .unwrap();
    assert_eq!(session.student.name, "Former student");
    assert_eq!(session.notes.len(), 2, "her mentor's own");
    assert!(!session.may_change && !session.may_reflect);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_goes_on_without_them() {
    let stage = Stage::make().await;
    let world = &stage.world;
    for (name, role) in [
        ("Hana", Role::Student),
        ("Otto", Role::Mentor),
        ("Ines", Role::Student),
        ("Per", Role::Mentor),
    ] {
        world.person(name, &[role]).await;
    }
    let draft = world.run(proposals::Solve::default()).await.unwrap().id;
    let before = world.ask(proposals::Get { id: draft }).await.unwrap();
    let pair = &before.pairs[0];
    let gone = pair.student;
    world.ask(erase(gone)).await.unwrap();
    let after = world.ask(proposals::Get { id: draft }).await.unwrap();
    assert_eq!(after.pairs.len(), before.pairs.len() - 1);
    assert!(after.pairs.iter().all(|pair| pair.student != gone));
    assert_eq!(after.summary.pairs, before.summary.pairs - 1);
    assert!(
        after.summary.proved.is_none(),
        "what proved it counted somebody who is gone"
    );
    world
        .run(proposals::Edit {
            id: draft,
            edits: Vec::new(),
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_they_asked_for_before_goes_too() {
    let stage = Stage::make().await;
    let world = &stage.world;
    let ask_for = |name: &str, email: &str| Register {
        name: "Somebody".to_owned(),
        sign_in_name: name.to_owned(),
        password: PASSWORD.to_owned(),
        role: Role::Mentor,
        email: email.to_owned(),
        message: String::new(),
    };
    world
        .ask(ask_for("second", "Birgit@Example.org"))
        .await
        .unwrap();
    world
        .ask(ask_for("third", "third@example.org"))
        .await
        .unwrap();
    world.ask(erase(stage.birgit)).await.unwrap();
    let waiting = world.ask(Requests {}).await.unwrap();
    let waiting: Vec<&str> = waiting
        .iter()
        .map(|request| request.sign_in_name.as_str())
        .collect();
    assert_eq!(waiting, ["third"]);
    let vault = Vault::read(&world.programme()).unwrap().unwrap();
    assert_eq!(vault.accounts().count(), 2, "Ingrid and Linh");
    assert!(vault.needs_new_key());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_erases_the_last_administrator_or_themselves() {
    let world = World::founded().await;
    let ingrid = world.administrator.as_ref().unwrap().person;
    let refused = world.refused(erase(ingrid)).await;
    assert_eq!(refused.code, Code::Conflict);
    assert!(refused.message.starts_with("Nobody else"), "{refused}");
    world.member("Birgit", &[Role::Administrator]).await;
    let refused = world.refused(erase(ingrid)).await;
    assert!(refused.message.starts_with("Ask another"), "{refused}");
    world.sign_in("birgit").await;
    world.ask(erase(ingrid)).await.unwrap();
    assert!(world.try_sign_in("ingrid", PASSWORD).await.is_err());
}
