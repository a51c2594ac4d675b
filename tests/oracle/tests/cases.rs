//! All recorded cases, unless the folder with them is not there.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test reports by panicking and printing")]

use fieldmark_test_oracle::{
    Case, Differences, FOLDER_VARIABLE, Oracle, Refusals, Tally, Verdict, check_expose, check_new_app, check_s2i,
    check_start_build, program, snapshot,
};

/// Names part of the ids of the cases to be run; all when it is not set.
const ONLY_VARIABLE: &str = "FIELDMARK_ORACLE_ONLY";

/// The program of a case and its command.
fn command(case: &Case) -> (&str, &str) {
    (&case.program, case.args.first().map(String::as_str).unwrap_or_default())
}

#[test]
fn recordings_are_equal_or_listed() {
    let Some(oracle) = Oracle::from_environment() else {
        println!("skipped: {FOLDER_VARIABLE} names no folder of recordings");
        return;
    };
    let differences = Differences::parse(include_str!("../differences.toml")).unwrap();
    let refusals = Refusals::parse(include_str!("../refusals.toml")).unwrap();
    let snapshot = snapshot(&oracle.cluster().unwrap()).to_string();
    let program = program().unwrap();
    let only = std::env::var(ONLY_VARIABLE).unwrap_or_default();
    let mut tally = Tally::default();
    for case in oracle.cases().unwrap().iter().filter(|case| case.id.contains(&only)) {
        let verdict = match command(case) {
            ("oc", "new-app" | "new-build") => check_new_app(&program, &oracle, &snapshot, &refusals, case),
            ("oc", "expose") => check_expose(&program, &oracle, &snapshot, case),
            ("oc", "start-build") => check_start_build(&program, &oracle, &snapshot, case),
            ("s2i", "build") => check_s2i(&program, &oracle, &snapshot, &refusals, case),
            _ => {
                tally.skip();
                continue;
            }
        };
        let verdict = verdict.unwrap_or_else(|error| Verdict::Failed(error.to_string()));
        tally.add(&case.id, &verdict, &differences);
    }
    println!("{}", tally.summary());
    assert!(tally.wrong().is_empty(), "{}\n{}", tally.wrong().join("\n"), tally.summary());
}
