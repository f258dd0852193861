//! The table of everything the window can ask.

/// Calls `$callback!` with every row of the table: `kind "name" feature::Input => Output, [Roles];`.
///
/// This crate makes [`Command`](crate::Command) of the rows; the crate that answers makes its dispatch of them, so that
/// a command without a handler does not compile; the tests make of them that every row has its access cases.
#[macro_export]
macro_rules! for_each_command {
    ($callback:path) => {
        $callback! {
            public   "programmes.status"         programmes::Status          => programmes::StatusView, [];
            public   "programmes.recovery_code"  programmes::MakeRecoveryCode => programmes::RecoveryCodeView, [];
            public   "programmes.found"          programmes::Found           => accounts::SignedIn, [];
            query    "programmes.get"            programmes::Get             => programmes::ProgrammeView, [Student, Mentor, Administrator];
            mutation "programmes.change"         programmes::Change          => programmes::ProgrammeView, [Administrator];
            mutation "programmes.load_sample"    programmes::LoadSample      => programmes::ProgrammeView, [Administrator];
            mutation "programmes.remove_sample"  programmes::RemoveSample    => programmes::ProgrammeView, [Administrator];

            public   "accounts.sign_in"          accounts::SignIn            => accounts::SignedIn, [];
            public   "accounts.sign_in_remembered" accounts::SignInRemembered => accounts::SignedIn, [];
            public   "accounts.judge_password"   accounts::JudgePassword     => accounts::Judgement, [];
            public   "accounts.suggest_passphrase" accounts::SuggestPassphrase => accounts::Passphrase, [];
            public   "accounts.register"         accounts::Register          => accounts::Registered, [];
            public   "accounts.redeem"           accounts::Redeem            => accounts::SignedIn, [];
            public   "accounts.check_recovery"   accounts::CheckRecovery     => accounts::Recoverable, [];
            public   "accounts.recover"          accounts::Recover           => accounts::SignedIn, [];
            query    "accounts.me"               accounts::Me                => accounts::SignedIn, [Student, Mentor, Administrator];
            local    "accounts.sign_out"         accounts::SignOut           => contract::Done, [Student, Mentor, Administrator];
            local    "accounts.lock"             accounts::Lock              => contract::Done, [Student, Mentor, Administrator];
            local    "accounts.touch"            accounts::Touch             => contract::Done, [Student, Mentor, Administrator];
            local    "accounts.change_password"  accounts::ChangePassword    => contract::Done, [Student, Mentor, Administrator];
            local    "accounts.remember"         accounts::Remember          => accounts::Remembering, [Student, Mentor, Administrator];
            local    "accounts.remembering"      accounts::GetRemembering    => accounts::Remembering, [Student, Mentor, Administrator];
            local    "accounts.requests"         accounts::Requests          => Vec<accounts::RequestView>, [Administrator];
            local    "accounts.approve"          accounts::Approve           => contract::Done, [Administrator];
            local    "accounts.refuse"           accounts::Refuse            => contract::Done, [Administrator];
            local    "accounts.issue_codes"      accounts::IssueCodes        => Vec<accounts::CodeView>, [Administrator];
            local    "accounts.renew_recovery"   accounts::RenewRecovery     => accounts::NewRecovery, [Administrator];
            local    "accounts.renew_key"        accounts::RenewKey          => accounts::KeyRenewal, [Administrator];

            query    "accounts.sealed_texts"     accounts::SealedTexts       => accounts::SealedTextsView, [Student, Mentor, Administrator];
            local    "accounts.reopen_texts"     accounts::ReopenTexts       => accounts::Reopened, [Student, Mentor, Administrator];

            query    "people.list"               people::List                => contract::Page<people::PersonView>, [Administrator];
            query    "people.get"                people::Get                 => people::PersonDetail, [Student, Mentor, Administrator];
            mutation "people.create"             people::Create              => people::PersonDetail, [Administrator];
            mutation "people.change"             people::Change              => people::PersonDetail, [Student, Mentor, Administrator];
            mutation "people.set_roles"          people::SetRoles            => people::PersonDetail, [Administrator];
            mutation "people.deactivate"         people::Deactivate          => people::PersonDetail, [Administrator];
            mutation "people.reactivate"         people::Reactivate          => people::PersonDetail, [Administrator];
            query    "people.erasure"            people::Erasure             => people::ErasureView, [Administrator];
            local    "people.erase"              people::Erase               => people::Erased, [Administrator];
            query    "people.wishes"             people::Wishes              => Vec<people::WishView>, [Administrator];
            mutation "people.set_wishes"         people::SetWishes           => Vec<people::WishView>, [Administrator];

            query    "fields.list"               fields::List                => Vec<fields::FieldView>, [Student, Mentor, Administrator];
            mutation "fields.create"             fields::Create              => fields::FieldView, [Administrator];
            mutation "fields.change"             fields::Change              => fields::FieldView, [Administrator];
            mutation "fields.remove"             fields::Remove              => contract::Done, [Administrator];

            query    "matches.list"              matches::List               => contract::Page<matches::MatchView>, [Student, Mentor, Administrator];
            query    "matches.get"               matches::Get                => matches::MatchView, [Student, Mentor, Administrator];
            mutation "matches.make"              matches::Make               => matches::MatchView, [Administrator];
            mutation "matches.pause"             matches::Pause              => matches::MatchView, [Administrator];
            mutation "matches.resume"            matches::Resume             => matches::MatchView, [Administrator];
            mutation "matches.end"               matches::End                => matches::MatchView, [Administrator];
            mutation "matches.reopen"            matches::Reopen             => matches::MatchView, [Administrator];

            query    "sessions.list"             sessions::List              => contract::Page<sessions::SessionView>, [Student, Mentor, Administrator];
            query    "sessions.get"              sessions::Get               => sessions::SessionView, [Student, Mentor, Administrator];
            mutation "sessions.log"              sessions::Log               => sessions::SessionView, [Mentor, Administrator];
            mutation "sessions.change"           sessions::Change            => sessions::SessionView, [Mentor, Administrator];
            mutation "sessions.delete"           sessions::Delete            => contract::Done, [Mentor, Administrator];
            mutation "sessions.restore"          sessions::Restore           => sessions::SessionView, [Mentor, Administrator];
            mutation "sessions.reflect"          sessions::Reflect           => sessions::SessionView, [Student];
            mutation "sessions.delete_reflection" sessions::DeleteReflection => sessions::SessionView, [Student];

            query    "goals.list"                goals::List                 => Vec<goals::GoalView>, [Student, Mentor];
            mutation "goals.create"              goals::Create               => goals::GoalView, [Student, Mentor];
            mutation "goals.change"              goals::Change               => goals::GoalView, [Student, Mentor];
            mutation "goals.delete"              goals::Delete               => contract::Done, [Student, Mentor];
            mutation "goals.restore"             goals::Restore              => goals::GoalView, [Student, Mentor];

            local    "imports.pick"              imports::Pick               => Option<imports::Picked>, [Administrator];
            job      "imports.check"             imports::Check              => imports::Checked, [Administrator];
            job      "imports.apply"             imports::Apply              => imports::Applied, [Administrator];

            query    "proposals.factors"         proposals::Factors          => proposals::FactorsView, [Administrator];
            mutation "proposals.set_factors"     proposals::SetFactors       => proposals::FactorsView, [Administrator];
            query    "proposals.list"            proposals::List             => Vec<proposals::ProposalSummary>, [Administrator];
            query    "proposals.get"             proposals::Get              => proposals::ProposalView, [Administrator];
            job      "proposals.solve"           proposals::Solve            => proposals::ProposalSummary, [Administrator];
            job      "proposals.edit"            proposals::Edit             => proposals::Edited, [Administrator];
            job      "proposals.why_not"         proposals::WhyNot           => proposals::WhyNotView, [Administrator];
            job      "proposals.places"          proposals::Places           => Vec<proposals::PlaceView>, [Administrator];
            job      "proposals.compare"         proposals::Compare          => Vec<proposals::ScenarioView>, [Administrator];
            job      "proposals.verify"          proposals::Verify           => proposals::Verified, [Administrator];
            mutation "proposals.publish"         proposals::Publish          => proposals::Published, [Administrator];
            mutation "proposals.unpublish"       proposals::Unpublish        => proposals::ProposalSummary, [Administrator];
            mutation "proposals.discard"         proposals::Discard          => contract::Done, [Administrator];

            local    "reports.overview"          reports::Overview           => reports::OverviewView, [Administrator];
            local    "reports.export_sessions"   reports::ExportSessions     => reports::Exported, [Administrator];
            local    "reports.export_people"     reports::ExportPeople       => reports::Exported, [Administrator];

            query    "audit.list"                audit::List                 => contract::Page<audit::LineView>, [Administrator];
            job      "audit.verify"              audit::Verify               => audit::Verified, [Administrator];

            local    "drafts.get"                drafts::Get                 => Option<drafts::DraftView>, [Student, Mentor, Administrator];
            local    "drafts.save"               drafts::Save                => drafts::DraftView, [Student, Mentor, Administrator];
            local    "drafts.drop"               drafts::Drop                => contract::Done, [Student, Mentor, Administrator];

            local    "jobs.get"                  jobs::Get                   => jobs::JobState, [Student, Mentor, Administrator];
            local    "jobs.cancel"               jobs::Cancel                => contract::Done, [Student, Mentor, Administrator];

            local    "backups.list"              backups::List               => backups::BackupsView, [Administrator];
            job      "backups.make"              backups::Make               => backups::BackupView, [Administrator];
            job      "backups.verify"            backups::Verify             => backups::BackupView, [Administrator];
            job      "backups.restore"           backups::Restore            => backups::Restored, [Administrator];
            local    "backups.pick_folder"       backups::PickFolder         => Option<backups::PickedFolder>, [Administrator];
            local    "backups.set_folder"        backups::SetFolder          => backups::BackupsView, [Administrator];
            public   "backups.pick"              backups::Pick               => Option<backups::Picked>, [];
            public   "backups.choices"           backups::Choices            => Vec<backups::BackupView>, [];
            public   "backups.recover"           backups::Recover            => backups::Restored, [];

            public   "preferences.get"           preferences::Get            => preferences::Preferences, [];
            public   "preferences.set"           preferences::Set            => preferences::Preferences, [];
        }
    };
}

/// The commands that ask for the password again: each has a field `password`, which the gate verifies before anything
/// else happens.
pub const STEP_UP: [&str; 6] = [
    "accounts.renew_recovery",
    "accounts.renew_key",
    "people.set_roles",
    "people.erase",
    "reports.export_sessions",
    "reports.export_people",
];
