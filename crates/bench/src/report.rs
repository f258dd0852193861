//! How figures are printed.

use std::time::Duration;

/// One line: the figure with its unit, the target, whether it was reached.
pub(crate) fn line(name: &str, figure: &str, target: &str, reached: bool) {
    println!(
        "{name} {figure} target {target} {}",
        if reached { "reached" } else { "short" }
    );
}

/// Milliseconds with one decimal.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// The time that `percent` of the times stay within; `times` is sorted by it.
pub(crate) fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).copied().unwrap_or_default()
}
