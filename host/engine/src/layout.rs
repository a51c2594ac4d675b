//! Which candidate roots become components, and in which order (`rules/components.toml`).

use crate::auxiliary::Auxiliary;
use crate::bare;
use crate::declared_start::DeclaredStart;
use crate::judgement::{Candidate, Judgement};
use crate::member::{is_below, names_member, relative};
use fieldmark_model::{RepoView, Strategy, attribute};
use fieldmark_scan::Presence;
use serde::Deserialize;
use std::cmp::Reverse;

/// The rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Layout {
    auxiliary: Auxiliary,
    most_roots: usize,
    most_bare: usize,
    least_score: u32,
    many_files: u64,
    least_bare_score: u32,
    /// Companions whose declared start is run in place of an image's own command.
    pub(crate) starts_images: Vec<String>,
    /// Directories that belong to the application around them.
    #[serde(default, rename = "part")]
    parts: Vec<PartRule>,
    /// Which declared starts are followed.
    #[serde(default, rename = "declared-start")]
    pub(crate) declared_starts: Vec<DeclaredStart>,
    #[serde(default, rename = "workspace")]
    workspaces: Vec<WorkspaceRule>,
}

/// What happens to members of a workspace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WorkspaceRule {
    plugins: Vec<String>,
    /// Roles of members that become components nevertheless.
    keeps: Vec<String>,
}

/// Directories that one application consists of: what they hold is built with it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct PartRule {
    plugins: Vec<String>,
    directories: Vec<String>,
}

/// The roots that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection {
    pub(crate) roots: Vec<String>,
    /// Roots that were passed over because there are too many.
    pub(crate) beyond: usize,
}

/// What all judged roots together say about each.
struct Surroundings<'j> {
    /// Whether something outside of auxiliary directories is sure to be something.
    main_is_found: bool,
    /// Whether something stands outside of auxiliary directories, and not at the top.
    main_is_below: bool,
    /// Whether something stands below the top.
    below_is_found: bool,
    /// Directories of bare sources that are components.
    bare: Vec<&'j str>,
}

/// A root with its fate: none when it becomes a component, else why it does not.
pub(crate) type Fates = Vec<Option<String>>;

impl Layout {
    /// The roots worth asking plugins about, out of all that hold a marker, outermost first. `.` is always among them;
    /// without a marker of its own it is no reason yet to pass over auxiliary ones.
    pub(crate) fn select(&self, all: &[String], top_has_marker: bool) -> Selection {
        let main: Vec<&String> = all.iter().filter(|root| !self.auxiliary.holds(root)).collect();
        let is_enough = main.len() > 1 || top_has_marker;
        let mut roots: Vec<String> = if is_enough { main.into_iter().cloned().collect() } else { all.to_vec() };
        let beyond = roots.len().saturating_sub(self.most_roots);
        roots.truncate(self.most_roots);
        Selection { roots, beyond }
    }

    /// Those of the directories that companions name which are worth asking about and are not among the selected.
    pub(crate) fn contexts(&self, selection: &Selection, named: impl Iterator<Item = String>) -> Vec<String> {
        let mut contexts: Vec<String> = Vec::new();
        for directory in named {
            let is_new = !selection.roots.contains(&directory) && !contexts.contains(&directory);
            if is_new && !self.auxiliary.holds(&directory) && selection.roots.len() + contexts.len() < self.most_roots {
                contexts.push(directory);
            }
        }
        contexts
    }

    /// Those of the directories that are asked about because they may hold sources, the outermost first.
    pub(crate) fn bare<'d>(&self, directories: impl Iterator<Item = &'d str>) -> Vec<String> {
        let mut bare: Vec<&str> = directories.filter(|directory| !self.auxiliary.holds(directory)).collect();
        bare.sort_by_key(|directory| (directory.matches('/').count(), *directory));
        bare.into_iter().take(self.most_bare).map(str::to_owned).collect()
    }

    /// Whether bare directories hold enough of a repository of so many files to say what it is: a script among notes or
    /// settings does not.
    pub(crate) fn is_substantial(&self, bare: &[Judgement], all: u64) -> bool {
        let chosen = bare::chosen(bare, |judgement| self.stands(judgement));
        let judged = bare.iter().filter(|judgement| chosen.contains(&judgement.path.as_str()));
        let files: u64 = judged.filter_map(Judgement::primary).map(Candidate::seen).sum();
        chosen.len() <= self.most_bare / 2 && 10 * files >= all
    }

    /// Whether a root of so many files is only named by a few of them further down, or by what serves it.
    pub(crate) fn is_stray(&self, judgement: &Judgement, all: u64) -> bool {
        let Some(primary) = judgement.primary().filter(|primary| primary.presence < Presence::Here) else {
            return false;
        };
        let Some(view) = &primary.view else { return false };
        // Deeper down a name may be that of a package: `src/main/java/com/example`.
        let is_main = |path: &str| !self.auxiliary.holds(path.split_once('/').map_or(".", |(top, _)| top));
        let main = view.paths().iter().filter(|path| is_main(path)).count() as u64;
        all >= self.many_files && 20 * main < all
    }

    /// Whether something describes itself, or the whole is known to start.
    pub(crate) fn is_found(&self, judgements: &[Judgement]) -> bool {
        judgements.iter().any(|judgement| judgement.is_told || self.stands(judgement) || self.starts(judgement))
    }

    /// Whether all that describes itself is a small part of a repository of so many files at whose top nothing does.
    pub(crate) fn is_minor(&self, judgements: &[Judgement], all: u64, files: impl Fn(&str) -> u64) -> bool {
        let standing = || judgements.iter().filter(|judgement| judgement.is_told || self.stands(judgement));
        if all < self.many_files || judgements.iter().any(|top| top.path == "." && self.starts(top)) {
            return false;
        }
        standing().all(|judgement| judgement.path != "." && !judgement.is_told)
            && 10 * standing().map(|judgement| files(&judgement.path)).sum::<u64>() < all
    }

    /// Whether it is known how the repository itself starts, though nothing directly in it says so.
    fn starts(&self, judgement: &Judgement) -> bool {
        let knows = |primary: &Candidate| {
            primary.score() >= self.least_bare_score && primary.verdict.first(attribute::START).is_some()
        };
        judgement.path == "." && judgement.primary().is_some_and(knows)
    }

    /// Decides what becomes of each judged root. `judgements` come outermost first.
    pub(crate) fn fates(&self, judgements: &[Judgement]) -> Fates {
        let around = self.surroundings(judgements);
        let mut fates: Fates = Vec::with_capacity(judgements.len());
        for (index, judgement) in judgements.iter().enumerate() {
            let Some(primary) = judgement.primary().filter(|primary| primary.score() > 0) else {
                fates.push(Some("no plugin recognises it".to_owned()));
                continue;
            };
            let fate = if judgement.is_told {
                None
            } else if let Some(reason) = self.passed_over(judgement, primary, &around) {
                Some(reason)
            } else if judgement.is_bare || !self.stands(judgement) {
                None
            } else {
                let kept = judgements[..index].iter().zip(&fates).filter(|(_, fate)| fate.is_none()).map(|(j, _)| j);
                let outer: Vec<&Judgement> = kept.filter(|outer| is_below(&judgement.path, &outer.path)).collect();
                self.folded(judgement, primary, &outer)
            };
            fates.push(fate);
        }
        drop_shell(judgements, &mut fates);
        fates
    }

    fn surroundings<'j>(&self, judgements: &'j [Judgement]) -> Surroundings<'j> {
        let described = || judgements.iter().filter(|judgement| !judgement.is_bare && self.stands(judgement));
        let main = || described().filter(|judgement| !self.auxiliary.holds(&judgement.path));
        let bare = bare::chosen(judgements, |judgement| self.stands(judgement));
        Surroundings {
            main_is_found: main().any(|judgement| judgement.primary().is_some_and(|primary| self.is_sure(primary))),
            main_is_below: main().any(|judgement| judgement.path != "."),
            below_is_found: !bare.is_empty() || described().any(|judgement| judgement.path != "."),
            bare,
        }
    }

    /// Whether the verdict rests on more than a version file or a few sources.
    pub(crate) fn is_sure(&self, primary: &Candidate) -> bool {
        primary.score() >= 2 * self.least_score
    }

    /// Whether the root counts beside what describes itself below it: by more than a few sources that nothing describes.
    fn is_main(&self, primary: &Candidate) -> bool {
        self.is_sure(primary) && (primary.presence == Presence::Marker || primary.score() >= self.least_bare_score)
    }

    /// Why a root is no component for what is found elsewhere, or for what it lacks.
    fn passed_over(&self, judgement: &Judgement, primary: &Candidate, around: &Surroundings<'_>) -> Option<String> {
        let path = judgement.path.as_str();
        let reason = if judgement.is_bare {
            (!around.bare.contains(&path)).then_some("sources that nothing describes or starts")
        } else if around.main_is_found && !judgement.is_context && self.auxiliary.holds(path) {
            Some("it serves what stands elsewhere")
        } else if path == "." && around.main_is_below && !self.is_main(primary) {
            Some("it is hardly anything by itself, and there are components below")
        } else if self.stands(judgement) {
            None
        } else if path != "." {
            Some("too few points for a component of its own")
        } else if around.below_is_found {
            Some("nothing in it says what it is, and there are components below")
        } else if judgement.is_stray {
            Some("a few files among many others do not say what it is")
        } else if primary.score() < self.least_score {
            return Some(format!("{} points are too few", primary.score()));
        } else {
            None
        };
        reason.map(str::to_owned)
    }

    /// Whether something directly in the root says what it is, or nearly all sources below it do.
    pub(crate) fn stands(&self, judgement: &Judgement) -> bool {
        if judgement.is_spread {
            return true;
        }
        judgement.primary().is_some_and(|primary| {
            // A file that nobody builds by without naming it does not say what the repository is.
            if judgement.path == "." && primary.strategy != Strategy::Source && judgement.strategy().is_none() {
                return false;
            }
            let least = match judgement.path.as_str() {
                "." => self.least_score,
                _ if judgement.is_bare => self.least_bare_score,
                _ => 2 * self.least_score,
            };
            let here = match judgement.path.as_str() {
                "." => Presence::Here,
                _ if judgement.is_bare => Presence::Here,
                _ if judgement.is_context => Presence::Below,
                _ => Presence::Marker,
            };
            primary.score() >= least && primary.presence >= here
        })
    }

    /// Why a root belongs to one around it.
    fn folded(&self, inner: &Judgement, primary: &Candidate, outer: &[&Judgement]) -> Option<String> {
        // The nearest one is the last: they come outermost first.
        let nearest = outer.last()?;
        let role = primary.role();
        if matches!(role, "library" | "tooling") {
            return Some(format!("a {role} inside {}", nearest.path));
        }
        if primary.strategy != Strategy::Source {
            return None;
        }
        if let Some(whole) = outer.iter().rev().find(|outer| self.is_part(&inner.path, outer)) {
            return Some(format!("a part of the application in {}", whole.path));
        }
        outer.iter().rev().find_map(|outer| {
            let owner = outer.languages.iter().find(|candidate| candidate.plugin == primary.plugin)?;
            let rule = self.workspaces.iter().find(|rule| rule.plugins.contains(&primary.plugin))?;
            (names_member(owner, &outer.path, &inner.path) && !rule.keeps.iter().any(|kept| kept == role))
                .then(|| format!("a member of the workspace {}", outer.path))
        })
    }

    /// Whether a directory is one of those that the application in `outer` consists of.
    fn is_part(&self, inner: &str, outer: &Judgement) -> bool {
        let Some(primary) = outer.primary() else { return false };
        let first = relative(inner, &outer.path).split('/').next().unwrap_or_default();
        let of_application = self.parts.iter().filter(|rule| rule.plugins.contains(&primary.plugin));
        of_application.flat_map(|rule| &rule.directories).any(|directory| directory == first)
    }

    /// Sorts components: the one at the top first, then by what they are for, then by score, depth and path. What
    /// presents another application comes behind it.
    pub(crate) fn rank(&self, judgements: &mut [Judgement]) {
        judgements.sort_by_cached_key(|judgement| {
            let (role, score) = judgement.primary().map_or((9, 0), |primary| (role_rank(primary), primary.score()));
            let depth = judgement.path.matches('/').count();
            let presents = self.auxiliary.presents(&judgement.path);
            (judgement.path != ".", presents, role, Reverse(score), depth, judgement.path.clone())
        });
    }
}

/// A root that only holds a workspace together is no component beside its members.
fn drop_shell(judgements: &[Judgement], fates: &mut Fates) {
    let is_shell = |judgement: &Judgement| {
        judgement.path == "."
            && judgement.primary().is_some_and(|primary| {
                primary.role() == "tooling" && primary.strategy == Strategy::Source && judgement.strategy().is_none()
            })
    };
    let others = fates.iter().filter(|fate| fate.is_none()).count();
    for (judgement, fate) in judgements.iter().zip(fates.iter_mut()) {
        if others > 1 && fate.is_none() && !judgement.is_told && is_shell(judgement) {
            *fate = Some("it only holds the components below it together".to_owned());
        }
    }
}

fn role_rank(candidate: &Candidate) -> u8 {
    match candidate.role() {
        "server" => 0,
        "application" => 1,
        "frontend" => 2,
        "site" => 3,
        "" => 4,
        "library" => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
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
}
