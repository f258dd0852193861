//! The screen as its X server has it: what stands on it, and windows without a page. `WebDriver` sees neither.

use x11rb::connection::Connection;
use x11rb::errors::ReplyOrIdError;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, Window,
};
use x11rb::rust_connection::RustConnection;

type Result<T> = std::result::Result<T, ReplyOrIdError>;

/// A connection to the X server of a journey.
pub(crate) struct Screen {
    server: RustConnection,
    root: Window,
    size: (u16, u16),
}

impl Screen {
    /// `display` as in the environment: ":7".
    pub(crate) fn connect(display: &str) -> Self {
        let (server, number) = RustConnection::connect(Some(display)).expect("the screen answers");
        let screen = &server.setup().roots[number];
        Self {
            root: screen.root,
            size: (screen.width_in_pixels, screen.height_in_pixels),
            server,
        }
    }

    /// Asks every window of a process to close. There is no window manager to do it.
    pub(crate) fn close_windows_of(&self, process: u32) -> Result<()> {
        let protocols = self.atom("WM_PROTOCOLS")?;
        let close = self.atom("WM_DELETE_WINDOW")?;
        for window in self.windows_of(process)? {
            let message = ClientMessageEvent::new(32, window, protocols, [close, 0, 0, 0, 0]);
            self.server
                .send_event(false, window, EventMask::NO_EVENT, message)?;
        }
        self.server.flush()?;
        Ok(())
    }

    /// The windows of a process.
    pub(crate) fn windows_of(&self, process: u32) -> Result<Vec<Window>> {
        let owner = self.atom("_NET_WM_PID")?;
        let mut windows = Vec::new();
        for window in self.server.query_tree(self.root)?.reply()?.children {
            let found = self
                .server
                .get_property(false, window, owner, AtomEnum::CARDINAL, 0, 1)?
                .reply()?;
            if found.value32().and_then(|mut values| values.next()) == Some(process) {
                windows.push(window);
            }
        }
        Ok(windows)
    }

    /// Every pixel, by rows.
    pub(crate) fn pixels(&self) -> Result<Vec<u8>> {
        let (width, height) = self.size;
        let image = self.server.get_image(
            ImageFormat::Z_PIXMAP,
            self.root,
            0,
            0,
            width,
            height,
            u32::MAX,
        )?;
        Ok(image.reply()?.data)
    }

    fn atom(&self, name: &str) -> Result<u32> {
        Ok(self
            .server
            .intern_atom(false, name.as_bytes())?
            .reply()?
            .atom)
    }
}
