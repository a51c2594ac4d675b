//! What the root is: a server, an application, a browser application, a site, a library or mere tooling.

use crate::SOURCES;
use crate::command::Command;
use crate::entry::Entry;
use crate::framework::{Framework, Kind};
use crate::function;
use crate::package::Package;
use fieldmark_sdk::{Line, Place, Repo};

/// Packages that build style sheets and scripts for an application in another language.
const ASSET_BUILDERS: [&str; 22] = [
    "laravel-vite-plugin",
    "laravel-mix",
    "laravel-elixir",
    "@laravel/vite-plugin-wayfinder",
    "@rails/webpacker",
    "shakapacker",
    "vite-plugin-ruby",
    "vite-plugin-rails",
    "@symfony/webpack-encore",
    "@symfony/stimulus-bridge",
    "@hotwired/turbo-rails",
    "@rails/ujs",
    "@rails/actioncable",
    "@rails/activestorage",
    "esbuild-rails",
    "turbolinks",
    "@wordpress/scripts",
    "phoenix_html",
    "phoenix_live_view",
    "vite-plugin-symfony",
    "webpack-bundle-tracker",
    RELEASER,
];

/// One that builds no assets, and serves applications in any language all the same.
const RELEASER: &str = "semantic-release";

/// Keys of a manifest that is meant to be published.
const LIBRARY_KEYS: [&str; 7] = ["exports", "module", "types", "typings", "peerDependencies", "publishConfig", "files"];

/// Keys by which a package offers something to others of its workspace.
const INTERNAL_KEYS: [&str; 5] = ["exports", "types", "typings", "peerDependencies", "main"];

/// Pages that a bundler begins with.
const PAGES: [&str; 4] = ["index.html", "public/index.html", "src/index.html", "app/assets/index.html"];

/// Directories in which frameworks look for pages.
const PAGE_DIRECTORIES: [&str; 4] = ["pages/", "app/", "src/pages/", "src/app/"];

/// Scripts that show an application.
const SERVING: [&str; 4] = ["start", "dev", "serve", "preview"];

/// What is known of the root.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a, 'r> {
    /// The manifest.
    pub(crate) package: Package<'r>,
    /// Its framework.
    pub(crate) framework: Option<&'static Framework>,
    /// The command that the start script comes to.
    pub(crate) command: Option<&'a Command<'r>>,
    /// Where the application begins.
    pub(crate) entry: Option<Entry<'r>>,
}

/// A role with its reason.
pub(crate) struct Role {
    /// Its name in the verdict.
    pub(crate) name: &'static str,
    /// What shows it.
    pub(crate) at: Place,
    /// The reason in words.
    pub(crate) note: String,
    /// The tool by which it builds assets for an application in another language.
    pub(crate) assets: Option<&'static str>,
}

impl Role {
    fn new(name: &'static str, at: Place, note: impl Into<String>) -> Self {
        Self { name, at, note: note.into(), assets: None }
    }

    /// Whether the manifest serves tools only.
    pub(crate) fn is_tooling(&self) -> bool {
        self.name == "tooling"
    }

    /// Whether a framework says something of the root: not of tooling, and not of a library that is tested with it.
    pub(crate) fn has_framework(&self, development: bool) -> bool {
        !(self.is_tooling() || self.name == "library" && development)
    }

    /// The role of the root.
    pub(crate) fn find(repo: &Repo, known: Known<'_, '_>) -> Self {
        serving(repo, known)
            .or_else(|| assets(known))
            .or_else(|| in_browser(repo, known))
            .unwrap_or_else(|| plain(repo, known))
    }
}

/// What answers requests, or is started as if it did.
fn serving(repo: &Repo, known: Known<'_, '_>) -> Option<Role> {
    let package = known.package;
    let whole = package.file.whole();
    let kind = known.framework.map(|framework| framework.kind);
    let at = known.framework.and_then(|framework| framework.dependency(package)).map_or(whole, |found| found.at);
    if kind == Some(Kind::FullStack) {
        return Some(match (side(repo, package).or_else(|| offered(repo, known)), exports_pages(repo, known)) {
            (Some(role), _) => role,
            (None, Some(at)) => Role::new("site", at, "its pages are exported as files"),
            (None, None) => Role::new("server", at, "its framework serves what it renders"),
        });
    }
    if kind == Some(Kind::Server) {
        return Some(Role::new("server", at, "its framework answers requests"));
    }
    if let Some(line) = known.entry.and_then(|entry| entry.listens(repo)) {
        return Some(Role::new("server", line.at, "the code listens for requests"));
    }
    let (_, at) = package.script("start")?;
    let runs = known.command.is_some_and(Command::runs_a_file);
    runs.then(|| Role::new("server", at, "the start script runs a file"))
}

/// Asset builders of another language's application, as long as nothing is started here.
fn assets(known: Known<'_, '_>) -> Option<Role> {
    let (tool, at) = ASSET_BUILDERS.iter().find_map(|name| Some((*name, known.package.dependency(name)?.at)))?;
    let role = || Role::new("tooling", at, format!("{tool} builds assets for another application"));
    starts(known).is_none().then(|| Role { assets: Some(tool).filter(|tool| *tool != RELEASER), ..role() })
}

/// What browsers run or show.
fn in_browser(repo: &Repo, known: Known<'_, '_>) -> Option<Role> {
    let framework = known.framework?;
    let at = framework.dependency(known.package).map_or(known.package.file.whole(), |found| found.at);
    match framework.kind {
        Kind::Site if let Some(role) = offered(repo, known) => Some(role),
        Kind::Site => Some(Role::new("site", at, format!("{} builds pages ahead of time", framework.slug))),
        Kind::Browser if let Some(role) = side(repo, known.package).or_else(|| internal(repo, known.package)) => {
            Some(role)
        }
        Kind::Browser if library(known.package).is_none() => {
            Some(Role::new("frontend", at, format!("{} runs in the browser", framework.slug)))
        }
        Kind::Bundler if library(known.package).is_none() => {
            let page = repo.first(&PAGES)?;
            Some(Role::new("frontend", page.whole(), format!("{} bundles what this page loads", framework.slug)))
        }
        _ => None,
    }
}

/// Everything else.
fn plain(repo: &Repo, known: Known<'_, '_>) -> Role {
    let package = known.package;
    let whole = package.file.whole();
    if let Some(at) = starts(known) {
        return Role::new("application", at, "it has a start script");
    }
    if let Some(role) = library(package).or_else(|| extension(package)) {
        return role;
    }
    if let Some(entry) = known.entry {
        if let Some(line) = entry.exports() {
            return Role::new("library", line.at, "its entry file is there for those who import it");
        }
        return Role::new("application", entry.file.whole(), "it has an entry file");
    }
    if let Some((_, at)) = package.binaries().next() {
        return Role::new("application", at, "it brings a command");
    }
    let ours = || repo.share(&SOURCES) == 100 || package.dependencies().any(|found| !found.development);
    if let Some(at) = function::handler(repo).filter(|_| ours()) {
        return Role::new("library", at, "a platform calls the handlers that it exports");
    }
    Role::new("tooling", whole, "nothing here is started: no start script, no entry file, no framework")
}

/// The start script, unless it only builds or watches.
fn starts(known: Known<'_, '_>) -> Option<Place> {
    let (_, at) = known.package.script("start")?;
    known.command.is_none_or(|command| !command.is_for_development()).then_some(at)
}

/// A package that others install: it says so itself, is not private and starts nothing.
fn library(package: Package<'_>) -> Option<Role> {
    let key = LIBRARY_KEYS.into_iter().find(|key| package.has(key))?;
    let open = !package.is_true("private") && package.script("start").is_none() && package.has("name");
    open.then(|| Role::new("library", package.file.whole(), format!("`{key}` is there for those who install it")))
}

/// Editors that load extensions by their manifest.
const EDITORS: [&str; 2] = ["vscode", "atom"];

/// What an editor loads.
fn extension(package: Package<'_>) -> Option<Role> {
    let (editor, at) = EDITORS.iter().find_map(|name| Some((name, package.text(&["engines", name])?.1)))?;
    Some(Role::new("library", at, format!("{editor} loads it")))
}

/// A package of browser code that only its workspace uses: private, with something for others to import, and neither a
/// page nor a server for development.
fn internal(repo: &Repo, package: Package<'_>) -> Option<Role> {
    let offered = INTERNAL_KEYS.into_iter().find(|key| package.has(key))?;
    let shown = repo.first(&PAGES).is_some() || SERVING.iter().any(|name| serves(package, name));
    let inside = package.is_true("private") && package.has("name") && !shown;
    inside.then(|| Role::new("library", package.file.whole(), format!("`{offered}` is there for its workspace")))
}

/// A package that loads a framework for what it offers to others: settings of tools, parts of pages. Nothing runs or
/// builds it, and it has neither settings of the framework nor a page.
fn offered(repo: &Repo, known: Known<'_, '_>) -> Option<Role> {
    let package = known.package;
    // `npm init` writes a `main` for what is not there.
    let main = || {
        let (path, _) = package.text(&["main"])?;
        let made = package.script("build").is_some() || repo.file(path.trim_start_matches("./")).is_some();
        made.then_some("main")
    };
    let key = LIBRARY_KEYS.into_iter().find(|key| package.has(key)).or_else(main).filter(|_| package.has("name"))?;
    let run = SERVING.iter().chain(&["build"]).any(|name| serves(package, name));
    let set = known.framework.is_some_and(|framework| repo.top().any(|file| framework.is_settings(file.name())));
    let paged = || repo.files().any(|file| PAGE_DIRECTORIES.iter().any(|directory| file.path().starts_with(directory)));
    let role = || Role::new("library", package.file.whole(), format!("`{key}` is there for those who use it"));
    (!run && !set && !paged()).then(role)
}

/// Packages of the two sides of an application of Redwood, both of which are built and started from the root.
const SIDES: [&str; 2] = ["@redwoodjs/api", "@redwoodjs/web"];

/// A side of such an application.
fn side(repo: &Repo, package: Package<'_>) -> Option<Role> {
    let at = SIDES.iter().find_map(|name| package.dependency(name))?.at;
    let inside = repo.file("redwood.toml").is_none() && package.dependency("@redwoodjs/core").is_none();
    inside.then(|| Role::new("library", at, "a side of an application of Redwood, which its root builds and starts"))
}

/// Whether a script serves something, for good or while it is developed.
fn serves(package: Package<'_>, name: &str) -> bool {
    let command =
        package.script(name).and_then(|(text, _)| Command::last(text)).map(|command| command.resolved(package));
    command.is_some_and(|command| !matches!(command.programme, "tsc" | "tsup" | "rollup" | "storybook" | "tsdown"))
}

/// Settings by which the build of a framework leaves files and no server: framework, beginning of the file name, text
/// without blanks and with double quotes.
const EXPORTS: [(&str, &str, &str); 2] =
    [("next", "next.config.", "output:\"export\""), ("react-router", "react-router.config.", "ssr:false")];

/// The place that says so: the settings, or a build that exports, as it was done before there were such settings.
fn exports_pages(repo: &Repo, known: Known<'_, '_>) -> Option<Place> {
    let slug = known.framework?.slug;
    let (_, beginning, sign) = EXPORTS.iter().find(|(framework, ..)| *framework == slug)?;
    if let Some((_, at)) = known.package.script("build").filter(|(text, _)| text.contains("next export")) {
        return Some(at);
    }
    let settings = repo.top().find(|settings| settings.name().starts_with(beginning))?;
    let mut lines = crate::entry::code(settings);
    lines.find(|line| says(line, sign)).map(|line| line.at)
}

fn says(line: &Line<'_>, sign: &str) -> bool {
    let text: String = line.text.chars().filter(|c| !c.is_whitespace()).collect();
    text.replace('\'', "\"").contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework;
    use fieldmark_sdk::testing::MemorySource;

    fn role(files: &[(&str, &str)]) -> &'static str {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo).unwrap();
        let command = package.script("start").and_then(|(script, _)| Command::last(script));
        let entry = command.as_ref().and_then(|command| Entry::of_command(&repo, command));
        let entry = entry.or_else(|| Entry::of_main(&repo, package)).or_else(|| Entry::by_convention(&repo));
        let framework = framework::find(&repo, package).map(|found| found.framework);
        Role::find(&repo, Known { package, framework, command: command.as_ref(), entry }).name
    }

    #[test]
    fn servers_are_known_by_framework_code_or_start() {
        assert_eq!(role(&[("package.json", r#"{"dependencies": {"express": "4"}}"#)]), "server");
        assert_eq!(role(&[("package.json", "{}"), ("index.js", "http.createServer(f).listen(1)")]), "server");
        assert_eq!(role(&[("package.json", r#"{"scripts": {"start": "node hw.js"}}"#)]), "server");
    }

    #[test]
    fn browser_library_makes_a_frontend_and_asset_builder_tooling() {
        assert_eq!(role(&[("package.json", r#"{"dependencies": {"react": "18"}}"#)]), "frontend");
        let both = r#"{"devDependencies": {"react": "18", "laravel-vite-plugin": "1"}}"#;
        assert_eq!(role(&[("package.json", both)]), "tooling");
        assert_eq!(role(&[("package.json", r#"{"devDependencies": {"vite": "5"}}"#)]), "tooling");
        assert_eq!(role(&[("package.json", r#"{"devDependencies": {"vite": "5"}}"#), ("index.html", "")]), "frontend");
    }

    #[test]
    fn nothing_that_starts_is_tooling() {
        assert_eq!(role(&[("package.json", "{}")]), "tooling");
        assert_eq!(role(&[("package.json", r#"{"main": "index.js", "dependencies": {"lodash": "4"}}"#)]), "tooling");
        assert_eq!(role(&[("package.json", r#"{"devDependencies": {"husky": "9"}}"#)]), "tooling");
    }

    #[test]
    fn start_script_that_only_builds_starts_nothing() {
        let text = r#"{"scripts": {"start": "gulp watch"}, "devDependencies": {"gulp": "4"}}"#;
        assert_eq!(role(&[("package.json", text)]), "tooling");
        assert_eq!(role(&[("package.json", &text.replace("gulp watch", "worker"))]), "application");
    }

    #[test]
    fn published_package_is_a_library() {
        let text = r#"{"name": "x", "exports": "./index.js", "peerDependencies": {"react": "18"}}"#;
        assert_eq!(role(&[("package.json", text), ("index.js", "")]), "library");
        assert_eq!(role(&[("package.json", "{}"), ("index.js", "module.exports = f")]), "library");
        let private = r#"{"name": "x", "private": true, "exports": "./index.js"}"#;
        assert_eq!(role(&[("package.json", private), ("index.js", "")]), "application");
    }

    #[test]
    fn extension_of_an_editor_is_a_library() {
        let text = r#"{"main": "./extension.js", "engines": {"vscode": "^1.90.0"}}"#;
        let code =
            ("extension.js", "const vscode = require(\"vscode\");\nvscode.window.showInformationMessage(\"x\");");
        assert_eq!(role(&[("package.json", text), code]), "library");
        assert_eq!(role(&[("package.json", &text.replace("vscode", "node")), code]), "application");
    }

    #[test]
    fn package_for_its_workspace_is_a_library() {
        let ui = |more: &str| {
            format!(r#"{{"name": "@x/ui", "private": true, {more} "devDependencies": {{"react": "19"}}}}"#)
        };
        for (more, others, expected) in [
            (r#""main": "./index.tsx", "types": "./index.tsx","#, &[][..], "library"),
            (r#""exports": "./src/index.ts", "scripts": {"dev": "tsc --watch"},"#, &[], "library"),
            (r#""exports": "./src/index.ts", "scripts": {"dev": "vite"},"#, &[], "frontend"),
            (r#""main": "index.js","#, &[("index.html", "")], "frontend"),
            ("", &[], "frontend"),
        ] {
            assert_eq!(role(&[&[("package.json", &*ui(more))], others].concat()), expected, "{more}");
        }
    }

    #[test]
    fn package_that_offers_something_of_a_framework_is_a_library() {
        let package =
            |more: &str| format!(r#"{{"name": "@x/y", "private": true, {more} "dependencies": {{"next": "16"}}}}"#);
        for (more, others, expected) in [
            (r#""files": ["next.js"],"#, &[][..], "library"),
            (r#""exports": {"./card": "./src/card.tsx"}, "scripts": {"lint": "eslint ."},"#, &[], "library"),
            (r#""main": "dist/index.js", "scripts": {"build": "tsup", "dev": "tsup --watch"},"#, &[], "library"),
            ("", &[], "server"),
            (r#""main": "index.js", "scripts": {"build": "next build"},"#, &[], "server"),
            (r#""main": "index.js", "scripts": {"dev": "next"},"#, &[], "server"),
            (r#""main": "index.js","#, &[], "server"),
            (r#""main": "index.js","#, &[("index.js", "")], "library"),
            (r#""main": "index.js","#, &[("index.js", ""), ("next.config.js", "")], "server"),
            (r#""main": "pages/index.js","#, &[("pages/index.js", "")], "server"),
        ] {
            assert_eq!(role(&[&[("package.json", &*package(more))], others].concat()), expected, "{more}");
        }
        let astro = r#"{"name": "y", "exports": "./index.ts", "peerDependencies": {"astro": "5"}, "devDependencies": {"astro": "5"}}"#;
        assert_eq!(role(&[("package.json", astro)]), "library");
        assert_eq!(role(&[("package.json", astro), ("astro.config.mjs", "")]), "site");
    }

    #[test]
    fn sides_of_redwood_are_parts_of_its_application() {
        let root = r#"{"workspaces": ["api", "web"], "devDependencies": {"@redwoodjs/core": "8"}}"#;
        assert_eq!(role(&[("package.json", root), ("redwood.toml", "")]), "server");
        assert_eq!(role(&[("package.json", r#"{"dependencies": {"@redwoodjs/api": "8"}}"#)]), "library");
        let web = r#"{"dependencies": {"@redwoodjs/web": "8", "react": "18"}}"#;
        assert_eq!(role(&[("package.json", web)]), "library");
    }

    #[test]
    fn exported_next_is_a_site() {
        let package = ("package.json", r#"{"dependencies": {"next": "15"}}"#);
        assert_eq!(role(&[package]), "server");
        let router = ("package.json", r#"{"dependencies": {"@react-router/serve": "7"}}"#);
        assert_eq!(role(&[router, ("react-router.config.ts", "export default {\n  ssr: false,\n}")]), "site");
        assert_eq!(role(&[router, ("react-router.config.ts", "export default {\n  // ssr: false,\n}")]), "server");
        assert_eq!(role(&[package, ("next.config.ts", "const c = {\n  output: \"export\",\n}")]), "site");
        let build = r#"{"scripts": {"build": "next build && next export"}, "dependencies": {"next": "12"}}"#;
        assert_eq!(role(&[("package.json", build)]), "site");
    }
}
