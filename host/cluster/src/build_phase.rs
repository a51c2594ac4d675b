//! How a build ends, and what it says meanwhile.

use crate::characters::Characters;
use crate::path::ApiPath;
use crate::{Cluster, ClusterError};
use serde_json::Value;
use std::time::{Duration, Instant};

const API: &str = "build.openshift.io/v1";
/// Pauses between two attempts to watch.
const PAUSES: [Duration; 4] =
    [Duration::from_millis(100), Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(5)];
/// Longest line of a watch: an object with its history.
const MAX_EVENT_BYTES: usize = 4 << 20;

/// How a build ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BuildEnd {
    /// `Complete`, `Failed`, `Error` or `Cancelled`.
    pub phase: String,
    /// Why, in one word; empty when it succeeded.
    pub reason: String,
    /// Why, for people.
    pub message: String,
}

impl BuildEnd {
    /// Whether there is an image now.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.phase == "Complete"
    }

    /// The end of a build; none while it goes on.
    fn of(build: &Value) -> Option<Self> {
        let text = |key: &str| build["status"][key].as_str().unwrap_or_default().to_owned();
        let phase = text("phase");
        let is_end = matches!(phase.as_str(), "Complete" | "Failed" | "Error" | "Cancelled");
        is_end.then(|| Self { phase, reason: text("reason"), message: text("message") })
    }
}

impl Cluster {
    /// Waits until a build ends. A watch that breaks is taken up again, and the build is read before: what happened in
    /// between is not missed.
    ///
    /// # Errors
    /// The build is not there, the server refuses, or the time is over.
    pub fn wait_for_build(&self, name: &str, time: Duration) -> Result<BuildEnd, ClusterError> {
        let started = Instant::now();
        let path = ApiPath::collection(API, self.namespace(), "builds").below(name);
        let late =
            || ClusterError::TimedOut { asked: format!("GET {}", path.without_query()), seconds: time.as_secs() };
        let mut pauses = PAUSES.iter().cycle().take(PAUSES.len()).chain(std::iter::repeat(&PAUSES[PAUSES.len() - 1]));
        loop {
            match self.connection.get(&path) {
                Ok(build) => {
                    if let Some(end) = BuildEnd::of(&build) {
                        return Ok(end);
                    }
                    let left = time.checked_sub(started.elapsed()).ok_or_else(late)?;
                    let version = build["metadata"]["resourceVersion"].as_str().unwrap_or_default();
                    match self.watch_build(name, version, left) {
                        Ok(Some(end)) => return Ok(end),
                        Ok(None) => {}
                        Err(error) if passes(&error) => {}
                        Err(error) => return Err(error),
                    }
                }
                Err(error) if passes(&error) => {}
                Err(error) => return Err(error),
            }
            if started.elapsed() >= time {
                return Err(late());
            }
            std::thread::sleep(*pauses.next().unwrap_or(&PAUSES[0]));
        }
    }

    /// Watches one build until it ends or the watch does.
    fn watch_build(&self, name: &str, version: &str, time: Duration) -> Result<Option<BuildEnd>, ClusterError> {
        let path = ApiPath::collection(API, self.namespace(), "builds")
            .with("fieldSelector", &format!("metadata.name={name}"))
            .with("resourceVersion", version)
            .with("timeoutSeconds", &time.as_secs().clamp(1, 300).to_string())
            .with("watch", "true");
        let mut line = Vec::new();
        let mut end = None;
        let asked = || format!("GET {}", path.without_query());
        self.connection.parts(&path, time, |part| {
            for &byte in part {
                if byte != b'\n' {
                    line.push(byte);
                    continue;
                }
                let event: Value = serde_json::from_slice(&line).unwrap_or_default();
                line.clear();
                end = BuildEnd::of(&event["object"]);
                // An error ends the watch: the version is too old, or the server is leaving. The build is read again.
                if end.is_some() || event["type"] == "ERROR" {
                    return Ok(false);
                }
            }
            if line.len() > MAX_EVENT_BYTES {
                return Err(ClusterError::TooLarge { asked: asked(), limit: MAX_EVENT_BYTES as u64 });
            }
            Ok(true)
        })?;
        Ok(end)
    }

    /// Hands on what a build writes, until it ends. No character is divided.
    ///
    /// # Errors
    /// The log is not there, the server refuses, the time is over, or the reader does not want more.
    pub fn follow_log(
        &self,
        name: &str,
        time: Duration,
        mut reader: impl FnMut(&str) -> bool,
    ) -> Result<(), ClusterError> {
        let path = ApiPath::collection(API, self.namespace(), "builds").below(name).below("log").with("follow", "true");
        let mut characters = Characters::default();
        let done = self.connection.parts(&path, time, |part| Ok(reader(&characters.take(part))));
        let rest = characters.end();
        if !rest.is_empty() {
            reader(&rest);
        }
        done
    }
}

/// Whether the same may go well a little later.
fn passes(error: &ClusterError) -> bool {
    match error {
        ClusterError::Broken { .. } | ClusterError::Unreachable { .. } | ClusterError::TimedOut { .. } => true,
        ClusterError::Refused { status, .. } => matches!(status, 410 | 429 | 500 | 502 | 503 | 504),
        _ => false,
    }
}
