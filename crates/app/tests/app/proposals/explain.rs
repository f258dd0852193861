//! Why and why not, what one more place would win, the proof checked again.

use contract::proposals::{
    Bar, Compare, Edit, Goal, Places, Publish, Verified, Verify, WhyNot, WhyNotAnswer, WhyNotView,
};
use contract::{Code, people};
use domain::{PersonId, ProposalId};
use uuid::Uuid;

use super::edits::Cohort;
use super::pairs;
use crate::world::code;

async fn why_not(cohort: &Cohort, student: PersonId, mentor: PersonId) -> WhyNotView {
    let asked = WhyNot {
        id: cohort.id,
        student,
        mentor,
    };
    cohort.world.run(asked).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn why_not_shows_the_chain_and_what_the_cohort_pays() {
    let cohort = Cohort::make().await;
    let before = cohort.view().await;
    let [mai, _, leila] = cohort.students;
    let [solveig, ravi, _] = cohort.mentors;

    let view = why_not(&cohort, mai, solveig).await;
    assert_eq!(view.answer, WhyNotAnswer::Chosen);
    let worth = view.worth.unwrap();
    assert_eq!((worth.score, worth.rank), (45.0, Some(1)));

    let view = why_not(&cohort, mai, ravi).await;
    let WhyNotAnswer::Possible {
        moves,
        difference,
        after,
    } = view.answer
    else {
        panic!("{view:?}");
    };
    let told: Vec<(&str, Option<&str>, Option<&str>)> = moves
        .iter()
        .map(|step| {
            let name = |mentor: &Option<contract::proposals::MentorView>| {
                mentor.as_ref().map(|mentor| mentor.name.clone())
            };
            (step, name(&step.from), name(&step.to))
        })
        .map(|(step, _, _)| {
            (
                step.name.as_str(),
                step.from.as_ref().map(|mentor| mentor.name.as_str()),
                step.to.as_ref().map(|mentor| mentor.name.as_str()),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Mai", Some("Solveig"), Some("Ravi")),
            ("Noah", Some("Ravi"), Some("Solveig")),
        ]
    );
    let gains: f64 = moves.iter().map(|step| step.gain).sum();
    assert!((gains - difference.points).abs() < 1e-9);
    assert!(difference.points < 0.0);
    assert!((before.summary.total + difference.points - after.total).abs() < 1e-9);
    assert_eq!((after.pairs, after.unmatched), (2, 1));

    // Leila would take the place of somebody.
    let view = why_not(&cohort, leila, ravi).await;
    let WhyNotAnswer::Possible {
        moves, difference, ..
    } = view.answer
    else {
        panic!("{view:?}");
    };
    assert_eq!(moves[0].name, "Leila");
    assert_eq!(moves[0].from, None);
    assert!(moves.iter().any(|step| step.to.is_none()));
    assert_eq!(difference.pairs, 0);
    assert_eq!(cohort.view().await, before, "a question changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn why_not_names_everything_that_bars() {
    let cohort = Cohort::make().await;
    let [mai, noah, leila] = cohort.students;
    let [solveig, ravi, amara] = cohort.mentors;
    cohort
        .edit(&[cohort.lock(0, 0), cohort.exclude(2, 1)])
        .await
        .unwrap();
    let barred = async |student, mentor| match why_not(&cohort, student, mentor).await.answer {
        WhyNotAnswer::Barred { by } => by,
        other => panic!("{other:?}"),
    };
    let by = barred(leila, ravi).await;
    assert!(
        matches!(by.as_slice(), [Bar::Excluded { reason, made }]
            if reason == "They are cousins" && made.by == "Ingrid Solheim"),
        "{by:?}"
    );
    assert_eq!(barred(mai, amara).await, [Bar::MentorGone]);
    assert_eq!(barred(solveig, ravi).await, [Bar::StudentGone]);
    assert_eq!(
        barred(noah, solveig).await,
        [Bar::MentorLocked {
            with: vec!["Mai".to_owned()]
        }]
    );
    assert_eq!(
        barred(mai, ravi).await,
        [Bar::StudentLocked {
            with: vec!["Solveig".to_owned()]
        }]
    );
    cohort
        .edit(&[cohort.places(1, Some(0)), cohort.places(2, Some(1))])
        .await
        .unwrap();
    assert_eq!(barred(noah, ravi).await, [Bar::NoPlace]);
    let unknown = WhyNot {
        id: cohort.id,
        student: mai,
        mentor: PersonId(Uuid::from_u128(9)),
    };
    assert_eq!(code(cohort.world.run(unknown).await), Some(Code::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_more_place_is_worth_what_solving_with_it_wins() {
    let cohort = Cohort::make().await;
    for goal in Goal::ALL {
        let set = contract::proposals::Change::SetGoal { goal, least: 0.0 };
        cohort
            .edit(&[set, cohort.places(2, Some(0))])
            .await
            .unwrap();
        let views = cohort.world.run(Places { id: cohort.id }).await.unwrap();
        assert_eq!(views.len(), 3, "{goal:?}");
        for pair in views.windows(2) {
            let key = |at: usize| (pair[at].difference.pairs, pair[at].difference.points);
            assert!(key(0) >= key(1), "best first");
        }
        for view in views {
            let more = contract::proposals::Change::SetPlaces {
                mentor: view.mentor,
                places: Some(view.places + 1),
            };
            let edited = cohort.edit(&[more]).await.unwrap();
            let pairs = |count: u64| i64::try_from(count).unwrap();
            assert_eq!(
                pairs(edited.after.pairs) - pairs(edited.before.pairs),
                view.difference.pairs,
                "{goal:?}: {}",
                view.name
            );
            let won = edited.after.total - edited.before.total;
            assert!(
                (won - view.difference.points).abs() < 1e-9,
                "{goal:?}: {}",
                view.name
            );
            cohort.edit(&edited.inverse).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_proposal_is_not_explained_and_its_proof_is_of_then() {
    let cohort = Cohort::make().await;
    cohort.edit(&[cohort.lock(0, 1)]).await.unwrap();
    let profile = people::Profile {
        name: "Mai Pham".to_owned(),
        interests: vec!["Law".to_owned()],
        ..people::Profile::default()
    };
    let changed = people::Change {
        id: cohort.students[0],
        revision: 0,
        profile,
        answers: std::collections::BTreeMap::default(),
    };
    cohort.world.ask(changed).await.unwrap();
    let id = cohort.id;
    assert_eq!(cohort.world.run(Verify { id }).await, Ok(Verified::Changed));
    let (student, mentor) = (cohort.students[0], cohort.mentors[0]);
    let asked = WhyNot {
        id,
        student,
        mentor,
    };
    assert_eq!(code(cohort.world.run(asked).await), Some(Code::Conflict));
    assert_eq!(
        code(cohort.world.run(Compare { id }).await),
        Some(Code::Conflict)
    );
    assert_eq!(
        code(cohort.world.run(Places { id }).await),
        Some(Code::Conflict)
    );
    cohort.edit(&[]).await.unwrap();
    assert!(pairs(&cohort.view().await).contains(&("Mai Pham", "Ravi")));
    let verified = cohort.world.run(Verify { id }).await.unwrap();
    assert!(matches!(verified, Verified::Proved { .. }), "{verified:?}");
    cohort.world.ask(Publish { id }).await.unwrap();
    assert_eq!(cohort.world.run(Verify { id }).await, Ok(Verified::Changed));
    let absent = Edit {
        id: ProposalId(Uuid::from_u128(3)),
        edits: Vec::new(),
    };
    assert_eq!(code(cohort.world.run(absent).await), Some(Code::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_that_was_changed_outside_is_found_out() {
    let mut cohort = Cohort::make().await;
    for goal in Goal::ALL {
        let set = contract::proposals::Change::SetGoal { goal, least: 0.0 };
        cohort.edit(&[set]).await.unwrap();
        let certificate = match goal {
            Goal::BestTotal | Goal::MostMatched => Some("mentors[0]"),
            Goal::Fairest => Some("values.mentors[0]"),
            Goal::Preferences => Some("ranks[0]"),
            // That nothing blocks takes no numbers but the scores.
            Goal::Stable => None,
        };
        let certificate = certificate.map(|number| {
            format!(
                "proposal_certificates SET body = \
                 json_set(body, '$.{number}', 1 + json_extract(body, '$.{number}'))"
            )
        });
        let others = [
            "proposal_pairs SET score = score + 1",
            "proposal_unmatched SET places = places + 1",
            "proposals SET total = total + 1",
        ];
        let others = others.map(str::to_owned);
        for change in others.into_iter().chain(certificate) {
            cohort.edit(&[]).await.unwrap();
            let id = cohort.id;
            let verified = cohort.world.run(Verify { id }).await.unwrap();
            assert!(matches!(verified, Verified::Proved { .. }), "{verified:?}");
            cohort.world.stop().await;
            tamper(&cohort, &format!("UPDATE {change}")).await;
            cohort.world.start();
            cohort.world.sign_in("ingrid").await;
            let verified = cohort.world.run(Verify { id }).await.unwrap();
            let found = matches!(verified, Verified::Wrong { .. });
            assert!(found, "{goal:?} with {change}: {verified:?}");
        }
    }
}

async fn tamper(cohort: &Cohort, sql: &str) {
    use sea_orm::ConnectionTrait;
    let folder = cohort.world.programme();
    let vault = vault::Vault::read(&folder).unwrap().unwrap();
    let unlocked = vault.unlock("ingrid", crate::world::PASSWORD).unwrap();
    let key = unlocked.data_key.pragma_literal();
    let database = store::Database::open(&folder.join("programme.db"), &key, false)
        .await
        .unwrap();
    let db = database.executor();
    let changed = db.execute_unprepared(sql).await.unwrap();
    assert!(changed.rows_affected() > 0);
    drop(db);
    database.close().await.unwrap();
}
