//! Verdicts as a guest's memory holds them, so that a test can answer with anything.

use crate::Guest;
use fieldmark_model::{Attribute, Evidence, Script, Verdict};
use std::fmt::Write;

/// Where `src/shell.wat` looks for the answer.
const BASE: u32 = 1024;

/// A guest that answers with this verdict, whatever is wrong with it.
#[must_use]
pub fn answering(verdict: &Verdict) -> Guest {
    let mut text = String::new();
    for byte in Layout::of(verdict) {
        // Writing to a string cannot fail.
        _ = write!(text, "\\{byte:02x}");
    }
    Guest::new(&format!("(data (i32.const {BASE}) \"{text}\")\n(func $work (param i32))"))
}

/// Lays values out by the canonical ABI: records in place, what they point to behind them.
struct Layout {
    bytes: Vec<u8>,
}

impl Layout {
    fn of(verdict: &Verdict) -> Vec<u8> {
        let mut layout = Self { bytes: vec![0; 72] };
        layout.word(4, verdict.score);
        layout.text(8, &verdict.language);
        layout.list(16, &verdict.attributes, 32, Self::attribute);
        layout.optional_text(24, verdict.builder.as_deref());
        layout.optional_text(36, verdict.builder_version.as_deref());
        layout.list(48, &verdict.scripts, 24, Self::script);
        layout.list(56, &verdict.evidence, 36, Self::evidence);
        layout.list(64, &verdict.warnings, 36, Self::evidence);
        layout.bytes
    }

    fn word(&mut self, at: usize, value: u32) {
        self.bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }

    /// Room for so many bytes, zeroed.
    fn room(&mut self, bytes: usize) -> usize {
        let at = self.bytes.len().next_multiple_of(4);
        self.bytes.resize(at + bytes, 0);
        at
    }

    fn pointer(&mut self, at: usize, to: usize, count: usize) {
        self.word(at, BASE + to as u32);
        self.word(at + 4, count as u32);
    }

    fn text(&mut self, at: usize, text: &str) {
        let to = self.room(text.len());
        self.bytes[to..to + text.len()].copy_from_slice(text.as_bytes());
        self.pointer(at, to, text.len());
    }

    fn optional_text(&mut self, at: usize, text: Option<&str>) {
        if let Some(text) = text {
            self.word(at, 1);
            self.text(at + 4, text);
        }
    }

    fn optional_word(&mut self, at: usize, value: Option<u32>) {
        if let Some(value) = value {
            self.word(at, 1);
            self.word(at + 4, value);
        }
    }

    fn list<T>(&mut self, at: usize, items: &[T], size: usize, mut item: impl FnMut(&mut Self, usize, &T)) {
        let to = self.room(items.len() * size);
        for (index, value) in items.iter().enumerate() {
            item(self, to + index * size, value);
        }
        self.pointer(at, to, items.len());
    }

    fn attribute(&mut self, at: usize, attribute: &Attribute) {
        self.text(at, &attribute.name);
        self.text(at + 8, &attribute.value);
        self.optional_word(at + 16, attribute.path);
        self.optional_word(at + 24, attribute.line);
    }

    fn script(&mut self, at: usize, script: &Script) {
        self.text(at, &script.name);
        self.text(at + 8, &script.body);
        self.text(at + 16, &script.why);
    }

    fn evidence(&mut self, at: usize, evidence: &Evidence) {
        self.text(at, &evidence.code);
        self.word(at + 8, evidence.points.cast_unsigned());
        self.optional_word(at + 12, evidence.path);
        self.optional_word(at + 20, evidence.line);
        self.text(at + 28, &evidence.note);
    }
}
