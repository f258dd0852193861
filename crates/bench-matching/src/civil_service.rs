//! M1: two forms of a mentoring programme, from the text of the files to explained pairs, against mentor-match.
//!
//! The rules are those that mentor-match is used with: different organisation required; a mentor one grade above 6
//! points, two above 9; the same profession 4. It looks for the best total and leaves pairs out that it may not make, so
//! an empty place costs nothing here.

use crate::Result;
use crate::options::Options;
use crate::peer::{Peer, number, whole};
use crate::report::{Times, line, raw, skipped, timed};
use matching::scores::{INELIGIBLE, OutOfRange, Table};
use matching::{
    Cohort, Eligibility, Leaving, Matched, Mentor, PersonId, Problem, Scores, Student, solve,
    verify,
};
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;

const RUNS: usize = 25;
const PEER_RUNS: usize = 5;
const TARGET: f64 = 500.0;

/// From the lowest.
const GRADES: [&str; 11] = [
    "AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4",
];

const POINT: i64 = 1_000;

/// One row of a form; texts that are compared are numbered.
struct Person {
    name: String,
    /// Whoever signs up as both has one address.
    email: u32,
    grade: u32,
    organisation: u32,
    profession: u32,
}

/// Texts and their numbers, in the order in which they came up.
#[derive(Default)]
struct Texts {
    number: HashMap<String, u32>,
    text: Vec<String>,
}

impl Texts {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.number.get(text) {
            return *number;
        }
        // A form has far fewer rows than 2^32.
        let number = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.number.insert(text.to_owned(), number);
        self.text.push(text.to_owned());
        number
    }
}

#[derive(Default)]
struct Forms {
    emails: Texts,
    organisations: Texts,
    professions: Texts,
    mentees: Vec<Person>,
    mentors: Vec<Person>,
    /// Organisation, grade and profession of each mentor, side by side.
    kinds: [Vec<u32>; 3],
}

impl Forms {
    fn parse(mentees: &str, mentors: &str) -> Result<Self> {
        let mut forms = Self::default();
        forms.mentees = forms.people(mentees)?;
        forms.mentors = forms.people(mentors)?;
        let kind = |of: fn(&Person) -> u32| forms.mentors.iter().map(of).collect();
        forms.kinds = [
            kind(|person| person.organisation),
            kind(|person| person.grade),
            kind(|person| person.profession),
        ];
        Ok(forms)
    }

    fn people(&mut self, text: &str) -> Result<Vec<Person>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers()?.clone();
        let column = |name: &str| {
            headers
                .iter()
                .position(|header| header == name)
                .ok_or_else(|| format!("no column called {name}"))
        };
        let (first, last, email) = (
            column("first name")?,
            column("last name")?,
            column("email address")?,
        );
        let (grade, organisation, profession) = (
            column("grade")?,
            column("organisation")?,
            column("profession")?,
        );
        let mut people = Vec::new();
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row)? {
            let known = GRADES
                .iter()
                .zip(0..)
                .find(|(name, _)| **name == &row[grade]);
            people.push(Person {
                name: format!("{} {}", &row[first], &row[last]),
                email: self.emails.number(&row[email]),
                grade: known
                    .ok_or_else(|| format!("no such grade: {}", &row[grade]))?
                    .1,
                organisation: self.organisations.number(&row[organisation]),
                profession: self.professions.number(&row[profession]),
            });
        }
        Ok(people)
    }

    fn cohort(&self) -> Result<Cohort> {
        let id = |person: &Person| PersonId(person.email.into());
        let students = self.mentees.iter().map(|person| Student {
            id: id(person),
            places: 1,
        });
        let mentors = self.mentors.iter().map(|person| Mentor {
            id: id(person),
            places: 1,
        });
        Ok(Cohort::new(students.collect(), mentors.collect())?)
    }

    /// Why this pair, in words: every factor with its points.
    fn explain(&self, cohort: &Cohort, pair: &Matched) -> Option<String> {
        let mentee = &self.mentees[cohort.student_index(pair.student)?];
        let mentor = &self.mentors[cohort.mentor_index(pair.mentor)?];
        let mut text = format!(
            "{} with {}, {} points: ",
            mentee.name,
            mentor.name,
            pair.score / POINT
        );
        let (grade, profession) = (pair.points[0] / POINT, pair.points[1] / POINT);
        let _ = write!(
            text,
            "{} for {} and {} above, ",
            grade, GRADES[mentee.grade as usize], GRADES[mentor.grade as usize]
        );
        let of = |person: &Person| &self.professions.text[person.profession as usize];
        if profession > 0 {
            let _ = write!(text, "{profession} for {} on both sides", of(mentee));
        } else {
            let _ = write!(text, "0 for {} and {}", of(mentee), of(mentor));
        }
        Some(text)
    }
}

impl Scores for Forms {
    fn factors(&self) -> usize {
        2
    }

    fn points(&self, student: usize, mentor: usize, points: &mut [i64]) -> Eligibility {
        let (mentee, mentor) = (&self.mentees[student], &self.mentors[mentor]);
        if mentee.organisation == mentor.organisation {
            return Eligibility::Ineligible;
        }
        points[0] = match mentor.grade.wrapping_sub(mentee.grade) {
            1 => 6 * POINT,
            2 => 9 * POINT,
            _ => 0,
        };
        points[1] = if mentee.profession == mentor.profession {
            4 * POINT
        } else {
            0
        };
        Eligibility::Eligible
    }

    fn score(&self, student: usize, mentor: usize) -> Option<i64> {
        let mut points = [0; 2];
        match self.points(student, mentor, &mut points) {
            Eligibility::Eligible => Some(points[0] + points[1]),
            Eligibility::Ineligible => None,
        }
    }

    fn row(&self, student: usize, row: &mut [Option<i64>]) {
        for (mentor, score) in row.iter_mut().enumerate() {
            *score = self.score(student, mentor);
        }
    }

    fn narrow_row(&self, student: usize, row: &mut [i32]) -> std::result::Result<(), OutOfRange> {
        let mentee = &self.mentees[student];
        let [organisations, grades, professions] = &self.kinds;
        let kinds = organisations.iter().zip(grades).zip(professions);
        for (score, ((organisation, grade), profession)) in row.iter_mut().zip(kinds) {
            let above = grade.wrapping_sub(mentee.grade);
            let points = 6 * i32::from(above == 1) + 9 * i32::from(above == 2);
            let points = points + 4 * i32::from(*profession == mentee.profession);
            let other = *organisation != mentee.organisation;
            *score = if other { points * 1_000 } else { INELIGIBLE };
        }
        Ok(())
    }
}

struct Answer {
    total: i64,
    explanations: Vec<String>,
    proved: bool,
}

/// All that is timed but the proof, which is checked afterwards.
fn ours(mentees: &str, mentors: &str) -> Result<(f64, Answer)> {
    let (time, answer) = timed(|| -> Result<_> {
        let forms = Forms::parse(mentees, mentors)?;
        let cohort = forms.cohort()?;
        // The solver reads rows more than once, and copies are cheaper than rules.
        let table = Table::of(&cohort, &forms, &mut |_| ControlFlow::Continue(()))?;
        let problem = Problem {
            cohort: &cohort,
            scores: &table,
            leaving: Leaving::Price(0),
        };
        let solution = solve(&problem, &mut |_| ControlFlow::Continue(()))?;
        let explained = solution
            .pairs
            .iter()
            .map(|pair| forms.explain(&cohort, pair));
        let explanations = explained
            .collect::<Option<Vec<_>>>()
            .ok_or("a pair of nobody")?;
        Ok((forms, cohort, solution, explanations))
    });
    let (forms, cohort, solution, explanations) = answer?;
    let problem = Problem {
        cohort: &cohort,
        scores: &forms,
        leaving: Leaving::Price(0),
    };
    let proved = verify(&problem, &solution, &mut |_| ControlFlow::Continue(())).is_ok();
    Ok((
        time,
        Answer {
            total: solution.total / POINT,
            explanations,
            proved,
        },
    ))
}

pub(crate) fn run(options: &Options) -> Result {
    let Some(folder) = Options::data("civil-service") else {
        skipped("M1", "the forms are not beside the repository");
        return Ok(());
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let (mentees, mentors) = (read("large-mentees.csv")?, read("large-mentors.csv")?);
    let python = options.mentor_match.as_deref().filter(|_| options.peers);
    let mut peer = python
        .map(|python| peer(options, python, &mentees, &mentors))
        .transpose()?;
    let (mut times, mut theirs) = (Times::default(), Times::default());
    let mut their_total = 0;
    let mut last = None;
    for round in 0..RUNS {
        let (time, answer) = ours(&mentees, &mentors)?;
        times.add(time);
        last = Some(answer);
        if let Some(peer) = &mut peer
            && round % (RUNS / PEER_RUNS) == 0
        {
            let answer = peer.run("")?;
            theirs.add(number(&answer, "seconds")?);
            their_total = whole(&answer, "total")?;
        }
    }
    let answer = last.ok_or("no run")?;
    let told = format!(
        "total {}, proved {}, {} pairs explained",
        answer.total,
        answer.proved,
        answer.explanations.len()
    );
    raw(
        "M1",
        &format!(
            "{told}; for instance: {}",
            answer.explanations.first().map_or("", String::as_str)
        ),
    );
    if peer.is_none() {
        raw("M1", &format!("ours {}", times.text()));
        return Ok(());
    }
    let faster = theirs.median() / times.median();
    let reached = faster >= TARGET && answer.total >= their_total && answer.proved;
    let figure = format!(
        "{faster:.0} times faster, total {} against {their_total}",
        answer.total
    );
    line("M1", &figure, "500 times, total at least theirs", reached);
    raw("M1", &format!("ours {}", times.text()));
    raw("M1", &format!("mentor-match {}", theirs.text()));
    Ok(())
}

/// It wants the files by names of its own, in one folder.
fn peer(options: &Options, python: &Path, mentees: &str, mentors: &str) -> Result<Peer> {
    let folder = options.work.join("civil-service");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("mentees.csv"), mentees)?;
    std::fs::write(folder.join("mentors.csv"), mentors)?;
    Peer::start(
        python,
        "mentor_match.py",
        &[folder.to_str().ok_or("a path that is not text")?],
    )
}
