//! People: lists, profiles, roles, leaving and coming back.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use contract::accounts::{AccountState, CodeRequest, IssueCodes};
use contract::fields::{self, FieldView};
use contract::matches::{self, Make, MatchView};
use contract::people::{
    Change, Create, Deactivate, Get, List, PersonDetail, Profile, Reactivate, SetRoles, Sort,
    Standing,
};
use contract::reports::Overview;
use contract::{Code, PageRequest, Scope};
use domain::fields::{FieldAudience, FieldKind};
use domain::matches::MatchState;
use domain::{Availability, FieldId, PersonId, Role, Roles};
use uuid::Uuid;

use crate::world::{PASSWORD, World, code};

const STRANGER: PersonId = PersonId(Uuid::from_u128(7));

fn named(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        capacity: 1,
        ..Profile::default()
    }
}

fn create(profile: Profile, role: Role) -> Create {
    Create {
        profile,
        roles: vec![role],
        answers: BTreeMap::new(),
    }
}

async fn names(world: &World, list: List) -> Vec<String> {
    world
        .ask(list)
        .await
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect()
}

async fn get(world: &World, id: PersonId) -> PersonDetail {
    world.ask(Get { id }).await.unwrap()
}

async fn match_up(world: &World, student: PersonId, mentor: PersonId) -> MatchView {
    world.ask(Make { student, mentor }).await.unwrap()
}

/// Saves a changed profile over the present one.
async fn save(
    world: &World,
    id: PersonId,
    edit: impl FnOnce(&mut Profile),
) -> Result<PersonDetail, contract::ApiError> {
    let before = get(world, id).await;
    let mut profile = before.profile;
    edit(&mut profile);
    world
        .ask(Change {
            id,
            revision: before.revision,
            profile,
            answers: BTreeMap::new(),
        })
        .await
}

async fn field(world: &World, name: &str, audience: FieldAudience, sensitive: bool) -> FieldView {
    let roles = Roles::of(&[Role::Student, Role::Mentor]);
    let create = fields::Create {
        name: name.to_owned(),
        kind: FieldKind::Text,
        options: Vec::new(),
        audience,
        sensitive,
        roles,
    };
    world.ask(create).await.unwrap()
}

#[tokio::test]
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

#[tokio::test]
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

#[tokio::test]
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
        profile.email = "Ana@Post.example".to_owned()
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

#[tokio::test]
async fn a_search_ignores_case_and_accents_and_knows_no_wildcards() {
    let world = World::founded().await;
    for name in [
        "Linh Trần",
        "Søren Đặng",
        "Chloé Tremblay",
        "100% Percy",
        "Under_score",
        "Back\\slash",
    ] {
        world.person(name, &[Role::Student]).await;
    }
    let mail = Profile {
        email: "odd_name@post.example".to_owned(),
        ..named("Zed")
    };
    world.ask(create(mail, Role::Mentor)).await.unwrap();
    let found = async |text: &str| {
        names(
            &world,
            List {
                text: text.to_owned(),
                ..List::default()
            },
        )
        .await
    };

    assert_eq!(found("tran").await, ["Linh Trần"]);
    assert_eq!(found("TRẦN linh").await, ["Linh Trần"]);
    assert_eq!(found("dang SOREN").await, ["Søren Đặng"]);
    assert_eq!(found("chloe").await, ["Chloé Tremblay"]);
    assert_eq!(found("%").await, ["100% Percy"]);
    assert_eq!(found("_").await, ["Under_score", "Zed"]);
    assert_eq!(found("\\").await, ["Back\\slash"]);
    assert_eq!(found("ODD_NAME@post").await, ["Zed"]);
    assert_eq!(found("linh zed").await, Vec::<String>::new());
    let refused = world
        .refused(List {
            text: "x".repeat(201),
            ..List::default()
        })
        .await;
    assert!(refused.fields.contains_key("text"));
}

#[tokio::test]
async fn lists_are_sorted_and_paged_with_their_total() {
    let world = World::founded().await;
    for name in ["Zoë", "älva", "Bo", "Ånd"] {
        world.pass(TimeDelta::minutes(1));
        world.person(name, &[Role::Student]).await;
    }
    let page = |offset, limit| List {
        page: PageRequest { offset, limit },
        ..List::default()
    };

    assert_eq!(
        names(&world, List::default()).await,
        ["älva", "Ånd", "Bo", "Ingrid Solheim", "Zoë"]
    );
    let joined = List {
        sort: Sort::Joined,
        ..List::default()
    };
    assert_eq!(
        names(&world, joined).await,
        ["Ånd", "Bo", "älva", "Zoë", "Ingrid Solheim"]
    );
    assert_eq!(names(&world, page(1, 2)).await, ["Ånd", "Bo"]);
    assert_eq!(names(&world, page(4, 2)).await, ["Zoë"]);
    assert_eq!(world.ask(page(1, 2)).await.unwrap().total, 5);
    let beyond = world.ask(page(u64::MAX, u64::MAX)).await.unwrap();
    assert_eq!((beyond.rows.len(), beyond.total), (0, 5));
    let nothing = world.ask(page(0, 0)).await.unwrap();
    assert_eq!((nothing.rows.len(), nothing.total), (0, 5));
}

#[tokio::test]
async fn a_list_never_has_more_than_500_rows() {
    let world = World::founded().await;
    for number in 0..501 {
        world
            .person(&format!("Person {number:03}"), &[Role::Student])
            .await;
    }
    let all = world
        .ask(List {
            page: PageRequest {
                offset: 0,
                limit: 10_000,
            },
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!((all.rows.len(), all.total), (500, 502));
}

#[tokio::test]
async fn people_are_listed_by_how_they_stand() {
    let world = World::founded().await;
    let matched = world.person("Matched", &[Role::Student]).await;
    let both = world.person("Both", &[Role::Student, Role::Mentor]).await;
    let full = world
        .ask(create(named("Full"), Role::Mentor))
        .await
        .unwrap()
        .person
        .id;
    let gone = world.person("Gone", &[Role::Student]).await;
    match_up(&world, matched, full).await;
    world
        .ask(Deactivate {
            id: gone,
            reason: String::new(),
        })
        .await
        .unwrap();
    let standing = async |standing, role| {
        names(
            &world,
            List {
                standing,
                role,
                ..List::default()
            },
        )
        .await
    };

    assert_eq!(
        standing(Standing::Active, None).await,
        ["Both", "Full", "Ingrid Solheim", "Matched"]
    );
    assert_eq!(
        standing(Standing::Active, Some(Role::Mentor)).await,
        ["Both", "Full"]
    );
    assert_eq!(standing(Standing::Waiting, None).await, ["Both"]);
    assert_eq!(
        standing(Standing::Waiting, Some(Role::Administrator)).await,
        Vec::<String>::new()
    );
    assert_eq!(standing(Standing::FreePlaces, None).await, ["Both"]);
    assert_eq!(
        standing(Standing::NoAccount, None).await,
        ["Both", "Full", "Matched"]
    );
    assert_eq!(
        standing(Standing::NoAccount, Some(Role::Mentor)).await,
        ["Both", "Full"]
    );
    assert_eq!(standing(Standing::Inactive, None).await, ["Gone"]);

    let full = get(&world, full).await.person;
    assert_eq!((full.students, full.capacity, full.mentors), (1, 1, 0));
    assert_eq!(get(&world, matched).await.person.mentors, 1);
    assert_eq!(get(&world, both).await.person.capacity, 2);
}

#[tokio::test]
async fn only_administrators_list_create_and_change_what_people_are() {
    let world = World::founded().await;
    let amara = world.member("Amara", &[Role::Mentor, Role::Student]).await;
    world.sign_in("amara").await;

    assert_eq!(
        code(world.ask(List::default()).await),
        Some(Code::Forbidden)
    );
    assert_eq!(
        code(world.ask(create(named("X"), Role::Student)).await),
        Some(Code::Forbidden)
    );
    let set_roles = SetRoles {
        id: amara,
        roles: vec![Role::Administrator],
    };
    assert_eq!(code(world.ask(set_roles).await), Some(Code::Forbidden));
    let deactivate = Deactivate {
        id: amara,
        reason: String::new(),
    };
    assert_eq!(code(world.ask(deactivate).await), Some(Code::Forbidden));
    assert_eq!(
        code(world.ask(Reactivate { id: amara }).await),
        Some(Code::Forbidden)
    );
}

#[tokio::test]
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

#[tokio::test]
async fn people_change_their_own_profile_and_nobody_elses() {
    let world = World::founded().await;
    let linh = world.member("Linh", &[Role::Student]).await;
    let yusuf = world.person("Yusuf", &[Role::Student]).await;
    world.sign_in("linh").await;

    let changed = save(&world, linh, |profile| {
        profile.name = "Linh Trần".to_owned()
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

#[tokio::test]
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

#[tokio::test]
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

#[tokio::test]
async fn a_role_taken_away_ends_its_matches_alone() {
    let world = World::founded().await;
    let both = world.person("Zofia", &[Role::Student, Role::Mentor]).await;
    let mentor = world.person("Birgit", &[Role::Mentor]).await;
    let student = world.person("Callum", &[Role::Student]).await;
    let learning = match_up(&world, both, mentor).await;
    let teaching = match_up(&world, student, both).await;
    world.pass(TimeDelta::days(3));

    let changed = world
        .ask(SetRoles {
            id: both,
            roles: vec![Role::Student],
        })
        .await
        .unwrap();
    assert_eq!(changed.person.roles, Roles::of(&[Role::Student]));
    assert_eq!((changed.person.students, changed.person.mentors), (0, 1));
    let ended = world.ask(matches::Get { id: teaching.id }).await.unwrap();
    assert_eq!(
        (ended.state, ended.end_reason.as_str()),
        (MatchState::Ended, "The mentor gave up this role")
    );
    assert_eq!(
        ended.ended_at,
        Some("2026-11-20T15:54:00Z".parse().unwrap())
    );
    assert_eq!(
        world
            .ask(matches::Get { id: learning.id })
            .await
            .unwrap()
            .state,
        MatchState::Active
    );
    assert_eq!(get(&world, student).await.person.mentors, 0);

    assert_eq!(
        code(
            world
                .ask(SetRoles {
                    id: both,
                    roles: vec![]
                })
                .await
        ),
        Some(Code::Invalid)
    );
    assert_eq!(
        code(
            world
                .ask(SetRoles {
                    id: STRANGER,
                    roles: vec![Role::Student]
                })
                .await
        ),
        Some(Code::NotFound)
    );
    world
        .ask(SetRoles {
            id: both,
            roles: vec![Role::Mentor],
        })
        .await
        .unwrap();
    let ended = world.ask(matches::Get { id: learning.id }).await.unwrap();
    assert_eq!(ended.end_reason, "The student gave up this role");
}

#[tokio::test]
async fn the_last_administrator_who_can_sign_in_stays() {
    let world = World::founded().await;
    let ingrid = world.administrator.as_ref().unwrap().person;
    // One without an account could not administer anything.
    world.person("Nobody yet", &[Role::Administrator]).await;
    let demote = SetRoles {
        id: ingrid,
        roles: vec![Role::Mentor],
    };
    let leave = Deactivate {
        id: ingrid,
        reason: String::new(),
    };

    assert_eq!(code(world.ask(demote.clone()).await), Some(Code::Conflict));
    assert_eq!(code(world.ask(leave.clone()).await), Some(Code::Conflict));
    world
        .ask(SetRoles {
            id: ingrid,
            roles: vec![Role::Mentor, Role::Administrator],
        })
        .await
        .unwrap();

    let birgit = world.member("Birgit", &[Role::Administrator]).await;
    world.ask(demote.clone()).await.unwrap();
    assert_eq!(
        code(world.ask(List::default()).await),
        Some(Code::Forbidden),
        "the role is gone at once"
    );
    world.sign_in("birgit").await;
    assert_eq!(
        code(
            world
                .ask(Deactivate {
                    id: birgit,
                    reason: String::new()
                })
                .await
        ),
        Some(Code::Conflict)
    );
    world.ask(leave).await.unwrap();
    world.ask(demote).await.unwrap();
}

#[tokio::test]
async fn who_leaves_ends_their_matches_and_comes_back_without_them() {
    let world = World::founded().await;
    let both = world.member("Zofia", &[Role::Student, Role::Mentor]).await;
    let mentor = world.person("Birgit", &[Role::Mentor]).await;
    let student = world.person("Callum", &[Role::Student]).await;
    let learning = match_up(&world, both, mentor).await;
    let teaching = match_up(&world, student, both).await;
    world.ask(matches::Pause { id: teaching.id }).await.unwrap();

    let many_lines = Deactivate {
        id: both,
        reason: "one\ntwo".to_owned(),
    };
    assert!(
        world
            .refused(many_lines)
            .await
            .fields
            .contains_key("reason")
    );
    let left = world
        .ask(Deactivate {
            id: both,
            reason: " Moved abroad ".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(
        (
            left.person.active,
            left.person.students,
            left.person.mentors
        ),
        (false, 0, 0)
    );
    let reason = async |id| world.ask(matches::Get { id }).await.unwrap().end_reason;
    assert_eq!(
        reason(learning.id).await,
        "The student was deactivated: Moved abroad"
    );
    assert_eq!(
        reason(teaching.id).await,
        "The mentor was deactivated: Moved abroad"
    );
    let ended = world
        .ask(matches::List {
            scope: Scope::Programme,
            ..Default::default()
        })
        .await
        .unwrap();
    assert!(ended.rows.iter().all(|row| row.state == MatchState::Ended));
    assert_eq!(
        code(
            world
                .ask(Deactivate {
                    id: both,
                    reason: String::new()
                })
                .await
        ),
        Some(Code::Conflict)
    );
    assert!(world.try_sign_in("zofia", PASSWORD).await.is_err());
    world.sign_in("ingrid").await;

    let back = world.ask(Reactivate { id: both }).await.unwrap();
    assert_eq!((back.person.active, back.person.mentors), (true, 0));
    assert_eq!(
        back.person.account,
        AccountState::NeedsCode {
            sign_in_name: "zofia".to_owned()
        }
    );
    assert_eq!(
        code(world.ask(Reactivate { id: both }).await),
        Some(Code::Conflict)
    );
    assert!(
        world.try_sign_in("zofia", PASSWORD).await.is_err(),
        "the old password is gone"
    );
    world.sign_in("ingrid").await;
    for refused in [
        code(world.ask(Reactivate { id: STRANGER }).await),
        code(
            world
                .ask(Deactivate {
                    id: STRANGER,
                    reason: String::new(),
                })
                .await,
        ),
    ] {
        assert_eq!(refused, Some(Code::NotFound));
    }
}

#[tokio::test]
async fn waiting_begins_with_joining_and_with_the_end_of_the_last_match() {
    let world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let amara = world.person("Amara", &[Role::Mentor]).await;
    let longest = async || world.ask(Overview::default()).await.unwrap().longest_wait;
    world.pass(TimeDelta::days(5));
    assert_eq!(longest().await, Some(5));
    let made = match_up(&world, linh, amara).await;
    assert_eq!(longest().await, None);
    world.pass(TimeDelta::days(5));
    world
        .ask(matches::End {
            id: made.id,
            reason: String::new(),
        })
        .await
        .unwrap();
    world.pass(TimeDelta::days(2));
    assert_eq!(longest().await, Some(2));

    // The time away, and the time without the role, were no waiting.
    world
        .ask(Deactivate {
            id: linh,
            reason: String::new(),
        })
        .await
        .unwrap();
    assert_eq!(longest().await, None);
    world.pass(TimeDelta::days(9));
    world.ask(Reactivate { id: linh }).await.unwrap();
    assert_eq!(longest().await, Some(0));
    world
        .ask(SetRoles {
            id: linh,
            roles: vec![Role::Mentor],
        })
        .await
        .unwrap();
    world.pass(TimeDelta::days(4));
    world
        .ask(SetRoles {
            id: linh,
            roles: vec![Role::Mentor, Role::Student],
        })
        .await
        .unwrap();
    assert_eq!(longest().await, Some(0));
}

#[tokio::test]
async fn an_account_is_none_invited_active_or_in_need_of_a_code() {
    let world = World::founded().await;
    let linh = world.person("Linh", &[Role::Student]).await;
    let state = async || get(&world, linh).await.person.account;
    assert_eq!(state().await, AccountState::None);

    let request = CodeRequest {
        person: linh,
        sign_in_name: "linh".to_owned(),
    };
    let codes = world
        .ask(IssueCodes {
            people: vec![request],
        })
        .await
        .unwrap();
    let sign_in_name = "linh".to_owned();
    let invited = AccountState::Invited {
        sign_in_name: sign_in_name.clone(),
        until: codes[0].expires_at,
    };
    assert_eq!(state().await, invited);
    let listed = world
        .ask(List {
            text: "linh".to_owned(),
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!(listed.rows[0].account, invited);
    world.pass(TimeDelta::hours(25));
    assert_eq!(
        state().await,
        AccountState::NeedsCode {
            sign_in_name: sign_in_name.clone()
        }
    );

    let yusuf = world.member("Yusuf", &[Role::Student]).await;
    let active = AccountState::Active {
        sign_in_name: "yusuf".to_owned(),
    };
    assert_eq!(get(&world, yusuf).await.person.account, active);
}
