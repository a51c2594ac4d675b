//! The interface `log`.

use crate::abi::v0_1::log::Host;
use crate::run::LogLine;
use crate::state::State;

/// What a line costs beside its text: a million empty ones are a flood, too.
const LINE_BYTES: u64 = 16;

impl Host for State {
    fn emit(&mut self, level: u8, message: String) -> wasmtime::Result<()> {
        self.pay(message.len())?;
        self.usage.log_bytes += message.len() as u64 + LINE_BYTES;
        if self.usage.log_bytes <= self.budget.log_bytes {
            self.log.push(LogLine { level, message });
        } else {
            self.dropped_log_lines += 1;
        }
        Ok(())
    }

    fn panicked(&mut self, message: String, at: String) -> wasmtime::Result<()> {
        self.pay(message.len() + at.len())?;
        self.panic = Some((message, at));
        Ok(())
    }
}
