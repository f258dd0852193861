//! How hard a password is to guess: length is a rule of `domain`, the rest is judged by zxcvbn, which knows 30,000 common
//! passwords, names, English words, keyboard rows and dates, and is told what others know of the person.

use contract::accounts::{JudgePassword, Judgement, Passphrase, SuggestPassphrase};
use zxcvbn::feedback::Feedback;
use zxcvbn::{Score, zxcvbn};

use super::wrong;
use crate::contexts::{Handle, Public};
use crate::fault::Answer;
use crate::keys::read_vault;

/// More than 10 to the 8th guesses, what zxcvbn's authors ask of slowly hashed passwords: at a sixth of a second each,
/// half a year of a processor's work.
const ENOUGH: Score = Score::Three;

/// What zxcvbn looks at: its own limit is 100, and its work grows with the square.
const LOOKED_AT: usize = 100;
const MOST_WORDS: usize = 32;

/// What everybody knows.
const OURS: [&str; 4] = ["mentorship", "desk", "mentoring", "programme"];

/// What others know of a person, apart and together: "Linh Trần" is "Linh", "Trần" and "linhtrần".
fn known(texts: &[String]) -> Vec<String> {
    let mut known: Vec<String> = OURS.iter().map(|word| (*word).to_owned()).collect();
    for text in texts.iter().take(MOST_WORDS) {
        let text: String = text.to_lowercase().chars().take(LOOKED_AT).collect();
        let parts: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| part.chars().count() > 1)
            .collect();
        known.extend(parts.iter().map(|part| (*part).to_owned()));
        known.push(parts.concat());
        known.push(text);
    }
    known.retain(|word| !word.is_empty());
    known
}

/// What zxcvbn says of a password that is long enough.
fn judge(password: &str, texts: &[String]) -> (Score, String) {
    let known = known(texts);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let looked_at: String = password.chars().take(LOOKED_AT).collect();
    if is_made_of(&looked_at, &known) {
        let advice = "Easy to guess: it is made of names that others know. Add a word or two that nobody expects";
        return (Score::One, advice.to_owned());
    }
    let found = zxcvbn(&looked_at, &known);
    (found.score(), advice(found.score(), found.feedback()))
}

/// Whether hardly anything is left without the words that others know. zxcvbn takes three parts for at least 10 to the
/// 8th guesses, whatever they are.
fn is_made_of(password: &str, known: &[&str]) -> bool {
    const LONG_ENOUGH: usize = 4;
    const LEFT: usize = 6;
    let mut left = password.to_lowercase();
    let whole = left.len();
    let mut words: Vec<&str> = known
        .iter()
        .copied()
        .filter(|word| word.chars().count() >= LONG_ENOUGH)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        left = left.replace(word, " ");
    }
    left.len() < whole && left.chars().filter(|c| c.is_alphanumeric()).count() < LEFT
}

fn advice(score: Score, feedback: Option<&Feedback>) -> String {
    if score >= Score::Four {
        return "Strong. It opens the encrypted data on this computer".to_owned();
    }
    let because = feedback.and_then(Feedback::warning).map(|warning| {
        let warning = warning.to_string();
        warning.trim_end_matches('.').to_owned()
    });
    match (score >= ENOUGH, because) {
        (true, None) => "Good. One more word makes it strong".to_owned(),
        (true, Some(because)) => format!("Good. To make it strong: {}", lower(&because)),
        (false, None) => "Easy to guess. Add a word or two that nobody expects".to_owned(),
        (false, Some(because)) => {
            format!(
                "Easy to guess: {}. Add a word or two that nobody expects",
                lower(&because)
            )
        }
    }
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Refuses a chosen password that is too short, too long or easy to guess, under the field it was typed in. `texts` is
/// what others know of the person.
pub(crate) fn check(field: &str, password: &str, texts: &[&str]) -> Answer<()> {
    check_text(password, texts).map_err(|reason| wrong(field, reason))
}

/// As [`check`], with the reason alone: for forms that collect what is wrong.
pub(crate) fn check_text(password: &str, texts: &[&str]) -> Result<(), String> {
    domain::secrets::check_password(password).map_err(|error| error.to_string())?;
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    match judge(password, &texts) {
        (score, _) if score >= ENOUGH => Ok(()),
        (_, advice) => Err(advice),
    }
}

impl Handle<JudgePassword> for Public<'_> {
    async fn handle(&self, command: JudgePassword) -> Answer<Judgement> {
        if let Err(error) = domain::secrets::check_password(&command.password) {
            return Ok(Judgement {
                strength: 0,
                accepted: false,
                advice: error.to_string(),
            });
        }
        let mut texts = command.words;
        if let Ok(vault) = read_vault(&self.desk.programme_folder()) {
            texts.push(vault.programme_name().to_owned());
        }
        let (score, advice) = judge(&command.password, &texts);
        Ok(Judgement {
            strength: u8::from(score),
            accepted: score >= ENOUGH,
            advice,
        })
    }
}

impl Handle<SuggestPassphrase> for Public<'_> {
    async fn handle(&self, _command: SuggestPassphrase) -> Answer<Passphrase> {
        Ok(Passphrase {
            words: vault::make_passphrase().to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str, texts: &[&str]) -> Option<String> {
        check_text(password, texts).err()
    }

    #[test]
    fn common_passwords_are_refused_however_long() {
        for password in [
            "password1234",
            "passwordpassword",
            "qwertyuiopasdf",
            "123456789012",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "iloveyou12345",
        ] {
            assert!(refused(password, &[]).is_some(), "{password}");
        }
        assert_eq!(
            refused("eleven char", &[]).as_deref(),
            Some("Use at least 12 characters")
        );
    }

    #[test]
    fn what_others_know_of_a_person_is_no_password() {
        let own = [
            "Siosaia Tuipulotu",
            "siosaia@harbour.example",
            "Harbour Bridge",
        ];
        for password in ["SiosaiaTuipulotu", "siosaia harbour", "HarbourBridge1"] {
            assert!(refused(password, &own).is_some(), "{password}");
        }
        assert!(
            refused("SiosaiaTuipulotu", &[]).is_none(),
            "unknown, it would pass"
        );
        assert_eq!(refused("siosaia paints purple whales", &own), None);
    }

    #[test]
    fn no_composition_is_asked_for_and_passphrases_are_welcome() {
        assert_eq!(refused("correct horse battery", &[]), None);
        assert_eq!(refused("þetta er íslenska setning", &[]), None);
        for _ in 0..100 {
            let phrase = vault::make_passphrase();
            assert_eq!(refused(&phrase, &[]), None, "{}", *phrase);
        }
    }

    #[test]
    fn the_longest_is_judged_at_once() {
        let longest = "ab1! ".repeat(204);
        let start = std::time::Instant::now();
        let _ = refused(&longest, &[]);
        assert!(start.elapsed() < std::time::Duration::from_secs(5));
    }
}
