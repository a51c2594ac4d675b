//! Running a plugin over what was written down.

use crate::recording::{Answer, Ending, Recording, Subject};
use crate::workshop::Workshop;
use fieldmark_model::{Hit, ReadError, ReadErrorCode, RepoView};
use fieldmark_runtime::{Outcome, Plugin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// What came of a replay.
#[derive(Debug)]
pub struct Replayed {
    /// Verdict or error, usage and log of today.
    pub outcome: Outcome,
    /// Whether it is the very component of the recording.
    pub is_same_component: bool,
    /// Whether it ended in the same way.
    pub is_same_ending: bool,
    /// Whether it used up the same.
    pub is_same_usage: bool,
    /// Questions about files that the recording does not answer.
    pub unanswered: u32,
}

/// Runs a plugin over a recording and compares.
#[must_use]
pub fn replay(workshop: &Workshop, plugin: &Plugin, recording: &Recording) -> Replayed {
    let view = view(recording);
    let seen = Arc::clone(&view) as Arc<dyn RepoView>;
    let cancelled = AtomicBool::new(false);
    let outcome = workshop.runtime.run(plugin, seen, &recording.settings, &recording.budget, &cancelled);
    Replayed {
        is_same_component: Subject::of(plugin).digest == recording.plugin.digest,
        is_same_ending: Ending::of(&outcome.verdict) == recording.ending,
        is_same_usage: outcome.usage == recording.usage,
        unanswered: view.unanswered.load(Ordering::Relaxed),
        outcome,
    }
}

/// A view over a recording.
pub(crate) fn view(recording: &Recording) -> Arc<Replay> {
    Arc::new(Replay { recording: recording.clone(), unanswered: AtomicU32::new(0) })
}

/// A view that answers from a recording.
pub(crate) struct Replay {
    recording: Recording,
    unanswered: AtomicU32,
}

impl Replay {
    fn answer(&self, path: u32, part: Option<(u64, u64)>) -> Result<&Answer, ReadError> {
        let call = self.recording.calls.iter().find(|call| call.path == path && call.part == part);
        match call.map(|call| &call.answer) {
            Some(Answer::Error { code, detail }) => Err(ReadError::new(*code, detail.clone())),
            Some(answer) => Ok(answer),
            None => Err(self.missing(path)),
        }
    }

    fn missing(&self, path: u32) -> ReadError {
        self.unanswered.fetch_add(1, Ordering::Relaxed);
        ReadError::new(ReadErrorCode::Unreadable, format!("the recording does not hold this of path {path}"))
    }
}

impl RepoView for Replay {
    fn paths(&self) -> &[String] {
        &self.recording.paths
    }

    fn hits(&self) -> &[Hit] {
        &self.recording.hits
    }

    fn total_hits(&self) -> u32 {
        self.recording.total_hits
    }

    fn extension_counts(&self) -> &[(String, u32)] {
        &self.recording.extension_counts
    }

    fn size(&self, path: u32) -> Result<u64, ReadError> {
        match self.answer(path, None)? {
            Answer::Size(size) => Ok(*size),
            _ => Err(self.missing(path)),
        }
    }

    fn read(&self, path: u32, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        self.answer(path, Some((offset, max)))?.bytes().ok_or_else(|| self.missing(path))
    }
}
