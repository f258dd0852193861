//! Where the window was, and whether it can be there again.

use serde::{Deserialize, Serialize};
use tauri::{PhysicalPosition, PhysicalSize};

/// A window's place, in physical pixels. While the window is maximised the rest says where it was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Placement {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) maximized: bool,
}

/// A connected screen, in physical pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    pub(crate) position: PhysicalPosition<i32>,
    pub(crate) size: PhysicalSize<u32>,
}

/// How much of the window's upper edge must be on a screen, so that a person can take hold of it.
const GRIP: (u32, u32) = (120, 24);

impl Placement {
    pub(crate) fn position(&self) -> PhysicalPosition<i32> {
        PhysicalPosition::new(self.x, self.y)
    }

    pub(crate) fn size(&self) -> PhysicalSize<u32> {
        PhysicalSize::new(self.width, self.height)
    }

    /// Whether a person could see and move a window there. Screens get unplugged, and then a window restored to where
    /// it was is lost.
    pub(crate) fn is_reachable(&self, screens: &[Screen]) -> bool {
        screens.iter().any(|screen| {
            let across = overlap((self.x, self.width), (screen.position.x, screen.size.width));
            // The title bar lies at the top: it is what has to be on the screen.
            let down = overlap(
                (self.y, self.height.min(GRIP.1)),
                (screen.position.y, screen.size.height),
            );
            across >= i64::from(GRIP.0) && down >= i64::from(GRIP.1)
        })
    }
}

/// How many pixels two stretches share; each is a start and a length.
fn overlap(one: (i32, u32), other: (i32, u32)) -> i64 {
    let end = |(start, length): (i32, u32)| i64::from(start) + i64::from(length);
    end(one).min(end(other)) - i64::from(one.0).max(i64::from(other.0))
}

#[cfg(test)]
mod tests {
    use super::{Placement, Screen};
    use tauri::{PhysicalPosition, PhysicalSize};

    fn check(x: i32, y: i32, expected: bool) {
        let screens = [(0, 0), (1920, -200)].map(|(x, y)| Screen {
            position: PhysicalPosition::new(x, y),
            size: PhysicalSize::new(1920, 1080),
        });
        let placement = Placement {
            x,
            y,
            width: 1280,
            height: 800,
            maximized: false,
        };
        assert_eq!(placement.is_reachable(&screens), expected, "{x}, {y}");
    }

    #[test]
    fn a_window_comes_back_where_a_person_can_take_hold_of_it() {
        check(0, 0, true);
        check(1919, 500, true);
        check(3000, -200, true);
        check(-1160, 10, true);
        check(100, 1056, true);
    }

    #[test]
    fn a_window_does_not_come_back_where_no_screen_is() {
        check(-1200, 10, false);
        check(100, 1070, false);
        check(100, -30, false);
        check(4000, 0, false);
        check(i32::MAX, i32::MAX, false);
        check(i32::MIN, 0, false);
    }

    #[test]
    fn without_screens_nothing_is_reachable() {
        let placement = Placement {
            x: 0,
            y: 0,
            width: 1280,
            height: 800,
            maximized: true,
        };
        assert!(!placement.is_reachable(&[]));
    }
}
