//! Lists of people: searching, sorting, paging.

use chrono::TimeDelta;
use contract::people::{Deactivate, List, Profile, Reactivate, SetRoles, Sort, Standing};
use contract::{Code, PageRequest};
use domain::Role;

use super::{create, get, match_up, named, names};
use crate::world::{PASSWORD, World, code};

#[tokio::test(flavor = "multi_thread")]
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

#[tokio::test(flavor = "multi_thread")]
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

#[tokio::test(flavor = "multi_thread")]
async fn a_list_never_has_more_than_500_rows() {
    let world = World::founded().await;
    for number in 0..501 {
        world
            .person(&format!("Person {number:03}"), &[Role::Student])
            .await;
    }
    let all = world
        .ask(List {
            page: PageRequest::first(10_000),
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!((all.rows.len(), all.total), (500, 502));
}

#[tokio::test(flavor = "multi_thread")]
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

#[tokio::test(flavor = "multi_thread")]
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
        password: PASSWORD.to_owned(),
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
