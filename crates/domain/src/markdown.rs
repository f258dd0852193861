//! What of a Markdown text is left when only its words are wanted.

/// The first line with words in it, without Markdown's marks, cut at `longest` characters: for lists.
pub fn excerpt(markdown: &str, longest: usize) -> String {
    let words = markdown
        .lines()
        .map(|line| {
            line.trim_start_matches(['#', '>', '-', '*', '+', ' ', '\t'])
                .replace(['*', '`', '_'], "")
        })
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let words = words.trim();
    if words.chars().count() <= longest {
        return words.to_owned();
    }
    let mut cut: String = words.chars().take(longest.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}
