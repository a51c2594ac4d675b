//! A plugin project: a folder with a manifest, a build file and fixtures.

use crate::pack::{create_parent, packed, write_for_others};
use crate::{AuthorError, BuildFile, step};
use fieldmark_fixture::Case;
use fieldmark_model::{Manifest, nearest, parse_document};
use fieldmark_runtime::Component;
use fieldmark_scan::PatternSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

/// The manifest of a project.
pub(crate) const MANIFEST: &str = "plugin.toml";
const BUILD_FILE: &str = "build.toml";

/// A project that was read.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its folder.
    pub folder: PathBuf,
    /// What the plugin says of itself.
    pub manifest: Manifest,
    /// The manifest as text, the form in which it goes into the component.
    pub manifest_text: String,
    /// How it is built.
    pub build_file: BuildFile,
}

impl Project {
    /// Reads the project in a folder.
    ///
    /// # Errors
    /// A file is missing, cannot be read or is wrong.
    pub fn open(folder: &Path) -> Result<Self, AuthorError> {
        let manifest_text = read(folder, MANIFEST)?;
        let path = folder.join(MANIFEST);
        let manifest =
            Manifest::parse(manifest_text.as_bytes()).map_err(|source| AuthorError::Manifest { path, source })?;
        PatternSet::new([&manifest.patterns])?;
        let text = read(folder, BUILD_FILE)?;
        let path = folder.join(BUILD_FILE);
        let build_file: BuildFile =
            parse_document(&text).map_err(|source| AuthorError::BuildFile { path: path.clone(), source })?;
        if let Some(problem) = build_file.problem() {
            return Err(AuthorError::BuildValue { path, problem });
        }
        Ok(Self { folder: folder.to_owned(), manifest, manifest_text, build_file })
    }

    /// Whether a folder is one.
    #[must_use]
    pub fn is_at(folder: &Path) -> bool {
        folder.join(MANIFEST).is_file() && folder.join(BUILD_FILE).is_file()
    }

    /// Where its component is.
    #[must_use]
    pub fn component_path(&self) -> PathBuf {
        self.folder.join("build").join(format!("{}.wasm", self.manifest.plugin.id))
    }

    /// Builds the component, packs the manifest into it and writes it. `told` hears of each step before it begins.
    ///
    /// # Errors
    /// A step fails, or what it makes is no plugin for this host. What was built before stays where it is.
    pub fn build(&self, told: &mut dyn FnMut(&str)) -> Result<Component, AuthorError> {
        self.prepare(told)?;
        let task = &self.build_file.build;
        let made = self.folder.join(&task.makes);
        create_parent(&made)?;
        step::run(&self.folder, &self.build_file, &task.steps, told)?;
        let module = match fs::read(&made) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(AuthorError::NotMade { path: made });
            }
            read => read.map_err(AuthorError::io(&made))?,
        };
        let (id, manifest) = (&self.manifest.plugin.id, &self.manifest_text);
        let component = packed(id, &module, manifest, self.build_file.stub_wasi)?;
        write_for_others(&self.component_path(), component.bytes())?;
        Ok(component)
    }

    /// The component as it was built, or built now if anything it is made from is younger.
    ///
    /// # Errors
    /// As [`Project::build`].
    pub fn component(&self, told: &mut dyn FnMut(&str)) -> Result<Component, AuthorError> {
        let path = self.component_path();
        let manifest = step::newest(&self.folder.join(MANIFEST));
        let is_newer = |than: SystemTime| manifest.is_some_and(|time| time <= than);
        let is_packed = step::newest(&path).is_some_and(is_newer);
        if !is_packed || !step::is_fresh(&self.folder, &self.build_file.build, &path) {
            return self.build(told);
        }
        let bytes = fs::read(&path).map_err(AuthorError::io(&path))?;
        // One that another release has packed may be none for this one.
        Component::inspect(bytes).or_else(|_| self.build(told))
    }

    /// Runs the tests of the plugin as a program of this machine. Returns whether it has any.
    ///
    /// # Errors
    /// A step fails.
    pub fn test_natively(&self, told: &mut dyn FnMut(&str)) -> Result<bool, AuthorError> {
        let Some(native) = &self.build_file.native else { return Ok(false) };
        self.prepare(told)?;
        step::run(&self.folder, &self.build_file, &native.steps, told)?;
        Ok(true)
    }

    /// All its fixtures.
    ///
    /// # Errors
    /// They cannot be read. A project without any has an empty list.
    pub fn cases(&self) -> Result<Vec<Case>, AuthorError> {
        if !self.folder.join("fixtures").is_dir() {
            return Ok(Vec::new());
        }
        Ok(Case::all(&self.folder)?)
    }

    /// The fixtures with these names, or all if no name is given.
    ///
    /// # Errors
    /// They cannot be read, or a name is that of none.
    pub fn cases_named(&self, names: &[String]) -> Result<Vec<Case>, AuthorError> {
        let all = self.cases()?;
        if let Some(name) = names.iter().find(|name| all.iter().all(|case| case.name != **name)) {
            let nearest = nearest(name, all.iter().map(|case| case.name.as_str())).map(str::to_owned);
            return Err(AuthorError::UnknownCase { name: name.clone(), nearest });
        }
        Ok(all.into_iter().filter(|case| names.is_empty() || names.contains(&case.name)).collect())
    }

    /// The time of the youngest file that a verdict over a fixture depends on.
    #[must_use]
    pub fn changed(&self) -> Option<SystemTime> {
        let own = [MANIFEST, BUILD_FILE, "fixtures"];
        let paths = own.into_iter().chain(self.build_file.build.from.iter().map(String::as_str));
        paths.filter_map(|path| step::newest(&self.folder.join(path))).max()
    }

    fn prepare(&self, told: &mut dyn FnMut(&str)) -> Result<(), AuthorError> {
        let Some(task) = &self.build_file.prepare else { return Ok(()) };
        if step::is_fresh(&self.folder, task, &self.folder.join(&task.makes)) {
            return Ok(());
        }
        step::run(&self.folder, &self.build_file, &task.steps, told)
    }
}

fn read(folder: &Path, file: &'static str) -> Result<String, AuthorError> {
    let path = folder.join(file);
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(AuthorError::NoProject { folder: folder.to_owned(), file })
        }
        read => read.map_err(AuthorError::io(&path)),
    }
}
