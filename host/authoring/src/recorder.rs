//! Writing down what a plugin is told.

use crate::recording::{Answer, Call, Recording, Subject};
use crate::workshop::{Workshop, budget, with_era};
use fieldmark_model::{Hit, ReadError, RepoView};
use fieldmark_runtime::{Outcome, Plugin};
use std::sync::{Arc, Mutex, PoisonError};

/// A view that remembers every question about a file with its answer.
pub struct Recorder {
    inner: Arc<dyn RepoView>,
    calls: Mutex<Vec<Call>>,
}

impl Recorder {
    /// A recorder around a view.
    #[must_use]
    pub fn new(inner: Arc<dyn RepoView>) -> Self {
        Self { inner, calls: Mutex::default() }
    }

    fn remember(&self, path: u32, part: Option<(u64, u64)>, answer: Answer) {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).push(Call { path, part, answer });
    }
}

impl RepoView for Recorder {
    fn paths(&self) -> &[String] {
        self.inner.paths()
    }

    fn hits(&self) -> &[Hit] {
        self.inner.hits()
    }

    fn total_hits(&self) -> u32 {
        self.inner.total_hits()
    }

    fn extension_counts(&self) -> &[(String, u32)] {
        self.inner.extension_counts()
    }

    fn size(&self, path: u32) -> Result<u64, ReadError> {
        let answer = self.inner.size(path);
        self.remember(path, None, answer.as_ref().map_or_else(Answer::of_error, |size| Answer::Size(*size)));
        answer
    }

    fn read(&self, path: u32, offset: u64, max: u64) -> Result<Vec<u8>, ReadError> {
        let answer = self.inner.read(path, offset, max);
        let told = answer.as_ref().map_or_else(Answer::of_error, |read| Answer::of_bytes(read));
        self.remember(path, Some((offset, max)), told);
        answer
    }
}

/// Runs a plugin and writes down everything that it was told and said.
#[must_use]
pub fn record(workshop: &Workshop, plugin: &Plugin, view: Arc<dyn RepoView>, settings: &str) -> (Outcome, Recording) {
    let mut recording = Recording::begin(Subject::of(plugin), with_era(settings), budget(plugin));
    recording.paths = view.paths().to_vec();
    recording.hits = view.hits().to_vec();
    recording.total_hits = view.total_hits();
    recording.extension_counts = view.extension_counts().to_vec();
    let recorder = Arc::new(Recorder::new(view));
    let outcome = workshop.run(plugin, Arc::clone(&recorder) as Arc<dyn RepoView>, settings);
    recording.calls.clone_from(&recorder.calls.lock().unwrap_or_else(PoisonError::into_inner));
    recording.end(&outcome);
    (outcome, recording)
}
