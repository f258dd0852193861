//! The life of a match.

use domain::matches::{MatchState, Step};

#[test]
fn a_match_goes_through_its_states() {
    use MatchState::{Active, Ended, Paused};
    use Step::{End, Pause, Reopen, Resume};
    let allowed = [
        (Active, Pause, Paused),
        (Paused, Resume, Active),
        (Active, End, Ended),
        (Paused, End, Ended),
        (Ended, Reopen, Active),
    ];
    for state in MatchState::ALL {
        for step in [Pause, Resume, End, Reopen] {
            let expected = allowed
                .iter()
                .find(|(from, by, _)| (*from, *by) == (state, step));
            assert_eq!(
                state.after(step).ok(),
                expected.map(|(_, _, to)| *to),
                "{state:?} {step:?}"
            );
        }
    }
    assert_eq!(
        Ended.after(End).unwrap_err().to_string(),
        "This match is ended already"
    );
}
