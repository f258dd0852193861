//! Profiles: written, shown, answered.

use std::collections::BTreeMap;

use contract::accounts::AccountState;
use contract::people::{Change, Create, Get, List, PersonDetail, Profile};
use contract::{Code, fields, matches};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Availability, FieldId, Role, Roles};
use uuid::Uuid;

use super::{STRANGER, create, field, get, match_up, named, names, save};
use crate::world::{World, code};

#[tokio::test(flavor = "multi_thread")]
async fn a_created_person_comes_back_as_typed() {
    let world = World::founded().await;
    let profile = Profile {
        name: "  Linh Trần ".to_owned(),
        email: "Linh@Northside.example".to_owned(),
        bio: "I help at the **clinic**.\r\n".to_owned(),
        interests: vec![
            "Nursing".to_owned(),
            "nursing".to_owned(),
            String::new(),
            "Biology".to_owned(),
        ],
        expertise: Vec::new(),
        languages: vec!["Tiếng Việt".to_owned()],
        zone: "Europe/Lisbon".to_owned(),
        availability: Availability::default().with(15, true),
        capacity: 3,
    };
    let created = world.ask(create(profile, Role::Student)).await.unwrap();

    let expected = Profile {
        name: "Linh Trần".to_owned(),
        email: "Linh@Northside.example".to_owned(),
        bio: "I help at the **clinic**.".to_owned(),
        interests: vec!["Nursing".to_owned(), "Biology".to_owned()],
        expertise: Vec::new(),
        languages: vec!["Tiếng Việt".to_owned()],
        zone: "Europe/Lisbon".to_owned(),
        availability: Availability::default().with(15, true),
        capacity: 3,
    };
    assert_eq!(created.profile, expected);
    assert_eq!(get(&world, created.person.id).await, created);
    assert_eq!(created.person.roles, Roles::of(&[Role::Student]));
    assert_eq!(
        (created.person.active, created.person.sample),
        (true, false)
    );
    assert_eq!(created.person.account, AccountState::None);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_part_of_a_profile_is_named_at_once() {
    let world = World::founded().await;
    let profile = Profile {
        name: "\u{202e}".to_owned(),
        email: "@nobody".to_owned(),
        bio: "bell \u{7}".to_owned(),
        interests: (0..41).map(|number| format!("tag {number}")).collect(),
        expertise: vec!["x".repeat(61)],
        languages: vec!["123".to_owned()],
        zone: "Mars/Olympus".to_owned(),
        capacity: 101,
        ..Profile::default()
    };
    let answers = BTreeMap::from([(FieldId(Uuid::nil()), "Year 9".to_owned())]);
    let refused = world
        .refused(Create {
            profile,
            roles: Vec::new(),
            answers,
        })
        .await;

    assert_eq!(refused.code, Code::Invalid);
    let wrong: Vec<&str> = refused.fields.keys().map(String::as_str).collect();
    assert_eq!(
        wrong,
        [
            "answers.00000000-0000-0000-0000-000000000000",
            "bio",
            "capacity",
            "email",
            "expertise",
            "interests",
            "languages",
            "name",
            "roles",
            "zone",
        ]
    );
    assert_eq!(
        names(&world, List::default()).await,
        ["Ingrid Solheim"],
        "nothing is written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_belongs_to_one_person_in_any_case() {
    let world = World::founded().await;
    let with_email = |email: &str| Profile {
        email: email.to_owned(),
        ..named("Ana")
    };
    world
        .ask(create(with_email("ana@post.example"), Role::Student))
        .await
        .unwrap();
    let other = world
        .ask(create(named("Other Ana"), Role::Student))
        .await
        .unwrap();

    let refused = world
        .refused(create(with_email("ANA@post.example"), Role::Mentor))
        .await;
    assert_eq!(refused.fields["email"], "Somebody else has this e-mail");
    let refused = save(&world, other.person.id, |profile| {
        profile.email = "Ana@Post.example".to_owned();
    })
    .await;
    assert_eq!(
        refused.unwrap_err().fields["email"],
        "Somebody else has this e-mail"
    );
    // Any number of people have none.
    world
        .ask(create(named("Third Ana"), Role::Student))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_decides_what_is_seen() {
    let world = World::founded().await;
    let pair = field(&world, "Grade", FieldAudience::Pair, false).await;
    let own = field(&world, "Telephone", FieldAudience::Person, false).await;
    let office = field(&world, "Health", FieldAudience::Administrators, true).await;
    let amara = world.member("Amara", &[Role::Mentor]).await;
    let linh = world.member("Linh", &[Role::Student]).await;
    world.member("Yusuf", &[Role::Student]).await;
    let before = get(&world, linh).await;
    let profile = Profile {
        email: "linh@post.example".to_owned(),
        bio: "Clinic".to_owned(),
        ..before.profile
    };
    let answers = [(pair.id, "10"), (own.id, "+49 1"), (office.id, "Asthma")];
    let answers = answers.map(|(id, text)| (id, text.to_owned())).into();
    world
        .ask(Change {
            id: linh,
            revision: before.revision,
            profile,
            answers,
        })
        .await
        .unwrap();
    let ended = match_up(&world, linh, amara).await;
    let seen = async || {
        let detail = get(&world, linh).await;
        let answers: Vec<String> = detail
            .answers
            .into_iter()
            .map(|answer| answer.name)
            .collect();
        (detail.person, detail.profile, answers)
    };

    let (person, profile, answers) = seen().await;
    assert_eq!(answers, ["Grade", "Telephone", "Health"]);
    assert!(matches!(person.account, AccountState::Active { .. }));
    assert_eq!((person.mentors, profile.capacity), (1, 2));

    world.sign_in("linh").await;
    let (person, profile, answers) = seen().await;
    assert_eq!(answers, ["Grade", "Telephone"]);
    assert_eq!(
        (person.account, person.mentors, profile.capacity),
        (AccountState::None, 1, 2)
    );

    // A mentor sees what is shown to the pair, and goes on seeing it when the match has ended.
    for end in [false, true] {
        if end {
            world.sign_in("ingrid").await;
            world
                .ask(matches::End {
                    id: ended.id,
                    reason: String::new(),
                })
                .await
                .unwrap();
        }
        world.sign_in("amara").await;
        let (person, profile, answers) = seen().await;
        assert_eq!(answers, ["Grade"]);
        assert_eq!(
            (person.email.as_str(), profile.bio.as_str()),
            ("linh@post.example", "Clinic")
        );
        assert_eq!(
            (person.account, person.mentors, profile.capacity),
            (AccountState::None, 0, 0)
        );
    }

    world.sign_in("yusuf").await;
    let foreign = world.refused(Get { id: linh }).await;
    assert_eq!(foreign.code, Code::NotFound);
    assert_eq!(
        foreign,
        world.refused(Get { id: STRANGER }).await,
        "foreign and absent are told apart"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_change_their_own_profile_and_nobody_elses() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let yusuf = world.person("Yusuf", &[Role::Student]).await;
    world.sign_in("linh").await;

    let changed = save(&world, linh, |profile| {
        profile.name = "Linh Trần".to_owned();
    })
    .await
    .unwrap();
    assert_eq!(
        (changed.profile.name.as_str(), changed.revision),
        ("Linh Trần", 1)
    );

    let change = |id| Change {
        id,
        revision: 0,
        profile: named("Stolen"),
        answers: BTreeMap::new(),
    };
    let foreign = world.refused(change(yusuf)).await;
    assert_eq!(foreign.code, Code::NotFound);
    assert_eq!(foreign, world.refused(change(STRANGER)).await);
    let stale = world.refused(change(linh)).await;
    assert_eq!(
        stale.code,
        Code::Conflict,
        "a change carries the revision it read"
    );

    world.sign_in("ingrid").await;
    assert_eq!(
        save(&world, yusuf, |profile| profile.name =
            "Yusuf Demir".to_owned())
        .await
        .unwrap()
        .revision,
        1
    );
    assert_eq!(get(&world, linh).await.profile.name, "Linh Trần");
    assert_eq!(
        code(world.ask(change(STRANGER)).await),
        Some(Code::NotFound)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_answer_what_they_are_asked_and_see() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let grade = field(&world, "Grade", FieldAudience::Pair, false).await;
    let office = field(&world, "Health", FieldAudience::Administrators, true).await;
    let number = fields::Create {
        name: "Siblings".to_owned(),
        kind: FieldKind::Number,
        options: Vec::new(),
        audience: FieldAudience::Person,
        sensitive: false,
        roles: Roles::of(&[Role::Student]),
    };
    let siblings = world.ask(number.clone()).await.unwrap();
    let mentors = fields::Create {
        name: "Rank".to_owned(),
        roles: Roles::of(&[Role::Mentor]),
        ..number
    };
    let rank = world.ask(mentors).await.unwrap();
    world.sign_in("linh").await;
    let answer = async |answers: &[(FieldId, &str)]| {
        let before = get(&world, linh).await;
        let answers = answers
            .iter()
            .map(|(id, text)| (*id, (*text).to_owned()))
            .collect();
        world
            .ask(Change {
                id: linh,
                revision: before.revision,
                profile: before.profile,
                answers,
            })
            .await
    };
    let texts = |detail: PersonDetail| -> Vec<String> {
        detail
            .answers
            .into_iter()
            .map(|answer| answer.text)
            .collect()
    };

    assert_eq!(
        texts(
            answer(&[(grade.id, " Ten "), (siblings.id, "Two")])
                .await
                .unwrap()
        ),
        ["Ten", "2"]
    );
    assert_eq!(
        texts(answer(&[(siblings.id, "3,5")]).await.unwrap()),
        ["Ten", "3.5"],
        "what is left out stays"
    );
    assert_eq!(
        texts(answer(&[(grade.id, " ")]).await.unwrap()),
        ["3.5"],
        "an empty answer takes one back"
    );

    let wrong = answer(&[(siblings.id, "many"), (grade.id, "Eleven")])
        .await
        .unwrap_err();
    assert_eq!(
        wrong.fields[&format!("answers.{}", siblings.id)],
        "Write a number"
    );
    // Not theirs to answer, not there at all: the same words.
    let absent = FieldId(Uuid::from_u128(9));
    let mut told = Vec::new();
    for id in [office.id, rank.id, absent] {
        told.push(
            answer(&[(id, "1")])
                .await
                .unwrap_err()
                .fields
                .remove(&format!("answers.{id}"))
                .unwrap(),
        );
    }
    assert!(told.iter().all(|text| *text == told[0]), "{told:?}");
    assert_eq!(
        texts(get(&world, linh).await),
        ["3.5"],
        "nothing of a refused change is written"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capacity_below_the_open_matches_is_refused_by_name() {
    let world = World::founded().await;
    let amara = world.member("Amara", &[Role::Mentor]).await;
    let (linh, yusuf) = (
        world.person("Linh Trần", &[Role::Student]).await,
        world.person("Yusuf", &[Role::Student]).await,
    );
    let first = match_up(&world, linh, amara).await;
    match_up(&world, yusuf, amara).await;
    world.ask(matches::Pause { id: first.id }).await.unwrap();
    world.sign_in("amara").await;

    let refused = save(&world, amara, |profile| profile.capacity = 1)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NoPlace);
    assert_eq!(
        refused.message,
        "Matched with Linh Trần and Yusuf: choose at least 2, or end a match first"
    );
    assert_eq!(refused.fields["capacity"], refused.message);
    save(&world, amara, |profile| profile.capacity = 2)
        .await
        .unwrap();
    world.sign_in("ingrid").await;
    world
        .ask(matches::End {
            id: first.id,
            reason: String::new(),
        })
        .await
        .unwrap();
    let changed = save(&world, amara, |profile| profile.capacity = 1)
        .await
        .unwrap();
    assert_eq!((changed.person.students, changed.person.capacity), (1, 1));
}
