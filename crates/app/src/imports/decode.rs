//! From the bytes of a file to text.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::error::FileError;

/// The largest file that is read, in bytes: 50,000 rows of 400 bytes.
pub(crate) const LARGEST: u64 = 20_000_000;

/// A file's text, and the name of the encoding it was read in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) encoding: &'static str,
}

/// Reads a whole file. One that is too big is refused by its length, before it is read; one that grows meanwhile, too.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    let unreadable = |error: std::io::Error| FileError::Unreadable(error.kind());
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > LARGEST {
        return Err(FileError::TooBig(LARGEST));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    Ok(bytes)
}

/// A byte order mark decides; then what is valid UTF-8 is UTF-8; the rest is one of the old eight-bit encodings, which
/// is Windows-1252 unless the letters clearly say otherwise.
pub(crate) fn decode(bytes: &[u8]) -> Result<Decoded, FileError> {
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(FileError::TooBig(LARGEST));
    }
    let decoded = if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        strict(encoding, &bytes[mark..])?
    } else if let Some(encoding) = unmarked_utf16(bytes) {
        strict(encoding, bytes)?
    } else if let Some(what) = not_text(bytes) {
        return Err(FileError::NotText(what));
    } else if let Ok(text) = str::from_utf8(bytes) {
        Decoded {
            text: text.to_owned(),
            encoding: "UTF-8",
        }
    } else {
        let encoding = old_encoding(bytes);
        Decoded {
            text: encoding.decode_without_bom_handling(bytes).0.into_owned(),
            encoding: name(encoding),
        }
    };
    if decoded.text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    // A picture behind two bytes that happen to be a mark, or UTF-16 that is none.
    if is_binary(decoded.text.bytes()) {
        return Err(FileError::NotText("no text"));
    }
    Ok(decoded)
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, FileError> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(Decoded {
            text: text.into_owned(),
            encoding: name(encoding),
        });
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let before = text.split('\u{FFFD}').next().unwrap_or_default();
    let line = 1 + before.matches('\n').count();
    Err(FileError::Broken {
        encoding: name(encoding),
        line: u64::try_from(line).unwrap_or(u64::MAX),
    })
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_8 {
        "UTF-8"
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        "UTF-16"
    } else if encoding == WINDOWS_1252 {
        "Windows-1252"
    } else {
        encoding.name()
    }
}

/// UTF-16 without a mark shows in its headings: every other byte of Latin letters is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(4096) / 2 * 2];
    let zeros = |at: usize| {
        start
            .iter()
            .skip(at)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
    if !bytes.len().is_multiple_of(2) || pairs < 4 {
        None
    } else if even == 0 && odd * 10 >= pairs * 7 {
        Some(UTF_16LE)
    } else if odd == 0 && even * 10 >= pairs * 7 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// What a file is that is no text, by its first bytes or by a byte no text has.
fn not_text(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 8] = [
        (b"\x89PNG", "a picture (PNG)"),
        (b"\xFF\xD8\xFF", "a picture (JPEG)"),
        (b"GIF8", "a picture (GIF)"),
        (b"%PDF", "a PDF"),
        // .xlsx and .ods are archives too, and by far the likeliest ones here.
        (b"PK\x03\x04", "a spreadsheet or an archive, not CSV"),
        (b"\xD0\xCF\x11\xE0", "an old Excel or Word file, not CSV"),
        (b"SQLite format 3\0", "a database"),
        (b"{\\rtf", "a formatted document (RTF)"),
    ];
    let known = KNOWN
        .into_iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, what)| what);
    known.or_else(|| is_binary(bytes.iter().copied()).then_some("no text"))
}

/// A zero byte is in no text; other control characters slip into one now and then (their row says so), but not often.
fn is_binary(bytes: impl Iterator<Item = u8>) -> bool {
    let (mut all, mut controls) = (0_usize, 0_usize);
    for byte in bytes {
        match byte {
            0 => return true,
            b'\t' | b'\n' | b'\r' => {}
            1..=0x1F => controls += 1,
            _ => {}
        }
        all += 1;
    }
    controls * 20 > all
}

/// Guesses among the old encodings by the letters. In a short file a guess is a coin toss, so another one than
/// Windows-1252 needs enough letters outside ASCII to go by.
fn old_encoding(bytes: &[u8]) -> &'static Encoding {
    const ENOUGH: usize = 12;
    if bytes.iter().filter(|byte| !byte.is_ascii()).count() < ENOUGH {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    if guess.decode_without_bom_handling(bytes).1 {
        WINDOWS_1252
    } else {
        guess
    }
}
