//! How the application starts after its build.

use crate::definition::Definition;
use fieldmark_sdk::{Place, Repo, procfile};

/// A start.
pub struct Start {
    /// The command.
    pub command: String,
    /// Who says so.
    pub origin: &'static str,
    /// Where.
    pub at: Place,
    /// One line for people.
    pub note: &'static str,
}

/// Settings of the native packager, whose script starts the application.
const PACKAGERS: [&str; 6] =
    ["JavaAppPackaging", "JavaServerAppPackaging", "PlayScala", "PlayJava", "PlayService", "UniversalPlugin"];

/// The start of the application, if the definition, or a Procfile, tells it.
pub fn start(repo: &Repo, definition: &Definition<'_>, tool: &str, serves: bool) -> Option<Start> {
    if let Some((command, at)) = procfile::process(repo, "web") {
        let note = "the Procfile declares a web process";
        return Some(Start { command: command.to_owned(), origin: "declared", at, note });
    }
    let name = definition.setting("executableScriptName").or_else(|| definition.setting("name"));
    let packager = PACKAGERS.iter().find_map(|word| definition.line_with(word));
    if let (Some((_, at)), Some((name, _))) = (packager, &name) {
        let command = format!("target/universal/stage/bin/{}", normal(name));
        return Some(Start { command, origin: "unknown", at, note: "the native packager makes a start script" });
    }
    if let Some((_, at)) = definition.line_with("sbt-assembly") {
        let jar =
            definition.setting("assembly / assemblyJarName").map_or_else(|| "*-assembly-*.jar".to_owned(), |(n, _)| n);
        let command = format!("java -jar target/scala-*/{jar}");
        return Some(Start { command, origin: "unknown", at, note: "the assembly plugin makes one jar" });
    }
    let main = definition.line_with("mainClass").map(|(_, at)| at);
    let at = main.or_else(|| serves.then_some(Place::NONE)).or_else(|| main_method(repo))?;
    let command = if tool == "sbt" { "sbt run" } else { "mill _.run" };
    Some(Start { command: command.to_owned(), origin: "unknown", at, note: "the build tool runs the application" })
}

/// sbt makes names of files from names of projects this way.
fn normal(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.chars().map(plain).collect()
}

/// A main method in a file whose name promises one.
fn main_method(repo: &Repo) -> Option<Place> {
    let promising =
        |stem: &str| ["Main", "App", "Server", "Hello"].iter().any(|end| stem.ends_with(end)) || stem == "main";
    let files =
        repo.with_extension(&["scala"]).filter(|file| promising(file.stem()) && !file.path().contains("src/test"));
    let proofs = ["def main(", "@main", "extends App", "extends IOApp", "extends ZIOAppDefault"];
    files
        .take(12)
        .find_map(|file| file.lines().find(|line| proofs.iter().any(|p| line.text.contains(p))).map(|line| line.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn command(text: &str) -> Option<String> {
        let repo = MemorySource::new([("build.sbt", text)]).into_repo();
        let definition = Definition::of(&repo, repo.file("build.sbt").unwrap());
        start(&repo, &definition, "sbt", false).map(|start| start.command)
    }

    #[test]
    fn packager_gives_the_script() {
        let text = "name := \"My App\"\nenablePlugins(JavaAppPackaging)\n";
        assert_eq!(command(text).as_deref(), Some("target/universal/stage/bin/my-app"));
        assert_eq!(command("name := \"x\"\n"), None);
    }
}
