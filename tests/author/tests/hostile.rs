//! Whoever writes a plugin can mean harm, in every language. One component a language does what the name of a file asks
//! for.

use fieldmark::{Budget, BudgetRequest, Cache, Engine, Evidence, TraceOutcome};
use fieldmark_test_author::{ATTACKS, Attack, End, Language, cache, hostile};
use fieldmark_test_hostile::{ID, Repository, Trial};
use std::collections::BTreeSet;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;
use wit_parser::{Resolve, TypeDefKind};

/// Small, so that attacks are: some languages take an instruction of the host's machine for a thousand of their own.
fn small() -> BudgetRequest {
    BudgetRequest {
        host_call_bytes: Some(48 << 10),
        file_bytes: Some(64 << 10),
        reads: Some(16),
        read_bytes: Some(256 << 10),
        log_bytes: Some(4 << 10),
        verdict_bytes: Some(8 << 10),
        ..BudgetRequest::default()
    }
}

/// A small server, with a file that is larger than a plugin may read, one that is no text, and the name of an attack.
fn repository(attack: &str) -> Repository {
    let repository = Repository::empty();
    repository.write(
        "package.json",
        r#"{"name": "birds", "scripts": {"start": "node server.js"}, "dependencies": {"express": "^4.18.0"}}"#,
    );
    repository.write("server.js", "require('express')().listen(8080);\n");
    repository.write("big.txt", "0123456789abcdef".repeat(8 << 10));
    repository.write("latin-1.txt", b"caf\xe9\n");
    repository.write(&format!("@{attack}"), "");
    repository
}

/// The component of a language, and an engine that knows it not.
struct Siege {
    language: Language,
    component: Vec<u8>,
    without: Engine,
}

impl Siege {
    fn laid_in(language: Language) -> Option<Self> {
        let component = hostile(language)?;
        Some(Self { language, component, without: Engine::builder().threads(2).build().unwrap() })
    }

    fn engine(&self, budget: BudgetRequest) -> Engine {
        let compiled = Cache::open(&cache().join("compiled")).unwrap();
        let builder = Engine::builder().threads(2).cache(compiled).plugin("hostile.wasm", self.component.clone());
        builder.plugin_budget(ID, budget).build().unwrap()
    }

    /// Whether an attack ends in another way than it must. All are tried before the test fails.
    #[allow(clippy::print_stdout, reason = "a test that fails shows what came of each attack")]
    fn is_breached(&self, engine: &Engine, attack: &Attack) -> bool {
        match attack.end(self.language.name) {
            End::Cannot(why) => {
                println!("{}: {} is left out: {why}", self.language.name, attack.name);
                false
            }
            end => catch_unwind(AssertUnwindSafe(|| ends(&self.withstood(engine, attack.name), end))).is_err(),
        }
    }

    #[allow(clippy::print_stdout, reason = "a test that fails shows what came of each attack")]
    fn withstood(&self, engine: &Engine, attack: &str) -> Trial {
        println!("{}: {attack}", self.language.name);
        Trial::between(engine, &self.without, &repository(attack))
    }
}

/// Lets everything loose that the language can express.
fn withstands(language: Language) {
    let Some(siege) = Siege::laid_in(language) else { return };
    let begun = Instant::now();
    let engine = siege.engine(small());
    let breaches: Vec<&str> =
        ATTACKS.iter().filter(|attack| siege.is_breached(&engine, attack)).map(|a| a.name).collect();
    assert!(breaches.is_empty(), "{}: {breaches:?}; what came of each is said above", language.name);
    too_little_is_an_error(&siege);
    // Where standard error is closed there is nobody to tell.
    _ = writeln!(std::io::stderr(), "{:12} {:>7.1} s   attacks", language.name, begun.elapsed().as_secs_f64());
}

/// Checks that the attack ended as it must, and that no budget was exceeded on the way.
fn ends(trial: &Trial, end: End) {
    let trace = trial.trace();
    let budget = Budget::default().overridden(&small());
    let used = &trace.usage;
    assert!(used.fuel <= budget.fuel && used.memory_bytes <= budget.memory_bytes, "{used:?}");
    assert!(used.reads <= budget.reads && used.read_bytes <= budget.read_bytes, "{used:?}");
    let logged: Vec<&str> = trace.log.iter().map(|line| line.message.as_str()).collect();
    assert!(logged.iter().map(|line| line.len() as u64).sum::<u64>() <= budget.log_bytes, "{logged:?}");
    match end {
        End::Error(code, text) => trial.warns(code, &[text]),
        End::Lives(lines) => {
            assert_eq!(lived(trial), []);
            assert_eq!(logged, lines);
        }
        End::Dropped => {
            assert_eq!(lived(trial), []);
            assert!(trace.dropped_log_lines > 0 && !logged.is_empty(), "{} lines are kept", logged.len());
        }
        End::Warned(code) => {
            let codes: Vec<&str> = lived(trial).iter().map(|warning| warning.code.as_str()).collect();
            assert_eq!(codes, [code]);
        }
        End::Cannot(_) => unreachable!("it was left out"),
    }
}

/// The warnings of the plugin's verdict, which there is.
fn lived(trial: &Trial) -> &[Evidence] {
    match &trial.quiet().outcome {
        TraceOutcome::Verdict(verdict) => &verdict.warnings,
        TraceOutcome::Error(error) => panic!("{error}"),
    }
}

/// Where a language cannot exceed a budget by itself, less of it is allowed than every plugin needs.
fn too_little_is_an_error(siege: &Siege) {
    let none = BudgetRequest::default;
    for (key, code, budget) in [
        ("fuel", "plugin.out-of-fuel", BudgetRequest { fuel: Some(100), ..none() }),
        ("memory-bytes", "plugin.memory", BudgetRequest { memory_bytes: Some(1), ..none() }),
        ("table-elements", "plugin.resource", BudgetRequest { table_elements: Some(0), ..none() }),
        ("instances", "plugin.resource", BudgetRequest { instances: Some(1), ..none() }),
    ] {
        assert!(WITH_TOO_LITTLE.contains(&key));
        siege.withstood(&siege.engine(budget), "unknown-level").warns(code, &[&format!("(budget `{key}`)")]);
    }
    let engine = siege.engine(BudgetRequest { hits: Some(2), ..none() });
    let trial = siege.withstood(&engine, "hits");
    trial.warns("detect.hits-truncated", &["hostile saw 2 of its 4 hits"]);
    assert_eq!(trial.trace().log.iter().map(|line| line.message.as_str()).collect::<Vec<_>>(), ["2", "4"]);
}

const WITH_TOO_LITTLE: [&str; 4] = ["fuel", "memory-bytes", "table-elements", "instances"];

#[test]
fn hostile_rust_does_no_harm() {
    withstands(Language::named("rust"));
}

#[test]
fn hostile_python_does_no_harm() {
    withstands(Language::named("python"));
}

#[test]
fn hostile_javascript_does_no_harm() {
    withstands(Language::named("javascript"));
}

#[test]
fn hostile_c_does_no_harm() {
    withstands(Language::named("c"));
}

#[test]
fn hostile_go_does_no_harm() {
    withstands(Language::named("go"));
}

#[test]
fn every_budget_and_every_part_of_the_contract_is_attacked() {
    let attacked: BTreeSet<&str> =
        ATTACKS.iter().flat_map(|attack| attack.on).copied().chain(WITH_TOO_LITTLE).collect();
    for target in budgets().chain(contract()) {
        assert!(attacked.contains(target.as_str()), "nothing attacks `{target}`");
    }
    let names: BTreeSet<&str> = ATTACKS.iter().map(|attack| attack.name).collect();
    assert_eq!(names.len(), ATTACKS.len(), "no name stands there twice");
}

fn budgets() -> impl Iterator<Item = String> {
    Budget::FIELDS.iter().map(|field| field.key.to_owned())
}

/// The functions that a plugin imports, and the fields of what it returns.
fn contract() -> impl Iterator<Item = String> {
    let mut resolve = Resolve::default();
    resolve.push_str("detector.wit", include_str!("../../../wit/detector.wit")).unwrap();
    let mut found = Vec::new();
    for (_, interface) in &resolve.interfaces {
        if interface.name.as_deref() != Some("detector") {
            found.extend(interface.functions.values().map(|function| function.item_name().to_owned()));
            continue;
        }
        for (name, id) in interface.types.iter().filter(|(name, _)| ["verdict", "failure"].contains(&name.as_str())) {
            let TypeDefKind::Record(record) = &resolve.types[*id].kind else { panic!("{name} is a record") };
            found.extend(record.fields.iter().map(|field| format!("{name}.{}", field.name)));
        }
    }
    assert!(found.len() > 18, "the contract is read: {found:?}");
    found.into_iter()
}

#[test]
fn what_cannot_be_expressed_is_said_why() {
    let of_no_language = |attack: &&Attack| {
        let can = |language: &Language| !matches!(attack.end(language.name), End::Cannot(_));
        !Language::ALL.iter().any(can)
    };
    assert_eq!(ATTACKS.iter().filter(of_no_language).map(|attack| attack.name).collect::<Vec<_>>(), [""; 0]);
    for (language, end) in ATTACKS.iter().flat_map(|attack| attack.except) {
        assert!(Language::ALL.iter().any(|known| known.name == *language), "{language}");
        assert!(!matches!(end, End::Cannot(why) if why.len() < 10), "{language}");
    }
}
