//! Whole processes: fieldmark beside the bare walk.

use crate::command;
use crate::sample::{Failure, Sample};
use crate::table::{ms, ratio, reached, table};
use crate::tree;
use std::env;
use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

/// A cold process may take this many times as long as the bare walk, and this much longer.
const FACTOR: f64 = 1.5;
const EXTRA: Duration = Duration::from_millis(10);
/// Most memory of a process on the largest tree.
const MEMORY: u64 = 60_000_000;

/// Times and memory on trees of all sizes, and on an empty one.
pub(crate) fn report(fieldmark: &Path, repetitions: usize) -> Result<String, Failure> {
    let own = env::current_exe()?;
    let (mut times, mut memories) = (Vec::new(), Vec::new());
    for size in [0].into_iter().chain(tree::SIZES) {
        let folder = tree::make(size)?;
        let walk = [OsStr::new("walk"), folder.path().as_os_str()];
        let detect = ["--format", "json"].map(OsStr::new).into_iter().chain([folder.path().as_os_str()]);
        let detect: Vec<&OsStr> = detect.collect();
        let (mut bare, mut whole) = (Sample::default(), Sample::default());
        // The first round brings the tree into the system's memory.
        command::run(&own, &walk)?;
        for _ in 0..repetitions {
            bare.take(|| command::run(&own, &walk))?;
            whole.take(|| command::run(fieldmark, &detect))?;
        }
        let (bare, whole) = (bare.median(), whole.median());
        let allowed = bare.mul_f64(FACTOR) + EXTRA;
        times.push(vec![
            size.to_string(),
            ms(bare),
            ms(whole),
            ratio(whole, bare),
            ms(allowed),
            ratio(whole, allowed),
            reached(whole <= allowed),
        ]);
        let (lean, peak) = (command::memory(&own, &walk)?, command::memory(fieldmark, &detect)?);
        let target = if tree::SIZES.last() == Some(&size) { reached(peak <= MEMORY) } else { String::new() };
        memories.push(vec![size.to_string(), mb(lean), mb(peak), target]);
    }
    let time = table(
        "Whole process",
        "A new process each time, files in the system's memory. Bare walk: this program as `walk`, with the settings of \
         the scan. Target: at most 1.5 times the bare walk and 10 ms.",
        &["files", "bare walk", "fieldmark", "ratio", "allowed", "of allowed", "reached"],
        &times,
    );
    let memory = table(
        "Peak memory",
        "Resident at most, with what is mapped of the program itself. Target: at most 60 MB on the largest tree.",
        &["files", "bare walk", "fieldmark", "reached"],
        &memories,
    );
    Ok(format!("{time}\n{memory}"))
}

fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
