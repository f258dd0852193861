//! The sample programme: loaded once, the same everywhere, removed without a trace.

use contract::fields;
use contract::matches::{self, End, Make};
use contract::people::{self, PersonView, SetRoles, Standing};
use contract::programmes::{LoadSample, RemoveSample};
use contract::proposals::SetFactors;
use contract::sessions;
use contract::{Code, PageRequest, Scope};
use domain::factors::{Factor, Rule, Source};
use domain::matches::MatchState;
use domain::{PersonId, Role};

use crate::world::{PASSWORD, World, code};

async fn people(world: &World) -> Vec<PersonView> {
    world.ask(people::List::default()).await.unwrap().rows
}

async fn matches(world: &World) -> Vec<matches::MatchView> {
    world
        .ask(matches::List {
            scope: Scope::Programme,
            ..Default::default()
        })
        .await
        .unwrap()
        .rows
}

async fn sessions(world: &World) -> Vec<sessions::SessionView> {
    let page = PageRequest::first(500);
    world
        .ask(sessions::List {
            scope: Scope::Programme,
            page,
            ..Default::default()
        })
        .await
        .unwrap()
        .rows
}

async fn find(world: &World, text: &str) -> PersonView {
    let list = people::List {
        text: text.to_owned(),
        ..Default::default()
    };
    world.ask(list).await.unwrap().rows.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_a_term_of_a_whole_programme() {
    let world = World::founded().await;
    let loaded = world.ask(LoadSample {}).await.unwrap();
    assert_eq!(loaded.sample_people, 27);

    let people = people(&world).await;
    let with = |role| {
        people
            .iter()
            .filter(|person| person.roles.contains(role))
            .count()
    };
    assert_eq!(
        (
            with(Role::Student),
            with(Role::Mentor),
            with(Role::Administrator)
        ),
        (18, 9, 1)
    );
    assert!(
        people
            .iter()
            .all(|person| person.sample != person.roles.contains(Role::Administrator))
    );
    let waiting = people::List {
        standing: Standing::Waiting,
        ..Default::default()
    };
    assert_eq!(world.ask(waiting).await.unwrap().total, 5);

    let matches = matches(&world).await;
    let in_state = |state| matches.iter().filter(|row| row.state == state).count();
    assert_eq!(
        (
            in_state(MatchState::Active),
            in_state(MatchState::Paused),
            in_state(MatchState::Ended)
        ),
        (12, 1, 2)
    );
    let now = "2026-11-17T15:54:00Z".parse().unwrap();
    let sessions = sessions(&world).await;
    assert!(
        (90..200).contains(&sessions.len()),
        "{} sessions",
        sessions.len()
    );
    assert_eq!(
        matches.iter().map(|row| row.sessions).sum::<u64>(),
        sessions.len() as u64
    );
    for session in &sessions {
        let of = matches.iter().find(|row| row.id == session.of).unwrap();
        assert!(
            of.started_at < session.starts_at && session.starts_at < of.ended_at.unwrap_or(now)
        );
        assert!((now - session.starts_at).num_days() <= 12 * 7 + 2);
    }
    assert!(
        sessions.iter().flat_map(|session| &session.notes).count() > 10,
        "administrators are told some notes"
    );

    let linh = find(&world, "tran").await;
    let detail = world.ask(people::Get { id: linh.id }).await.unwrap();
    assert_eq!(
        (
            detail.answers[0].name.as_str(),
            detail.answers[0].text.as_str()
        ),
        ("School year", "Year 13")
    );
    assert_eq!(code(world.ask(LoadSample {}).await), Some(Code::Conflict));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_the_same_everywhere() {
    let (one, other) = (World::founded().await, World::founded().await);
    one.ask(LoadSample {}).await.unwrap();
    other.ask(LoadSample {}).await.unwrap();
    let told = async |world: &World| {
        let people: Vec<_> = people(world)
            .await
            .into_iter()
            .map(|row| (row.name, row.email, row.students, row.joined_at))
            .collect();
        let sessions: Vec<_> = sessions(world)
            .await
            .into_iter()
            .map(|row| {
                (
                    row.starts_at,
                    row.student.name,
                    row.mentor.name,
                    row.topics,
                    row.minutes,
                )
            })
            .collect();
        (people, sessions)
    };
    assert_eq!(told(&one).await, told(&other).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_the_sample_leaves_everything_else() {
    let world = World::founded().await;
    let own = fields::Create {
        name: "Profession".to_owned(),
        kind: domain::fields::FieldKind::Text,
        options: Vec::new(),
        audience: domain::fields::FieldAudience::Pair,
        sensitive: false,
        roles: domain::Roles::EVERYBODY,
    };
    world.ask(own).await.unwrap();
    let mentor = world.person("Own mentor", &[Role::Mentor]).await;
    let (matched, moving) = (
        world.person("Own student", &[Role::Student]).await,
        world.person("Other student", &[Role::Student]).await,
    );
    let kept = world
        .ask(Make {
            student: matched,
            mentor,
        })
        .await
        .unwrap();
    let (people_before, fields_before) = (
        people(&world).await,
        world.ask(fields::List {}).await.unwrap(),
    );
    world.ask(LoadSample {}).await.unwrap();

    // The programme goes on while the sample is here.
    let ravi = find(&world, "ravi").await;
    let leila = find(&world, "leila").await;
    let noah = matches(&world)
        .await
        .into_iter()
        .find(|row| row.student.name.starts_with("Noah"))
        .unwrap();
    world
        .ask(End {
            id: noah.id,
            reason: String::new(),
        })
        .await
        .unwrap();
    world
        .ask(Make {
            student: moving,
            mentor: ravi.id,
        })
        .await
        .unwrap();
    world
        .ask(Make {
            student: leila.id,
            mentor,
        })
        .await
        .unwrap();
    let year = world
        .ask(fields::List {})
        .await
        .unwrap()
        .into_iter()
        .find(|field| field.name == "School year")
        .unwrap();
    let factor = |source| Factor {
        student: source,
        mentor: source,
        rule: Rule::Same,
        weight: 10,
        required: 0,
    };
    let factors = vec![factor(Source::Zone), factor(Source::Field(year.id))];
    world.ask(SetFactors { factors }).await.unwrap();

    let removed = world.ask(RemoveSample {}).await.unwrap();
    assert_eq!(removed.sample_people, 0);
    assert_eq!(people(&world).await, people_before);
    assert_eq!(world.ask(fields::List {}).await.unwrap(), fields_before);
    assert_eq!(matches(&world).await, [kept]);
    assert!(sessions(&world).await.is_empty());
    let factors = world
        .ask(contract::proposals::Factors {})
        .await
        .unwrap()
        .factors;
    assert_eq!(factors, [factor(Source::Zone)]);
    world
        .ask(Make {
            student: moving,
            mentor,
        })
        .await
        .unwrap();
    assert_eq!(code(world.ask(RemoveSample {}).await), Some(Code::Conflict));
    world.ask(LoadSample {}).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_never_takes_the_last_administrator_along() {
    let world = World::founded().await;
    world.ask(LoadSample {}).await.unwrap();
    let amara: PersonId = find(&world, "amara").await.id;
    world
        .ask(SetRoles {
            id: amara,
            roles: vec![Role::Mentor, Role::Administrator],
            password: PASSWORD.to_owned(),
        })
        .await
        .unwrap();
    world.member("Linh", &[Role::Student]).await;
    world.invite(amara, "amara").await;
    world.sign_in("amara").await;
    assert_eq!(code(world.ask(RemoveSample {}).await), Some(Code::Conflict));
    world.sign_in("linh").await;
    assert_eq!(code(world.ask(LoadSample {}).await), Some(Code::Forbidden));
    assert_eq!(
        code(world.ask(RemoveSample {}).await),
        Some(Code::Forbidden)
    );
}
