//! Windows without a page, which `WebDriver` does not see: they are closed by the button of their title bar.
//!
//! There is no window manager on this screen, so the X server is told itself: of the core protocol (X Window System
//! Protocol, version 11, appendix B) it takes four requests.

use std::io::{Read, Result, Write};
use std::os::unix::net::UnixStream;

/// A connection to the X server of a journey.
pub(crate) struct Screen {
    server: UnixStream,
    root: u32,
}

impl Screen {
    /// `display` as in the environment: ":7".
    pub(crate) fn connect(display: &str) -> Result<Self> {
        let number = display.trim_start_matches(':');
        let mut server = UnixStream::connect(format!("/tmp/.X11-unix/X{number}"))?;
        // Little-endian, version 11.0, no authorisation.
        server.write_all(&[b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        let mut head = [0; 8];
        server.read_exact(&mut head)?;
        let mut setup = vec![0; usize::from(u16::from_le_bytes([head[6], head[7]])) * 4];
        server.read_exact(&mut setup)?;
        // Behind the fixed part, the vendor's name and the formats of pictures the first screen begins with its root.
        let vendor = usize::from(u16::from_le_bytes([setup[16], setup[17]])).next_multiple_of(4);
        let formats = usize::from(setup[21]) * 8;
        let root = number_at(&setup, 32 + vendor + formats);
        Ok(Self { server, root })
    }

    /// Asks every window of a process to close.
    pub(crate) fn close_windows_of(&mut self, process: u32) -> Result<()> {
        let owner = self.atom("_NET_WM_PID")?;
        let protocols = self.atom("WM_PROTOCOLS")?;
        let close = self.atom("WM_DELETE_WINDOW")?;
        for window in self.windows()? {
            if self.number(window, owner)? == Some(process) {
                // SendEvent of a ClientMessage, whose data are 32-bit numbers.
                let message = [window, protocols, close, 0, 0, 0, 0];
                let message: Vec<u8> = message.into_iter().flat_map(u32::to_le_bytes).collect();
                let event = [&[33, 32, 0, 0], message.as_slice()].concat();
                let target = [window, 0].map(u32::to_le_bytes).concat();
                self.request(25, &[target, event].concat())?;
            }
        }
        Ok(())
    }

    /// The windows that lie on the screen itself (`QueryTree`).
    fn windows(&mut self) -> Result<Vec<u32>> {
        self.request(15, &self.root.to_le_bytes())?;
        let reply = self.reply()?;
        let count = usize::from(u16::from_le_bytes([reply[16], reply[17]]));
        Ok((0..count)
            .map(|at| number_at(&reply, 32 + 4 * at))
            .collect())
    }

    /// The number of a name (`InternAtom`).
    fn atom(&mut self, name: &str) -> Result<u32> {
        let length = u16::try_from(name.len()).unwrap_or(0).to_le_bytes();
        let mut body = [&length, &[0, 0], name.as_bytes()].concat();
        body.resize(body.len().next_multiple_of(4), 0);
        self.request(16, &body)?;
        Ok(number_at(&self.reply()?, 8))
    }

    /// A property of one number; `None` where the window does not have it (`GetProperty`).
    fn number(&mut self, window: u32, property: u32) -> Result<Option<u32>> {
        let body = [window, property, 0, 0, 1].map(u32::to_le_bytes).concat();
        self.request(20, &body)?;
        let reply = self.reply()?;
        Ok((reply.len() > 32).then(|| number_at(&reply, 32)))
    }

    fn request(&mut self, code: u8, body: &[u8]) -> Result<()> {
        let length = u16::try_from(body.len() / 4 + 1).unwrap_or(0).to_le_bytes();
        let head = [code, 0, length[0], length[1]];
        self.server.write_all(&[&head, body].concat())
    }

    /// The answer to the last request, or the error in its place: 32 bytes, and what a reply has beyond them.
    fn reply(&mut self) -> Result<Vec<u8>> {
        let mut reply = vec![0; 32];
        self.server.read_exact(&mut reply)?;
        let more = if reply[0] == 1 {
            number_at(&reply, 4)
        } else {
            0
        };
        reply.resize(32 + 4 * usize::try_from(more).unwrap_or(0), 0);
        self.server.read_exact(&mut reply[32..])?;
        Ok(reply)
    }
}

fn number_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
