//! What each bundled plugin costs.

use crate::command;
use crate::sample::{Failure, Sample};
use crate::table::{reached, table, us};
use fieldmark::bundled_code;
use fieldmark_model::{Budget, Hit, Manifest, ReadError, ReadErrorCode, RepoView};
use fieldmark_runtime::{Plugin, Runtime};
use fieldmark_testkit::Case;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Loading a plugin may take this long.
const LOAD: Duration = Duration::from_micros(500);
/// Making an instance of it may take this long.
const INSTANTIATE: Duration = Duration::from_micros(100);

/// Load, instance and call of each plugin.
pub(crate) fn report(repetitions: usize) -> Result<String, Failure> {
    let runtime = Runtime::new(None)?;
    let first = firsts(repetitions)?;
    let mut rows = Vec::new();
    for plugin in fieldmark::bundled_plugins() {
        let id = plugin.manifest.plugin.id.clone();
        let code = bundled_code(&id).ok_or_else(|| format!("there is no plugin {id}"))?;
        let load = || runtime.load_precompiled(plugin.manifest.clone(), plugin.digest, code);
        let (mut loads, mut empty) = (Sample::default(), Sample::default());
        for _ in 0..repetitions {
            loads.take(load)?;
        }
        let loaded = load()?;
        let budget = Budget::default().granted(&plugin.manifest.budget);
        for _ in 0..repetitions {
            empty.take(|| runtime.run(&loaded, Arc::new(Nothing), "era=today\n", &budget, &AtomicBool::new(false)));
        }
        let (median, slowest) = calls(&runtime, &loaded, &plugin.manifest, &budget, repetitions)?;
        rows.push(vec![
            id.clone(),
            format!("{} kB", plugin.component_bytes / 1000),
            us(first.get(&id).map_or_else(Duration::default, Sample::median)),
            reached(first.get(&id).is_some_and(|first| first.median() <= LOAD)),
            us(loads.median()),
            us(empty.first()),
            us(empty.median()),
            reached(empty.median() <= INSTANTIATE),
            us(median),
            us(slowest),
        ]);
    }
    Ok(table(
        "Plugins",
        "Load: the first one in a new process, machine code and links. Load again: one more in the same process. Empty call: make a store and an instance and call `detect` over no file, \
         so the instance alone takes less. Call: the same over each of its fixtures; the middle one and the slowest. \
         Targets: load at most 0.5 ms, instance at most 100 us.",
        &[
            "plugin",
            "component",
            "load",
            "reached",
            "load again",
            "first empty call",
            "empty call",
            "reached",
            "call",
            "slowest call",
        ],
        &rows,
    ))
}

/// Times of the first load of each plugin, each time in a new process.
fn firsts(repetitions: usize) -> Result<BTreeMap<String, Sample>, Failure> {
    let mut samples: BTreeMap<String, Sample> = BTreeMap::new();
    for _ in 0..repetitions {
        for line in command::own(&[OsStr::new("load")])?.lines().filter(|line| !line.is_empty()) {
            let (id, time) = line.split_once(' ').ok_or("`load` printed something else")?;
            samples.entry(id.to_owned()).or_default().add(Duration::from_nanos(time.parse()?));
        }
    }
    Ok(samples)
}

/// Loads every plugin once; a line with the id and the nanoseconds each.
pub(crate) fn first_loads() -> Result<String, Failure> {
    let runtime = Runtime::new(None)?;
    let mut lines = String::new();
    for plugin in fieldmark::bundled_plugins() {
        let id = &plugin.manifest.plugin.id;
        let code = bundled_code(id).ok_or_else(|| format!("there is no plugin {id}"))?;
        let mut sample = Sample::default();
        sample.take(|| runtime.load_precompiled(plugin.manifest.clone(), plugin.digest, code))?;
        lines.push_str(&format!("{id} {}\n", sample.median().as_nanos()));
    }
    Ok(lines)
}

/// Times of a call over the fixtures of a plugin: the middle one and the longest, each the median of its own calls.
fn calls(
    runtime: &Runtime,
    plugin: &Plugin,
    manifest: &Manifest,
    budget: &Budget,
    repetitions: usize,
) -> Result<(Duration, Duration), Failure> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plugins")).join(&manifest.plugin.id);
    let mut times = Vec::new();
    for case in Case::all(&folder)? {
        let view = case.view(manifest)?;
        let mut sample = Sample::default();
        for _ in 0..repetitions {
            let view = Arc::clone(&view) as Arc<dyn RepoView>;
            sample.take(|| runtime.run(plugin, view, &case.settings, budget, &AtomicBool::new(false)));
        }
        times.push(sample.median());
    }
    times.sort_unstable();
    let slowest = times.last().copied().unwrap_or_default();
    Ok((times.get(times.len() / 2).copied().unwrap_or_default(), slowest))
}

/// A root without files.
struct Nothing;

impl RepoView for Nothing {
    fn paths(&self) -> &[String] {
        &[]
    }

    fn hits(&self) -> &[Hit] {
        &[]
    }

    fn total_hits(&self) -> u32 {
        0
    }

    fn extension_counts(&self) -> &[(String, u32)] {
        &[]
    }

    fn size(&self, _: u32) -> Result<u64, ReadError> {
        Err(ReadError::new(ReadErrorCode::NoSuchPath, "there is no file"))
    }

    fn read(&self, _: u32, _: u64, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::new(ReadErrorCode::NoSuchPath, "there is no file"))
    }
}
