//! The people of the sample, as literals. Whoever is matched with whom stands in `term`.

/// Somebody of the sample. Everything is parsed by the rules of `domain`, as if it were typed.
pub(super) struct Actor {
    pub(super) name: &'static str,
    pub(super) bio: &'static str,
    /// What a student wants to learn, or a mentor can teach.
    pub(super) tags: &'static [&'static str],
    pub(super) languages: &'static [&'static str],
    /// Free hours: the day (Monday is 0), from, until.
    pub(super) free: &'static [(usize, usize, usize)],
    /// A student's school year, or a mentor's profession.
    pub(super) answer: &'static str,
    /// How many students a mentor takes.
    pub(super) capacity: i64,
    /// How many days ago the person joined.
    pub(super) joined: i64,
}

pub(super) const YEARS: &[&str] = &["Year 10", "Year 11", "Year 12", "Year 13"];

type Free = &'static [(usize, usize, usize)];
type List = &'static [&'static str];

const fn student(
    name: &'static str,
    year: &'static str,
    joined: i64,
    tags: List,
    languages: List,
    free: Free,
    bio: &'static str,
) -> Actor {
    Actor {
        name,
        bio,
        tags,
        languages,
        free,
        answer: year,
        capacity: 1,
        joined,
    }
}

#[rustfmt::skip]
pub(super) const STUDENTS: &[Actor] = &[
    student("Linh Trần", "Year 13", 96, &["Nursing", "Applications", "Interview practice"], &["Vietnamese", "English"], &[(0, 15, 17), (3, 15, 18)], "I help at the clinic on Saturdays and want to study nursing."),
    student("Yusuf Demir", "Year 12", 95, &["Engineering", "Apprenticeships", "Maths"], &["Turkish", "English"], &[(1, 16, 18), (4, 14, 17)], "I repair bicycles. I would like to build them."),
    student("Sofía Herrera", "Year 12", 95, &["Work placements", "Baking", "Phone calls"], &["Spanish", "English"], &[(2, 15, 18)], "Looking for a placement in a kitchen or a bakery."),
    student("Kwame Boateng", "Year 12", 94, &["Public speaking", "Politics", "Writing"], &["Twi", "English"], &[(1, 12, 14), (3, 16, 18)], "I have opinions and would like to say them out loud."),
    student("Aroha Ngata", "Year 10", 21, &["Choosing subjects", "Biology"], &["Māori", "English"], &[(4, 14, 16)], "Not sure yet. Probably something with animals."),
    student("Eleni Papadaki", "Year 11", 40, &["Coding", "Maths", "Study skills"], &["Greek", "English"], &[(0, 16, 19), (2, 16, 19)], "I finished the school's programming course and want more."),
    student("Noah Lindqvist", "Year 13", 93, &["Coding", "Apprenticeships", "Interview practice"], &["Swedish", "English"], &[(0, 15, 18), (4, 15, 17)], "I run the sound desk for the school theatre."),
    student("Hana Kobayashi", "Year 12", 92, &["Design", "Portfolio", "Drawing"], &["Japanese", "English"], &[(2, 14, 17)], "I draw every day and show it to nobody. Yet."),
    student("Yuki Tanabe", "Year 11", 92, &["Law", "Writing", "Debating"], &["Japanese", "English"], &[(1, 15, 18), (3, 15, 18)], "I read court reports for fun."),
    student("Mateus Carvalho", "Year 12", 91, &["Design", "Photography", "Portfolio"], &["Portuguese", "English"], &[(3, 10, 13)], "Photographs of people at work."),
    student("Priya Raman", "Year 13", 90, &["Applications", "Economics", "Study skills"], &["Tamil", "English"], &[(0, 14, 16), (1, 14, 16)], "First in my family to apply to a university."),
    student("Siosaia Taufa", "Year 11", 90, &["Engineering", "Rugby", "Maths"], &["Tongan", "English"], &[(2, 17, 19)], "Props hold things up. So do bridges."),
    student("Fatima Zahra Benali", "Year 13", 89, &["Medicine", "Applications", "Chemistry"], &["Arabic", "French", "English"], &[(3, 16, 19)], "Chemistry club, and two small brothers."),
    student("Zofia Kaczmarek", "Year 12", 88, &["Law", "Study skills", "Languages"], &["Polish", "English", "German"], &[(1, 15, 17)], "I would like to be an interpreter at a court."),
    student("Callum Reid", "Year 11", 88, &["Shipping", "Apprenticeships"], &["English"], &[(4, 12, 15)], "My grandfather was a pilot in this harbour."),
    student("Leila Haddad", "Year 11", 14, &["Journalism", "Writing", "Photography"], &["Arabic", "English"], &[(0, 15, 17), (3, 15, 17)], "I edit the school's newspaper."),
    student("Ayaan Sheikh", "Year 12", 26, &["Finance", "Maths", "Economics"], &["Somali", "English"], &[(2, 15, 17)], "Numbers are the part of school I like."),
    student("Mai Phạm", "Year 13", 12, &["Nursing", "Care work", "Applications"], &["Vietnamese", "English"], &[(3, 15, 17)], "I look after my grandmother and am good at it."),
];

const fn mentor(
    name: &'static str,
    profession: &'static str,
    capacity: i64,
    tags: List,
    languages: List,
    free: Free,
    bio: &'static str,
) -> Actor {
    Actor {
        name,
        bio,
        tags,
        languages,
        free,
        answer: profession,
        capacity,
        joined: 110,
    }
}

#[rustfmt::skip]
pub(super) const MENTORS: &[Actor] = &[
    mentor("Amara Okonkwo", "Ward manager", 5, &["Nursing", "Public speaking", "Work placements", "Applications"], &["English", "Igbo"], &[(0, 15, 18), (1, 12, 18), (3, 15, 18)], "Twenty years on wards, five of them teaching the new ones."),
    mentor("Ravi Menon", "Software developer", 2, &["Coding", "Maths", "Interview practice"], &["English", "Malayalam"], &[(0, 16, 19), (4, 15, 18)], "I write software for tide tables. Ask me anything twice."),
    mentor("Solveig Berg", "Illustrator", 3, &["Design", "Drawing", "Portfolio", "Care work"], &["Norwegian", "English", "Vietnamese"], &[(2, 13, 17), (3, 15, 17)], "Children's books, and before that a nursing home."),
    mentor("Birgit Hofmann", "Lawyer", 3, &["Law", "Debating", "Writing"], &["German", "English"], &[(1, 15, 18), (3, 15, 18)], "Family law. I like clear sentences."),
    mentor("Chloé Tremblay", "Product designer", 3, &["Design", "Portfolio", "Photography", "Economics"], &["French", "English"], &[(0, 14, 17), (3, 10, 13)], "I design things that people hold in their hands."),
    mentor("Dmitri Volkov", "Civil engineer", 1, &["Engineering", "Maths"], &["Russian", "English"], &[(2, 17, 20)], "Bridges. The large kind."),
    mentor("Ana Petrović", "Doctor", 2, &["Medicine", "Chemistry", "Applications"], &["Serbian", "English", "French"], &[(3, 16, 20)], "Paediatrics. I remember every exam I failed."),
    mentor("Mei-Ling Chua", "Accountant", 1, &["Finance", "Economics", "Maths"], &["English", "Mandarin"], &[(2, 15, 18)], "I explain money to people who are afraid of it."),
    mentor("Tomás Ibarra", "Harbour pilot", 1, &["Shipping", "Apprenticeships", "Engineering"], &["Spanish", "English"], &[(4, 12, 16)], "I bring ships in, mostly at night."),
];
