//! Another program, run with everything it may cost held in bounds.

use crate::Limits;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// How soon a program that is to end is ended.
const PAUSE: Duration = Duration::from_millis(20);

/// How long pipes may stay open after the program has ended: something it started holds them.
const LINGER: Duration = Duration::from_secs(1);

/// Looking at what lies on disk takes at most one part in this many of the time, and is done no more often than that.
const WATCH_SHARE: u32 = 20;
const WATCH_PAUSE: Duration = Duration::from_millis(200);

/// Most bytes kept of what a program says on standard error.
const MAX_MESSAGE: usize = 64 * 1024;

/// What a program may use up.
pub(crate) struct Bounds<'b> {
    pub(crate) cancelled: &'b AtomicBool,
    pub(crate) deadline: Instant,
    /// A directory that the program fills, and how far it may.
    pub(crate) watched: Option<(&'b Path, &'b Limits)>,
}

/// A program that ran to its end.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    /// What it said on standard error, cut at a cap.
    pub(crate) message: String,
}

/// Why a program did not run to its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It is not there.
    Missing,
    /// It was ended at the deadline.
    Time,
    /// It was ended because of what it wrote: the limit, and what is counted.
    Size(u64, &'static str),
    /// The caller cancelled.
    Cancelled,
    /// The system fails.
    Io(io::Error),
}

enum Event {
    Output(Vec<u8>),
    Message(Vec<u8>),
    Closed,
}

/// Runs a program without input, hands its output on piece by piece, and ends it with everything it started when it
/// leaves its bounds or `output` says so.
pub(crate) fn run(
    mut command: Command,
    bounds: &Bounds<'_>,
    output: &mut dyn FnMut(&[u8]) -> Result<(), Stop>,
) -> Result<Finished, Stop> {
    if bounds.cancelled.load(Ordering::SeqCst) {
        return Err(Stop::Cancelled);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Stop::Missing,
        _ => Stop::Io(error),
    })?;
    let events = listen(&mut child);
    let outcome = attend(&mut child, &events, bounds, output);
    if outcome.is_err() {
        end(&mut child);
    }
    let finished = outcome?;
    // Small and quick programs are through before anybody looked.
    watch(bounds)?;
    Ok(finished)
}

fn attend(
    child: &mut Child,
    events: &Receiver<Event>,
    bounds: &Bounds<'_>,
    output: &mut dyn FnMut(&[u8]) -> Result<(), Stop>,
) -> Result<Finished, Stop> {
    let mut message = Vec::new();
    let mut open = 2;
    let mut next_watch = Instant::now() + WATCH_PAUSE;
    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        match events.recv_timeout(if open == 0 { Duration::ZERO } else { PAUSE }) {
            Ok(Event::Output(bytes)) => output(&bytes)?,
            Ok(Event::Message(bytes)) => {
                message.extend_from_slice(&bytes[..bytes.len().min(MAX_MESSAGE - message.len())]);
            }
            Ok(Event::Closed) => open -= 1,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                open = 0;
                thread::sleep(if ended.is_some() { Duration::ZERO } else { PAUSE });
            }
        }
        if ended.is_none() {
            ended = child.try_wait().map_err(Stop::Io)?.map(|status| (status, Instant::now()));
        }
        if let Some((status, since)) = ended
            && (open == 0 || since.elapsed() > LINGER)
        {
            return Ok(Finished { status, message: String::from_utf8_lossy(&message).into_owned() });
        }
        if bounds.cancelled.load(Ordering::SeqCst) {
            return Err(Stop::Cancelled);
        }
        let now = Instant::now();
        if now >= bounds.deadline {
            return Err(Stop::Time);
        }
        if now >= next_watch {
            watch(bounds)?;
            next_watch = Instant::now() + (now.elapsed() * WATCH_SHARE).max(WATCH_PAUSE);
        }
    }
}

/// Reads both pipes in threads of their own, for a program that fills one while the other is read would wait for ever.
fn listen(child: &mut Child) -> Receiver<Event> {
    let (sender, receiver) = sync_channel(16);
    if let Some(pipe) = child.stdout.take() {
        let sender = sender.clone();
        thread::spawn(move || pump(pipe, &sender, Event::Output));
    }
    if let Some(pipe) = child.stderr.take() {
        thread::spawn(move || pump(pipe, &sender, Event::Message));
    }
    receiver
}

fn pump(mut pipe: impl Read, sender: &SyncSender<Event>, event: fn(Vec<u8>) -> Event) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match pipe.read(&mut buffer) {
            Ok(0) => break,
            // Nobody listens any more.
            Ok(length) if sender.send(event(buffer[..length].to_vec())).is_err() => return,
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    _ = sender.send(Event::Closed);
}

/// Ends a program with everything it started, unless that has left its group.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(id) = i32::try_from(child.id()) {
        // A group that is gone already is what was wanted.
        _ = nix::sys::signal::killpg(nix::unistd::Pid::from_raw(id), nix::sys::signal::Signal::SIGKILL);
    }
    _ = child.kill();
    _ = child.wait();
}

fn watch(bounds: &Bounds<'_>) -> Result<(), Stop> {
    let Some((directory, limits)) = bounds.watched else { return Ok(()) };
    let (mut bytes, mut entries) = (0u64, 0u64);
    let mut open = vec![directory.to_owned()];
    while let Some(directory) = open.pop() {
        // Whatever vanishes while it is looked at is not there.
        let Ok(list) = directory.read_dir() else { continue };
        for entry in list.flatten() {
            let Ok(metadata) = entry.metadata() else { continue };
            entries += 1;
            bytes = bytes.saturating_add(metadata.len());
            if metadata.is_dir() {
                open.push(entry.path());
            }
        }
        if bytes > limits.max_bytes {
            return Err(Stop::Size(limits.max_bytes, "bytes"));
        }
        if entries > limits.max_entries.saturating_mul(2) {
            // Half of them are git's own.
            return Err(Stop::Size(limits.max_entries, "entries"));
        }
    }
    Ok(())
}
