//! Sessions: logged, changed, deleted and undone; what is refused, and to whom.

mod readers;
mod search;

use chrono::{DateTime, TimeDelta, Utc};
use contract::matches::{self, Make};
use contract::sessions::{
    Change, Delete, DeleteReflection, Get, List, Log, NoteDraft, NoteKind, Reflect, Restore, SessionView,
};
use contract::{Code, PageRequest, Scope, drafts};
use domain::{Audience, MatchId, PersonId, Role, SessionId};
use uuid::Uuid;

use crate::world::{World, code};

const ABSENT: SessionId = SessionId(Uuid::from_u128(7));

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
        Self { world, linh, amara, of }
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
        self.world.ask(matches::End { id: self.of, reason: String::new() }).await.unwrap();
    }
}

async fn pair(world: &World, student: PersonId, mentor: PersonId) -> MatchId {
    world.ask(Make { student, mentor }).await.unwrap().id
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn note(audience: Audience, text: &str) -> NoteDraft {
    NoteDraft { audience, text: text.to_owned() }
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
    Reflect { id, text: text.to_owned(), draft: None }
}

fn programme() -> List {
    List { scope: Scope::Programme, ..List::default() }
}

fn texts(session: &SessionView) -> Vec<&str> {
    session.notes.iter().map(|note| note.text.as_str()).collect()
}

#[tokio::test]
async fn a_mentor_logs_a_session_and_its_student_reads_it() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    assert_eq!((logged.starts_at, logged.minutes, logged.place.as_str()), (time("2026-11-16T15:00:00Z"), 45, "Library"));
    assert_eq!(logged.topics, ["Interview", "CV"]);
    assert_eq!((logged.student.id, logged.mentor.id), (stage.linh, stage.amara));
    assert_eq!((logged.mine, logged.may_change, logged.may_reflect), (matches::MySide::Mentor, true, false));
    assert!(logged.notes[0].mine);

    stage.world.sign_in("linh").await;
    let read = stage.get(logged.id).await;
    assert_eq!(texts(&read), ["Write the letter until *Friday*"]);
    assert_eq!((read.notes[0].author, read.notes[0].author_name.as_str(), read.notes[0].mine), (stage.amara, "Amara", false));
    assert_eq!((read.mine, read.may_change, read.may_reflect), (matches::MySide::Student, false, true));

    let of = stage.world.ask(matches::Get { id: stage.of }).await.unwrap();
    assert_eq!((of.sessions, of.minutes, of.last_session_at), (1, 45, Some(logged.starts_at)));
}

#[tokio::test]
async fn the_draft_goes_with_what_became_of_it() {
    let stage = Stage::make().await;
    let key = |key: &str| key.to_owned();
    for name in ["log", "change", "other"] {
        stage.world.ask(drafts::Save { key: key(name), body: "typed".to_owned() }).await.unwrap();
    }
    let logged = stage.world.ask(Log { draft: Some(key("log")), ..stage.log() }).await.unwrap();
    let wrong = Change { minutes: 0, draft: Some(key("change")), ..change(&logged, Vec::new()) };
    stage.world.refused(wrong.clone()).await;
    let kept = async |name| stage.world.ask(drafts::Get { key: key(name) }).await.unwrap().is_some();
    assert_eq!((kept("log").await, kept("change").await), (false, true), "a refused change keeps its draft");
    stage.world.ask(Change { minutes: 50, ..wrong }).await.unwrap();
    assert_eq!((kept("change").await, kept("other").await), (false, true));

    stage.world.sign_in("linh").await;
    stage.world.ask(drafts::Save { key: key("reflect"), body: "typed".to_owned() }).await.unwrap();
    let reflection = Reflect { draft: Some(key("reflect")), ..reflect(logged.id, "I dared to ask") };
    stage.world.ask(reflection).await.unwrap();
    assert!(!kept("reflect").await);
}

#[tokio::test]
async fn every_wrong_field_is_named_and_nothing_is_written() {
    let stage = Stage::make().await;
    let refused = stage
        .world
        .refused(Log {
            starts_at: time("2026-11-17T15:59:01Z"),
            minutes: 1441,
            place: "x".repeat(121),
            topics: vec!["x".repeat(61)],
            notes: vec![
                note(Audience::Pair, "one"),
                note(Audience::Author, "a bell: \u{7}"),
                note(Audience::Pair, "another"),
            ],
            ..stage.log()
        })
        .await;
    assert_eq!(refused.code, Code::Invalid);
    assert_eq!(
        refused.fields.keys().collect::<Vec<_>>(),
        ["minutes", "notes.1.text", "notes.2.audience", "place", "starts_at", "topics"]
    );
    let first_moment = Log { starts_at: time("1999-12-31T23:59:59Z"), ..stage.log() };
    assert_eq!(stage.world.refused(first_moment).await.fields["starts_at"], "Choose a date after 1999");
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 0);

    let skewed = Log { starts_at: time("2026-11-17T15:59:00Z"), minutes: 1440, ..stage.log() };
    assert!(stage.world.ask(skewed).await.is_ok(), "a clock may go five minutes ahead");
    let earliest = Log { starts_at: time("2000-01-01T00:00:00Z"), minutes: 1, ..stage.log() };
    assert!(stage.world.ask(earliest).await.is_ok());
}

#[tokio::test]
async fn an_empty_note_is_no_note_and_odd_text_comes_back_as_written() {
    let stage = Stage::make().await;
    let odd = "‏مرحبا 👩🏽‍🏫 \t\"quoted\" <b>&amp;</b>\n\n'; DROP TABLE notes; --";
    let notes = vec![note(Audience::Author, " \n\t"), note(Audience::Pair, odd)];
    let logged = stage.world.ask(Log { notes, place: "  ".to_owned(), ..stage.log() }).await.unwrap();
    assert_eq!((texts(&logged), logged.place.as_str()), (vec![odd], ""));
}

#[tokio::test]
async fn a_change_carries_the_revision_it_read() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let changed = stage.world.ask(Change { minutes: 60, ..change(&logged, Vec::new()) }).await.unwrap();
    assert_eq!((changed.minutes, texts(&changed)), (60, texts(&logged)));
    let late = stage.world.ask(Change { minutes: 90, ..change(&logged, Vec::new()) }).await;
    assert_eq!(code(late), Some(Code::Conflict));
    assert_eq!(stage.get(logged.id).await.minutes, 60);
}

#[tokio::test]
async fn a_reflection_does_not_disturb_the_mentor_who_is_changing_the_session() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    stage.world.sign_in("linh").await;
    stage.world.ask(reflect(logged.id, "I dared to ask")).await.unwrap();
    stage.world.sign_in("amara").await;
    let changed = stage.world.ask(change(&logged, Vec::new())).await.unwrap();
    assert_eq!(texts(&changed), ["Write the letter until *Friday*", "I dared to ask"]);
}

#[tokio::test]
async fn a_student_has_one_reflection_on_a_session() {
    let stage = Stage::make().await;
    let id = stage.logged().await.id;
    stage.world.sign_in("linh").await;
    assert_eq!(stage.world.refused(reflect(id, " \n ")).await.fields["text"], "Fill this in");
    let first = stage.world.ask(reflect(id, "I dared to ask")).await.unwrap().notes.remove(1);
    assert_eq!((first.kind, first.audience, first.mine), (NoteKind::Reflection, Audience::Pair, true));
    stage.world.pass(TimeDelta::hours(1));
    let second = stage.world.ask(reflect(id, "I dared to ask twice")).await.unwrap();
    assert_eq!(texts(&second), ["Write the letter until *Friday*", "I dared to ask twice"]);
    assert_eq!((second.notes[1].id, second.notes[1].written_at), (first.id, first.written_at));
    assert_eq!(second.notes[1].changed_at, first.written_at + TimeDelta::hours(1));

    let without = stage.world.ask(DeleteReflection { id }).await.unwrap();
    assert_eq!(texts(&without), ["Write the letter until *Friday*"]);
    assert_eq!(code(stage.world.ask(DeleteReflection { id }).await), Some(Code::NotFound));
}

#[tokio::test]
async fn deleting_hides_a_session_with_its_texts_until_it_is_undone() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let id = logged.id;
    stage.world.ask(Delete { id }).await.unwrap();
    for name in ["amara", "linh", "ingrid"] {
        stage.world.sign_in(name).await;
        assert_eq!(code(stage.world.ask(Get { id }).await), Some(Code::NotFound), "{name}");
    }
    assert_eq!(stage.world.ask(programme()).await.unwrap().total, 0);
    let found = stage.world.ask(List { text: "interview".to_owned(), ..programme() }).await.unwrap();
    assert_eq!((found.rows.len(), found.total), (0, 0));
    assert_eq!(stage.world.ask(matches::Get { id: stage.of }).await.unwrap().sessions, 0);

    stage.world.sign_in("amara").await;
    for refused in [
        code(stage.world.ask(Delete { id }).await),
        code(stage.world.ask(change(&logged, Vec::new())).await),
    ] {
        assert_eq!(refused, Some(Code::NotFound), "what was deleted is not there");
    }
    let restored = stage.world.ask(Restore { id }).await.unwrap();
    assert_eq!((restored.starts_at, texts(&restored)), (logged.starts_at, texts(&logged)));
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 1);
    assert_eq!(code(stage.world.ask(Restore { id }).await), Some(Code::NotFound), "it is there already");
}

#[tokio::test]
async fn a_foreign_session_is_no_session() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let deleted = stage.logged().await.id;
    stage.world.ask(Delete { id: deleted }).await.unwrap();
    stage.world.sign_in("ingrid").await;
    let omar = stage.world.member("Omar", &[Role::Mentor, Role::Student]).await;
    let noah = stage.world.person("Noah", &[Role::Student]).await;
    pair(&stage.world, noah, omar).await;

    stage.world.sign_in("omar").await;
    for (asked, deleted) in [(logged.id, deleted), (ABSENT, ABSENT)] {
        let of = if asked == ABSENT { MatchId(ABSENT.0) } else { stage.of };
        let foreign = SessionView { id: asked, ..logged.clone() };
        let refusals = [
            stage.world.refused(Get { id: asked }).await,
            stage.world.refused(Log { of, ..stage.log() }).await,
            stage.world.refused(change(&foreign, Vec::new())).await,
            stage.world.refused(Delete { id: asked }).await,
            stage.world.refused(Restore { id: deleted }).await,
            stage.world.refused(reflect(asked, "Not mine")).await,
            stage.world.refused(DeleteReflection { id: asked }).await,
            stage.world.refused(List { of: Some(of), ..List::default() }).await,
        ];
        for refusal in &refusals {
            assert_eq!(refusal, &refusals[0], "a foreign row and an absent one answer alike");
            assert_eq!(refusal.code, Code::NotFound);
        }
    }
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 0);
    assert_eq!(code(stage.world.ask(programme()).await), Some(Code::Forbidden));
}

#[tokio::test]
async fn the_student_of_a_match_changes_none_of_its_facts() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    stage.world.sign_in("ingrid").await;
    let roles = vec![Role::Student, Role::Mentor];
    stage.world.ask(contract::people::SetRoles { id: stage.linh, roles }).await.unwrap();
    stage.world.sign_in("linh").await;
    for refused in [
        code(stage.world.ask(stage.log()).await),
        code(stage.world.ask(change(&logged, Vec::new())).await),
        code(stage.world.ask(Delete { id: logged.id }).await),
    ] {
        assert_eq!(refused, Some(Code::Forbidden), "a mentor, but not of this match");
    }
    assert_eq!(code(stage.world.ask(DeleteReflection { id: logged.id }).await), Some(Code::NotFound));

    stage.world.sign_in("ingrid").await;
    let roles = vec![Role::Student, Role::Administrator];
    stage.world.ask(contract::people::SetRoles { id: stage.linh, roles }).await.unwrap();
    stage.world.sign_in("linh").await;
    let refused = stage.world.refused(change(&logged, vec![note(Audience::Author, "mine")])).await;
    assert_eq!(refused.fields.keys().collect::<Vec<_>>(), ["notes"], "students write reflections");
    assert!(stage.world.ask(change(&logged, Vec::new())).await.is_ok(), "an administrator all the same");
}

#[tokio::test]
async fn after_the_end_both_read_and_nobody_writes() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let deleted = stage.logged().await.id;
    stage.world.ask(Delete { id: deleted }).await.unwrap();
    stage.world.sign_in("linh").await;
    stage.world.ask(reflect(logged.id, "I dared to ask")).await.unwrap();
    stage.end().await;

    for name in ["amara", "ingrid"] {
        stage.world.sign_in(name).await;
        for refused in [
            code(stage.world.ask(stage.log()).await),
            code(stage.world.ask(change(&logged, Vec::new())).await),
            code(stage.world.ask(Delete { id: logged.id }).await),
            code(stage.world.ask(Restore { id: deleted }).await),
        ] {
            assert_eq!(refused, Some(Code::Conflict), "{name}");
        }
    }
    stage.world.sign_in("linh").await;
    assert_eq!(code(stage.world.ask(reflect(logged.id, "More")).await), Some(Code::Conflict));
    assert_eq!(code(stage.world.ask(DeleteReflection { id: logged.id }).await), Some(Code::Conflict));
    for name in ["linh", "amara"] {
        stage.world.sign_in(name).await;
        let read = stage.world.ask(List::default()).await.unwrap().rows.remove(0);
        assert_eq!(texts(&read), ["Write the letter until *Friday*", "I dared to ask"], "{name}");
        assert!(!read.may_change && !read.may_reflect);
    }
}

#[tokio::test]
async fn a_new_mentor_sees_nothing_of_the_earlier_match() {
    let stage = Stage::make().await;
    let id = stage.logged().await.id;
    stage.end().await;
    let omar = stage.world.member("Omar", &[Role::Mentor]).await;
    let of = pair(&stage.world, stage.linh, omar).await;
    stage.world.sign_in("omar").await;
    let later = stage.world.ask(Log { of, ..stage.log() }).await.unwrap().id;
    let seen = stage.world.ask(List { text: "letter".to_owned(), ..List::default() }).await.unwrap();
    assert_eq!(seen.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [later]);
    assert_eq!(code(stage.world.ask(Get { id }).await), Some(Code::NotFound));
    assert_eq!(
        code(stage.world.ask(List { of: Some(stage.of), ..List::default() }).await),
        Some(Code::NotFound)
    );
    stage.world.sign_in("linh").await;
    assert_eq!(stage.world.ask(List::default()).await.unwrap().total, 2);
}

#[tokio::test]
async fn pages_are_newest_first_and_know_the_total() {
    let stage = Stage::make().await;
    let start = time("2026-11-16T15:00:00Z");
    for day in [3, 0, 4, 1, 2] {
        let log = Log { starts_at: start - TimeDelta::days(day), minutes: 30 + day, ..stage.log() };
        stage.world.ask(log).await.unwrap();
    }
    let page = async |text: &str, offset, limit| {
        let list = List { text: text.to_owned(), page: PageRequest { offset, limit }, ..List::default() };
        let page = stage.world.ask(list).await.unwrap();
        (page.rows.iter().map(|row| row.minutes).collect::<Vec<_>>(), page.total)
    };
    for text in ["", "library", "letter"] {
        let total = if text == "library" { 0 } else { 5 };
        let expected: Vec<u32> = (30..).take(total).collect();
        let total = u64::try_from(total).unwrap();
        assert_eq!(page(text, 0, 10_000).await, (expected.clone(), total), "{text}");
        assert_eq!(page(text, 1, 2).await.0, expected.into_iter().skip(1).take(2).collect::<Vec<_>>());
        assert_eq!(page(text, 9, 2).await, (Vec::new(), total), "a page behind the end knows the total: {text}");
    }
}
