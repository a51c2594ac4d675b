//! Dockerfiles that are made for sources which no builder image builds.

use crate::looking::part;
use crate::planner::Planner;
use crate::sources::{Seen, Source};
use crate::{Note, Refusal};
use fieldmark_images::Match;
use fieldmark_model::{Component, Strategy};
use fieldmark_upstream::{Context, entries, render};
use std::path::Path;

impl Planner<'_> {
    /// One component of a source as a source of its own. What no builder image builds gets a Dockerfile that is made for
    /// it.
    pub(crate) fn part_with_dockerfile(
        &self,
        source: &Source,
        component: &Component,
        several: bool,
        directory: &Path,
    ) -> Result<Source, Refusal> {
        let mut part = part(source, component, several);
        let Some(offer) = component.dockerfile.as_ref().filter(|_| component.starts_by_dockerfile()) else {
            return Ok(part);
        };
        let entries = entries(&directory.join(&component.path));
        let text = render(offer, &Context { entries: &entries })?;
        if let Some(seen) = &mut part.seen {
            seen.container_file = Some(self.container_file(&text, &source.text)?);
            seen.generated = Some(text);
        }
        Ok(part)
    }

    /// The Dockerfile that was made for a source which no builder image builds. Its images are named in full, so nothing
    /// is looked up for them.
    pub(crate) fn generated(
        &mut self,
        at: usize,
        seen: &Seen,
        wanted: Option<Strategy>,
    ) -> Option<(Strategy, String, Option<Match>)> {
        let offer = seen.component.as_ref()?.dockerfile.as_ref()?;
        // `--strategy source` asks for a builder image and nothing else.
        let text = seen.generated.clone().filter(|_| self.strategy.is_none() || wanted == Some(Strategy::Docker))?;
        let source = &mut self.sources[at];
        source.dockerfile = Some(text);
        self.notes.push(Note::Dockerfile {
            source: source.text.clone(),
            language: seen.component.as_ref()?.language.clone(),
            images: offer.from.clone(),
        });
        if offer.start.is_none() {
            self.notes.push(Note::NoStart { source: self.sources[at].text.clone() });
        }
        Some((Strategy::Docker, offer.from.last()?.clone(), None))
    }
}
