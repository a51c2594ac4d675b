//! Parts of a run, inside one process: setting up, walking, matching.

use crate::sample::{Failure, Sample};
use crate::table::{ms, ratio, table, us};
use crate::{tree, walk};
use fieldmark::{Contents, Engine, ReadError, ReadErrorCode};
use fieldmark_runtime::Runtime;
use fieldmark_scan::{PatternSet, ScanOptions, Vendored, scan, scan_listing};
use std::sync::Arc;

/// Most repetitions of what takes long on a large tree.
const FILES_IN_ALL: usize = 1_500_000;

/// Set-up, then the walk and the pass over all names on trees of all sizes.
pub(crate) fn report(repetitions: usize) -> Result<String, Failure> {
    let set_up = set_up(repetitions)?;
    let mut rows = Vec::new();
    for size in tree::SIZES {
        rows.push(walks(size, repetitions.min(FILES_IN_ALL / size))?);
    }
    let walks = table(
        "Walk and patterns",
        "Bare walk: `ignore` with the settings of the scan, counting only. Scan: walk, pass over all names, snapshot. \
         Pass: the same without the walk, over a list in memory, in one thread: patterns of all plugins, counts by \
         extension, snapshot.",
        &["files", "bare walk", "scan", "ratio", "pass", "pass per file"],
        &rows,
    );
    Ok(format!("{set_up}\n{walks}"))
}

fn set_up(repetitions: usize) -> Result<String, Failure> {
    let plugins = fieldmark::bundled_plugins();
    let (mut engine, mut runtime, mut patterns) = (Sample::default(), Sample::default(), Sample::default());
    for _ in 0..repetitions {
        engine.take(|| Engine::builder().build())?;
        runtime.take(|| Runtime::new(None))?;
        patterns.take(|| PatternSet::new(plugins.iter().map(|plugin| &plugin.manifest.patterns)))?;
    }
    let row = |name: &str, sample: &Sample| vec![name.to_owned(), us(sample.first()), us(sample.median())];
    Ok(table(
        "Setting up",
        "The engine as embedders make it, the part of that which is WebAssembly, and what is spared because the packaging \
         step writes it down.",
        &["", "first", "median"],
        &[
            row("`Engine::builder().build()`", &engine),
            row("of that, WebAssembly", &runtime),
            row("spared: all plugins' patterns", &patterns),
        ],
    ))
}

fn walks(size: usize, repetitions: usize) -> Result<Vec<String>, Failure> {
    let folder = tree::make(size)?;
    let plugins = fieldmark::bundled_plugins();
    let set = PatternSet::new(plugins.iter().map(|plugin| &plugin.manifest.patterns))?;
    let vendored = Vendored::parse(include_str!("../../../rules/vendored.toml"))?;
    let options = ScanOptions { vendored: Arc::new(vendored), ..ScanOptions::default() };
    let paths = walk::paths(folder.path());
    let (mut bare, mut whole, mut pass) = (Sample::default(), Sample::default(), Sample::default());
    if walk::bare(folder.path()) != paths.len() as u64 {
        return Err("the parallel walk sees other files than the plain one".into());
    }
    for _ in 0..repetitions {
        bare.take(|| walk::bare(folder.path()));
        whole.take(|| scan(folder.path(), &set, &options))?;
        pass.take(|| scan_listing(&paths, &set, Box::new(NoContents)))?;
    }
    let (bare, whole, pass) = (bare.median(), whole.median(), pass.median());
    let each = format!("{:.0} ns", pass.as_secs_f64() * 1e9 / size as f64);
    Ok(vec![size.to_string(), ms(bare), ms(whole), ratio(whole, bare), ms(pass), each])
}

/// Files of which only names are known.
struct NoContents;

impl Contents for NoContents {
    fn size(&self, path: &str) -> Result<u64, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }

    fn read(&self, path: &str, _: u64, _: u64) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::new(ReadErrorCode::NotFound, path))
    }
}
