//! Lists of matches: filtered, searched, sorted.

use std::iter;

use chrono::TimeDelta;
use contract::matches::{List, Pause, Sort};
use contract::{PageRequest, people};
use domain::matches::MatchState;

use super::{end, log, make, mentor, programme, student, students};
use crate::imports::{file, import};
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_filters_by_state_names_and_person() {
    let world = World::founded().await;
    let amara = mentor(&world, "Amara Okonkwo", 5).await;
    let chloe = mentor(&world, "Chloé Tremblay", 5).await;
    let (linh, yusuf, odd) = (
        student(&world, "Linh Trần").await,
        student(&world, "Yusuf").await,
        student(&world, "Per_cent %").await,
    );
    make(&world, linh, amara).await;
    let paused = make(&world, yusuf, chloe).await.id;
    let ended = make(&world, odd, amara).await.id;
    world.ask(Pause { id: paused }).await.unwrap();
    end(&world, ended).await;
    let state = |state| List {
        state: Some(state),
        ..programme()
    };
    let text = |text: &str| List {
        text: text.to_owned(),
        sort: Sort::Student,
        ..programme()
    };

    assert_eq!(
        students(&world, state(MatchState::Active)).await,
        ["Linh Trần"]
    );
    assert_eq!(students(&world, state(MatchState::Paused)).await, ["Yusuf"]);
    assert_eq!(
        students(&world, state(MatchState::Ended)).await,
        ["Per_cent %"]
    );
    assert_eq!(students(&world, text("chloe")).await, ["Yusuf"]);
    assert_eq!(
        students(&world, text("OKONKWO")).await,
        ["Linh Trần", "Per_cent %"]
    );
    assert_eq!(students(&world, text("tran amara")).await, ["Linh Trần"]);
    assert_eq!(students(&world, text("%")).await, ["Per_cent %"]);
    assert_eq!(students(&world, text("_")).await, ["Per_cent %"]);
    let of = |person| List {
        person: Some(person),
        sort: Sort::Student,
        ..programme()
    };
    assert_eq!(
        students(&world, of(amara)).await,
        ["Linh Trần", "Per_cent %"]
    );
    assert_eq!(students(&world, of(yusuf)).await, ["Yusuf"]);
}

/// Words that stand in many names are looked for another way than those that stand in few.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_searched_alike_for_common_words_and_rare_ones() {
    let world = World::founded().await;
    let names = (0..520).map(|at| format!("Common Student{at}"));
    let rows: Vec<String> = iter::once("Name".to_owned()).chain(names).collect();
    let roster = file(&world, "many.csv", &rows.join("\n"));
    import(&world, &roster).await;
    let amara = mentor(&world, "Amara Common", 5).await;
    let wanted = people::List {
        text: "student51".to_owned(),
        ..people::List::default()
    };
    // 51 and 510 to 519.
    let rows = world.ask(wanted).await.unwrap().rows;
    assert_eq!(rows.len(), 11);
    for row in &rows[..3] {
        make(&world, row.id, amara).await;
    }
    let found = async |text: &str| {
        let list = List {
            text: text.to_owned(),
            sort: Sort::Student,
            ..programme()
        };
        students(&world, list).await
    };
    let all: Vec<_> = rows[..3].iter().map(|row| row.name.clone()).collect();
    assert_eq!(found("common").await, all, "in every name");
    assert_eq!(found("common student").await, all, "both in many names");
    assert_eq!(found("common student510").await, all[1..2]);
    assert_eq!(
        found("student510 amara").await,
        all[1..2],
        "one of each side"
    );
    assert_eq!(found("student512").await, [""; 0], "without a match");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_sorted_by_contact_student_or_start() {
    let world = World::founded().await;
    let amara = mentor(&world, "Amara", 5).await;
    let mut made = Vec::new();
    for name in ["Zoë", "Ånd", "Bo", "Never"] {
        world.pass(TimeDelta::minutes(1));
        let student = student(&world, name).await;
        made.push(make(&world, student, amara).await.id);
    }
    log(&world, made[0], "2026-11-16T10:00:00Z", 30, "Library").await;
    log(&world, made[1], "2026-11-01T10:00:00Z", 30, "").await;
    log(&world, made[2], "2026-11-10T10:00:00Z", 30, "").await;
    let sorted = |sort| List {
        sort,
        ..programme()
    };

    assert_eq!(
        students(&world, sorted(Sort::LastContact)).await,
        ["Never", "Ånd", "Bo", "Zoë"]
    );
    assert_eq!(
        students(&world, sorted(Sort::Student)).await,
        ["Ånd", "Bo", "Never", "Zoë"]
    );
    assert_eq!(
        students(&world, sorted(Sort::Started)).await,
        ["Never", "Bo", "Ånd", "Zoë"]
    );
    let page = List {
        page: PageRequest {
            offset: 1,
            limit: 2,
        },
        ..sorted(Sort::Student)
    };
    assert_eq!(students(&world, page.clone()).await, ["Bo", "Never"]);
    assert_eq!(world.ask(page).await.unwrap().total, 4);
}
