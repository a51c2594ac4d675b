//! `settings.gradle` and `settings.gradle.kts`: which projects belong together.

use crate::script::{code, quoted, word_after};
use fieldmark_sdk::{File, Place, Repo};

/// What the settings say.
#[derive(Default)]
pub struct GradleSettings {
    /// Name of the root project.
    pub root_name: Option<String>,
    /// Directories of the projects, where they are at the conventional place.
    pub members: Vec<(String, Place)>,
}

/// The settings file in the root.
pub fn file<'r>(repo: &'r Repo<'r>) -> Option<File<'r>> {
    repo.first(&["settings.gradle", "settings.gradle.kts"])
}

/// Reads it.
pub fn read(file: File<'_>) -> GradleSettings {
    let mut settings = GradleSettings::default();
    let mut including = false;
    for line in file.lines() {
        let text = code(line.text);
        if let Some(rest) = word_after(text, "rootProject.name") {
            settings.root_name = quoted(rest).next().map(str::to_owned);
        }
        let list = word_after(text, "include").or_else(|| including.then_some(text));
        let Some(list) = list else { continue };
        for name in quoted(list) {
            let path = name.trim_start_matches(':').replace(':', "/");
            if !path.is_empty() && !path.contains("..") && !path.starts_with('/') && !path.contains(['$', '*']) {
                settings.members.push((path, line.at));
            }
        }
        // A list goes on as long as a comma or an open parenthesis says so.
        including = text.ends_with([',', '(']) || (including && text.is_empty());
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn includes_go_over_several_lines() {
        let text = "rootProject.name = 'demo'\ninclude 'a', ':b:c',\n  'd'\nincludeBuild 'x'\ninclude(\n  \"e\",\n  \"f\"\n)\n\
                    println 'g'\n";
        let repo = MemorySource::new([("settings.gradle", text)]).into_repo();
        let settings = read(file(&repo).unwrap());
        let members: Vec<_> = settings.members.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(members, ["a", "b/c", "d", "e", "f"]);
        assert_eq!(settings.root_name.as_deref(), Some("demo"));
    }
}
