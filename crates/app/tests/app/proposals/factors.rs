//! What factors compare and require, through the boundary.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use contract::people::{Create, Profile, SetWishes, Wishes};
use contract::proposals::{
    Bar, Factors, Goal, Lapsed, ProposalView, SetFactors, Solve, UnmatchedReason, WhyNot,
    WhyNotAnswer,
};
use domain::factors::{Factor, Rule, Source, SourceKind};
use domain::fields::{FieldAudience, FieldKind};
use domain::{Availability, FieldId, PersonId, Role, Roles};

use super::edits::Cohort;
use super::{import, pairs, solve};
use crate::imports::file;
use crate::world::World;

fn factor(source: Source, rule: Rule, required: u32) -> Factor {
    Factor {
        student: source,
        mentor: source,
        rule,
        weight: 10,
        required,
    }
}

async fn set(world: &World, factors: &[Factor]) {
    let factors = factors.to_vec();
    world.ask(SetFactors { factors }).await.unwrap();
}

async fn create(world: &World, role: Role, profile: Profile) -> PersonId {
    let create = Create {
        profile,
        roles: vec![role],
        answers: BTreeMap::new(),
    };
    world.ask(create).await.unwrap().person.id
}

/// A field of texts that both sides are asked.
async fn text_field(world: &World, name: &str) -> FieldId {
    let field = contract::fields::Create {
        name: name.to_owned(),
        kind: FieldKind::Text,
        options: Vec::new(),
        audience: FieldAudience::Pair,
        sensitive: false,
        roles: Roles::of(&[Role::Student, Role::Mentor]),
    };
    world.ask(field).await.unwrap().id
}

fn speaking(name: &str, languages: &[&str]) -> Profile {
    Profile {
        name: name.to_owned(),
        languages: languages.iter().map(|word| (*word).to_owned()).collect(),
        capacity: 2,
        ..Profile::default()
    }
}

fn writing(name: &str, bio: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        bio: bio.to_owned(),
        capacity: 1,
        ..Profile::default()
    }
}

fn points<'a>(proposal: &'a ProposalView, student: &str) -> (f64, &'a str) {
    let pair = proposal
        .pairs
        .iter()
        .find(|pair| pair.student_name == student)
        .unwrap();
    (pair.points[0], pair.reasons[0].as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_required_language_bars_whoever_answered_without_it() {
    let world = World::founded().await;
    // Worth nothing, and required.
    let shared = Factor {
        weight: 0,
        ..factor(Source::Languages, Rule::Overlap, 1)
    };
    set(&world, &[shared]).await;
    let ana = create(&world, Role::Student, speaking("Ana", &["pt"])).await;
    create(&world, Role::Student, speaking("Bo", &[])).await;
    let dan = create(&world, Role::Mentor, speaking("Dan", &["en", "de"])).await;
    let proposal = solve(&world).await;
    assert_eq!(
        pairs(&proposal).into_iter().collect::<Vec<_>>(),
        [("Bo", "Dan")]
    );
    assert_eq!(proposal.unmatched[0].reason, UnmatchedReason::NoMentor);
    let asked = WhyNot {
        id: proposal.summary.id,
        student: ana,
        mentor: dan,
    };
    let view = world.run(asked).await.unwrap();
    let bar = Bar::Required {
        factor: 0,
        name: "Languages".to_owned(),
        why: "Nothing in common".to_owned(),
    };
    assert_eq!(view.answer, WhyNotAnswer::Barred { by: vec![bar] });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_that_a_required_factor_bars_by_now_waits() {
    let cohort = Cohort::make().await;
    cohort.edit(&[cohort.lock(2, 0)]).await.unwrap();
    let required = Factor {
        mentor: Source::Expertise,
        ..factor(Source::Interests, Rule::Overlap, 1)
    };
    set(&cohort.world, &[required]).await;
    cohort.edit(&[]).await.unwrap();
    let view = cohort.view().await;
    assert_eq!(view.rules.locks[0].lapsed, Some(Lapsed::Barred));
    let refused = cohort.edit(&[cohort.lock(2, 1)]).await.unwrap_err();
    assert_eq!(
        refused.fields["edits.0.mentor"],
        "Leila and Ravi cannot be a pair: Interests and expertise: Nothing in common"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_are_compared_by_their_rare_words() {
    let world = World::founded().await;
    set(&world, &[factor(Source::Bio, Rule::Similar, 0)]).await;
    for (role, name, bio) in [
        (Role::Student, "Ana", "I want to build **ships** one day"),
        (Role::Student, "Bo", "I want to care for the sick"),
        (Role::Mentor, "Cleo", "I care for the sick at night"),
        (Role::Mentor, "Dan", "I build SHIPS and bridges"),
    ] {
        create(&world, role, writing(name, bio)).await;
    }
    let proposal = solve(&world).await;
    assert_eq!(
        pairs(&proposal).into_iter().collect::<Vec<_>>(),
        [("Ana", "Dan"), ("Bo", "Cleo")]
    );
    let (earned, why) = points(&proposal, "Ana");
    assert!(earned > 2.0 && earned < 10.0, "{earned}");
    assert_eq!(why, "Both write of build, ships");
}

/// A field of texts, filled by an import of both sides.
#[tokio::test(flavor = "multi_thread")]
async fn texts_of_a_field_are_compared_like_those_of_the_profile() {
    let world = World::founded().await;
    let field = text_field(&world, "Goals").await;
    let source = Source::Field(field);
    set(&world, &[factor(source, Rule::Similar, 0)]).await;
    for (role, name, text) in [
        (Role::Student, "Ana", "Publish a novel about whales"),
        (Role::Student, "Bo", "Repair old clocks"),
        (Role::Mentor, "Cleo", "I repair clocks and watches"),
        (Role::Mentor, "Dan", "My novel was about whales, too"),
    ] {
        let create = Create {
            profile: writing(name, ""),
            roles: vec![role],
            answers: BTreeMap::from([(field, text.to_owned())]),
        };
        world.ask(create).await.unwrap();
    }
    let proposal = solve(&world).await;
    assert_eq!(
        pairs(&proposal).into_iter().collect::<Vec<_>>(),
        [("Ana", "Dan"), ("Bo", "Cleo")]
    );
    let (earned, why) = points(&proposal, "Bo");
    assert!(earned > 2.0 && earned < 10.0, "{earned}");
    assert_eq!(why, "Both write of clocks, repair");
    assert_eq!(proposal.factors[0].name, "Goals");
}

/// What a factor would compare is counted among those who can have another match, on each side by itself.
#[tokio::test(flavor = "multi_thread")]
async fn sources_count_who_can_be_matched() {
    let world = World::founded().await;
    let field = text_field(&world, "Town").await;
    let answering = async |role, profile: Profile, town: &str| {
        let answers = match town {
            "" => BTreeMap::new(),
            town => BTreeMap::from([(field, town.to_owned())]),
        };
        let roles = vec![role];
        let create = Create {
            profile,
            roles,
            answers,
        };
        world.ask(create).await.unwrap().person.id
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let kim = Profile {
        expertise: words(&["Law"]),
        capacity: 3,
        ..speaking("Kim", &["pt"])
    };
    let kim = answering(Role::Mentor, kim, "Faro").await;
    let full = Profile {
        capacity: 0,
        ..writing("Lee", "Sails")
    };
    answering(Role::Mentor, full, "Faro").await;
    let ana = Profile {
        interests: words(&["Law"]),
        availability: Availability::default().with(9, true),
        ..writing("Ana", "Reads")
    };
    let ana = answering(Role::Student, ana, "").await;
    answering(Role::Student, speaking("Ben", &["en"]), "Faro").await;
    // Matched, and so not counted.
    let cy = answering(Role::Student, writing("Cy", "Sings"), "Faro").await;
    let pair = contract::matches::Make {
        student: cy,
        mentor: kim,
    };
    world.ask(pair).await.unwrap();
    let wish = SetWishes {
        student: ana,
        mentors: vec![kim],
    };
    world.ask(wish).await.unwrap();

    let view = world.ask(Factors {}).await.unwrap();
    assert_eq!((view.students, view.mentors, view.places), (2, 1, 2));
    let counted = |source| {
        let found = view.sources.iter().find(|view| view.source == source);
        found.map(|view| (view.students, view.mentors)).unwrap()
    };
    for (source, counts) in [
        (Source::Interests, (1, 0)),
        (Source::Expertise, (0, 1)),
        (Source::Languages, (1, 1)),
        (Source::Availability, (1, 0)),
        (Source::Bio, (1, 0)),
        (Source::Wishes, (1, 1)),
        (Source::Zone, (2, 1)),
        (Source::Waiting, (2, 1)),
        (Source::Field(field), (1, 1)),
    ] {
        assert_eq!(counted(source), counts, "{source:?}");
    }
}

/// The same organisation as a rule, on a small import.
#[tokio::test(flavor = "multi_thread")]
async fn a_required_field_of_an_import_keeps_everybody_in_their_organisation() {
    let world = World::founded().await;
    for (name, rows) in [
        ("mentors", "Ida,North\nJon,South\nKim,South\n"),
        ("mentees", "Ana,South\nBo,North\nCem,North\nDee,West\n"),
    ] {
        let text = format!("Name,Organisation\n{rows}");
        import(&world, &file(&world, &format!("{name}.csv"), &text)).await;
    }
    let fields = world.ask(contract::fields::List {}).await.unwrap();
    let of = |name: &str| fields.iter().find(|field| field.name == name).unwrap().id;
    let source = Source::Field(of("Organisation"));
    let same = Factor {
        weight: 0,
        ..factor(source, Rule::Same, 1)
    };
    set(&world, &[same]).await;
    let proposal = solve(&world).await;
    let made = pairs(&proposal);
    assert_eq!(made.len(), 2, "{made:?}");
    assert!(made.contains(&("Ana", "Jon")) || made.contains(&("Ana", "Kim")));
    assert!(made.contains(&("Bo", "Ida")) || made.contains(&("Cem", "Ida")));
    let left = |name: &str| {
        let mut left = proposal.unmatched.iter();
        left.find(|left| left.name == name).map(|left| left.reason)
    };
    assert_eq!(left("Dee"), Some(UnmatchedReason::NoMentor));
    let north = left("Bo").or(left("Cem"));
    assert_eq!(north, Some(UnmatchedReason::Outbid { by: Some(0.0) }));
    let dee = proposal.unmatched.iter().find(|left| left.name == "Dee");
    let asked = WhyNot {
        id: proposal.summary.id,
        student: dee.unwrap().student,
        mentor: proposal.pairs[0].mentor,
    };
    let view = world.run(asked).await.unwrap();
    assert!(
        matches!(&view.answer, WhyNotAnswer::Barred { by }
            if matches!(by.as_slice(), [Bar::Required { name, .. }] if name == "Organisation")),
        "{view:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn wishes_are_kept_in_order_and_followed() {
    let cohort = Cohort::make().await;
    let world = &cohort.world;
    let [mai, noah, _] = cohort.students;
    let [solveig, ravi, amara] = cohort.mentors;
    let wishes = SetWishes {
        student: mai,
        mentors: vec![amara, ravi],
    };
    let set_wishes = world.ask(wishes).await.unwrap();
    assert_eq!(set_wishes[0].name, "Amara");
    assert_eq!(
        world.ask(Wishes { student: mai }).await.unwrap(),
        set_wishes
    );
    assert!(cohort.view().await.summary.stale);
    let wrong = SetWishes {
        student: noah,
        mentors: vec![noah, ravi, ravi],
    };
    let refused = world.refused(wrong).await;
    assert!(
        refused.fields["mentors.0"].contains("own mentor"),
        "{refused}"
    );
    assert!(refused.fields["mentors.2"].contains("already"), "{refused}");

    set(world, &[factor(Source::Wishes, Rule::Wished, 0)]).await;
    let proposal = solve(world).await;
    assert!(pairs(&proposal).contains(&("Mai", "Ravi")));
    assert_eq!(points(&proposal, "Mai"), (5.0, "Second wish"));
    let pair = proposal
        .pairs
        .iter()
        .find(|pair| pair.student == mai)
        .unwrap();
    // Amara has no place and is not among the mentors of this cohort.
    assert_eq!((pair.wish, pair.rank), (Some(2), 1));

    // Only those who asked for nobody can get somebody they did not ask for.
    set(world, &[factor(Source::Wishes, Rule::Wished, 1)]).await;
    let again = SetWishes {
        student: mai,
        mentors: vec![amara],
    };
    world.ask(again).await.unwrap();
    let proposal = solve(world).await;
    assert_eq!(
        proposal
            .unmatched
            .iter()
            .find(|left| left.student == mai)
            .unwrap()
            .reason,
        UnmatchedReason::NoMentor
    );

    let goal = Solve {
        goal: Goal::Preferences,
        ..Solve::default()
    };
    set(world, &[]).await;
    let wishes = SetWishes {
        student: mai,
        mentors: vec![ravi, solveig],
    };
    world.ask(wishes).await.unwrap();
    let summary = world.run(goal).await.unwrap();
    let id = summary.id;
    let view = world.ask(contract::proposals::Get { id }).await.unwrap();
    assert!(
        pairs(&view).contains(&("Mai", "Ravi")),
        "the first wish first"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waited_longer_goes_first() {
    let world = World::founded().await;
    set(
        &world,
        &[factor(Source::Waiting, Rule::Waiting { days: 100 }, 0)],
    )
    .await;
    create(&world, Role::Student, speaking("Zoe", &[])).await;
    world.pass(TimeDelta::days(30));
    create(&world, Role::Student, speaking("Abel", &[])).await;
    create(&world, Role::Mentor, writing("Dan", "")).await;
    world.pass(TimeDelta::days(10));
    world.sign_in("ingrid").await;
    let proposal = solve(&world).await;
    assert_eq!(
        pairs(&proposal).into_iter().collect::<Vec<_>>(),
        [("Zoe", "Dan")]
    );
    assert_eq!(points(&proposal, "Zoe"), (4.0, "Waiting for 40 days"));
    assert_eq!(proposal.pairs[0].waiting_days, 40);
    assert_eq!(proposal.unmatched[0].waiting_days, 10);
    assert_eq!(
        proposal.unmatched[0].reason,
        UnmatchedReason::Outbid { by: Some(3.0) }
    );

    // A week later the same edit still compares the same waiting; solving again with what is true now does not.
    world.pass(TimeDelta::days(7));
    let id = proposal.summary.id;
    let edit = |edits| contract::proposals::Edit { id, edits };
    let goal = contract::proposals::Change::SetGoal {
        goal: Goal::BestTotal,
        least: 0.0,
    };
    let edited = world.run(edit(vec![goal])).await.unwrap();
    assert_eq!(edited.after.total, 4.0);
    let edited = world.run(edit(Vec::new())).await.unwrap();
    assert_eq!(edited.after.total, 4.7);
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_say_what_they_are_and_wrong_factors_where_they_are_wrong() {
    let world = World::founded().await;
    create(&world, Role::Student, writing("Ana", "Ships")).await;
    let view = world.ask(Factors {}).await.unwrap();
    let kind = |source| {
        let sources = view.sources.iter();
        let found = sources.clone().find(|view| view.source == source).unwrap();
        (found.kind, found.students)
    };
    assert_eq!(kind(Source::Bio), (SourceKind::Text, 1));
    assert_eq!(kind(Source::Wishes), (SourceKind::Wishes, 0));
    assert_eq!(kind(Source::Waiting), (SourceKind::Waiting, 1));
    let check = async |wrong: Factor, field: &str| {
        let factors = vec![factor(Source::Zone, Rule::Same, 0), wrong];
        let refused = world.refused(SetFactors { factors }).await;
        assert!(refused.fields.contains_key(field), "{refused}");
    };
    check(factor(Source::Zone, Rule::Same, 2), "factors.1.required").await;
    check(
        factor(Source::Bio, Rule::Similar, 101),
        "factors.1.required",
    )
    .await;
    check(factor(Source::Zone, Rule::Similar, 0), "factors.1.rule").await;
    check(factor(Source::Wishes, Rule::Overlap, 0), "factors.1.rule").await;
    let forever = Rule::Waiting { days: 0 };
    check(factor(Source::Waiting, forever, 0), "factors.1.rule").await;
    let required = Rule::Waiting { days: 9 };
    check(factor(Source::Waiting, required, 1), "factors.1.required").await;
}
