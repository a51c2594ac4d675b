//! Which image builds which source (new-app.md 4.3, 5).

use crate::component::Component;
use crate::planner::Planner;
use crate::sources::{Place, Seen, Source};
use crate::{Note, Refusal};
use fieldmark_images::{Match, Purpose, Unresolved, resolve};
use fieldmark_model::Strategy;

/// The base image that is none.
pub(crate) const SCRATCH: &str = "scratch";

impl Planner<'_> {
    /// Finds out what the named images are.
    pub(crate) fn resolve_components(&mut self) -> Result<(), Refusal> {
        let expects_builds = self.expects_builds();
        for at in 0..self.components.len() {
            let component = &self.components[at];
            if component.builds {
                continue;
            }
            let found = resolve(self.platform, &component.term, component.purpose, &self.options)?;
            self.note_found(&component.term.clone(), &found);
            let builder = found.builder && self.strategy != Some(Strategy::Docker);
            let component = &mut self.components[at];
            component.builds = expects_builds || builder || component.source.is_some();
            component.found = Some(found);
            let source = component.source;
            if let Some(source) = source {
                self.sources[source].strategy = Some(self.strategy_of_pair(source));
            }
        }
        Ok(())
    }

    /// How an image builds a source that was paired with it.
    fn strategy_of_pair(&self, source: usize) -> Strategy {
        let given = self.sources[source].dockerfile.as_ref().map(|_| Strategy::Docker);
        self.strategy.or(given).unwrap_or(Strategy::Source)
    }

    fn note_found(&mut self, term: &str, found: &Match) {
        self.notes.push(Note::Found {
            term: term.to_owned(),
            name: found.name.clone(),
            id: found.image.as_ref().map(|image| image.id.clone()).unwrap_or_default(),
            created: found.image.as_ref().and_then(|image| image.created.clone()),
            builder: found.builder,
            why: found.reason.clone(),
        });
    }

    /// Looks into the sources that no image was named for. With a builder image named beside them, what cannot be
    /// looked at or recognised is no reason to stop; for `oc` it is (new-app.md 4.3).
    pub(crate) fn look_into_sources(&mut self) -> Result<(), Refusal> {
        let builder_named = self.components.iter().any(|component| component.builds && component.source.is_none());
        for at in 0..self.sources.len() {
            let source = self.sources[at].clone();
            if source.used {
                continue;
            }
            match self.look(&source) {
                Ok(parts) => {
                    let mut parts = parts.into_iter();
                    self.sources[at] = parts.next().unwrap_or(source);
                    self.sources.extend(parts);
                }
                Err(refusal) if !self.compat() && builder_named && is_forgiven(&refusal) => {
                    self.notes.push(Note::NotLookedAt { source: source.text, detail: refusal.to_string() });
                }
                Err(refusal) => return Err(refusal),
            }
        }
        for at in 0..self.sources.len() {
            if let Some(strategy) = self.strategy {
                self.sources[at].strategy = Some(strategy);
            }
            if !self.sources[at].used && (self.compat() || !builder_named) {
                self.demand(at)?;
            }
        }
        Ok(())
    }

    /// Refuses a source in which the strategy finds nothing to work with (new-app.md 4.3).
    fn demand(&self, at: usize) -> Result<(), Refusal> {
        let source = &self.sources[at];
        let source_name = source.text.clone();
        let seen = source.seen.clone().unwrap_or_default();
        match source.strategy {
            Some(Strategy::Docker) if seen.container_file.is_none() => Err(Refusal::NoContainerFile { source_name }),
            Some(Strategy::JenkinsPipeline) if seen.pipeline_file.is_none() => {
                Err(Refusal::NoPipelineFile { source_name })
            }
            None if seen.generated.is_some() => Ok(()),
            Some(Strategy::Source) if seen.generated.is_some() => Err(nothing_builds(source_name, &seen)),
            Some(Strategy::Source) | None if is_blank(&seen) => Err(nothing_builds(source_name, &seen)),
            _ => Ok(()),
        }
    }

    /// Gives sources to the builder images that were named without one (new-app.md 5).
    pub(crate) fn pair(&mut self) -> Result<(), Refusal> {
        let needs = |component: &&Component| component.builds && component.source.is_none();
        let free: Vec<usize> = (0..self.sources.len()).filter(|at| !self.sources[*at].used).collect();
        let terms: Vec<String> = self.components.iter().filter(needs).map(|c| c.term.clone()).collect();
        if terms.is_empty() {
            return Ok(());
        }
        let texts = || free.iter().map(|at| self.sources[*at].text.clone()).collect();
        match (free.as_slice(), terms.as_slice()) {
            ([], _) => self.without_source()?,
            ([at], _) => {
                let strategy = self.strategy_of_pair(*at);
                self.sources[*at].used = true;
                self.sources[*at].strategy = Some(strategy);
                self.components
                    .iter_mut()
                    .filter(|c| c.builds && c.source.is_none())
                    .for_each(|c| c.source = Some(*at));
            }
            (_, [image]) => return Err(Refusal::SeveralSources { image: image.clone(), sources: texts() }),
            _ => return Err(Refusal::Unpaired { images: terms.clone(), sources: texts() }),
        }
        Ok(())
    }

    /// Builder images and no source: a binary build, or the image runs as it is.
    fn without_source(&mut self) -> Result<(), Refusal> {
        if !self.request.binary {
            if self.expects_builds() {
                return Err(Refusal::NoSource);
            }
            self.components.iter_mut().filter(|c| c.source.is_none()).for_each(|component| component.builds = false);
            return Ok(());
        }
        for at in 0..self.components.len() {
            if self.components[at].source.is_some() {
                continue;
            }
            let builder = self.components[at].found.as_ref().is_some_and(|found| found.builder);
            let strategy = self.strategy.unwrap_or(if builder { Strategy::Source } else { Strategy::Docker });
            self.sources.push(Source::upload(strategy));
            self.components[at].source = Some(self.sources.len() - 1);
            self.components[at].builds = true;
        }
        Ok(())
    }

    /// Makes a component of each source that nothing builds yet, by what was recognised in it (new-app.md 4.3).
    pub(crate) fn add_detected(&mut self) -> Result<(), Refusal> {
        for at in 0..self.sources.len() {
            if self.sources[at].used {
                continue;
            }
            self.sources[at].used = true;
            let group = self.components.iter().map(|component| component.group + 1).max().unwrap_or_default();
            let (strategy, term, found) = self.detected(at)?;
            self.sources[at].strategy = Some(strategy);
            self.note_recognised(at);
            let purpose = Purpose::Language;
            self.components.push(Component { term, purpose, source: Some(at), group, found, builds: true });
        }
        Ok(())
    }

    /// Strategy, term and image for a source.
    fn detected(&mut self, at: usize) -> Result<(Strategy, String, Option<Match>), Refusal> {
        let source = self.sources[at].clone();
        let seen = source.seen.clone().unwrap_or_default();
        let wanted = source.strategy.or_else(|| self.preferred(&seen));
        if wanted == Some(Strategy::Custom) {
            let image = self.request.build.builder_image.clone().ok_or(Refusal::CustomWithoutImage)?;
            let options = fieldmark_images::SearchOptions { allow_missing_images: true, ..self.options };
            let found = resolve(self.platform, &image, Purpose::Component, &options)?;
            return Ok((Strategy::Custom, image, Some(found)));
        }
        if let Some(found) = self.generated(at, &seen, wanted) {
            return Ok(found);
        }
        let open = |strategy| wanted.is_none() || wanted == Some(strategy);
        if seen.pipeline_file.is_some() && open(Strategy::JenkinsPipeline) {
            return Ok((Strategy::JenkinsPipeline, "pipeline".to_owned(), None));
        }
        if seen.container_file.is_some() && open(Strategy::Docker) {
            return self.base_image(&source, &seen);
        }
        let Some(term) = seen.terms.first().filter(|_| open(Strategy::Source)) else {
            return Err(nothing_builds(source.text, &seen));
        };
        let found = self.builder_image(term, &seen)?;
        self.note_found(term, &found);
        Ok((Strategy::Source, term.clone(), Some(found)))
    }

    /// The image that a term means. A builder of the decision that the platform does not offer is taken by its pull
    /// specification; the decision's own findings say so.
    fn builder_image(&self, term: &str, seen: &Seen) -> Result<Match, Refusal> {
        let elsewhere = seen.component.as_ref().and_then(|component| component.builder.as_ref());
        match (resolve(self.platform, term, Purpose::Language, &self.options), elsewhere) {
            (Err(Unresolved::None { .. }), Some(builder)) if !self.compat() => {
                let options = fieldmark_images::SearchOptions { allow_missing_images: true, ..self.options };
                let found = resolve(self.platform, &builder.image, Purpose::Component, &options)?;
                Ok(Match { builder: true, ..found })
            }
            (found, _) => Ok(found?),
        }
    }

    /// What the detection prefers; `oc` has a fixed order.
    fn preferred(&self, seen: &Seen) -> Option<Strategy> {
        let component = seen.component.as_ref()?;
        let available = match component.strategy {
            Strategy::Docker => seen.container_file.is_some(),
            Strategy::JenkinsPipeline => seen.pipeline_file.is_some(),
            Strategy::Source => true,
            Strategy::Custom => self.request.build.builder_image.is_some(),
        };
        available.then_some(component.strategy)
    }

    /// What a container file builds on. `oc` searches the text of the last `FROM` literally (recorded) and refuses what
    /// it cannot find; otherwise variables and names of stages count, and a base that nobody knows stays as it is written.
    fn base_image(&mut self, source: &Source, seen: &Seen) -> Result<(Strategy, String, Option<Match>), Refusal> {
        let file = seen.container_file.as_ref();
        let literal = file.and_then(|file| file.base.clone());
        let Some(literal) = literal else {
            return Err(Refusal::ContainerFileWithoutBase { source_name: source.text.clone() });
        };
        let expanded = file.and_then(|file| file.base_image.clone());
        let base = if self.compat() { Some(literal.clone()) } else { expanded };
        let Some(base) = base else { return Ok((Strategy::Docker, literal, None)) };
        if base == SCRATCH {
            return Ok((Strategy::Docker, base, None));
        }
        match resolve(self.platform, &base, Purpose::BaseImage, &self.options) {
            Ok(found) => {
                self.note_found(&base, &found);
                Ok((Strategy::Docker, base, Some(found)))
            }
            Err(unresolved) if !self.compat() && !matches!(unresolved, Unresolved::CircularTags { .. }) => {
                self.notes.push(Note::MissingImage { image: base.clone() });
                Ok((Strategy::Docker, base, None))
            }
            Err(unresolved) => Err(unresolved.into()),
        }
    }

    fn note_recognised(&mut self, at: usize) {
        let source = &self.sources[at];
        let Some(seen) = source.seen.as_ref().filter(|_| !matches!(source.place, Place::Text)) else { return };
        let component = seen.component.as_ref();
        let languages = component.map_or_else(|| seen.terms.clone(), |component| component.languages.clone());
        let why = component.map(|component| component.evidence.as_slice()).unwrap_or_default();
        let why = why.iter().filter(|reason| reason.points > 0).map(|reason| {
            let place = match (&reason.path, reason.line) {
                (Some(path), Some(line)) => format!(" ({path}:{line})"),
                (Some(path), None) => format!(" ({path})"),
                _ => String::new(),
            };
            format!("{}{place}", reason.note)
        });
        self.notes.push(Note::Recognised {
            source: source.text.clone(),
            path: source.context_directory.clone().unwrap_or_else(|| ".".to_owned()),
            languages,
            why: why.collect(),
        });
    }

    /// Refuses sources that are to be built by images that build nothing (new-app.md 5).
    pub(crate) fn check_pairs(&self) -> Result<(), Refusal> {
        if self.strategy.is_some() {
            return Ok(());
        }
        for component in &self.components {
            let (Some(found), Some(source)) = (&component.found, component.source) else { continue };
            let source = &self.sources[source];
            if component.builds && !found.builder && source.strategy == Some(Strategy::Source) {
                return Err(Refusal::NotABuilder { image: found.name.clone(), source_name: source.text.clone() });
            }
        }
        Ok(())
    }
}

/// What is said about a source that no image was found for: whether anything was recognised in it.
fn nothing_builds(source_name: String, seen: &Seen) -> Refusal {
    match &seen.component {
        Some(component) => Refusal::NoBuilder { source_name, language: component.language.clone() },
        None => Refusal::NoLanguage { source_name, finding: seen.finding.clone() },
    }
}

fn is_blank(seen: &Seen) -> bool {
    seen.pipeline_file.is_none() && seen.container_file.is_none() && seen.terms.is_empty()
}

/// What is no reason to stop when a builder image was named.
fn is_forgiven(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Source(_) | Refusal::Detection { .. } | Refusal::EmptyContainerFile { .. })
}
