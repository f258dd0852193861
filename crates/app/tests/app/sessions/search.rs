//! Finding sessions by words.

use super::*;

async fn found(world: &World, text: &str) -> u64 {
    let page = world
        .ask(List {
            text: text.to_owned(),
            ..List::default()
        })
        .await
        .unwrap();
    assert_eq!(page.rows.len(), usize::try_from(page.total).unwrap());
    page.total
}

#[tokio::test(flavor = "multi_thread")]
async fn accents_case_and_the_ends_of_words_do_not_matter() {
    let stage = Stage::make().await;
    stage.world.sign_in("ingrid").await;
    let tran = stage.world.person("Trần Thị Đào", &[Role::Student]).await;
    let of = pair(&stage.world, tran, stage.amara).await;
    stage.world.sign_in("amara").await;
    let log = Log {
        of,
        topics: vec!["Résumé".to_owned(), "R&D".to_owned()],
        notes: vec![note(
            Audience::Pair,
            "Gặp nhau ở quán cà phê; straße, Ωmega, 面接の練習",
        )],
        ..stage.log()
    };
    stage.world.ask(log).await.unwrap();
    stage.logged().await;
    for text in [
        "tran",
        "TRẦN",
        "dao",
        "Đào",
        "thi",
        "resume",
        "RÉSUMÉ",
        "rés",
        "ca phe",
        "quan",
        "nhau",
        "Straße",
        "ωMEGA",
        "面接",
        "tran resume phe",
        "  tran\t\nphe ",
        "R&D",
    ] {
        assert_eq!(found(&stage.world, text).await, 1, "{text}");
    }
    assert_eq!(
        found(&stage.world, "amara").await,
        2,
        "both have her as their mentor"
    );
    assert_eq!(found(&stage.world, "linh letter").await, 1);
    assert_eq!(
        found(&stage.world, "tran letter").await,
        0,
        "every word must be found in one session"
    );
    assert_eq!(
        found(&stage.world, "etter").await,
        0,
        "words of texts are found by their beginnings"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn signs_that_mean_something_to_the_index_mean_nothing_to_people() {
    let stage = Stage::make().await;
    let said = "He said \"maybe\" AND left (NOT happy) NEAR the end; 100% *sure* C++ body:text ^top o'clock";
    stage
        .world
        .ask(Log {
            notes: vec![note(Audience::Pair, said)],
            ..stage.log()
        })
        .await
        .unwrap();
    for text in [
        "\"maybe\"",
        "AND",
        "and left",
        "NOT",
        "(not",
        "happy)",
        "NEAR",
        "near the",
        "100%",
        "*sure*",
        "C++",
        "body:text",
        "^top",
        "o'clock",
        "\"",
        "say OR said",
    ] {
        let expected = u64::from(!["\"", "say OR said"].contains(&text));
        assert_eq!(found(&stage.world, text).await, expected, "{text}");
    }
    for nothing in [
        "+++",
        "%",
        "_",
        "''",
        "--",
        "👩🏽‍🏫",
        "NEAR(a b, 5)",
        "{body}:x",
        "\\",
        "\"\"\"",
        "* *",
        "zzz",
    ] {
        assert_eq!(found(&stage.world, nothing).await, 0, "{nothing}");
    }
    let without_end = "maybe ".repeat(5_000);
    assert_eq!(found(&stage.world, &without_end).await, 1);
    // Longer than the database's longest pattern.
    for word in ["x", "é", "%", "👩🏽‍🏫"] {
        let endless = word.repeat(60_000);
        assert_eq!(found(&stage.world, &endless).await, 0, "{word}");
    }
    assert_eq!(found(&stage.world, "maybe\0left").await, 1);
    assert_eq!(
        found(&stage.world, " \n ").await,
        1,
        "nothing is searched for"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_follows_what_is_changed() {
    let stage = Stage::make().await;
    let logged = stage.logged().await;
    let renamed = Change {
        topics: vec!["Garden".to_owned()],
        ..change(&logged, vec![note(Audience::Pair, "Plants")])
    };
    stage.world.ask(renamed).await.unwrap();
    for (text, expected) in [
        ("interview", 0),
        ("letter", 0),
        ("garden", 1),
        ("plants", 1),
    ] {
        assert_eq!(found(&stage.world, text).await, expected, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_beyond_everything_is_empty() {
    let stage = Stage::make().await;
    stage.logged().await;
    for offset in [1, u64::MAX >> 1, u64::MAX] {
        for text in ["", "letter"] {
            let page = stage
                .world
                .ask(List {
                    text: text.to_owned(),
                    page: contract::PageRequest {
                        offset,
                        limit: u64::MAX,
                    },
                    ..List::default()
                })
                .await
                .unwrap();
            assert_eq!((page.rows.len(), page.total), (0, 1), "{offset} {text}");
        }
    }
}
