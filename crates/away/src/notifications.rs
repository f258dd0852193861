//! macOS posts notifications: its workspace before the computer sleeps, the window server to all programs when the screen
//! is locked.

use std::ptr::NonNull;
use std::sync::mpsc::Sender;

use block2::RcBlock;
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceSessionDidResignActiveNotification, NSWorkspaceWillSleepNotification,
};
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationCenter, NSNotificationName,
    NSString,
};

/// Not in Apple's documentation, and the same since Mac OS X 10.5.
const SCREEN_IS_LOCKED: &str = "com.apple.screenIsLocked";

/// Sends for every notification. What is subscribed to stays so until the program ends.
pub(crate) fn subscribe(told: &Sender<()>) {
    let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
    // SAFETY: names that the system defines.
    #[allow(unsafe_code)]
    let (sleeps, other_user) = unsafe {
        (
            NSWorkspaceWillSleepNotification,
            NSWorkspaceSessionDidResignActiveNotification,
        )
    };
    observe(&workspace, sleeps, told);
    observe(&workspace, other_user, told);
    let everywhere = NSDistributedNotificationCenter::defaultCenter();
    observe(&everywhere, &NSString::from_str(SCREEN_IS_LOCKED), told);
}

fn observe(center: &NSNotificationCenter, name: &NSNotificationName, told: &Sender<()>) {
    let told = told.clone();
    let block = RcBlock::new(move |_: NonNull<NSNotification>| {
        // Nobody listens once the program ends.
        let _ = told.send(());
    });
    // SAFETY: the block holds a sender, which may be used from any thread, and takes what the center gives.
    #[allow(unsafe_code)]
    let observer = unsafe {
        center.addObserverForName_object_queue_usingBlock(Some(name), None, None, &block)
    };
    // Dropped, it would stay subscribed as well: the center keeps it. This says so.
    std::mem::forget(observer);
}
