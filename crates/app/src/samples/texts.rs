//! What the sample's pairs talked about. Names nobody, so that every pair can have met so.

/// One meeting: its topics, the mentor's note in Markdown, the student's reflection.
pub(super) struct Meeting {
    pub(super) topics: &'static [&'static str],
    pub(super) note: &'static str,
    pub(super) reflection: &'static str,
}

#[rustfmt::skip]
pub(super) const MEETINGS: &[Meeting] = &[
    Meeting { topics: &["Getting to know each other"], note: "We talked about school, family and what a good week looks like.\n\n- Likes to be asked **why**\n- Does not like to be hurried", reflection: "It was easier than I thought. We laughed about the first day at work." },
    Meeting { topics: &["Goals for the term"], note: "Wrote down three goals and crossed out two. The one that is left is a *good* one.", reflection: "One goal is enough. I put it on my door." },
    Meeting { topics: &["Strengths", "CV"], note: "Collected strengths from outside school: looking after others, being on time, fixing things.\n\nNext time: put them into a CV.", reflection: "I did not know that what I do at home counts." },
    Meeting { topics: &["CV"], note: "First draft of the CV. One page, no photograph. The part about the weekend job is the strongest.", reflection: "I rewrote the top three lines at home. Now it sounds like me." },
    Meeting { topics: &["Study skills", "Exams"], note: "Made a plan for the mock exams: 25 minutes, then a break. Telephone in the other room.", reflection: "The telephone in the other room works. I hate that it works." },
    Meeting { topics: &["Workplace visit"], note: "Prepared the visit: whom to greet, what to ask, how to say thank you.\n\n1. What do you do first in the morning?\n2. What would you do differently?", reflection: "I asked both questions and two of my own." },
    Meeting { topics: &["Workplace visit", "Looking back"], note: "The visit went well. Noticed on the way home that the noise was tiring; good to know before choosing.", reflection: "I could imagine working there, but not in the big hall." },
    Meeting { topics: &["Interview practice"], note: "Practised an interview twice. The second time with eye contact and without an apology at the start.", reflection: "My voice shook but nobody laughed." },
    Meeting { topics: &["Applications"], note: "Read two advertisements together and underlined what they really ask for.", reflection: "Half of the list is only decoration. The other half I can do." },
    Meeting { topics: &["Applications", "Writing"], note: "Letter of application, second version. Shorter and better. Send it by Friday.", reflection: "I sent it on Thursday." },
    Meeting { topics: &["Confidence"], note: "A difficult week. We did not work on the plan; we went for a walk along the water.", reflection: "Thank you for the walk." },
    Meeting { topics: &["Money", "Grants"], note: "Went through what a year costs, and which grants there are. The form is long but not hard.", reflection: "It is less impossible than my parents think. I will show them the table." },
    Meeting { topics: &["Phone calls"], note: "Two telephone calls made together, on the loudspeaker. One no, one *perhaps*.", reflection: "After the first no, the second call was easy." },
    Meeting { topics: &["Looking back", "Next steps"], note: "Looked at the goals again. More was done than either of us remembered.", reflection: "I want to go on next term." },
];
