//! How much and how long.

use std::time::Duration;

/// Caps of everything that is fetched, read or waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a plugin.
    pub plugin_bytes: u64,
    /// Most bytes of a manifest of a registry, of a list of tags, of a token.
    pub document_bytes: u64,
    /// Most bytes of one signature with what it signs.
    pub signature_bytes: u64,
    /// Most signatures of one plugin.
    pub signatures: usize,
    /// For a connection.
    pub connect: Duration,
    /// For an answer to begin, and for each further part of it.
    pub pause: Duration,
    /// For one request with its whole answer.
    pub answer: Duration,
    /// How often a request is sent when its answer breaks off.
    pub attempts: u32,
    /// How long another change of the installed plugins is waited for.
    pub busy: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // What the runtime takes.
            plugin_bytes: 64 << 20,
            // What the distribution specification makes registries accept.
            document_bytes: 4 << 20,
            signature_bytes: 64 << 10,
            signatures: 16,
            connect: Duration::from_secs(10),
            pause: Duration::from_secs(30),
            answer: Duration::from_secs(600),
            attempts: 3,
            busy: Duration::from_secs(60),
        }
    }
}
