//! Jenkins pipelines: a `Jenkinsfile` in the root.
//!
//! The file is a Groovy program that nobody but Jenkins can really understand; what can be told from its words is the
//! style (`pipeline-kind`: `declarative` or `scripted`), the agents it asks for (`agent`: labels, or `any`, `none`,
//! `dockerfile`, `kubernetes`), the images they run in (`agent-image`) and the tools they must have (`tool`). It says
//! nothing about what is built.

mod agent;
mod context;

use fieldmark_sdk::token::{self, Kind, Token};
use fieldmark_sdk::{Failure, File, Plugin, Repo, Settings, Verdict, points};

/// The plugin.
pub struct Jenkinsfile;

impl Plugin for Jenkinsfile {
    fn detect(repo: &Repo, _settings: &Settings) -> Result<Verdict, Failure> {
        let mut verdict = Verdict::new("jenkins");
        if let Some(file) = repo.file("Jenkinsfile") {
            judge(&file, &mut verdict);
        }
        Ok(verdict)
    }
}

fn judge(file: &File<'_>, verdict: &mut Verdict) {
    verdict.attribute("pipeline-file", file.path(), file.whole());
    let Some(text) = file.text() else {
        verdict.point(points::COMPANION, "jenkinsfile.unreadable", file.whole(), "there is a Jenkinsfile");
        return;
    };
    let tokens = token::read(text, token::GROOVY);
    if tokens.is_empty() {
        verdict.point(
            points::COMPANION / 2,
            "jenkinsfile.file",
            file.whole(),
            "there is a Jenkinsfile, but it does nothing",
        );
        verdict.warn("jenkinsfile.empty", file.whole(), "Jenkinsfile has no statement");
        return;
    }
    verdict.point(points::MANIFEST, "jenkinsfile.file", file.whole(), "Jenkinsfile stands in the root");
    match style(&tokens) {
        Some((style, line)) => {
            verdict.point(points::COMPANION, "jenkinsfile.style", file.line(line), format!("it is a {style} pipeline"));
            verdict.attribute("pipeline-kind", style, file.line(line));
        }
        None => {
            let note = "Jenkinsfile has neither a pipeline nor a node block: a shared library must bring it";
            verdict.warn("jenkinsfile.no-block", file.whole(), note);
        }
    }
    for fact in agent::facts(&tokens) {
        verdict.attribute(fact.name, fact.value, file.line(fact.line));
    }
}

/// The style, with the line that shows it. `pipeline {` opens the whole of a declarative pipeline.
fn style(tokens: &[Token<'_>]) -> Option<(&'static str, u32)> {
    let opens = |word: &str, next: &[Kind<'_>]| {
        let pairs = tokens.iter().zip(tokens.iter().skip(1));
        let found =
            pairs.filter(|(token, _)| token.kind == Kind::Word(word)).find(|(_, after)| next.contains(&after.kind));
        found.map(|(token, _)| token.line)
    };
    let scripted = || {
        let pairs = tokens.iter().zip(tokens.iter().skip(1));
        let named = pairs.filter(|(token, _)| token.kind == Kind::Word("node"));
        named.filter(|(_, after)| matches!(after.kind, Kind::Text(_))).map(|(token, _)| token.line).next()
    };
    opens("pipeline", &[Kind::Sign('{')])
        .map(|line| ("declarative", line))
        .or_else(|| opens("node", &[Kind::Sign('{'), Kind::Sign('(')]).or_else(scripted).map(|line| ("scripted", line)))
}

fieldmark_sdk::export!(Jenkinsfile);

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn verdict(path: &str, text: &str) -> Verdict {
        let repo = MemorySource::new([(path, text)]).into_repo();
        Jenkinsfile::detect(&repo, &Settings::default()).unwrap()
    }

    #[test]
    fn style_is_told_by_the_outer_block() {
        let style = |text| {
            let verdict = verdict("Jenkinsfile", text);
            (verdict.get("pipeline-kind").map(str::to_owned), verdict.score())
        };
        assert_eq!(style("// node {}\npipeline {\n agent { node { label 'x' } }\n}"), (Some("declarative".into()), 50));
        assert_eq!(style("podTemplate { node('x') { sh 'y' } }"), (Some("scripted".into()), 50));
        assert_eq!(style("node 'x', { }"), (Some("scripted".into()), 50));
        assert_eq!(style("def node = 1\nbuildPlugin()"), (None, 40));
    }

    #[test]
    fn empty_file_is_a_warning_and_a_file_elsewhere_is_nothing() {
        let empty = verdict("Jenkinsfile", "#!/usr/bin/env groovy\n/* node { } */");
        assert_eq!((empty.score(), empty.warnings[0].code.as_str()), (5, "jenkinsfile.empty"));
        assert_eq!(verdict("ci/Jenkinsfile", "node { }").score(), 0);
    }
}
