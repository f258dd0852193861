//! Texts as Markdown, by the code that the window draws them with.

use std::hint::black_box;
use std::ops::Range;

use domain::Text;
use domain::markdown::{excerpt, nodes};
use fastrand::Rng;

use super::watch::Watch;
use super::{mutate, numbers};

pub(super) fn draw(watch: &Watch, cases: Range<u64>) -> u64 {
    let mut taken = 0;
    for case in cases {
        let mut rng = numbers(5, case);
        let text = written(&mut rng);
        // Longer ones are refused before they are kept, so nobody draws them.
        let Ok(text) = Text::parse(&text) else {
            continue;
        };
        watch.enter(case);
        black_box(nodes(text.as_str()));
        black_box(excerpt(text.as_str(), rng.usize(..100)));
        watch.leave();
        taken += 1;
    }
    taken
}

fn written(rng: &mut Rng) -> String {
    const PARTS: [&str; 40] = [
        "# ",
        "###### ",
        "> ",
        "- ",
        "* ",
        "1. ",
        "99999999999. ",
        "- [x] ",
        "*",
        "**",
        "_",
        "`",
        "```",
        "```rust\n",
        "~~~",
        "~~",
        "|",
        "|---|:-:|\n",
        "[",
        "]",
        "](",
        ")",
        "![",
        "<",
        ">",
        "<script>",
        "</a>",
        "<!--",
        "&amp;",
        "&#0;",
        "\\",
        "[^1]",
        "[^1]: ",
        "https://e.org/",
        "[a](javascript:x)",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "words ",
    ];
    let mut text = String::new();
    for _ in 0..rng.usize(1..60) {
        let part = match rng.u8(..20) {
            0 => mutate::hostile_text(rng),
            _ => PARTS[rng.usize(..PARTS.len())].to_owned(),
        };
        let times = match rng.u8(..60) {
            0 => rng.usize(..=20_000 / part.len().max(1)),
            1..=9 => rng.usize(..12),
            _ => 1,
        };
        text.extend(std::iter::repeat_n(part.as_str(), times));
    }
    text
}
