//! Stands before the C library (`LD_PRELOAD`) and makes one of its calls on files fail.
//!
//! - `FAULTS_FOLDER`: only calls on files below it count.
//! - `FAULTS_AT`: the number of the call that fails, from 1; 0 fails none and only counts.
//! - `FAULTS_KIND`: `enospc` (this call and every later write: the disk stays full), `eio` (this call), `short` (half is
//!   written, the rest of that file does not fit), `fsync` (counts only flushes, this one fails), `kill` (the process
//!   ends before the call).
//! - `FAULTS_COUNT`: the file that gets the number of calls.
//! - `FAULTS_COPY`: the file that gets a copy of all that is written to any file, from the beginning on: of files too
//!   that are gone a moment later.
//!
//! Counting begins when the program makes a folder called `.faults-on` and ends with one called `.faults-off`; neither
//! is really made.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};

static ON: AtomicBool = AtomicBool::new(false);
static CALLS: AtomicU64 = AtomicU64::new(0);
/// The file whose disk is full after a short write; -1 for none.
static FULL: AtomicI32 = AtomicI32::new(-1);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Enospc,
    Eio,
    Short,
    Fsync,
    Kill,
}

struct Plan {
    folder: String,
    at: u64,
    kind: Kind,
}

fn plan() -> Option<&'static Plan> {
    static PLAN: OnceLock<Option<Plan>> = OnceLock::new();
    PLAN.get_or_init(|| {
        Some(Plan {
            folder: std::env::var("FAULTS_FOLDER").ok()?,
            at: std::env::var("FAULTS_AT").ok()?.parse().ok()?,
            kind: match std::env::var("FAULTS_KIND").ok()?.as_str() {
                "enospc" => Kind::Enospc,
                "eio" => Kind::Eio,
                "short" => Kind::Short,
                "fsync" => Kind::Fsync,
                "kill" => Kind::Kill,
                _ => return None,
            },
        })
    })
    .as_ref()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Write,
    Flush,
    Change,
}

/// What becomes of a call.
enum Verdict {
    Go,
    Fail(c_int),
    Half,
}

fn judge(call: Call) -> Verdict {
    let Some(plan) = plan() else {
        return Verdict::Go;
    };
    if plan.kind == Kind::Fsync && call != Call::Flush {
        return Verdict::Go;
    }
    let number = CALLS.fetch_add(1, Ordering::SeqCst) + 1;
    if plan.at == 0 {
        return Verdict::Go;
    }
    match plan.kind {
        // A full disk refuses what needs room, and goes on flushing and removing.
        Kind::Enospc if number >= plan.at && call == Call::Write => Verdict::Fail(libc::ENOSPC),
        Kind::Eio | Kind::Fsync if number == plan.at => Verdict::Fail(libc::EIO),
        Kind::Short if number == plan.at && call == Call::Write => Verdict::Half,
        Kind::Kill if number == plan.at => {
            // SAFETY: ends this process, as `kill -9` does.
            unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
            Verdict::Go
        }
        _ => Verdict::Go,
    }
}

fn is_ours_path(path: *const c_char) -> bool {
    if !ON.load(Ordering::SeqCst) || path.is_null() {
        return false;
    }
    // SAFETY: callers of the C library pass a string that ends.
    let path = unsafe { CStr::from_ptr(path) };
    plan().is_some_and(|plan| path.to_bytes().starts_with(plan.folder.as_bytes()))
}

fn is_ours(file: c_int) -> bool {
    if !ON.load(Ordering::SeqCst) {
        return false;
    }
    let Some(plan) = plan() else { return false };
    let Ok(link) = std::fs::read_link(format!("/proc/self/fd/{file}")) else {
        return false;
    };
    link.to_string_lossy().starts_with(&plan.folder)
}

fn fail(code: c_int) -> c_int {
    // SAFETY: the place of this thread's error number.
    unsafe { *libc::__errno_location() = code };
    -1
}

macro_rules! real {
    ($name:ident, $type:ty) => {{
        static REAL: OnceLock<usize> = OnceLock::new();
        let address = *REAL.get_or_init(|| {
            // SAFETY: the next function of this name is the C library's.
            unsafe {
                libc::dlsym(
                    libc::RTLD_NEXT,
                    concat!(stringify!($name), "\0").as_ptr().cast(),
                ) as usize
            }
        });
        // SAFETY: it has the type that the C library documents.
        unsafe { std::mem::transmute::<usize, $type>(address) }
    }};
}

/// Keeps what is about to be written, where it goes to a file. What cannot be kept ends the process: a copy with a gap
/// would prove nothing.
fn keep(file: c_int, bytes: *const c_void, count: usize) {
    static COPY: OnceLock<Option<(std::fs::File, String)>> = OnceLock::new();
    let copy = COPY.get_or_init(|| {
        let path = std::env::var("FAULTS_COPY").ok()?;
        let mut options = std::fs::File::options();
        let file = options.create(true).append(true).open(&path).ok()?;
        Some((file, path))
    });
    let Some((copy, path)) = copy else { return };
    let Ok(link) = std::fs::read_link(format!("/proc/self/fd/{file}")) else {
        return;
    };
    let link = link.to_string_lossy();
    let is_file = link.starts_with('/')
        && !link.starts_with("/proc/")
        && (!link.starts_with("/dev/") || link.starts_with("/dev/shm/"));
    if !is_file || *link == **path {
        return;
    }
    // SAFETY: callers of the C library pass so many bytes that can be read.
    let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), count) };
    if std::io::Write::write_all(&mut &*copy, bytes).is_err() {
        std::process::abort();
    }
}

macro_rules! writes {
    ($($name:ident($($extra:ident: $type:ty),*);)*) => {$(
        /// # Safety
        /// As the C library's.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(file: c_int, bytes: *const c_void, count: usize $(, $extra: $type)*) -> isize {
            let real = real!($name, unsafe extern "C" fn(c_int, *const c_void, usize $(, $type)*) -> isize);
            keep(file, bytes, count);
            if !is_ours(file) {
                return unsafe { real(file, bytes, count $(, $extra)*) };
            }
            if FULL.load(Ordering::SeqCst) == file {
                return fail(libc::ENOSPC) as isize;
            }
            match judge(Call::Write) {
                Verdict::Go => unsafe { real(file, bytes, count $(, $extra)*) },
                Verdict::Fail(code) => fail(code) as isize,
                Verdict::Half => {
                    FULL.store(file, Ordering::SeqCst);
                    unsafe { real(file, bytes, (count / 2).max(1) $(, $extra)*) }
                }
            }
        }
    )*};
}

writes! {
    write();
    pwrite(at: i64);
    pwrite64(at: i64);
}

macro_rules! reads {
    ($($name:ident($($extra:ident: $type:ty),*);)*) => {$(
        /// # Safety
        /// As the C library's.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(file: c_int, bytes: *mut c_void, count: usize $(, $extra: $type)*) -> isize {
            let real = real!($name, unsafe extern "C" fn(c_int, *mut c_void, usize $(, $type)*) -> isize);
            // A full disk reads on, and a kill before a read is one before the next write.
            if plan().is_none_or(|plan| plan.kind != Kind::Eio) || !is_ours(file) {
                return unsafe { real(file, bytes, count $(, $extra)*) };
            }
            match judge(Call::Change) {
                Verdict::Fail(code) => fail(code) as isize,
                Verdict::Go | Verdict::Half => unsafe { real(file, bytes, count $(, $extra)*) },
            }
        }
    )*};
}

reads! {
    read();
    pread(at: i64);
    pread64(at: i64);
}

macro_rules! on_file {
    ($($call:ident $name:ident($($extra:ident: $type:ty),*);)*) => {$(
        /// # Safety
        /// As the C library's.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(file: c_int $(, $extra: $type)*) -> c_int {
            let real = real!($name, unsafe extern "C" fn(c_int $(, $type)*) -> c_int);
            if !is_ours(file) {
                return unsafe { real(file $(, $extra)*) };
            }
            match judge(Call::$call) {
                Verdict::Fail(code) => fail(code),
                Verdict::Go | Verdict::Half => unsafe { real(file $(, $extra)*) },
            }
        }
    )*};
}

on_file! {
    Flush fsync();
    Flush fdatasync();
    Change ftruncate(length: i64);
    Change ftruncate64(length: i64);
}

macro_rules! on_path {
    ($($name:ident($($extra:ident: $type:ty),*);)*) => {$(
        /// # Safety
        /// As the C library's.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(path: *const c_char $(, $extra: $type)*) -> c_int {
            let real = real!($name, unsafe extern "C" fn(*const c_char $(, $type)*) -> c_int);
            if !is_ours_path(path) {
                return unsafe { real(path $(, $extra)*) };
            }
            match judge(Call::Change) {
                Verdict::Fail(code) => fail(code),
                Verdict::Go | Verdict::Half => unsafe { real(path $(, $extra)*) },
            }
        }
    )*};
}

on_path! {
    rename(to: *const c_char);
    unlink();
    rmdir();
}

/// Copying inside the kernel is refused, so that a copy is made of writes that count.
///
/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn copy_file_range(
    _from: c_int,
    _at: *mut i64,
    _to: c_int,
    _to_at: *mut i64,
    _count: usize,
    _flags: u32,
) -> isize {
    fail(libc::ENOSYS) as isize
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sendfile64(
    _to: c_int,
    _from: c_int,
    _at: *mut i64,
    _count: usize,
) -> isize {
    fail(libc::ENOSYS) as isize
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mkdir(path: *const c_char, mode: libc::mode_t) -> c_int {
    let real = real!(
        mkdir,
        unsafe extern "C" fn(*const c_char, libc::mode_t) -> c_int
    );
    // SAFETY: callers of the C library pass a string that ends.
    let name = unsafe { CStr::from_ptr(path) }.to_bytes();
    if name.ends_with(b".faults-on") {
        ON.store(true, Ordering::SeqCst);
        return 0;
    }
    if name.ends_with(b".faults-off") {
        ON.store(false, Ordering::SeqCst);
        FULL.store(-1, Ordering::SeqCst);
        if let Ok(file) = std::env::var("FAULTS_COUNT") {
            let _ = std::fs::write(file, CALLS.load(Ordering::SeqCst).to_string());
        }
        return 0;
    }
    if !is_ours_path(path) {
        return unsafe { real(path, mode) };
    }
    match judge(Call::Write) {
        Verdict::Fail(code) => fail(code),
        Verdict::Go | Verdict::Half => unsafe { real(path, mode) },
    }
}
