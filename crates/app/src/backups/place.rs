//! Where a programme may not lie: on a network, whose locks and flushes promise nothing, and in a folder that a cloud
//! service copies file by file, while the file and its log are written.

use std::path::{Component, Path};

/// Why not here; `None` where nothing speaks against it, or where it cannot be told.
pub(crate) fn refused(folder: &Path) -> Option<String> {
    // Links are followed as far as the folder is there.
    let whole = folder
        .ancestors()
        .find_map(|part| {
            let real = part.canonicalize().ok()?;
            let rest = folder.strip_prefix(part).ok()?;
            Some(real.join(rest))
        })
        .unwrap_or_else(|| folder.to_owned());
    if let Some(service) = cloud(&whole) {
        return Some(format!(
            "this folder is copied by {service} while it is written to, which damages the programme. Choose a folder that is not synchronised"
        ));
    }
    network(&whole).map(|what| {
        format!(
            "this folder lies on a network drive ({what}), where a connection that breaks damages the programme. Choose a folder on this computer"
        )
    })
}

/// The services by the names of the folders they make.
const CLOUDS: [(&str, &str); 12] = [
    ("Dropbox", "Dropbox"),
    ("OneDrive", "OneDrive"),
    ("Google Drive", "Google Drive"),
    ("GoogleDrive", "Google Drive"),
    ("iCloud Drive", "iCloud"),
    ("iCloudDrive", "iCloud"),
    ("Mobile Documents", "iCloud"),
    ("CloudStorage", "a cloud service"),
    ("Nextcloud", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("pCloudDrive", "pCloud"),
    ("Syncthing", "Syncthing"),
];

fn cloud(folder: &Path) -> Option<&'static str> {
    folder.components().find_map(|part| {
        let Component::Normal(part) = part else {
            return None;
        };
        let part = part.to_string_lossy();
        CLOUDS.iter().find_map(|(name, service)| {
            // "OneDrive - School", "Dropbox (Personal)", "GoogleDrive-ada@example.org".
            let rest = part.strip_prefix(name)?;
            let own = rest.is_empty() || rest.starts_with([' ', '-', '(']);
            own.then_some(*service)
        })
    })
}

#[cfg(target_os = "linux")]
fn network(folder: &Path) -> Option<String> {
    network_mount(&mounts()?, folder).map(str::to_owned)
}

#[cfg(all(target_os = "linux", not(test)))]
fn mounts() -> Option<String> {
    std::fs::read_to_string("/proc/self/mountinfo").ok()
}

/// A test mounts what it likes, on its own thread.
#[cfg(all(target_os = "linux", test))]
fn mounts() -> Option<String> {
    tests::MOUNTS.with_borrow(Clone::clone)
}

#[cfg(windows)]
fn network(folder: &Path) -> Option<String> {
    use std::path::Prefix;
    match folder.components().next() {
        Some(Component::Prefix(prefix)) => match prefix.kind() {
            Prefix::UNC(server, _) | Prefix::VerbatimUNC(server, _) => {
                Some(server.to_string_lossy().into_owned())
            }
            _ => None,
        },
        _ => None,
    }
}

/// macOS mounts shares below `/Volumes` beside memory sticks: they cannot be told apart by their paths.
#[cfg(not(any(target_os = "linux", windows)))]
fn network(_folder: &Path) -> Option<String> {
    None
}

/// The kind of the network file system that the folder lies on, read from Linux's table of mounts.
#[cfg(any(target_os = "linux", test))]
fn network_mount<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    // "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw": the fifth is where, after the dash comes what.
    let (_, kind) = mounts
        .lines()
        .filter_map(|line| {
            let (left, right) = line.split_once(" - ")?;
            let at = unescape(left.split(' ').nth(4)?);
            let kind = right.split(' ').next()?;
            folder.starts_with(&at).then_some((at, kind))
        })
        // The deepest counts, and of two at one place the later.
        .max_by_key(|(at, _)| at.as_os_str().len())?;
    let networked = [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "glusterfs",
        "ncpfs",
        "davfs",
    ];
    let fuse = [
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs",
        "fuse.s3fs",
        "fuse.gvfsd-fuse",
    ];
    (networked.contains(&kind) || fuse.contains(&kind)).then_some(kind)
}

/// Spaces and the like are written in octal.
#[cfg(any(target_os = "linux", test))]
fn unescape(text: &str) -> std::path::PathBuf {
    let text = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (code, meant)| {
        text.replace(code, meant)
    });
    text.into()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::{cloud, network_mount};
    use crate::desk::in_memory::setup;
    use crate::{Desk, StartError};

    thread_local! {
        pub(super) static MOUNTS: RefCell<Option<String>> = const { RefCell::new(None) };
    }

    /// What `Desk::open` answers for a folder on a file system of this kind, and whether it made anything there.
    #[cfg(target_os = "linux")]
    fn opened_on(kind: &str) -> (Option<StartError>, bool) {
        let mount = tempfile::tempdir().unwrap();
        let at = mount.path().canonicalize().unwrap();
        let folder = at.join("desk");
        let line = format!("40 22 0:40 / {} rw - {kind} somewhere rw", at.display());
        MOUNTS.set(Some(line));
        let refused = Desk::open(setup(&folder)).err();
        MOUNTS.set(None);
        (refused, folder.exists())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_data_folder_on_a_network_drive_is_refused_and_left_alone() {
        for kind in ["nfs4", "cifs", "fuse.sshfs"] {
            let (refused, made) = opened_on(kind);
            let Some(StartError::Place(reason)) = refused else {
                panic!("{kind} was not refused");
            };
            assert!(reason.contains(kind), "{reason}");
            assert!(!made, "{kind}: something was made there");
        }
        let (refused, made) = opened_on("ext4");
        assert!(refused.is_none() && made, "a disk of this computer");
    }

    #[test]
    fn folders_of_cloud_services_are_known_by_their_names() {
        for (folder, service) in [
            ("/home/ada/Dropbox/desk", Some("Dropbox")),
            ("/home/ada/Dropbox (Personal)/desk", Some("Dropbox")),
            (
                "/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.org/x",
                Some("a cloud service"),
            ),
            (
                "/Users/ada/Library/Mobile Documents/com~apple~CloudDocs",
                Some("iCloud"),
            ),
            ("/home/ada/OneDrive - School/desk", Some("OneDrive")),
            ("/home/ada/Dropboxes/desk", None),
            ("/home/ada/.local/share/mentorship-desk", None),
        ] {
            assert_eq!(cloud(folder.as_ref()), service, "{folder}");
        }
    }

    #[test]
    fn the_deepest_mount_decides() {
        let mounts = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:40 / /home rw,relatime shared:2 - nfs4 server:/home rw
41 40 0:41 / /home/ada rw,relatime shared:3 - ext4 /dev/vdb rw
42 22 0:42 / /media/my\\040share rw - cifs //server/share rw
43 22 0:43 / /mnt/far rw - fuse.sshfs ada@server: rw";
        for (folder, kind) in [
            ("/var/lib/desk", None),
            ("/home/bob/desk", Some("nfs4")),
            ("/home/ada/desk", None),
            ("/media/my share/desk", Some("cifs")),
            ("/mnt/far/desk", Some("fuse.sshfs")),
        ] {
            assert_eq!(network_mount(mounts, folder.as_ref()), kind, "{folder}");
        }
    }
}
