//! People named in a sentence.

/// Names as they are read out: "Ana, Ben and Chloé". Of a long list the first ten.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 10;
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        names if names.len() > MOST => format!(
            "{} and {} others",
            names[..MOST].join(", "),
            names.len() - MOST
        ),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
