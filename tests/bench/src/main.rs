//! Measures what a run of fieldmark costs, beside what the bare walk over the same tree costs, and prints a table:
//!
//! ```sh
//! cargo run --release -p fieldmark-test-bench
//! ```
//!
//! A number after `--` is how often each thing is done (31 unless stated); the middle of all times is printed. Nothing
//! fails because of a clock: targets are printed beside the numbers with `yes` or `no`.
//!
//! The program starts itself again for what has to be a process of its own: `walk <directory>` is the bare walk,
//! `load` loads every plugin once and prints the nanoseconds, and `peak <program> <argument>…` prints the peak of memory
//! of that program in KiB.

mod command;
mod parts;
mod plugins;
mod process;
mod sample;
mod table;
mod tree;
mod walk;

use sample::Failure;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

/// How often each thing is done, unless stated.
const REPETITIONS: usize = 31;

fn main() -> Result<(), Failure> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match arguments.as_slice() {
        [] => bench(REPETITIONS),
        [word, directory] if word == "walk" => say(&walk::bare(Path::new(directory)).to_string()),
        [word, program, rest @ ..] if word == "peak" => say(&command::peak(program, rest)?.to_string()),
        [word] if word == "load" => say(&plugins::first_loads()?),
        [number] => bench(number.to_string_lossy().parse()?),
        _ => Err("usage: fieldmark-test-bench [REPETITIONS]".into()),
    }
}

fn bench(repetitions: usize) -> Result<(), Failure> {
    let fieldmark = command::fieldmark()?;
    say(&format!("Median of {repetitions} interleaved repetitions, {} threads.\n", sample::threads()))?;
    say(&process::report(&fieldmark, repetitions)?)?;
    say(&parts::report(repetitions)?)?;
    say(&plugins::report(repetitions)?)
}

fn say(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout().lock(), "{text}")?)
}
