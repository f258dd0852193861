//! The window opens.

use e2e::{Desk, Options};

#[test]
fn the_window_opens_and_is_not_blank() {
    let desk = Desk::start(Options::default());
    let heading = desk
        .find_all("heading", None)
        .into_iter()
        .next()
        .expect("a page begins with a heading");
    heading.assert_in_view();
    assert!(!heading.text().is_empty());
    assert_eq!(desk.size(), (1280, 800));
    desk.screenshot("opening");
}
