//! Lists that are sent to a cluster.

use crate::exit::Exit;
use crate::output;
use crate::report::Problem;
use fieldmark_cluster::{Action, Applied, ApplyOptions, Cluster, NotApplied};
use fieldmark_objects::{List, check};
use fieldmark_render::printable;

/// Applies a list and prints what became of each object; the ones that were taken before a refusal, too. A list that does
/// not agree with the schemas of its kinds is not sent.
pub(crate) fn apply(cluster: &Cluster, list: &List, dry_run: bool, force: bool) -> Result<Exit, Problem> {
    if let Some(fault) = check(list).err().and_then(|faults| faults.into_iter().next()) {
        return Err(fault.into());
    }
    let options = ApplyOptions { dry_run, force, ..ApplyOptions::default() };
    let (done, refusal) = match cluster.apply(list, &options) {
        Ok(done) => (done, None),
        Err(mut error) => (std::mem::take(&mut error.done), Some(error)),
    };
    let text: String = done.iter().map(|applied| line(applied, dry_run)).collect();
    let exit = output::print(&text);
    refusal.map_or(Ok(exit), |error| Err(error.into()))
}

fn line(applied: &Applied, dry_run: bool) -> String {
    let action = match applied.action {
        Action::Created => "created",
        Action::Applied => "applied",
        Action::OnlyCreated(NotApplied::NoName) => "created (not applied: the server completes its name)",
        Action::OnlyCreated(NotApplied::NoOwners) => "created (not applied: its API keeps no owners of fields)",
    };
    let dry = if dry_run { " (server dry run)" } else { "" };
    format!("{} {action}{dry}\n", printable(&applied.object))
}
