//! Standard output and standard error.

use crate::args::Color;
use crate::exit::Exit;
use fieldmark_render::Paint;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How often the line of progress changes, and how long a walk may take before there is one.
const PROGRESS_PAUSE: Duration = Duration::from_millis(200);

/// Prints data. A reader that has gone away is no failure: it has seen what it wanted.
pub(crate) fn print(text: &str) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Exit::Success,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Success,
        Err(error) => {
            say(&format!("error: standard output cannot be written: {error}"));
            Exit::Internal
        }
    }
}

/// Says something to the user, beside the data.
pub(crate) fn say(text: &str) {
    // When standard error is closed there is nobody to tell.
    _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// Shows a line that is taken away again.
pub(crate) fn passing(text: &str) {
    _ = write!(io::stderr().lock(), "{text}");
}

/// Takes such a line away.
pub(crate) fn clear_line() {
    _ = write!(io::stderr().lock(), "\r\u{1b}[K");
}

/// The colours for standard output.
pub(crate) fn paint(color: Color) -> Paint {
    let auto = || anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    Paint {
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => auto(),
        },
    }
}

/// Shows how far a long walk is, as long as standard error is a terminal.
pub(crate) struct Progress {
    shown: Arc<Mutex<Shown>>,
}

struct Shown {
    last: Instant,
    any: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { shown: Arc::new(Mutex::new(Shown { last: Instant::now(), any: false })) }
    }

    /// The callback for the engine; none when nobody watches.
    pub(crate) fn callback(&self) -> Option<Arc<dyn Fn(u64) + Send + Sync>> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let shown = Arc::clone(&self.shown);
        Some(Arc::new(move |entries| {
            // A thread that finds another one printing has nothing newer to say.
            let Ok(mut shown) = shown.try_lock() else { return };
            if shown.last.elapsed() >= PROGRESS_PAUSE {
                shown.last = Instant::now();
                shown.any = true;
                _ = write!(io::stderr().lock(), "\r{entries} entries walked");
            }
        }))
    }

    /// Takes the line of progress away.
    pub(crate) fn clear(&self) {
        if self.shown.lock().is_ok_and(|shown| shown.any) {
            clear_line();
        }
    }
}
