//! What happens when the user interrupts.

use crate::exit::Exit;
use fieldmark::Engine;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Ends what is going on: git with all it started, the walk at the next entry, plugins at the next loop. Temporary
/// directories are removed on the way out.
pub(crate) struct Interrupt {
    flag: Arc<AtomicBool>,
    engine: Arc<OnceLock<Arc<Engine>>>,
}

impl Interrupt {
    /// Listens from now on. Without a handler an interrupt ends the process at once, which leaves no more than a temporary
    /// directory behind.
    pub(crate) fn listen() -> Self {
        let interrupt = Self { flag: Arc::default(), engine: Arc::default() };
        let (flag, engine) = (Arc::clone(&interrupt.flag), Arc::clone(&interrupt.engine));
        _ = ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::SeqCst) {
                end_at_once();
            }
            if let Some(engine) = engine.get() {
                engine.interrupt();
            }
        });
        interrupt
    }

    /// The flag that is set by an interrupt.
    pub(crate) const fn flag(&self) -> &Arc<AtomicBool> {
        &self.flag
    }

    /// Stops this engine's plugins, too. The first engine counts; there is one in a run.
    pub(crate) fn stops(&self, engine: &Arc<Engine>) {
        _ = self.engine.set(Arc::clone(engine));
    }
}

/// Whoever interrupts twice does not want to wait for a file system that does not answer.
#[allow(clippy::exit, reason = "there is nothing to be saved")]
fn end_at_once() {
    std::process::exit(i32::from(Exit::Interrupted.code()));
}
