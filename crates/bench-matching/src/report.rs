//! How figures are printed.

/// One line: the figure with its unit, the target, whether it was reached.
pub(crate) fn line(name: &str, figure: &str, target: &str, reached: bool) {
    println!(
        "{name} {figure} target {target} {}",
        if reached { "reached" } else { "short" }
    );
}

/// What a figure was made of.
pub(crate) fn raw(name: &str, what: &str) {
    println!("   {name} {what}");
}

/// A row that cannot be measured here.
pub(crate) fn skipped(name: &str, why: &str) {
    println!("{name} skipped: {why}");
}

/// Seconds of several runs.
#[derive(Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn add(&mut self, seconds: f64) {
        self.0.push(seconds);
    }

    pub(crate) fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// The time that `percent` of the runs stay within.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }

    /// `median 12.3 ms of 5 (11.9 to 14.0)`.
    pub(crate) fn text(&self) -> String {
        let (first, last) = (self.percentile(0), self.percentile(100));
        format!(
            "median {} of {} ({} to {})",
            seconds(self.median()),
            self.0.len(),
            seconds(first),
            seconds(last)
        )
    }
}

/// A time in the unit that suits it.
pub(crate) fn seconds(seconds: f64) -> String {
    if seconds < 0.001 {
        format!("{:.1} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.2} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

/// Runs once and says how long it took.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let start = std::time::Instant::now();
    let result = run();
    (start.elapsed().as_secs_f64(), result)
}
