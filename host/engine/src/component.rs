//! From the verdicts about a root to a component of the decision.

use crate::catalogues::Catalogues;
use crate::companion::Fact;
use crate::declared_start::DeclaredStart;
use crate::judgement::{Candidate, Judgement};
use crate::{close, declared, declared_start, described, instructed, told_reason, told_start, upstream};
use fieldmark_images::{Catalogue, Choice, Stream};
use fieldmark_model::{
    Alternative, AskedVersion, Attribute, Component, Evidence, Finding, Origin, Place, Reason, RunScript, Strategy,
    Told, Version, VersionRange, attribute, nearest,
};

/// Makes components of judgements.
pub(crate) struct Resolver<'r> {
    /// The chosen catalogue first, then those that are tried for streams it does not have.
    pub(crate) catalogues: &'r Catalogues,
    /// Which declared starts are followed.
    pub(crate) declared_starts: &'r [DeclaredStart],
    /// Companions whose declared start is run in place of an image's own command.
    pub(crate) starts_images: &'r [String],
}

impl Resolver<'_> {
    /// The component that a judgement amounts to, with the facts of companions about it; none when nothing recognised the
    /// root.
    pub(crate) fn component(&self, judgement: &Judgement, facts: &[Fact<'_>]) -> Option<Component> {
        let primary = judgement.primary()?;
        let strategy = judgement.strategy().map_or(primary.strategy, |candidate| candidate.strategy);
        let told = &judgement.told;
        let mut warnings: Vec<Finding> = findings(primary).collect();
        let others = judgement.descriptions().filter(|candidate| candidate.plugin != primary.plugin);
        warnings.extend(others.flat_map(findings));
        warnings.extend(instructed::unfollowed(judgement, primary));
        let range = match &told.version {
            Some(version) => Some(version.value.1.clone()),
            None => self.range(primary, &mut warnings),
        };
        let choice = match &told.builder {
            Some(builder) => self.named(builder, primary, range.as_ref(), &mut warnings),
            None => self.choose(primary, range.as_ref(), &mut warnings),
        };
        let language = primary.verdict.language.clone();
        let (mut start, declared) = declared::start(judgement, primary, facts, self.starts_images);
        let evidence = primary.verdict.evidence.iter().map(|evidence| reason(primary, evidence));
        // Of sources that nothing describes no build is known, so that none is promised.
        let offer = (!judgement.is_spread)
            .then(|| upstream::offer(primary, told, range.as_ref(), (strategy == Strategy::Source).then_some(&start)))
            .flatten();
        if strategy == Strategy::Source && choice.is_some() {
            let settled = declared_start::follow(&mut start, self.declared_starts, primary, facts);
            warnings.retain(|finding| !settled.contains(&finding.code));
        }
        warnings.extend(told_start::follow(&mut start, told, strategy, choice.is_some()));
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
            version: version(judgement, primary, range.as_ref(), choice.as_ref()),
            framework: value(primary, attribute::FRAMEWORK),
            package_manager: value(primary, attribute::PACKAGE_MANAGER),
            languages: languages(&language, judgement),
            language,
            strategy,
            scripts: told_start::scripts(scripts(judgement.strategy().unwrap_or(primary)), &start),
            start,
            services: declared::services(facts),
            evidence: evidence
                .chain(primary.shared.clone())
                .chain(primary.told.clone())
                .chain(told_reason::of_component(told))
                .chain(declared)
                .collect(),
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

    /// The tag of the image stream that instructions name, `STREAM` or `STREAM:TAG`.
    ///
    /// A tag may be a version by itself (`python:3.12`). One that is not there leaves the choice as it would be.
    fn named(
        &self,
        told: &Told<String>,
        primary: &Candidate,
        range: Option<&VersionRange>,
        warnings: &mut Vec<Finding>,
    ) -> Option<Choice> {
        let (name, tag) =
            told.value.split_once(':').map_or((told.value.as_str(), None), |(name, tag)| (name, Some(tag)));
        let mut choices = self.catalogues.with_stream(name).filter_map(|catalogue| {
            let stream = catalogue.stream(name)?;
            match tag {
                Some(tag) => catalogue.named(stream, tag).or_else(|| of_version(&catalogue, stream, tag)),
                None => catalogue.choose(stream, range),
            }
        });
        let Some(choice) = choices.next() else {
            let note = format!("told that {} builds it, and {}", told.value, self.offered(name));
            warnings.push(instructed::told_finding(told.from.as_ref(), "told.no-builder", note));
            return self.choose(primary, range, warnings);
        };
        warnings.extend(
            choice.findings.iter().map(|(code, note)| instructed::told_finding(told.from.as_ref(), code, note.clone())),
        );
        Some(choice)
    }

    /// What there is under the name of a stream, for those who named what there is not.
    fn offered(&self, name: &str) -> String {
        let Some(stream) = self.catalogues.iter().find_map(|catalogue| catalogue.stream(name)) else {
            let names = self.catalogues.iter().flat_map(|catalogue| &catalogue.streams);
            let nearest = nearest(name, names.filter(|stream| stream.builder).map(|stream| stream.name.as_str()));
            let meant = nearest.map(|name| format!("; did you mean {name}?")).unwrap_or_default();
            return format!("no catalogue has an image stream {name}{meant}");
        };
        let tags = stream.tags.iter().filter(|tag| !tag.hidden).map(|tag| tag.name.as_str());
        format!("image stream {} has {}", stream.name, tags.collect::<Vec<_>>().join(", "))
    }

    /// The tag of the first catalogue that has the stream.
    fn choose(&self, primary: &Candidate, range: Option<&VersionRange>, warnings: &mut Vec<Finding>) -> Option<Choice> {
        let name = primary.verdict.builder.as_deref()?;
        let found = self.catalogues.with_stream(name).next();
        let first = self.catalogues.first();
        let Some((catalogue, stream)) = found.as_deref().and_then(|found| Some((found, found.stream(name)?))) else {
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

/// The tag that a version by itself stands for; none if no tag has that version.
fn of_version(catalogue: &Catalogue, stream: &Stream, version: &str) -> Option<Choice> {
    let version: Version = version.parse().ok()?;
    let range = format!("={version}").parse().ok()?;
    let is_there = stream.tags.iter().any(|tag| tag.version.as_ref() == Some(&version));
    catalogue.choose(stream, Some(&range)).filter(|_| is_there)
}

fn version(
    judgement: &Judgement,
    primary: &Candidate,
    range: Option<&VersionRange>,
    choice: Option<&Choice>,
) -> Option<AskedVersion> {
    let (asked, from) = match (&judgement.told.version, primary.verdict.first(attribute::VERSION)) {
        (Some(told), _) => (Some(told.value.0.clone()), told.from.clone()),
        (None, Some(asked)) => (Some(asked.value.clone()), place(primary, asked)),
        (None, None) => (None, None),
    };
    let resolved = choice.and_then(|choice| choice.version.as_ref()).map(ToString::to_string);
    if asked.is_none() && resolved.is_none() {
        return None;
    }
    Some(AskedVersion {
        asked,
        range: range.map(|range| range.as_str().to_owned()).filter(|range| !range.is_empty()),
        resolved,
        from,
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
    let counts =
        |c: &Candidate| c.score() >= LEAST || c.verdict.language == own || c.verdict.first(attribute::ASSETS).is_some();
    let also = judgement.languages.iter().filter(|candidate| counts(candidate));
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
            decides: close::decides(candidate, primary).filter(|_| judgement.told.language.is_none()),
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
                decides: None,
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
