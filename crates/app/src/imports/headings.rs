//! What a heading says, in the spellings that forms and lists commonly use.

use contract::imports::Target;
use domain::Role;

use super::words::words;

/// The longest name of a field made from a heading, in characters: a question is cut.
pub(crate) const LONGEST_NAME: usize = 60;

/// A heading, taken apart.
pub(crate) struct Heading {
    words: Vec<String>,
    /// The words without those that only make a sentence of it, joined by spaces.
    core: String,
}

/// Words that only make a sentence of a heading.
const FILLERS: &str = "your, you, the, a, an, my, please, enter, give, what, what's, is, are, do, we, us, our, i, me, \
    required, optional";

/// Headings that say what they are, without the fillers.
const SPELLINGS: [(&str, Target); 10] = [
    (
        "first name, first names, firstname, forename, forenames, given name, given names, vorname, prenom, nombre",
        Target::FirstName,
    ),
    (
        "last name, last names, lastname, surname, surnames, family name, second name, nachname, familienname, \
         nom de famille, apellido, apellidos",
        Target::LastName,
    ),
    (
        "name, names, full name, fullname, person, participant, participant name, student name, mentee name, \
         mentor name, name of student, name of mentor, name of mentee, first and last name, name and surname, \
         first name and last name, display name",
        Target::Name,
    ),
    (
        "bio, biography, short bio, short biography, about, about yourself, tell about yourself, profile, \
         introduction, personal statement",
        Target::Bio,
    ),
    (
        "interests, interest, areas of interest, goals, goal, learning goals, development goals, want to learn, \
         would like to learn, topics, topics of interest, skills to learn, skills to develop, skills want to develop, \
         skills want to learn, skills would like to develop",
        Target::Interests,
    ),
    (
        "expertise, areas of expertise, area of expertise, strengths, skills to share, can help with, can teach, \
         can offer, skills can offer, skills can share, specialisms, specialties",
        Target::Expertise,
    ),
    (
        "languages, language, languages spoken, spoken languages, languages speak, which languages speak, sprachen, \
         langues, idiomas",
        Target::Languages,
    ),
    (
        "time zone, timezone, zone, tz, which time zone in, time zone in",
        Target::Zone,
    ),
    (
        "capacity, places, mentor capacity, slots, number of mentees, number of students, max mentees, \
         maximum mentees, how many mentees, how many students",
        Target::Capacity,
    ),
    (
        "role, roles, type, participant type, person type, user type, mentoring role, programme role, program role, \
         role in programme, role in program, mentor or mentee, mentee or mentor, mentor or student, \
         student or mentor, mentor mentee, mentor student",
        Target::Role,
    ),
];

/// What a form keeps about its own filling in, and what our own list of people tells but nobody can set.
const LEFT_OUT: &str = "timestamp, submitted, submission, date submitted, submitted at, submission date, \
    submission id, submission time, start time, completion time, last modified time, response id, respondent id, \
    ip address, started at, completed at, created at, updated at, active, joined, \
    students, mentors";

const SOMEBODY_ELSE: &str = "manager, manager's, supervisor's, parent, parents, parent's, guardian, guardian's, \
    emergency, referee, sponsor, carer, kin, boss, headteacher";

/// Special categories of personal data (GDPR, article 9) and what comes near them.
const SENSITIVE: &str = "identity, identities, identify, characteristic, characteristics, gender, sex, sexual, \
    sexuality, orientation, ethnicity, ethnic, race, racial, religion, religious, faith, belief, beliefs, disability, \
    disabilities, disabled, health, medical, illness, neurodiversity, neurodivergent, neurodiverse, pregnancy, \
    pronouns, lgbt, lgbtq, lgbtqia, political, union, criminal, nationality, immigration, diversity";

const PERSONAL: &str =
    "phone, telephone, mobile, address, postcode, birth, birthday, age, salary, id";

/// Words of values that tell an identity, whatever the heading says.
const TELLING: &str = "gay, lesbian, bisexual, pansexual, asexual, transgender, heterosexual, queer, nonbinary, muslim, \
    christian, jewish, hindu, sikh, buddhist, disabled, autistic";

fn has(list: &str, phrase: &str) -> bool {
    list.split(", ").any(|listed| listed == phrase)
}

impl Heading {
    pub(crate) fn read(heading: &str) -> Self {
        let words: Vec<String> = words(heading);
        let core: Vec<&str> = words
            .iter()
            .map(String::as_str)
            .filter(|word| !has(FILLERS, word))
            .collect();
        let core = core.join(" ");
        Self { words, core }
    }

    /// The target and whether it is sure. `role` is what the file's people are, where that is known: the skills of
    /// mentors are what they can teach.
    pub(crate) fn target(&self, role: Option<Role>) -> Option<(Target, bool)> {
        let core = self.core.as_str();
        if has(LEFT_OUT, core) || self.says("consent, agree, gdpr, privacy") {
            return Some((Target::Ignore, true));
        }
        if self.is_of_somebody_else() {
            return None;
        }
        if let Some((_, target)) = SPELLINGS.iter().find(|(spellings, _)| has(spellings, core)) {
            return Some((target.clone(), true));
        }
        if self.says("email, emails, mail") {
            return Some((Target::Email, true));
        }
        if has("skills, skills and interests", core) {
            let target = if role == Some(Role::Mentor) {
                Target::Expertise
            } else {
                Target::Interests
            };
            return Some((target, role.is_some()));
        }
        self.wishes()
            .or_else(|| self.of_roles())
            .or_else(|| self.loosely())
    }

    /// "Preferred mentors", "First choice", "Which mentor would you prefer?"
    fn wishes(&self) -> Option<(Target, bool)> {
        const PLACES: &str =
            "first, second, third, fourth, fifth, 1st, 2nd, 3rd, 4th, 5th, 1, 2, 3, 4, 5, top";
        let wished = self.says(
            "preferred, preference, preferences, prefer, choice, choices, choose, wish, wishes, wished",
        );
        let of_others = self.says("mentee, mentees, student, students");
        let placed = self
            .core
            .split(' ')
            .all(|word| has(PLACES, word) || has("choice, choices, preference, wish", word));
        let asked = self.says("mentor, mentors, mentor's");
        (wished && !of_others && (asked || (placed && self.says(PLACES))))
            .then_some((Target::Wishes, asked || placed))
    }

    /// Headings about who is a mentor and who is a student.
    fn of_roles(&self) -> Option<(Target, bool)> {
        let mentor = self.says("mentor");
        let student = self.says("mentee, student, mentees, students");
        if self.says("both") && (mentor || student) {
            Some((Target::BothRoles, true))
        } else if mentor && !student && (self.words.len() <= 2 || self.asks_to_be("mentor")) {
            Some((Target::IsMentor, true))
        } else {
            None
        }
    }

    /// Headings that only resemble what they are.
    fn loosely(&self) -> Option<(Target, bool)> {
        const PARTS: [(&str, Target); 6] = [
            (
                "join as, sign up as, take part as, participate as, mentor or, mentee or",
                Target::Role,
            ),
            ("expertise, help with, teach, skills can", Target::Expertise),
            (
                "want to learn, like to learn, interests, hope to learn, learning goals",
                Target::Interests,
            ),
            ("languages", Target::Languages),
            ("time zone, timezone", Target::Zone),
            ("biography, about yourself", Target::Bio),
        ];
        if self.says("mentee, mentees, student, students, people")
            && self.says("many, number, max, maximum")
        {
            return Some((Target::Capacity, false));
        }
        let core = format!(" {} ", self.core);
        let resembles = |parts: &str| {
            parts
                .split(", ")
                .any(|part| core.contains(&format!(" {part} ")))
        };
        PARTS
            .iter()
            .find(|(parts, _)| resembles(parts))
            .map(|(_, target)| (target.clone(), false))
    }

    /// "Do you want to sign up as a mentor?", "Would you like to be a mentor?"
    fn asks_to_be(&self, word: &str) -> bool {
        let before = self.words.iter().take_while(|other| *other != word);
        let asked = before.filter(|word| !has("a, an, the", word)).last();
        asked.is_some_and(|word| has("as, be, become, being, to", word))
    }

    fn says(&self, any: &str) -> bool {
        self.words.iter().any(|word| has(any, word))
    }

    /// The name or the e-mail of a manager is not the person's.
    pub(crate) fn is_of_somebody_else(&self) -> bool {
        self.says(SOMEBODY_ELSE)
    }

    pub(crate) fn is_sensitive(&self) -> bool {
        self.says(SENSITIVE)
    }

    /// What the people matched with somebody need not see.
    pub(crate) fn is_personal(&self) -> bool {
        self.is_of_somebody_else() || self.says(PERSONAL)
    }
}

/// Whether a short value tells somebody's identity.
pub(crate) fn tells_identity(value: &str) -> bool {
    let words = words(value);
    words.len() <= 8 && words.iter().any(|word| has(TELLING, word))
}

/// A field's name from a heading: "Your grade?" is "Grade". Always a good name: one line, not empty, not too long.
pub(crate) fn field_name(heading: &str) -> String {
    let plain: String = heading.chars().filter(|c| !c.is_control()).collect();
    let plain = plain.trim_matches(|c: char| c.is_whitespace() || "?:*.".contains(c));
    let plain = match plain.split_once(' ') {
        Some((first, rest)) if first.eq_ignore_ascii_case("your") => rest.trim(),
        _ => plain,
    };
    let mut chars = plain.chars();
    let Some(first) = chars.next() else {
        return "Column".to_owned();
    };
    // Only a lower-case Latin letter is raised: "iPhone" is worth less than "grade" becoming "Grade".
    let name: String = std::iter::once(first.to_ascii_uppercase())
        .chain(chars)
        .collect();
    if name.chars().count() <= LONGEST_NAME {
        return name;
    }
    let cut: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!(
        "{}…",
        cut.rsplit_once(' ')
            .map_or(cut.as_str(), |(words, _)| words)
    )
}
