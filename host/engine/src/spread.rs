//! Sources of one language all over a repository at whose top nothing says what it is.
//!
//! Collections of sources are filed by subject, and programs with a build of their own making have no file that any plugin
//! knows. Plugins whose patterns hold for the directory of a candidate root are then not asked about the whole. The one that
//! names nearly all directories of sources is, so that it can judge by the share of its language among all of them.

use crate::bare;
use crate::engine::{Engine, Request};
use crate::error::DetectError;
use crate::heard::{Heard, note_losers};
use crate::instructed::Instructed;
use crate::judgement::Judgement;
use fieldmark_scan::{Presence, Snapshot};
use std::sync::Arc;

impl Engine {
    /// Lets the language that prevails in bare directories name the repository, if it has nearly all sources.
    pub(crate) fn spread(
        &self,
        snapshot: &Arc<Snapshot>,
        heard: &mut Heard,
        bare: &[Judgement],
        told: &Instructed<'_>,
        request: &Request,
    ) -> Result<(), DetectError> {
        let Some(plugin) = bare::prevailing(bare, |judgement| self.layout.stands(judgement)) else { return Ok(()) };
        let Some(number) = self.registry.entries.iter().position(|entry| entry.id() == plugin) else { return Ok(()) };
        let Some(top) = heard.judgements.iter_mut().find(|judgement| judgement.path == ".") else { return Ok(()) };
        if !top.traces.iter().any(|trace| trace.plugin == plugin) {
            let job = self.job(".", number, Presence::Below, &snapshot.extension_counts("."));
            let answer = self.ask(snapshot, &[".".to_owned()], &[job], told, request)?;
            for judgement in answer.judgements {
                top.languages.extend(judgement.languages);
                top.traces.extend(judgement.traces);
            }
            self.conflicts.rank(&mut top.languages);
            note_losers(top);
            heard.asked.extend(answer.asked);
            heard.asked.sort_unstable();
            heard.asked.dedup();
        } else if self.layout.is_stray(top, snapshot.with_extension()) {
            return Ok(());
        }
        let names = |judgement: &Judgement| {
            judgement.primary().is_some_and(|primary| primary.plugin == plugin && self.layout.is_sure(primary))
        };
        if names(top) {
            (top.is_spread, top.is_stray) = (true, false);
        }
        Ok(())
    }
}
