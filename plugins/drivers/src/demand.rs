//! Services that some file asks for.

use fieldmark_sdk::{Place, Verdict};

/// Whether a service is needed to run, or only to develop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// To run.
    Run,
    /// For development or tests.
    Development,
}

/// All that was found, in the order in which it was found.
#[derive(Debug, Default)]
pub struct Demands(Vec<(&'static str, Scope, Place)>);

impl Demands {
    /// Adds a service, unless it is known already and the new place says no more.
    pub fn add(&mut self, service: &'static str, scope: Scope, at: Place) {
        match self.0.iter_mut().find(|(known, _, _)| *known == service) {
            Some(known) if known.1 == Scope::Development && scope == Scope::Run => *known = (service, scope, at),
            Some(_) => {}
            None => self.0.push((service, scope, at)),
        }
    }

    /// States them.
    pub fn state(&self, verdict: &mut Verdict) {
        for (service, scope, at) in &self.0 {
            let name = match scope {
                Scope::Run => "service",
                Scope::Development => "development-service",
            };
            verdict.attribute(name, *service, *at);
        }
    }
}
