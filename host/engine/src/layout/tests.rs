//! Tests of the layout, by judgements made by hand.

use super::*;
use crate::rules;
use fieldmark_model::Attribute;

/// Who is kept in a workspace, and what consists of parts, for plugins of these tests.
const WORKSPACES: &str = r#"[
    {"plugins": ["reactor"], "keeps": []},
    {"plugins": ["packages"], "keeps": ["server", "application", "frontend", "site"]}
]"#;
const PARTS: &str = r#"[{"plugins": ["screens"], "directories": ["android", "linux"]}]"#;

/// The rules that come with fieldmark, but for those that name plugins.
fn layout() -> Layout {
    let (workspaces, parts) = (serde_json::from_str(WORKSPACES).unwrap(), serde_json::from_str(PARTS).unwrap());
    Layout { workspaces, parts, ..rules::read("components", rules::COMPONENTS).unwrap() }
}

fn judged(path: &str, plugin: &str, score: u32, role: &str) -> Judgement {
    let languages = vec![Candidate::sample(plugin, score, role)];
    Judgement { languages, ..Judgement::new(path) }
}

fn with_member(mut judgement: Judgement, member: &str) -> Judgement {
    let attribute = Attribute { name: "member".into(), value: member.into(), path: None, line: None };
    judgement.languages[0].verdict.attributes.push(attribute);
    judgement
}

fn components(judgements: &[Judgement]) -> Vec<&str> {
    let fates = layout().fates(judgements);
    judgements.iter().zip(fates).filter(|(_, fate)| fate.is_none()).map(|(j, _)| j.path.as_str()).collect()
}

#[test]
fn auxiliary_roots_count_only_when_there_is_nothing_else() {
    let select =
        |all: &[&str], top| layout().select(&all.iter().map(|r| (*r).to_owned()).collect::<Vec<_>>(), top).roots;
    assert_eq!(select(&[".", "app", "tests/a", "x/examples/b", ".ci/c"], false), [".", "app"]);
    assert_eq!(select(&[".", "examples/b"], false), [".", "examples/b"]);
    assert_eq!(select(&[".", "examples/b"], true), ["."]);
    assert_eq!(select(&[".", "app", "test-commands/a", "api-Tests"], false), [".", "app"]);
    assert_eq!(select(&[".", "android/app", "api", "ios"], false), [".", "api"]);
    assert_eq!(select(&[".", "android/app"], false), [".", "android/app"]);
    assert_eq!(select(&[".", "apps/docs", "apps/web", "docs", "apps/e2e"], true), [".", "apps/docs", "apps/web"]);
}

#[test]
fn what_presents_others_comes_behind_them() {
    let mut judgements = ["apps/docs", "apps/web", "apps/admin"].map(|path| judged(path, "packages", 90, "server"));
    layout().rank(&mut judgements);
    assert_eq!(judgements.map(|judgement| judgement.path), ["apps/admin", "apps/web", "apps/docs"]);
}

#[test]
fn members_are_folded_into_their_workspace() {
    let reactor = with_member(judged(".", "reactor", 80, "server"), "api");
    assert_eq!(
        components(&[reactor, judged("api", "reactor", 70, "server"), judged("web", "packages", 70, "frontend")]),
        [".", "web"]
    );
    let workspace = with_member(judged(".", "packages", 60, "tooling"), "packages/*");
    let app = judged("packages/a", "packages", 80, "server");
    let library = judged("packages/b", "packages", 60, "library");
    assert_eq!(components(&[workspace, app, library]), ["packages/a"]);
}

#[test]
fn version_file_alone_makes_no_component_beside_others() {
    let root = judged(".", "words", 10, "");
    assert_eq!(components(&[root.clone(), judged("api", "words", 60, "server")]), ["api"]);
    assert_eq!(components(&[root]), ["."]);
}

#[test]
fn platforms_of_one_application_are_parts_of_it() {
    let app = judged("app", "screens", 60, "frontend");
    let parts = ["app/android", "app/linux/runner"].map(|path| judged(path, "words", 80, "application"));
    let [android, linux] = parts;
    assert_eq!(components(&[app, android, linux, judged("linux", "words", 80, "")]), ["app", "linux"]);
}

#[test]
fn auxiliary_roots_go_when_the_root_itself_is_something() {
    let root = judged(".", "words", 40, "");
    let docs = judged("docs", "words", 60, "");
    assert_eq!(components(&[root, docs.clone()]), ["."]);
    assert_eq!(components(&[judged(".", "words", 19, ""), docs.clone()]), [".", "docs"]);
    assert_eq!(components(&[docs]), ["docs"]);
}

#[test]
fn container_file_under_another_name_yields_to_what_is_below() {
    let mut root = Judgement::new(".");
    root.strategies.push(Candidate { strategy: Strategy::Docker, ..Candidate::sample("boxes", 10, "") });
    assert_eq!(components(&[root.clone(), judged("src/app", "words", 60, "server")]), ["src/app"]);
    assert_eq!(components(&[root]), ["."]);
}

#[test]
fn shell_of_a_workspace_is_no_component() {
    let shell = with_member(judged(".", "packages", 60, "tooling"), "apps/*");
    assert_eq!(components(&[shell.clone(), judged("apps/a", "packages", 80, "server")]), ["apps/a"]);
    assert_eq!(components(&[shell]), ["."]);
}

#[test]
fn root_without_anything_of_its_own_yields_to_what_is_below() {
    let mut root = judged(".", "packages", 25, "");
    root.languages[0].presence = Presence::Below;
    assert_eq!(components(&[root.clone(), judged("app", "packages", 80, "server")]), ["app"]);
    assert_eq!(components(&[root]), ["."]);
}

#[test]
fn few_sources_beside_what_describes_itself_below_are_no_component() {
    let library = judged("app", "reactor", 70, "library");
    let with = |score, presence| {
        let mut root = judged(".", "words", score, "application");
        root.languages[0].presence = presence;
        [root, library.clone()]
    };
    assert_eq!(components(&with(22, Presence::Here)), ["app"]);
    assert_eq!(components(&with(22, Presence::Marker)), ["."]);
    assert_eq!(components(&with(45, Presence::Here)), ["."]);
}

#[test]
fn directory_that_is_built_by_itself_needs_no_marker() {
    let mut worker = judged("worker", "words", 40, "application");
    worker.languages[0].presence = Presence::Here;
    let root = judged(".", "packages", 80, "server");
    assert_eq!(components(&[root.clone(), worker.clone()]), ["."]);
    worker.is_context = true;
    assert_eq!(components(&[root, worker]), [".", "worker"]);
}

#[test]
fn what_is_told_is_a_component() {
    let root = judged(".", "packages", 80, "server");
    let mut library = judged("lib", "packages", 5, "library");
    library.languages[0].presence = Presence::Below;
    assert_eq!(components(&[root.clone(), library.clone()]), ["."]);
    library.is_told = true;
    assert_eq!(components(&[root.clone(), library]), [".", "lib"]);
    let nothing = Judgement { is_told: true, ..Judgement::new("empty") };
    assert_eq!(components(&[root, nothing]), ["."]);
}

#[test]
fn bare_directories_come_outermost_first_without_auxiliary_ones() {
    let named = ["a/b", "docs", "tests/x", "z", ".ci"];
    assert_eq!(layout().bare(named.into_iter()), ["z", "a/b"]);
}

#[test]
fn bare_directory_goes_before_a_root_with_nothing_of_its_own() {
    let mut root = judged(".", "words", 25, "");
    root.languages[0].presence = Presence::Below;
    let mut sources = judged("src", "words", 30, "application");
    let start = Attribute { name: "start".into(), value: "words main".into(), path: None, line: None };
    sources.languages[0].verdict.attributes.push(start);
    sources.languages[0].presence = Presence::Here;
    assert!(!layout().is_found(&[root.clone(), sources.clone()]));
    assert!(layout().is_found(&[Judgement { path: ".".to_owned(), ..sources.clone() }]));
    sources.is_bare = true;
    assert_eq!(components(&[root.clone(), sources.clone()]), ["src"]);
    sources.languages[0].verdict.score = 29;
    assert_eq!(components(&[root.clone(), sources]), ["."]);
    root.is_stray = true;
    assert!(components(&[root]).is_empty());
}

#[test]
fn contexts_are_new_and_not_auxiliary() {
    let selection = Selection { roots: vec![".".into(), "a".into()], beyond: 0 };
    let named = [".", "a", "b", "b", "tests/c"].map(str::to_owned);
    assert_eq!(layout().contexts(&selection, named.into_iter()), ["b"]);
}
