//! R11: what encryption costs, and how long queries take with it. The measuring is the bench's.

use bench::encryption::{Cost, Extent, cost};

use crate::{Line, Result, Size};

pub async fn run(size: Size) -> Result<Line> {
    let (extent, most, patience, target) = match size {
        Size::Whole => (Extent::Large, 1.5, 50.0, "<= 1.5 x, <= 50 ms"),
        // A build without optimisation, on a computer that does other things meanwhile: it shows that both are measured.
        Size::Short => (
            Extent::Small,
            4.0,
            2_000.0,
            "<= 4 x, <= 2 s (<= 1.5 x, <= 50 ms when run whole)",
        ),
    };
    let cost = cost(extent).await.map_err(|error| error.to_string())?;
    let Cost {
        encrypted,
        plain,
        queries,
        slowest,
        nearly_all,
    } = cost;
    let ratio = encrypted.as_secs_f64() / plain.as_secs_f64();
    let [encrypted, plain, nearly_all] =
        [encrypted, plain, nearly_all].map(|time| time.as_secs_f64() * 1000.0);
    Ok(Line {
        row: "R11",
        figure: format!(
            "a commit {ratio:.2} x plain ({encrypted:.2} ms against {plain:.2} ms); of {queries} queries the slowest p99 {nearly_all:.1} ms ({slowest})"
        ),
        target,
        reached: ratio <= most && nearly_all <= patience && queries > 0,
    })
}
