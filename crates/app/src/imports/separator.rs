//! Which character separates the cells of a table.

/// What separates cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    /// In the order of preference where a file gives no reason to choose.
    pub(crate) const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }
}

/// How many records are looked at: the heading and enough rows to outvote an odd one.
const SAMPLE: usize = 50;

/// The separator of the heading that most of the first rows have as often as the heading has.
pub(crate) fn recognise(text: &str) -> Separator {
    let counts = counts(text);
    let Some((heading, rows)) = counts.split_first() else {
        return Separator::Comma;
    };
    let score = |at: usize| {
        let agreeing = rows.iter().filter(|row| row[at] == heading[at]).count();
        // A separator that the heading lacks separates nothing.
        (heading[at] > 0, agreeing, heading[at])
    };
    let best = (0..Separator::ALL.len())
        .rev()
        .max_by_key(|at| score(*at))
        .unwrap_or(0);
    Separator::ALL[best]
}

/// How often each separator stands outside quotes, record by record.
fn counts(text: &str) -> Vec<[usize; 3]> {
    let mut records = Vec::new();
    let mut record = [0; 3];
    let (mut quoted, mut starts, mut blank) = (false, true, true);
    for byte in text.bytes() {
        let separator = Separator::ALL
            .iter()
            .position(|separator| separator.byte() == byte);
        match byte {
            // A doubled quote closes and opens again, which comes to the same here.
            b'"' if quoted => (quoted, starts) = (false, true),
            b'"' if starts => quoted = true,
            _ if quoted => {}
            b'\n' if blank => {}
            b'\n' => {
                records.push(record);
                if records.len() == SAMPLE {
                    return records;
                }
                (record, starts, blank) = ([0; 3], true, true);
                continue;
            }
            _ => {
                if let Some(at) = separator {
                    record[at] += 1;
                }
                starts = separator.is_some();
            }
        }
        blank = blank && byte == b'\n';
    }
    if !blank {
        records.push(record);
    }
    records
}
