//! Publishing what rules and changes since then have made of a proposal.

use contract::Code;
use contract::people::{Change, Get, Profile};
use contract::proposals::{Publish, SetFactors, Unpublish};
use domain::PersonId;
use domain::factors::{Factor, Rule, Source};

use super::edits::Cohort;
use crate::world::code;

async fn capacity(cohort: &Cohort, id: PersonId) -> u32 {
    cohort.world.ask(Get { id }).await.unwrap().person.capacity
}

#[tokio::test(flavor = "multi_thread")]
async fn places_given_in_a_proposal_are_raised_with_it_and_lowered_with_it() {
    let cohort = Cohort::make().await;
    let (id, amara) = (cohort.id, cohort.mentors[2]);
    cohort
        .edit(&[cohort.places(2, Some(5)), cohort.lock(2, 2)])
        .await
        .unwrap();
    let published = cohort.world.ask(Publish { id }).await.unwrap();
    assert_eq!(published.matches.len(), 3);
    let raised = &published.raised[0];
    // As many as its pairs need, not all that were given.
    assert_eq!(
        (raised.name.as_str(), raised.from, raised.to),
        ("Amara", 0, 1)
    );
    assert_eq!(capacity(&cohort, amara).await, 1);
    assert_eq!(cohort.view().await.raises, published.raised);
    cohort.world.ask(Unpublish { id }).await.unwrap();
    assert_eq!(capacity(&cohort, amara).await, 0);
    cohort.world.ask(Publish { id }).await.unwrap();
    assert_eq!(capacity(&cohort, amara).await, 1);

    // A number that was changed since is not touched.
    let person = cohort.world.ask(Get { id: amara }).await.unwrap();
    let more = Change {
        id: amara,
        revision: person.revision,
        profile: Profile {
            capacity: 4,
            ..person.profile
        },
        answers: std::collections::BTreeMap::default(),
    };
    cohort.world.ask(more).await.unwrap();
    let back = cohort.world.ask(Unpublish { id }).await.unwrap();
    assert_eq!(capacity(&cohort, amara).await, 4);
    assert!(back.stale, "somebody changed a profile meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_proposal_is_published_while_its_pairs_are_possible() {
    let cohort = Cohort::make().await;
    let id = cohort.id;
    let overlap = |required| Factor {
        student: Source::Interests,
        mentor: Source::Expertise,
        rule: Rule::Overlap,
        weight: 40,
        required,
    };
    cohort.edit(&[cohort.lock(2, 1)]).await.unwrap();
    let factors = vec![overlap(1)];
    cohort.world.ask(SetFactors { factors }).await.unwrap();
    let refused = cohort.world.refused(Publish { id }).await;
    assert_eq!(refused.code, Code::Conflict);
    assert!(
        refused.message.contains(
            "Leila and Ravi cannot be a pair any more: Interests and expertise: Nothing in common"
        ),
        "{refused}"
    );
    let factors = vec![overlap(0)];
    cohort.world.ask(SetFactors { factors }).await.unwrap();
    assert!(cohort.view().await.summary.stale);
    cohort.world.ask(Publish { id }).await.unwrap();
    assert_eq!(code(cohort.edit(&[]).await), Some(Code::Conflict));
}
