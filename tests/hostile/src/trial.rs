//! One hostile plugin beside the bundled ones.

use crate::Repository;
use fieldmark::{BudgetRequest, Decision, Engine, EngineBuilder, Explanation, Finding, PluginTrace, Request};

/// The id in [`crate::MANIFEST`].
pub const ID: &str = "hostile";

/// What became of a repository with a hostile plugin beside the bundled ones.
#[derive(Debug)]
pub struct Trial {
    /// The decision, with all that led to it.
    pub explanation: Explanation,
}

#[expect(clippy::expect_used, clippy::panic, reason = "assertions")]
impl Trial {
    /// Lets the plugin loose on an ordinary repository.
    #[must_use]
    pub fn of(component: Vec<u8>) -> Self {
        Self::with(|builder| builder.plugin("bad.wasm", component))
    }

    /// The same with other budgets for it.
    #[must_use]
    pub fn with_budget(component: Vec<u8>, budget: BudgetRequest) -> Self {
        Self::with(|builder| builder.plugin("bad.wasm", component).plugin_budget(ID, budget))
    }

    /// Judges an ordinary repository with an engine of one's own making, twice, and checks what holds for every hostile
    /// plugin: the other plugins say what they say without it, the second decision is like the first, and everything in
    /// it can be printed.
    #[must_use]
    pub fn with(change: impl FnOnce(EngineBuilder) -> EngineBuilder) -> Self {
        let (explanation, expected) = judged(&engine(change), &engine_without(), &Repository::ordinary());
        assert_eq!(explanation.decision.components, expected.components, "the others' verdicts");
        Self { explanation }
    }

    /// Lets a plugin loose whose verdict counts for something: it may stand among the alternatives, nowhere else.
    #[must_use]
    pub fn of_rival(component: Vec<u8>) -> Self {
        let (engine, repository) = (engine(|builder| builder.plugin("bad.wasm", component)), Repository::ordinary());
        Self::between(&engine, &engine_without(), &repository)
    }

    /// Judges a repository with an engine that has the plugin, twice, and with one that has not: the same holds, but the
    /// plugin may stand among the alternatives.
    #[must_use]
    pub fn between(engine: &Engine, without: &Engine, repository: &Repository) -> Self {
        let (explanation, expected) = judged(engine, without, repository);
        let mut components = explanation.decision.components.clone();
        for component in &mut components {
            component.alternatives.retain(|alternative| alternative.plugin != ID);
        }
        assert_eq!(components, expected.components, "the others' verdicts");
        Self { explanation }
    }

    /// The only warning, which has this code.
    #[must_use]
    pub fn warning(&self, code: &str) -> &Finding {
        match self.explanation.decision.warnings.as_slice() {
            [warning] if warning.code == code => warning,
            other => panic!("one warning {code} was expected: {other:#?}"),
        }
    }

    /// Checks that there is exactly one warning with this code and that its line says each of these.
    pub fn warns(&self, code: &str, words: &[&str]) {
        let note = &self.warning(code).note;
        for word in words {
            assert!(note.contains(word), "`{word}` in: {note}");
        }
    }

    /// What is known of the hostile plugin's one call, which went well.
    #[must_use]
    pub fn quiet(&self) -> &PluginTrace {
        assert_eq!(self.explanation.decision.warnings, []);
        self.trace()
    }

    /// What is known of the hostile plugin's one call.
    #[must_use]
    pub fn trace(&self) -> &PluginTrace {
        let mut plugins = self.explanation.roots.iter().flat_map(|root| &root.plugins);
        plugins.find(|trace| trace.plugin == ID).expect("a trace of the plugin")
    }
}

#[expect(clippy::expect_used, reason = "assertions")]
fn engine(change: impl FnOnce(EngineBuilder) -> EngineBuilder) -> Engine {
    change(Engine::builder().threads(2)).build().expect("an engine despite the plugin")
}

fn engine_without() -> Engine {
    engine(|builder| builder)
}

/// What an engine makes of a repository, and what one without third-party plugins does.
#[expect(clippy::expect_used, reason = "assertions")]
fn judged(engine: &Engine, without: &Engine, repository: &Repository) -> (Explanation, Decision) {
    let expected = without.detect(repository.path()).expect("a decision");
    assert_eq!(expected.warnings, [], "the repository is without reproach");
    assert_eq!(expected.components.len(), 1);

    let explain = || engine.explain(repository.path(), &Request::default()).expect("a decision despite the plugin");
    let explanation = explain();
    assert_eq!(explanation.decision, explain().decision, "the same again");
    assert_printable(&explanation.decision);
    (explanation, expected)
}

/// Checks that every line for people in a decision is one line without control characters or marks of direction.
pub fn assert_printable(decision: &Decision) {
    let components = &decision.components;
    let reasons = components.iter().flat_map(|component| component.evidence.iter().map(|reason| &reason.note));
    let findings = components.iter().flat_map(|component| &component.warnings).chain(&decision.warnings);
    for line in reasons.chain(findings.map(|finding| &finding.note)) {
        let bad = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!line.contains(bad), "printable: {line:?}");
        assert!(line.len() <= 8 * 1024, "short: {} bytes", line.len());
    }
}
