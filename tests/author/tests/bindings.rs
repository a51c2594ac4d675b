//! The bindings that the template for C holds are of the contract at work. That they do what it says is proved by the path
//! of C: the same verdict as in every other language.

const CONTRACT: &str = include_str!("../../../wit/detector.wit");
const BINDINGS: &str = include_str!("../../../plugins/template/c/bindings/language_plugin.c");

#[test]
fn bindings_of_the_template_are_of_the_contract_at_work() {
    let package = CONTRACT.lines().find_map(|line| line.strip_prefix("package ")).unwrap();
    let (name, version) = package.trim_end_matches(';').split_once('@').unwrap();
    for interface in ["repo", "log", "detector"] {
        assert!(
            BINDINGS.contains(&format!("{name}/{interface}@{version}")),
            "{interface}: `plugins/template/README.md`"
        );
    }
    // A function that was added has no import in older bindings.
    let functions = CONTRACT.lines().filter_map(|line| line.trim().split_once(": func(").map(|(name, _)| name));
    let imports: Vec<&str> = functions.filter(|name| *name != "detect").collect();
    assert!(imports.len() >= 9, "{imports:?}");
    for function in imports {
        let is_there = BINDINGS.contains(&format!("__import_name__(\"{function}\")"))
            || BINDINGS.contains(&format!("__import_name__(\"[method]snapshot.{function}\")"));
        assert!(is_there, "{function}: `plugins/template/README.md` says how bindings are made anew");
    }
}
