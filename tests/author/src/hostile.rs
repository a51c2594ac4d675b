//! The hostile plugin of each language, made by the program and the tools of the language like any other.

use crate::{Language, Stranger, cache};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::{fs, io};

/// Its name, which is the id in `hostile/plugin.toml`.
const NAME: &str = "hostile";
const MANIFEST: &str = include_str!("../hostile/plugin.toml");

/// The component; none if the tools of the language are not here and need not be.
///
/// It is kept between runs beside what else is, and made anew when anything that it is made of has changed: the project
/// that the program writes, and the plugin.
///
/// # Panics
/// It cannot be made.
#[must_use]
#[expect(clippy::expect_used, reason = "a test that cannot read its files has failed")]
pub fn hostile(language: Language) -> Option<Vec<u8>> {
    if !language.is_here() {
        return None;
    }
    let stranger = Stranger::new();
    _ = stranger.fieldmark("", &["plugin", "new", NAME, "--lang", language.name]).ends_with(0);
    stranger.write(&format!("{NAME}/plugin.toml"), MANIFEST);
    stranger.write(&format!("{NAME}/{}", language.plugin), language.hostile);
    for (file, text, other) in language.for_the_hostile {
        stranger.replace(&format!("{NAME}/{file}"), text, other);
    }
    let start = format!("{NAME}-{}-", language.name);
    let kept = cache().join(format!("{start}{:016x}.wasm", fingerprint(&stranger.path().join(NAME))));
    if let Ok(component) = fs::read(&kept) {
        return Some(component);
    }
    stranger.keep_target(NAME);
    let built = stranger.fieldmark(NAME, &["plugin", "build"]).ends_with(0);
    built.report(language.name);
    let component = fs::read(stranger.path().join(NAME).join("build/hostile.wasm")).expect("the component");
    forget(&start);
    let new = tempfile::NamedTempFile::new_in(cache()).expect("a file to keep it in");
    fs::write(new.path(), &component).expect("room to keep it");
    new.persist(kept).expect("its name");
    Some(component)
}

/// Takes away what was kept under names that begin so: it is of another state, and large.
#[expect(clippy::expect_used, reason = "a test that cannot read its files has failed")]
fn forget(start: &str) {
    for entry in fs::read_dir(cache()).expect("the cache").flatten() {
        if entry.file_name().to_string_lossy().starts_with(start) {
            // What stays is of no harm.
            _ = fs::remove_file(entry.path());
        }
    }
}

/// What tells one state of a folder from another.
#[expect(clippy::expect_used, reason = "a test that cannot read its files has failed")]
fn fingerprint(folder: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    take(folder, &mut hasher).expect("a folder that can be read");
    hasher.finish()
}

fn take(folder: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        entry.file_name().hash(hasher);
        if entry.file_type()?.is_dir() {
            take(&entry.path(), hasher)?;
        } else {
            fs::read(entry.path())?.hash(hasher);
        }
    }
    Ok(())
}
