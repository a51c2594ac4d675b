//! The interface `repo`.

use crate::abi::v0_1::repo::{Hit, Host, HostSnapshot, ReadError};
use crate::state::{SnapshotHandle, State};
use fieldmark_model::{ReadErrorCode, pack_paths, read_text};
use wasmtime::component::Resource;

/// Most extensions told to a plugin.
const MAX_EXTENSIONS: usize = 64;

type Snapshot = Resource<SnapshotHandle>;

impl Host for State {}

impl HostSnapshot for State {
    fn paths(&mut self, _: Snapshot) -> wasmtime::Result<String> {
        // A scan never yields a path that cannot be packed; an embedder's view that does shows nothing.
        let paths = pack_paths(self.view.paths()).unwrap_or_default();
        self.pay(paths.len())?;
        Ok(paths)
    }

    fn hits(&mut self, _: Snapshot) -> wasmtime::Result<Vec<Hit>> {
        self.pay(size_of_val(self.view.hits()))?;
        Ok(self.view.hits().iter().map(|hit| Hit { path: hit.path, pattern: hit.pattern }).collect())
    }

    fn total_hits(&mut self, _: Snapshot) -> wasmtime::Result<u32> {
        self.pay(0)?;
        Ok(self.view.total_hits())
    }

    fn extension_counts(&mut self, _: Snapshot) -> wasmtime::Result<Vec<(String, u32)>> {
        let counts: Vec<_> = self.view.extension_counts().iter().take(MAX_EXTENSIONS).cloned().collect();
        // Each of them is a text of its own.
        self.pay(counts.len() * 256)?;
        Ok(counts)
    }

    fn size(&mut self, _: Snapshot, path: u32) -> wasmtime::Result<Result<u64, ReadError>> {
        self.pay(0)?;
        Ok(self.count_read(path).and_then(|()| self.view.size(path).map_err(read_error)))
    }

    fn read(&mut self, _: Snapshot, path: u32, offset: u64, max: u32) -> wasmtime::Result<Result<Vec<u8>, ReadError>> {
        let answer = self.allowance(path, max).and_then(|allowed| self.part(path, offset, max, allowed));
        self.pay(answer.as_ref().map_or(0, Vec::len))?;
        Ok(answer)
    }

    fn read_text(&mut self, _: Snapshot, path: u32, max: u32) -> wasmtime::Result<Result<String, ReadError>> {
        let answer = self.allowance(path, max).and_then(|allowed| self.text(path, allowed));
        self.pay(answer.as_ref().map_or(0, String::len))?;
        Ok(answer)
    }

    fn drop(&mut self, _: Snapshot) -> wasmtime::Result<()> {
        Ok(())
    }
}

impl State {
    /// Counts a read of a path; refuses it when the plugin has had all its reads.
    fn count_read(&mut self, path: u32) -> Result<(), ReadError> {
        if self.usage.reads >= self.budget.reads {
            return Err(exhausted("reads", self.budget.reads));
        }
        self.usage.reads += 1;
        if let Some(name) = self.view.paths().get(path as usize)
            && !self.read_paths.contains(name)
        {
            self.read_paths.insert(name.clone());
        }
        Ok(())
    }

    /// A part of a file. Fewer bytes than asked for mean the end of the file; where a budget would shorten the part it is
    /// an error instead.
    fn part(&mut self, path: u32, offset: u64, max: u32, allowed: u64) -> Result<Vec<u8>, ReadError> {
        let bytes = self.view.read(path, offset, allowed).map_err(read_error)?;
        self.usage.read_bytes += bytes.len() as u64;
        let length = bytes.len() as u64;
        if allowed < u64::from(max) && length == allowed && self.view.size(path).map_err(read_error)? > offset + length
        {
            let detail = format!("{max} bytes are asked for at once; {allowed} are allowed");
            return Err(read_error(fieldmark_model::ReadError::new(ReadErrorCode::TooLarge, detail)));
        }
        Ok(bytes)
    }

    fn text(&mut self, path: u32, allowed: u64) -> Result<String, ReadError> {
        let answer = read_text(&*self.view, path, allowed);
        // What turns out to be no text was read all the same.
        let length = match &answer {
            Ok(text) => text.len() as u64,
            Err(error) if error.code == ReadErrorCode::NotUtf8 => self.view.size(path).unwrap_or(allowed).min(allowed),
            Err(_) => 0,
        };
        self.usage.read_bytes += length;
        answer.map_err(read_error)
    }

    /// How many bytes this read may return.
    fn allowance(&mut self, path: u32, max: u32) -> Result<u64, ReadError> {
        self.count_read(path)?;
        let left = self.budget.read_bytes.saturating_sub(self.usage.read_bytes);
        if left == 0 {
            return Err(exhausted("read-bytes", self.budget.read_bytes));
        }
        Ok(u64::from(max).min(self.budget.file_bytes).min(left))
    }
}

fn exhausted(key: &str, allowed: u64) -> ReadError {
    read_error(fieldmark_model::ReadError::new(
        ReadErrorCode::Budget,
        format!("the plugin's budget `{key}` of {allowed} is used up"),
    ))
}

fn read_error(error: fieldmark_model::ReadError) -> ReadError {
    ReadError { code: error.code.to_string(), detail: error.detail }
}
