//! Sessions: logged, listed, changed, deleted and undone; what is refused, and to whom.

mod administered;
mod changes;
mod private;
mod readers;
mod refusals;
mod search;

use chrono::{DateTime, TimeDelta, Utc};
use contract::matches::{self, Make};
use contract::sessions::{
    Change, Delete, DeleteReflection, Get, List, Log, NoteDraft, NoteKind, Reflect, Restore,
    SessionView,
};
use contract::{Code, PageRequest, Scope, drafts};
use domain::{Audience, MatchId, PersonId, Role, SessionId};
use uuid::Uuid;

use crate::world::{World, code};

/// A programme with one match, of the student "linh" with the mentor "amara". The mentor is signed in.
struct Stage {
    world: World,
    linh: PersonId,
    amara: PersonId,
    of: MatchId,
}

impl Stage {
    async fn make() -> Self {
        let world = World::founded().await;
        let amara = world.member("Amara", &[Role::Mentor]).await;
        let linh = world.member("Linh", &[Role::Student]).await;
        let of = pair(&world, linh, amara).await;
        world.sign_in("amara").await;
        Self {
            world,
            linh,
            amara,
            of,
        }
    }

    fn log(&self) -> Log {
        Log {
            of: self.of,
            starts_at: time("2026-11-16T15:00:00Z"),
            minutes: 45,
            place: "Library".to_owned(),
            topics: vec!["Interview".to_owned(), "CV".to_owned()],
            notes: vec![note(Audience::Pair, "Write the letter until *Friday*")],
            draft: None,
        }
    }

    async fn logged(&self) -> SessionView {
        self.world.ask(self.log()).await.unwrap()
    }

    async fn get(&self, id: SessionId) -> SessionView {
        self.world.ask(Get { id }).await.unwrap()
    }

    async fn end(&self) {
        self.world.sign_in("ingrid").await;
        self.world
            .ask(matches::End {
                id: self.of,
                reason: String::new(),
            })
            .await
            .unwrap();
    }
}

async fn pair(world: &World, student: PersonId, mentor: PersonId) -> MatchId {
    world.ask(Make { student, mentor }).await.unwrap().id
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn note(audience: Audience, text: &str) -> NoteDraft {
    NoteDraft {
        audience,
        text: text.to_owned(),
    }
}

/// Changes nothing of a session but its notes.
fn change(session: &SessionView, notes: Vec<NoteDraft>) -> Change {
    Change {
        id: session.id,
        revision: session.revision,
        starts_at: session.starts_at,
        minutes: session.minutes.into(),
        place: session.place.clone(),
        topics: session.topics.clone(),
        notes,
        draft: None,
    }
}

fn reflect(id: SessionId, text: &str) -> Reflect {
    Reflect {
        id,
        text: text.to_owned(),
        draft: None,
    }
}

fn programme() -> List {
    List {
        scope: Scope::Programme,
        ..List::default()
    }
}

fn texts(session: &SessionView) -> Vec<&str> {
    session
        .notes
        .iter()
        .map(|note| note.text.as_str())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mentor_logs_a_session_and_its_student_reads_it() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    assert_eq!(
        (logged.starts_at, logged.minutes, logged.place.as_str()),
        (time("2026-11-16T15:00:00Z"), 45, "Library")
    );
    assert_eq!(logged.topics, ["Interview", "CV"]);
    assert_eq!(
        (logged.student.id, logged.mentor.id),
        (stage.linh, stage.amara)
    );
    assert_eq!(
        (logged.mine, logged.may_change, logged.may_reflect),
        (matches::MySide::Mentor, true, false)
    );
    assert!(logged.notes[0].mine);

    stage.world.sign_in("linh").await;
    let read = stage.get(logged.id).await;
    assert_eq!(texts(&read), ["Write the letter until *Friday*"]);
    assert_eq!(
        (
            read.notes[0].author,
            read.notes[0].author_name.as_str(),
            read.notes[0].mine
        ),
        (stage.amara, "Amara", false)
    );
    assert_eq!(
        (read.mine, read.may_change, read.may_reflect),
        (matches::MySide::Student, false, true)
    );

    let of = stage
        .world
        .ask(matches::Get { id: stage.of })
        .await
        .unwrap();
    assert_eq!(
        (of.sessions, of.minutes, of.last_session_at),
        (1, 45, Some(logged.starts_at))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_goes_with_what_became_of_it() {
    let stage = Stage::make().await;
    let key = |key: &str| key.to_owned();
    for name in ["log", "change", "other"] {
        stage
            .world
            .ask(drafts::Save {
                key: key(name),
                body: "typed".to_owned(),
            })
            .await
            .unwrap();
    }
    let logged = stage
        .world
        .ask(Log {
            draft: Some(key("log")),
            ..stage.log()
        })
        .await
        .unwrap();
    let wrong = Change {
        minutes: 0,
        draft: Some(key("change")),
        ..change(&logged, Vec::new())
    };
    stage.world.refused(wrong.clone()).await;
    let kept = async |name| {
        stage
            .world
            .ask(drafts::Get { key: key(name) })
            .await
            .unwrap()
            .is_some()
    };
    assert_eq!(
        (kept("log").await, kept("change").await),
        (false, true),
        "a refused change keeps its draft"
    );
    stage
        .world
        .ask(Change {
            minutes: 50,
            ..wrong
        })
        .await
        .unwrap();
    assert_eq!((kept("change").await, kept("other").await), (false, true));

    stage.world.sign_in("linh").await;
    stage
        .world
        .ask(drafts::Save {
            key: key("reflect"),
            body: "typed".to_owned(),
        })
        .await
        .unwrap();
    let reflection = Reflect {
        draft: Some(key("reflect")),
        ..reflect(logged.id, "I dared to ask")
    };
    stage.world.ask(reflection).await.unwrap();
    assert!(!kept("reflect").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_note_is_no_note_and_odd_text_comes_back_as_written() {
    let stage = Stage::make().await;
    let odd = "‏مرحبا 👩🏽‍🏫 \t\"quoted\" <b>&amp;</b>\n\n'; DROP TABLE notes; --";
    let notes = vec![note(Audience::Author, " \n\t"), note(Audience::Pair, odd)];
    let logged = stage
        .world
        .ask(Log {
            notes,
            place: "  ".to_owned(),
            ..stage.log()
        })
        .await
        .unwrap();
    assert_eq!((texts(&logged), logged.place.as_str()), (vec![odd], ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_newest_first_and_know_the_total() {
    let stage = Stage::make().await;
    let start = time("2026-11-16T15:00:00Z");
    for day in [3, 0, 4, 1, 2] {
        let log = Log {
            starts_at: start - TimeDelta::days(day),
            minutes: 30 + day,
            ..stage.log()
        };
        stage.world.ask(log).await.unwrap();
    }
    let page = async |text: &str, offset, limit| {
        let list = List {
            text: text.to_owned(),
            page: PageRequest { offset, limit },
            ..List::default()
        };
        let page = stage.world.ask(list).await.unwrap();
        (
            page.rows.iter().map(|row| row.minutes).collect::<Vec<_>>(),
            page.total,
        )
    };
    for text in ["", "library", "letter"] {
        let total = if text == "library" { 0 } else { 5 };
        let expected: Vec<u32> = (30..).take(total).collect();
        let total = u64::try_from(total).unwrap();
        assert_eq!(
            page(text, 0, 10_000).await,
            (expected.clone(), total),
            "{text}"
        );
        assert_eq!(
            page(text, 1, 2).await.0,
            expected.into_iter().skip(1).take(2).collect::<Vec<_>>()
        );
        assert_eq!(
            page(text, 9, 2).await,
            (Vec::new(), total),
            "a page behind the end knows the total: {text}"
        );
    }
}
