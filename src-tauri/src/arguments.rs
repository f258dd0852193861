//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "mentorship-desk", version, about)]
pub(crate) struct Arguments {
    /// The folder that holds the programme, instead of this person's own
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) action: Option<Action>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Action {
    /// Answers one command without a window
    Call(Call),
}

#[derive(Debug, Args)]
#[command(
    after_help = "The password comes from MENTORSHIP_DESK_PASSWORD or is the first line of standard input. \
                        Errors are JSON on standard error; every error code has an exit status of its own."
)]
pub(crate) struct Call {
    /// The command, such as people.list
    #[arg(value_name = "NAME", required_unless_present = "list")]
    pub(crate) command: Option<String>,
    /// Its input as JSON, or - for standard input
    #[arg(value_name = "JSON", required_unless_present = "list")]
    pub(crate) input: Option<String>,
    /// Signs in by this name first
    #[arg(long = "as", value_name = "SIGN_IN_NAME")]
    pub(crate) name: Option<String>,
    /// The file that a command picks: a list of people, or the backup.json of a backup
    #[arg(long, value_name = "PATH")]
    pub(crate) file: Option<PathBuf>,
    /// Where a command saves its file, or the folder that it picks
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
    /// Prints every command with its kind, roles, input and output
    #[arg(long, conflicts_with_all = ["command", "input"])]
    pub(crate) list: bool,
    /// Prints the list as JSON
    #[arg(long, requires = "list")]
    pub(crate) json: bool,
}

#[cfg(test)]
mod tests {
    use super::{Action, Arguments};
    use clap::{CommandFactory, Parser};

    #[test]
    fn definitions_are_sound() {
        Arguments::command().debug_assert();
    }

    fn check(line: &str, good: bool) {
        let parsed = Arguments::try_parse_from(line.split(' '));
        assert_eq!(parsed.is_ok(), good, "{line}: {parsed:?}");
    }

    #[test]
    fn call_takes_a_command_or_lists_them() {
        check("desk", true);
        check("desk --data-dir d", true);
        check("desk call people.list {}", true);
        check("desk call people.list - --as ada --data-dir d", true);
        check("desk call --list --json", true);
        check("desk call people.list", false);
        check("desk call", false);
        check("desk call --json", false);
        check("desk call people.list {} --list", false);
    }

    #[test]
    fn the_folder_may_stand_on_either_side() {
        for line in ["desk --data-dir d call a {}", "desk call a {} --data-dir d"] {
            let arguments = Arguments::parse_from(line.split(' '));
            assert_eq!(arguments.data_dir.as_deref(), Some("d".as_ref()), "{line}");
            assert!(matches!(arguments.action, Some(Action::Call(_))), "{line}");
        }
    }
}
