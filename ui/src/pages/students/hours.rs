//! The hours somebody is free, in words. Pure.

use domain::Availability;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS_A_DAY: usize = 24;

/// A day with the spans that are free: ("Mon", "16:00 to 19:00, 20:00 to 22:00"). Days without any are left out.
pub(crate) fn by_day(availability: &Availability) -> Vec<(&'static str, String)> {
    DAYS.iter()
        .enumerate()
        .map(|(day, name)| {
            let spans = spans(|hour| availability.is_free(day * HOURS_A_DAY + hour));
            (*name, spans)
        })
        .filter(|(_, spans)| !spans.is_empty())
        .map(|(name, spans)| (name, spans.join(", ")))
        .collect()
}

fn spans(is_free: impl Fn(usize) -> bool) -> Vec<String> {
    let mut spans = Vec::new();
    let mut start = None;
    for hour in 0..=HOURS_A_DAY {
        let free = hour < HOURS_A_DAY && is_free(hour);
        match (start, free) {
            (None, true) => start = Some(hour),
            (Some(from), false) => {
                spans.push(match (from, hour) {
                    (0, HOURS_A_DAY) => "all day".to_owned(),
                    _ => format!("{from}:00 to {hour}:00"),
                });
                start = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_joined_to_spans() {
        let free = [16, 17, 18, 20, 24 + 23].into_iter().chain(48..72);
        let availability = free.fold(Availability::default(), |week, hour| week.with(hour, true));
        assert_eq!(
            by_day(&availability),
            [
                ("Mon", "16:00 to 19:00, 20:00 to 21:00".to_owned()),
                ("Tue", "23:00 to 24:00".to_owned()),
                ("Wed", "all day".to_owned())
            ]
        );
        assert!(by_day(&Availability::default()).is_empty());
    }
}
