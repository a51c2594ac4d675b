//! From the verdicts about a root to a component of the decision.

use crate::companion::Fact;
use crate::judgement::{Candidate, Judgement};
use crate::{declared, described, upstream};
use fieldmark_images::{Catalogue, Choice};
use fieldmark_model::{
    Alternative, AskedVersion, Attribute, Component, Evidence, Finding, Origin, Place, Reason, RunScript, Strategy,
    VersionRange, attribute,
};

/// Makes components of judgements.
pub(crate) struct Resolver<'r> {
    /// The chosen catalogue first, then those that are tried for streams it does not have.
    pub(crate) catalogues: &'r [Catalogue],
}

impl Resolver<'_> {
    /// The component that a judgement amounts to, with the facts of companions about it; none when nothing recognised the
    /// root.
    pub(crate) fn component(&self, judgement: &Judgement, facts: &[Fact<'_>]) -> Option<Component> {
        let primary = judgement.primary()?;
        let strategy = judgement.strategy().map_or(primary.strategy, |candidate| candidate.strategy);
        let mut warnings: Vec<Finding> = findings(primary).collect();
        let others = judgement.descriptions().filter(|candidate| candidate.plugin != primary.plugin);
        warnings.extend(others.flat_map(findings));
        let range = self.range(primary, &mut warnings);
        let choice = self.choose(primary, range.as_ref(), &mut warnings);
        let language = primary.verdict.language.clone();
        let (mut start, declared) = declared::start(judgement, primary, facts);
        let evidence = primary.verdict.evidence.iter().map(|evidence| reason(primary, evidence));
        let offer = upstream::offer(primary, range.as_ref());
        if choice.is_none()
            && strategy == Strategy::Source
            && let Some(offer) = &offer
        {
            let told = offer.findings.iter().map(|(code, note)| own_finding(primary, code, note.clone()));
            warnings.extend(told.chain(upstream::starts(&mut start, &offer.dockerfile, primary)));
        }
        Some(Component {
            path: judgement.path.clone(),
            score: primary.score(),
            version: version(primary, range.as_ref(), choice.as_ref()),
            framework: value(primary, attribute::FRAMEWORK),
            package_manager: value(primary, attribute::PACKAGE_MANAGER),
            languages: languages(&language, judgement),
            language,
            strategy,
            scripts: scripts(judgement.strategy().unwrap_or(primary)),
            start,
            services: declared::services(facts),
            evidence: evidence.chain(declared).collect(),
            alternatives: alternatives(judgement, primary, strategy),
            builder: choice.map(|choice| choice.builder),
            dockerfile: offer.map(|offer| offer.dockerfile),
            container_file: described::container_file(judgement),
            pipeline: described::pipeline(judgement),
            plugin: primary.plugin.clone(),
            warnings,
        })
    }

    fn range(&self, primary: &Candidate, warnings: &mut Vec<Finding>) -> Option<VersionRange> {
        let text = primary.verdict.builder_version.as_deref()?;
        match text.parse() {
            Ok(range) => Some(range),
            Err(error) => {
                let note = format!("the plugin's version range cannot be read: {error}");
                warnings.push(own_finding(primary, "plugin.version-range", note));
                None
            }
        }
    }

    /// The tag of the first catalogue that has the stream.
    fn choose(&self, primary: &Candidate, range: Option<&VersionRange>, warnings: &mut Vec<Finding>) -> Option<Choice> {
        let name = primary.verdict.builder.as_deref()?;
        let found = self.catalogues.iter().find_map(|catalogue| Some((catalogue, catalogue.stream(name)?)));
        let first = self.catalogues.first().map_or("", |catalogue| catalogue.name.as_str());
        let Some((catalogue, stream)) = found else {
            let note = format!("no catalogue has an image stream {name}");
            warnings.push(own_finding(primary, "builder.no-stream", note));
            return None;
        };
        if catalogue.name != first {
            let note = format!(
                "catalogue {first} has no image stream {name}; {} is taken from catalogue {}",
                stream.name, catalogue.name
            );
            warnings.push(own_finding(primary, "builder.other-catalogue", note));
        }
        let choice = catalogue.choose(stream, range)?;
        warnings.extend(choice.findings.iter().map(|(code, note)| own_finding(primary, code, note.clone())));
        Some(choice)
    }
}

fn version(primary: &Candidate, range: Option<&VersionRange>, choice: Option<&Choice>) -> Option<AskedVersion> {
    let asked = primary.verdict.first(attribute::VERSION);
    let resolved = choice.and_then(|choice| choice.version.as_ref()).map(ToString::to_string);
    if asked.is_none() && resolved.is_none() {
        return None;
    }
    Some(AskedVersion {
        asked: asked.map(|asked| asked.value.clone()),
        range: range.map(|range| range.as_str().to_owned()).filter(|range| !range.is_empty()),
        resolved,
        from: asked.and_then(|asked| place(primary, asked)),
    })
}

pub(crate) fn scripts(candidate: &Candidate) -> Vec<RunScript> {
    let scripts = candidate.verdict.scripts.iter().cloned();
    scripts.map(|script| RunScript { name: script.name, body: script.body, why: script.why }).collect()
}

/// Who says how it starts.
pub(crate) fn origin(candidate: &Candidate, has_script: bool) -> Origin {
    match candidate.verdict.first(attribute::START_ORIGIN).map(|origin| origin.value.as_str()) {
        _ if has_script => Origin::Override,
        Some("builder-default") => Origin::BuilderDefault,
        Some("declared") => Origin::Declared,
        _ => Origin::Unknown,
    }
}

fn languages(own: &str, judgement: &Judgement) -> Vec<String> {
    const LEAST: u32 = 30;
    let mut languages = vec![own.to_owned()];
    let also = judgement.languages.iter().filter(|c| c.score() >= LEAST || c.verdict.language == own);
    let spoken = also.flat_map(|candidate| {
        let language = std::iter::once(candidate.verdict.language.clone());
        language.chain(candidate.verdict.all(attribute::ALSO).map(|also| also.value.clone()))
    });
    for language in spoken {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

fn alternatives(judgement: &Judgement, primary: &Candidate, strategy: Strategy) -> Vec<Alternative> {
    let all = judgement.strategies.iter().chain(&judgement.languages);
    let others = all.filter(|candidate| candidate.plugin != primary.plugin && candidate.score() > 0);
    let listed = others.filter(|candidate| candidate.strategy == Strategy::Source || candidate.strategy != strategy);
    let mut alternatives: Vec<Alternative> = listed
        .map(|candidate| Alternative {
            plugin: candidate.plugin.clone(),
            language: candidate.verdict.language.clone(),
            score: candidate.score(),
            strategy: candidate.strategy,
            reason: candidate.lost.clone().unwrap_or_else(|| format!("strategy {strategy} goes first")),
        })
        .collect();
    if strategy != Strategy::Source && primary.strategy == Strategy::Source {
        alternatives.insert(
            0,
            Alternative {
                plugin: primary.plugin.clone(),
                language: primary.verdict.language.clone(),
                score: primary.score(),
                strategy: Strategy::Source,
                reason: format!("strategy {strategy} goes first"),
            },
        );
    }
    alternatives
}

fn reason(candidate: &Candidate, evidence: &Evidence) -> Reason {
    Reason {
        code: evidence.code.clone(),
        points: evidence.points,
        path: candidate.path(evidence.path),
        line: evidence.line,
        note: evidence.note.clone(),
    }
}

/// What the plugin wants people to know.
pub(crate) fn findings(candidate: &Candidate) -> impl Iterator<Item = Finding> {
    candidate.verdict.warnings.iter().map(|evidence| finding(candidate, evidence))
}

fn finding(candidate: &Candidate, evidence: &Evidence) -> Finding {
    Finding {
        code: evidence.code.clone(),
        note: evidence.note.clone(),
        path: candidate.path(evidence.path),
        line: evidence.line,
        plugin: Some(candidate.plugin.clone()),
    }
}

pub(crate) fn own_finding(candidate: &Candidate, code: &str, note: String) -> Finding {
    Finding { code: code.to_owned(), note, path: None, line: None, plugin: Some(candidate.plugin.clone()) }
}

pub(crate) fn value(candidate: &Candidate, name: &str) -> Option<String> {
    candidate.verdict.first(name).map(|attribute| attribute.value.clone())
}

/// Where a fact stands.
pub(crate) fn place(candidate: &Candidate, attribute: &Attribute) -> Option<Place> {
    candidate.path(attribute.path).map(|path| Place { path, line: attribute.line })
}
