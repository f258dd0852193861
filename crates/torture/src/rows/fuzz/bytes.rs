//! Spoils bytes.

use fastrand::Rng;

/// Bytes of no shape.
pub(super) fn garbage(rng: &mut Rng) -> Vec<u8> {
    const SIGNS: &[u8] = b"{}[]\":,\\ue0\n\0-9.tfn\xff\xfe;\t#*>|`";
    let length = [0, 1, 10, 200, 20_000][rng.usize(..5)];
    let drawn_of_signs = rng.bool();
    (0..length)
        .map(|_| {
            if drawn_of_signs {
                SIGNS[rng.usize(..SIGNS.len())]
            } else {
                rng.u8(..)
            }
        })
        .collect()
}

/// Changes, cuts, copies or adds some bytes.
pub(super) fn spoil(rng: &mut Rng, bytes: &mut Vec<u8>) {
    for _ in 0..=rng.usize(..4) {
        let at = rng.usize(..=bytes.len());
        let end = (at + rng.usize(..16)).min(bytes.len());
        match rng.u8(..6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(..8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let part = bytes[at..end].to_vec();
                let times = [1, 2, 500][rng.usize(..3)];
                bytes.splice(at..at, part.repeat(times));
            }
            4 => {
                let added: Vec<u8> = (0..rng.usize(..8)).map(|_| rng.u8(..)).collect();
                bytes.splice(at..at, added);
            }
            _ => {
                let added = garbage(rng);
                let added = &added[..added.len().min(30)];
                bytes.splice(at..at, added.iter().copied());
            }
        }
    }
}
