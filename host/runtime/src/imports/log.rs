//! The interface `log`.

use crate::abi::v0_1::log::Host;
use crate::run::LogLine;
use crate::state::State;

impl Host for State {
    fn emit(&mut self, level: u8, message: String) {
        self.usage.log_bytes += message.len() as u64;
        if self.usage.log_bytes <= self.budget.log_bytes {
            self.log.push(LogLine { level, message });
        } else {
            self.dropped_log_lines += 1;
        }
    }

    fn panicked(&mut self, message: String, at: String) {
        self.panic = Some((message, at));
    }
}
