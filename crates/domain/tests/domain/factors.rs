//! What factors can compare, and how they are written.

use domain::Invalid;
use domain::factors::{Factor, Rule, Source, SourceKind};

#[test]
fn a_rule_suits_some_kinds_of_answers() {
    use SourceKind::{Hours, List, Single, Step, Text, Waiting, Wishes};
    #[track_caller]
    fn check(rule: Rule, fits: &[(SourceKind, SourceKind)], others: &[(SourceKind, SourceKind)]) {
        for (student, mentor) in fits {
            assert!(rule.suits(*student, *mentor), "{student:?} {mentor:?}");
        }
        for (student, mentor) in others {
            assert!(!rule.suits(*student, *mentor), "{student:?} {mentor:?}");
        }
    }
    let lists = [(List, List), (List, Single), (Step, List), (Hours, Hours)];
    let never = [(Hours, List), (Wishes, Wishes), (Waiting, List)];
    for rule in [Rule::Same, Rule::Different, Rule::Overlap] {
        check(rule, &lists, &never);
    }
    let difference = Rule::Difference { ideal: 2 };
    check(
        difference,
        &[(Step, Step)],
        &[(Step, List), (Single, Single)],
    );
    check(
        Rule::Similar,
        &[(Text, Text), (List, Text)],
        &[(Text, Step)],
    );
    check(Rule::Wished, &[(Wishes, Wishes)], &[(Wishes, List)]);
    let waiting = Rule::Waiting { days: 9 };
    check(waiting, &[(Waiting, Waiting)], &[(Waiting, Wishes)]);
}

#[test]
fn a_factor_is_checked_in_its_parts() {
    let factor = Factor {
        student: Source::Languages,
        mentor: Source::Languages,
        rule: Rule::Overlap,
        weight: 100,
        required: 168,
    };
    assert_eq!(factor.check_weight(), Ok(()));
    assert_eq!(factor.check_required(), Ok(()));
    let beyond = Factor {
        weight: 101,
        required: 169,
        ..factor
    };
    assert_eq!(beyond.check_weight(), Err(Invalid::OutOfRange(0, 100)));
    assert_eq!(beyond.check_required(), Err(Invalid::OutOfRange(0, 168)));
    let forever = Factor {
        rule: Rule::Waiting { days: 3651 },
        ..factor
    };
    assert_eq!(forever.check_rule(), Err(Invalid::OutOfRange(1, 3650)));
}

#[test]
fn sources_are_read_as_they_are_written() {
    for source in Source::BUILT_IN {
        assert_eq!(source.to_string().parse(), Ok(source));
    }
    // Factors that were written before anything could be required.
    let old = r#"{"student":"zone","mentor":"zone","rule":{"kind":"same"},"weight":5}"#;
    let read: Factor = serde_json::from_str(old).unwrap();
    assert_eq!((read.student, read.required), (Source::Zone, 0));
    assert_eq!("shoe size".parse::<Source>(), Err(Invalid::NotAnOption));
}
