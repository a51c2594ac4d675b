//! {{id}} projects.

use fieldmark_sdk::{Failure, Plugin, Repo, Settings, Verdict, points};

/// The plugin.
pub struct Detector;

impl Plugin for Detector {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("{{id}}");
        let manifest = repo.file("{{id}}.json");
        if let Some(manifest) = manifest {
            verdict.point(points::MANIFEST, "{{id}}.manifest", manifest.whole(), "{{id}}.json describes a project");
        }
        if let Some(source) = repo.with_extension(&["{{id}}"]).next() {
            verdict.point(points::SOURCES, "{{id}}.sources", source.whole(), "there are {{id}} sources");
        }
        if let Some(line) = manifest.and_then(|manifest| manifest.line_with("\"lighthouse\"")) {
            verdict.point(points::FRAMEWORK, "{{id}}.lighthouse", line.at, "lighthouse is a dependency");
            verdict.attribute("framework", "lighthouse", line.at);
            verdict.attribute("role", "server", line.at);
        }
        Ok(verdict)
    }
}

fieldmark_sdk::export!(Detector);

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn manifest_alone_is_worth_its_points() {
        let repo = MemorySource::new([("{{id}}.json", "{}")]).into_repo();
        let verdict = Detector::detect(&repo, &Settings::default()).unwrap();
        assert_eq!(verdict.score(), points::MANIFEST as u32);
    }
}
