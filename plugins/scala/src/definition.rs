//! The build definition, read line by line: it is a program, and nobody here runs it.

use fieldmark_sdk::{File, Line, Place, Repo};

/// Most files of `project/`, all of which belong to the definition, that are read beside the one in the root.
const MOST_MORE: usize = 8;

/// The lines of a build definition.
pub struct Definition<'r> {
    files: Vec<File<'r>>,
}

impl<'r> Definition<'r> {
    /// The definition that a build file begins.
    pub fn of(repo: &'r Repo<'r>, file: File<'r>) -> Self {
        let belongs =
            |file: &File<'_>| file.directory() == "project" && matches!(file.extension(), Some("scala" | "sbt"));
        let more = repo.files().filter(belongs).take(MOST_MORE);
        Self { files: std::iter::once(file).chain(more).collect() }
    }

    /// All lines without comments, in the order of the files.
    pub fn lines(&self) -> impl Iterator<Item = (&'r str, Place)> {
        self.files.iter().flat_map(|file| file.lines()).map(|line: Line<'r>| (code(line.text), line.at))
    }

    /// The first line that holds a text.
    pub fn line_with(&self, text: &str) -> Option<(&'r str, Place)> {
        self.lines().find(|(line, _)| line.contains(text))
    }

    /// The text in quotes that a setting has: `name := "x"`, `def name = "x"`, also through a `val`.
    pub fn setting(&self, name: &str) -> Option<(String, Place)> {
        let (value, at) = self.lines().find_map(|(line, at)| Some((assigned(line, name)?, at)))?;
        if let Some(text) = quoted(value) {
            return Some((text.to_owned(), at));
        }
        let value = value.trim_start_matches("Some(");
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.').unwrap_or(value.len());
        let variable = value[..end].rsplit('.').next().filter(|name| !name.is_empty())?;
        let named = |(line, at): (&'r str, Place)| {
            let rest = line.split_once("val ").or_else(|| line.split_once("def "))?.1;
            Some((quoted(assigned(rest, variable)?)?.to_owned(), at))
        };
        self.lines().find_map(named)
    }

    /// The Scala version; the first of several.
    pub fn scala_version(&self) -> Option<(String, Place)> {
        self.setting("scalaVersion").or_else(|| self.setting("crossScalaVersions"))
    }

    /// Directories of the projects inside: `(project in file("core"))`.
    pub fn members(&self) -> Vec<(&'r str, Place)> {
        let inside = self.lines().filter(|(line, _)| line.contains("project"));
        let directories = inside.filter_map(|(line, at)| Some((quoted(line.split_once("file(")?.1)?, at)));
        directories.filter(|(path, _)| *path != "." && !path.contains("..") && !path.starts_with('/')).collect()
    }
}

/// What is assigned to a name in a line.
fn assigned<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    line.match_indices(name).find_map(|(at, _)| {
        // `(ThisBuild / scalaVersion) := "2"`
        let rest = line[at + name.len()..].trim_start().trim_start_matches(')').trim_start();
        let value = rest.strip_prefix(":=").or_else(|| {
            // A type may stand between: `val version: String = "2"`.
            let after = rest.strip_prefix(':').map_or(rest, |typed| typed.trim_start_matches(|c| part(c) || c == ' '));
            after.strip_prefix('=')
        })?;
        (!line[..at].ends_with(part)).then(|| value.trim())
    })
}

/// The first text in double quotes, if the value begins with it or with a call around it.
fn quoted(value: &str) -> Option<&str> {
    let start = value.find('"')?;
    let call = value[..start].trim();
    let plain = call.is_empty() || call.ends_with('(') || call == "=";
    plain.then_some(())?;
    // Three quotes are one.
    let text = value[start..].strip_prefix("\"\"\"").unwrap_or(&value[start + 1..]);
    text.split('"').next()
}

fn code(line: &str) -> &str {
    let line = line.trim();
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    if line.starts_with('*') { "" } else { comment.map_or(line, |(at, _)| line[..at].trim_end()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn version(files: &[(&str, &str)]) -> Option<String> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        Definition::of(&repo, repo.first(&["build.sbt", "build.sc"]).unwrap()).scala_version().map(|(text, _)| text)
    }

    #[test]
    fn version_is_found_in_all_forms() {
        assert_eq!(version(&[("build.sbt", "ThisBuild / scalaVersion := \"2.13.12\"\n")]).as_deref(), Some("2.13.12"));
        let through =
            "val scala3Version = \"3.2.2\"\nlazy val root = project.settings(\n scalaVersion := scala3Version,\n)\n";
        assert_eq!(version(&[("build.sbt", through)]).as_deref(), Some("3.2.2"));
        let elsewhere = [
            ("build.sbt", "scalaVersion := Versions.scala\n"),
            ("project/Dependencies.scala", "object Versions {\n  val scala: String = \"2.12.1\"\n}\n"),
        ];
        assert_eq!(version(&elsewhere).as_deref(), Some("2.12.1"));
        let cross = "(ThisBuild / crossScalaVersions) := Seq(\"2.13.18\", \"3.3.8\")\n\
                     (ThisBuild / scalaVersion) := crossScalaVersions.value.head\n";
        assert_eq!(version(&[("build.sbt", cross)]).as_deref(), Some("2.13.18"));
        assert_eq!(version(&[("build.sbt", "scalaVersion := \"\"\"2.13.1\"\"\"\n")]).as_deref(), Some("2.13.1"));
        assert_eq!(version(&[("build.sc", "def scalaVersion = \"3.3.1\"\n")]).as_deref(), Some("3.3.1"));
        assert_eq!(version(&[("build.sbt", "// scalaVersion := \"1\"\nname := \"x\"\n")]), None);
    }

    #[test]
    fn projects_inside_are_members() {
        let text = "lazy val root = (project in file(\".\"))\nlazy val core = (project in file(\"modules/core\"))\n";
        let repo = MemorySource::new([("build.sbt", text)]).into_repo();
        let definition = Definition::of(&repo, repo.file("build.sbt").unwrap());
        assert_eq!(definition.members().iter().map(|(path, _)| *path).collect::<Vec<_>>(), ["modules/core"]);
    }
}
