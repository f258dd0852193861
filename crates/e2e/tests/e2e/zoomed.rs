//! At 200 % of the size everything still fits: 1280 × 960 pixels, the smallest that the window can be then, are a page of
//! 640 × 480.

use e2e::{Desk, Options};

use crate::hand::Hand;
use crate::thread::{found, issue, redeem, sign_out};

const ZOOMED: (u32, u32) = (640, 480);

/// Looks at the page as it is at 200 %.
fn look(desk: &Desk, name: &str, problems: &mut Vec<String>) {
    let (width, height) = ZOOMED;
    desk.set_size(width, height);
    desk.screenshot(&format!("zoomed-{name}"));
    desk.assert_no_sideways_scrolling();
    let found = desk.script(include_str!("misfits.js"), Vec::new());
    problems.extend(
        found
            .as_array()
            .expect("a list")
            .iter()
            .map(|what| format!("{name}: {what}")),
    );
    desk.set_size(1280, 800);
}

#[test]
fn at_200_percent_nothing_leaves_its_box() {
    let desk = Desk::start(Options::default());
    let hand = Hand::Mouse;
    let mut problems = Vec::new();
    found(&desk, hand, "Several people", "Open a sample programme");
    desk.wait_text("Overview");
    look(&desk, "overview", &mut problems);
    for (page, words) in [
        ("People", "Linh Trần"),
        ("Sessions", "Linh Trần"),
        ("Matches", "Linh Trần"),
    ] {
        hand.visit(&desk, page);
        desk.wait_text(words);
        look(&desk, page, &mut problems);
    }
    hand.visit(&desk, "Matching");
    hand.press(&desk, "button", "Propose matches");
    desk.wait_text("Proved");
    look(&desk, "workbench", &mut problems);
    let mentor = issue(&desk, hand, "Amara Okonkwo");
    sign_out(&desk, hand);
    redeem(&desk, hand, &mentor);
    desk.wait_text("Linh Trần");
    look(&desk, "mentor-home", &mut problems);
    hand.visit(&desk, "Goals");
    desk.wait_text("Send the nursing application");
    look(&desk, "goals", &mut problems);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
