//! Every byte of a file under its encryption: what free pages and the log still hold, and no query shows.

use std::fs;
use std::path::Path;

use aes::Aes256;
use aes::cipher::{Array, BlockModeDecrypt, KeyIvInit};

const PAGE: usize = 4096;
/// At the end of each page: where its decryption starts, and its seal.
const RESERVED: usize = 48;
const BLOCK: usize = 16;

/// All pages of the file and of its log, decrypted, in lower case. `key` is SQLCipher's literal, `x'…'`.
pub fn decrypted(file: &Path, key: &str) -> String {
    let key = from_hex(&key[2..66]);
    let mut text = String::new();
    let bytes = fs::read(file).unwrap();
    for (at, page) in bytes.chunks_exact(PAGE).enumerate() {
        text.push_str(&plain(page, &key, at == 0));
    }
    let log = fs::read(file.with_extension("db-wal")).unwrap_or_default();
    // A header, then frames: the number of a page among 24 bytes, and the page.
    for frame in log.get(32..).unwrap_or_default().chunks_exact(24 + PAGE) {
        text.push_str(&plain(&frame[24..], &key, frame[..4] == [0, 0, 0, 1]));
    }
    text.to_lowercase()
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn plain(page: &[u8], key: &[u8], first: bool) -> String {
    let (content, rest) = page.split_at(PAGE - RESERVED);
    // The first page begins with the salt, in clear.
    let content = if first { &content[BLOCK..] } else { content };
    let mut decrypting = cbc::Decryptor::<Aes256>::new_from_slices(key, &rest[..BLOCK]).unwrap();
    let mut plain = Vec::with_capacity(content.len());
    for block in content.chunks_exact(BLOCK) {
        let mut block = Array::try_from(block).unwrap();
        decrypting.decrypt_block(&mut block);
        plain.extend_from_slice(&block);
    }
    String::from_utf8_lossy(&plain).into_owned()
}
