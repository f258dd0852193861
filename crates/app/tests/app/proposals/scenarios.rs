//! The goals side by side: every figure worked out a second time, from what each goal makes of the proposal.

use std::collections::BTreeSet;

use contract::people::SetWishes;
use contract::proposals::{
    BlockedView, Change, Compare, Edit, Get, Goal, PairView, ProposalView, ScenarioView, Verified,
    Verify, WhyNot, WhyNotView,
};
use domain::{PersonId, ProposalId, Role};
use matching::goals::{MentorLists, Ranking, StudentLists, blocking};
use matching::{Cohort, Mentor, Pair, Student, scores};
use uuid::Uuid;

use super::{solve, somebody};
use crate::world::World;

/// Six students, five places, wishes for mentors who fit less, and one student who can have one mentor only.
struct Contested {
    world: World,
    id: ProposalId,
    students: Vec<PersonId>,
    /// With the number of their places.
    mentors: Vec<(PersonId, u32)>,
    /// By student.
    wishes: Vec<Vec<PersonId>>,
    /// What is known of every pair, by student.
    worths: Vec<Vec<WhyNotView>>,
}

impl Contested {
    async fn make() -> Self {
        let world = World::founded().await;
        let (mut students, mut mentors) = (Vec::new(), Vec::new());
        for (name, topics, places) in [
            ("Kai", &["Nursing"][..], 1),
            ("Lou", &["Law", "Nursing"], 2),
            ("Mia", &["Coding"], 1),
            ("Noa", &["Music", "Law"], 1),
        ] {
            let id = somebody(&world, name, Role::Mentor, topics, places.into()).await;
            mentors.push((id, places));
        }
        let mut wishes = Vec::new();
        for (name, topics, wished) in [
            ("Ada", &["Nursing", "Law"][..], &[2, 3][..]),
            ("Ben", &["Music"], &[]),
            ("Cem", &["Coding", "Law"], &[0]),
            ("Dot", &["Music", "Coding", "Law"], &[]),
            ("Eva", &["Music"], &[1, 0]),
            ("Fay", &["Law"], &[3]),
        ] {
            let student = somebody(&world, name, Role::Student, topics, 1).await;
            let listed: Vec<PersonId> = wished.iter().map(|at: &usize| mentors[*at].0).collect();
            let mentors = listed.clone();
            world.ask(SetWishes { student, mentors }).await.unwrap();
            students.push(student);
            wishes.push(listed);
        }
        let id = solve(&world).await.summary.id;
        let exclude = |mentor: &(PersonId, u32)| Change::Exclude {
            student: students[1],
            mentor: mentor.0,
            reason: String::new(),
        };
        let edits = mentors[1..].iter().map(exclude).collect();
        world.run(Edit { id, edits }).await.unwrap();
        let mut worths = Vec::new();
        for student in &students {
            let mut row = Vec::new();
            for (mentor, _) in &mentors {
                let (student, mentor) = (*student, *mentor);
                let asked = WhyNot {
                    id,
                    student,
                    mentor,
                };
                row.push(world.run(asked).await.unwrap());
            }
            worths.push(row);
        }
        Self {
            world,
            id,
            students,
            mentors,
            wishes,
            worths,
        }
    }

    async fn compare(&self) -> Vec<ScenarioView> {
        self.world.run(Compare { id: self.id }).await.unwrap()
    }

    /// The proposal under this goal.
    async fn under(&self, goal: Goal) -> ProposalView {
        let edits = vec![Change::SetGoal { goal, least: 0.0 }];
        let id = self.id;
        self.world.run(Edit { id, edits }).await.unwrap();
        self.world.ask(Get { id }).await.unwrap()
    }

    /// What blocks these pairs, by the solver's own report on a cohort that is built here.
    fn blocked(&self, pairs: &[PairView]) -> Vec<BlockedView> {
        let id = |id: PersonId| matching::PersonId(id.0.as_u128());
        let students = self.students.iter().map(|student| Student {
            id: id(*student),
            places: 1,
        });
        let mentors = self.mentors.iter().map(|(mentor, places)| Mentor {
            id: id(*mentor),
            places: *places,
        });
        let cohort = Cohort::new(students.collect(), mentors.collect()).unwrap();
        let table = |student: usize, mentor: usize| thousandths(&self.worths[student][mentor]);
        let lists = self.students.iter().zip(&self.wishes);
        let lists = lists.map(|(of, list)| (id(*of), list.iter().map(|of| id(*of)).collect()));
        let lists = StudentLists::new(&cohort, lists).unwrap();
        let pairs: Vec<Pair> = pairs
            .iter()
            .map(|pair| Pair {
                student: id(pair.student),
                mentor: id(pair.mentor),
            })
            .collect();
        let by_score: Ranking<'_, MentorLists> = Ranking::Scores;
        let report = blocking(
            &cohort,
            &scores::single(table),
            Ranking::ListsThenScores(&lists),
            by_score,
            &pairs,
            &mut |_| std::ops::ControlFlow::Continue(()),
        );
        let person = |id: matching::PersonId| PersonId(Uuid::from_u128(id.0));
        let views = report.unwrap().pairs.into_iter().map(|pair| {
            let (student, mentor) = (person(pair.student), person(pair.mentor));
            let mut worths = self.worths.iter().flatten();
            let worth = worths.find(|worth| (worth.student, worth.mentor) == (student, mentor));
            let worth = worth.unwrap().clone();
            BlockedView {
                student,
                student_name: worth.student_name,
                mentor,
                mentor_name: worth.mentor_name,
                score: worth.worth.unwrap().score,
            }
        });
        let mut views: Vec<BlockedView> = views.collect();
        views.sort_by(|one, other| {
            let ids = |view: &BlockedView| (view.student, view.mentor);
            other
                .score
                .total_cmp(&one.score)
                .then(ids(one).cmp(&ids(other)))
        });
        views
    }
}

/// The score of a pair; none for an excluded one.
#[expect(clippy::cast_possible_truncation, reason = "a few points")]
fn thousandths(view: &WhyNotView) -> Option<i64> {
    let worth = view.worth.as_ref()?;
    worth.rank?;
    Some((worth.score * 1000.0).round() as i64)
}

fn made(view: &ProposalView) -> BTreeSet<(PersonId, PersonId)> {
    let pairs = view.pairs.iter();
    pairs.map(|pair| (pair.student, pair.mentor)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn goals_stand_side_by_side_and_each_is_proved() {
    let cohort = Contested::make().await;
    let id = cohort.id;
    let before = cohort.world.ask(Get { id }).await.unwrap();
    let scenarios = cohort.compare().await;
    let goals: Vec<Goal> = scenarios.iter().map(|scenario| scenario.goal).collect();
    assert_eq!(goals, Goal::ALL);
    let mut answers = BTreeSet::new();
    for scenario in &scenarios {
        let goal = scenario.goal;
        let view = cohort.under(goal).await;
        let blocked = cohort.blocked(&view.pairs);
        let ranks = view.pairs.iter().map(|pair| f64::from(pair.rank));
        let expected = ScenarioView {
            goal,
            chosen: goal == Goal::MostMatched,
            matched: view.pairs.len() as u64,
            of: 6,
            total: view.summary.total,
            lowest: view.pairs.last().map(|pair| pair.score),
            mean_rank: Some(ranks.sum::<f64>() / view.pairs.len() as f64),
            blocking: blocked.len() as u64,
            blocked,
            differ: made(&view).difference(&made(&before)).count() as u64,
            proved: true,
        };
        assert_eq!(*scenario, expected);
        answers.insert(made(&view));

        let proved = view.summary.proved.unwrap();
        assert_eq!(proved.highest, view.summary.total);
        let verified = cohort.world.run(Verify { id }).await.unwrap();
        let Verified::Proved {
            pairs,
            total,
            highest,
            ..
        } = verified
        else {
            panic!("{goal:?} is not proved: {verified:?}");
        };
        assert_eq!((pairs, total), (proved.pairs, highest));
    }
    // A cohort where every goal answers the same would show nothing. How many answers differ depends on the ids, which
    // break ties.
    assert!(answers.len() >= 3, "{scenarios:#?}");
    for figure in [
        |view: &ScenarioView| view.blocking.to_string(),
        |view: &ScenarioView| view.differ.to_string(),
        |view: &ScenarioView| format!("{:?}", view.mean_rank),
        |view: &ScenarioView| view.total.to_string(),
    ] {
        let all: BTreeSet<String> = scenarios.iter().map(figure).collect();
        assert!(all.len() >= 2, "{all:?} of {scenarios:#?}");
    }
}

/// Half the students fit half the mentors best, and leave them for the total's sake: all of these would rather swap.
#[tokio::test(flavor = "multi_thread")]
async fn ten_of_many_who_would_rather_swap_are_named() {
    let world = World::founded().await;
    for number in 0..4 {
        for (name, role, topics) in [
            ("Fits", Role::Student, &["Nursing", "Law", "Music"][..]),
            ("Half fits", Role::Student, &["Law", "Sailing"]),
            ("Wanted", Role::Mentor, &["Nursing", "Law", "Music"]),
            ("Other", Role::Mentor, &["Nursing", "Music"]),
        ] {
            somebody(&world, &format!("{name} {number}"), role, topics, 1).await;
        }
    }
    let id = solve(&world).await.summary.id;
    let scenarios = world.run(Compare { id }).await.unwrap();
    let own = &scenarios[0];
    // All sixteen, and pairs that only the hash of their ids tells apart.
    assert!(own.chosen && own.blocking >= 16, "{own:?}");
    assert_eq!(own.blocked.len(), 10);
    for pair in &own.blocked {
        assert!(pair.student_name.starts_with("Fits"), "{pair:?}");
        assert!(pair.mentor_name.starts_with("Wanted"), "{pair:?}");
        assert_eq!(pair.score, 45.0);
    }
    let stable = scenarios.last().unwrap();
    assert_eq!((stable.blocking, stable.blocked.len()), (0, 0));
}
