//! A whole cohort of pairs under review: solved for a goal, changed by rules, explained, proved, published.
//!
//! Scores, points and totals are in points and exact to the thousandth. A [`Difference`] is always after less before.

use chrono::{DateTime, Utc};
use domain::factors::{Factor, Source, SourceKind};
use domain::{MatchId, PersonId, ProposalId};
use serde::{Deserialize, Serialize};

/// The factors of the score, and what they can compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorsView {
    pub factors: Vec<Factor>,
    /// Whether the administrator set them; otherwise they are the defaults for this programme's fields.
    pub set: bool,
    /// What a factor can compare, with its name.
    pub sources: Vec<SourceView>,
    /// Active students who can be matched, and free places of active mentors.
    pub students: u64,
    pub mentors: u64,
    pub places: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceView {
    pub source: Source,
    pub name: String,
    /// Decides the rules it can be compared by: `Rule::suits(student's kind, mentor's kind)`.
    pub kind: SourceKind,
    /// How many of the students and mentors concerned answered.
    pub students: u64,
    pub mentors: u64,
}

/// Replaces the factors; an empty list returns to the defaults. What is wrong is told by `factors.0.weight`,
/// `factors.0.required`, `factors.0.rule`, `factors.0.student` and `factors.0.mentor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetFactors {
    pub factors: Vec<Factor>,
}

/// What a cohort is best at. Each is exact: no other choice of pairs that keeps the rules does better at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// The highest total, less the price of each empty place: see [`Solve::least`].
    BestTotal,
    /// As many students matched as possible; among those choices the highest total.
    #[default]
    MostMatched,
    /// As many students matched as possible; then the lowest pair as high as possible; then the highest total.
    Fairest,
    /// As many students as possible get their first wish, then as many as possible their second, and so on; then as many
    /// as possible of the others are matched; then the highest total.
    Preferences,
    /// No student and mentor would both rather have each other than whom they got; of such choices the best for the
    /// students. Students prefer their wishes in order, then the others by score; mentors prefer by score.
    Stable,
}

impl Goal {
    /// In the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::MostMatched,
        Self::BestTotal,
        Self::Fairest,
        Self::Preferences,
        Self::Stable,
    ];
}

/// Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalSummary {
    pub id: ProposalId,
    pub name: String,
    pub state: ProposalState,
    pub goal: Goal,
    /// As [`Solve::least`]; kept, and without effect, under the other goals.
    pub least: f64,
    pub made_at: DateTime<Utc>,
    /// When it was solved last: by `solve` or by `edit`.
    pub solved_at: DateTime<Utc>,
    pub published_at: Option<DateTime<Utc>>,
    pub pairs: u64,
    /// Students with an empty place; somebody who may have two mentors and got one is among them.
    pub unmatched: u64,
    /// The sum of the pairs' scores.
    pub total: f64,
    /// The proof that came with the answer. Under [`Goal::Stable`] it says that no pair blocks; none under
    /// [`Goal::Preferences`] where students times mentors are above 300,000.
    pub proved: Option<ProvedView>,
    /// Whether people, fields, factors or places changed since it was solved. `edit` with no edits solves it again.
    pub stale: bool,
}

/// A proof that no other assignment of these people, by these rules, is better at the goal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProvedView {
    /// How many possible pairs were compared with the certificate.
    pub pairs: u64,
    /// The highest total that any assignment this good at the goal can have; equal to `total`.
    pub highest: f64,
    /// How long solving and proving took, in milliseconds.
    pub took: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    Draft,
    Published,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Get {
    pub id: ProposalId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposalView {
    pub summary: ProposalSummary,
    /// The factors it was solved with, named.
    pub factors: Vec<FactorView>,
    /// Highest score first.
    pub pairs: Vec<PairView>,
    pub unmatched: Vec<UnmatchedView>,
    pub rules: RulesView,
    /// The mentors whose number of places publishing raises, because this proposal gives them more than they have; of
    /// a published proposal, those whose number it raised. Unpublishing lowers it again.
    pub raises: Vec<RaiseView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorView {
    pub factor: Factor,
    /// Such as "Interests and expertise".
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairView {
    pub student: PersonId,
    pub student_name: String,
    pub mentor: PersonId,
    pub mentor_name: String,
    pub score: f64,
    /// Points of each factor, in the order of the factors.
    pub points: Vec<f64>,
    /// Why, for each factor, in words: "Nursing, care work". Empty where it earned nothing.
    pub reasons: Vec<String>,
    /// Whether a lock holds this pair together.
    pub locked: bool,
    /// The mentor's place in the student's own order, 1 for the first: wishes in their order, then all other mentors the
    /// rules allow by score. Mentors with equal scores share a place.
    pub rank: u32,
    /// Which of the student's wishes the mentor is, 1 for the first; `None` where the student did not wish for them.
    pub wish: Option<u32>,
    /// How many days the student had waited when this was solved.
    pub waiting_days: u32,
    /// How many of the mentor's places this proposal fills, of how many: the free ones, or what the rules set.
    pub mentor_filled: u32,
    pub mentor_places: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnmatchedView {
    pub student: PersonId,
    pub name: String,
    /// How many of the student's places are empty, usually 1.
    pub places: u32,
    pub reason: UnmatchedReason,
    /// How many days the student had waited when this was solved.
    pub waiting_days: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum UnmatchedReason {
    /// The rules allow no mentor of this cohort.
    NoMentor,
    /// Every mentor whom the rules allow has no place, or all theirs are locked for others.
    NoPlace,
    /// The best pair the rules allow scores `by` points less than the least that is asked.
    BelowLeast { by: f64 },
    /// Others got the places. To put this student in by force would cost the rest exactly `by` points; 0 is a tie.
    /// `None` under goals where points alone do not decide.
    Outbid { by: Option<f64> },
}

/// What an administrator decided about a draft. Kept until it is discarded; a published proposal shows what held.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RulesView {
    /// Pairs that must be made.
    pub locks: Vec<LockView>,
    /// Pairs that must never be made.
    pub exclusions: Vec<ExclusionView>,
    /// Mentors who have more or fewer places in this proposal than in their profile.
    pub places: Vec<PlacesRuleView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LockView {
    pub student: PersonId,
    pub student_name: String,
    pub mentor: PersonId,
    pub mentor_name: String,
    pub made: MadeView,
    /// How the cohort's totals differ from what they would be without this lock: what it costs, never better at the goal
    /// than nothing. `None` for a lock that does not apply, and under goals where points alone do not decide.
    pub difference: Option<Difference>,
    /// Why it no longer applies; the proposal was solved without it.
    pub lapsed: Option<Lapsed>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExclusionView {
    pub student: PersonId,
    pub student_name: String,
    pub mentor: PersonId,
    pub mentor_name: String,
    /// As written by whoever made it; may be empty.
    pub reason: String,
    pub made: MadeView,
    /// Why it no longer applies.
    pub lapsed: Option<Lapsed>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacesRuleView {
    pub mentor: PersonId,
    pub name: String,
    /// How many students the mentor takes in this proposal.
    pub places: u32,
    /// How many free places the mentor's profile had when this was solved.
    pub free: u32,
    pub made: MadeView,
    /// Why it no longer applies.
    pub lapsed: Option<Lapsed>,
}

/// Who made a rule, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeView {
    /// Empty for somebody who was removed.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Why a rule no longer applies: what it speaks of changed after it was made. It applies again once that is back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lapsed {
    /// The student left, is no student any more, or has a mentor by now.
    StudentGone,
    /// The mentor left, is no mentor any more, or has no free place.
    MentorGone,
    /// More locks than one of the two has places: later ones wait.
    NoPlace,
    /// A required factor bars the pair by now.
    Barred,
}

/// How the totals of a cohort differ: after less before, so that a loss is negative.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Difference {
    /// More pairs (usually students matched), or fewer.
    pub pairs: i64,
    pub points: f64,
}

/// A mentor's number of places as publishing changes it in the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaiseView {
    pub mentor: PersonId,
    pub name: String,
    /// How many students the mentor takes altogether, before and after.
    pub from: u32,
    pub to: u32,
}

/// Solves the cohort: every active student without a mentor, every free place. A new draft.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Solve {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub goal: Goal,
    /// What a place of a student that stays empty is worth under [`Goal::BestTotal`], −2,000 to 2,000 points. Above 0 it
    /// is what a pair must score: none is made that scores less. Below 0 it is the price of leaving somebody unmatched:
    /// at −5 one pair more is made where that costs the others at most 5 points more than it scores. At 0 neither counts.
    #[serde(default)]
    pub least: f64,
}

/// Changes the rules of a draft and solves it again, all or nothing. With no edits it is solved with what is true now;
/// a stale draft always is. Otherwise waiting times stay those of the last solving, so that an edit and its inverse lead
/// back to the same answer.
///
/// What is wrong is told by `edits.0.student`, `edits.0.mentor`, `edits.0.reason`, `edits.0.places` and
/// `edits.0.least`, and names the person or the pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    pub id: ProposalId,
    /// Carried out in this order.
    pub edits: Vec<Change>,
}

/// One change of a draft's rules. What is so already stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Change {
    /// This pair must be made. Refused for an excluded or barred pair and where one of the two has no place left.
    Lock {
        student: PersonId,
        mentor: PersonId,
    },
    Unlock {
        student: PersonId,
        mentor: PersonId,
    },
    /// This pair must never be made. Refused for a locked one. The reason is one line of at most 200 characters.
    Exclude {
        student: PersonId,
        mentor: PersonId,
        #[serde(default)]
        reason: String,
    },
    /// Takes an exclusion back.
    Include {
        student: PersonId,
        mentor: PersonId,
    },
    /// The mentor takes so many students in this proposal, 0 to 100, whatever the profile says; `None`: as many as the
    /// profile has free. Publishing raises the profile's number where it is not enough.
    SetPlaces {
        mentor: PersonId,
        places: Option<u32>,
    },
    SetGoal {
        goal: Goal,
        /// As [`Solve::least`].
        #[serde(default)]
        least: f64,
    },
}

/// What an edit did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edited {
    pub summary: ProposalSummary,
    pub before: Totals,
    pub after: Totals,
    /// How many of the pairs were not there before.
    pub differ: u64,
    /// The edits that take these back, in their order.
    pub inverse: Vec<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    pub pairs: u64,
    pub unmatched: u64,
    pub total: f64,
    /// The score of the lowest pair; `None` without pairs.
    pub lowest: Option<f64>,
}

/// Why are these two no pair? Forces them and solves again; nothing is changed. Refused for a stale proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyNot {
    pub id: ProposalId,
    pub student: PersonId,
    pub mentor: PersonId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WhyNotView {
    pub student: PersonId,
    pub student_name: String,
    pub mentor: PersonId,
    pub mentor_name: String,
    /// What the pair would be worth; `None` where one of the two is not in this cohort.
    pub worth: Option<WorthView>,
    pub answer: WhyNotAnswer,
}

/// What a pair is worth, made or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorthView {
    pub score: f64,
    /// Points of each factor and why, in the order of the proposal's factors.
    pub points: Vec<f64>,
    pub reasons: Vec<String>,
    /// The mentor's place in the student's own order, as in [`PairView::rank`]; `None` for a pair the rules bar.
    pub rank: Option<u32>,
    pub wish: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum WhyNotAnswer {
    /// They are a pair of this proposal.
    Chosen,
    /// They may not be made a pair, by everything that bars them.
    Barred { by: Vec<Bar> },
    /// They could be, and this is what it would take.
    Possible {
        /// Every student whose mentor would change, the one asked about first, then along the chain.
        moves: Vec<MoveView>,
        /// How the totals would differ: what the cohort pays.
        difference: Difference,
        after: Totals,
    },
}

/// What bars a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Bar {
    /// Nobody is their own mentor.
    SamePerson,
    /// The student left, is no student, or has a mentor.
    StudentGone,
    /// The mentor left or is no mentor, or the profile has no free place and the rules give none.
    MentorGone,
    /// The rules of this proposal give the mentor no place.
    NoPlace,
    /// An administrator excluded the pair.
    Excluded { reason: String, made: MadeView },
    /// A required factor is not met, such as "No language in common".
    Required {
        /// Its place in the proposal's factors.
        factor: u32,
        name: String,
        why: String,
    },
    /// All places of the student are locked with these mentors.
    StudentLocked { with: Vec<String> },
    /// All places of the mentor are locked with these students.
    MentorLocked { with: Vec<String> },
}

/// A student whose mentor would change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MoveView {
    pub student: PersonId,
    pub name: String,
    /// Whom the student has in the proposal; `None`: nobody.
    pub from: Option<MentorView>,
    /// Whom the student would have; `None`: nobody.
    pub to: Option<MentorView>,
    /// `to`'s score less `from`'s, 0 for nobody.
    pub gain: f64,
}

/// A mentor of a student, with the score of the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentorView {
    pub id: PersonId,
    pub name: String,
    pub score: f64,
}

/// What would one more place win, mentor by mentor? Nothing is changed. Refused for a stale proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub id: ProposalId,
}

/// One more place of a mentor, those that win most first: pairs, then points, then by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceView {
    pub mentor: PersonId,
    pub name: String,
    /// How many places this proposal fills, of how many.
    pub filled: u32,
    pub places: u32,
    /// How the cohort's totals would differ with one place more; both 0 where it would change nothing.
    pub difference: Difference,
}

/// The same people and rules for every goal, side by side. Nothing is changed. Refused for a stale proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compare {
    pub id: ProposalId,
}

/// What one goal would make of this cohort; in the order of [`Goal::ALL`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScenarioView {
    pub goal: Goal,
    /// Whether it is the proposal's own.
    pub chosen: bool,
    /// How many pairs, of how many places the students have.
    pub matched: u64,
    pub of: u64,
    pub total: f64,
    /// The score of the lowest pair; `None` without pairs.
    pub lowest: Option<f64>,
    /// The mean of the pairs' ranks, as in [`PairView::rank`]; `None` without pairs.
    pub mean_rank: Option<f64>,
    /// How many pairs are not made though both would rather have each other than somebody they got.
    pub blocking: u64,
    /// Ten of them at most, the highest score first.
    pub blocked: Vec<BlockedView>,
    /// How many of its pairs the proposal does not have.
    pub differ: u64,
    /// Whether it was checked that no other choice is better at the goal.
    pub proved: bool,
}

/// Two who would both rather have each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockedView {
    pub student: PersonId,
    pub student_name: String,
    pub mentor: PersonId,
    pub mentor_name: String,
    pub score: f64,
}

/// Checks the stored proof again, from the people and scores as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verify {
    pub id: ProposalId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Verified {
    /// No other assignment of these people, by these rules, is better.
    Proved {
        /// How many possible pairs were compared.
        pairs: u64,
        total: f64,
        /// The highest total that any assignment this good at the goal can have; equal to `total`.
        highest: f64,
        /// How long the check took, in milliseconds.
        took: u64,
    },
    /// People, fields, factors or places changed since it was solved, or it was published: the proof is about what was
    /// true then.
    Changed,
    /// The check failed: the file was changed from outside, or this is a fault of ours.
    Wrong { what: String },
}

/// Makes the pairs matches, all or none.
///
/// A stale proposal can be published as long as every pair of it is still possible: both people are there with a place,
/// and no exclusion and no factor that is required now bars them. Otherwise it is refused by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publish {
    pub id: ProposalId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub matches: Vec<MatchId>,
    /// The mentors whose number of places was raised.
    pub raised: Vec<RaiseView>,
}

/// Takes a publishing back, raised places with it. Refused after any session or any change to one of its matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpublish {
    pub id: ProposalId,
}

/// Throws a draft away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discard {
    pub id: ProposalId,
}
