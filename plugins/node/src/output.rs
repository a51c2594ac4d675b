//! Where the build of a browser application or a site leaves the pages.
//!
//! The first of these that says something: the option of the build command, the settings of the framework, its own
//! habit, that of the bundler.

use crate::command::Command;
use crate::entry::code;
use crate::framework::{self, Framework};
use crate::package::Package;
use fieldmark_sdk::{Document, Entry, Node, Place, Repo};

/// Options by which a build command is told the directory.
const OPTIONS: [&str; 9] =
    ["--outDir", "--out-dir", "--outdir", "--dist-dir", "--output-path", "--output", "--dest", "--out", "-o"];

/// Settings in which a directory is named: how the file name begins, and the key.
const SETTINGS: [(&str, &str); 12] = [
    ("vite.config.", "outDir"),
    ("astro.config.", "outDir"),
    ("svelte.config.", "pages"),
    ("vue.config.", "outputDir"),
    ("gridsome.config.", "outputDir"),
    ("eleventy.config.", "output"),
    (".eleventy.", "output"),
    ("quasar.conf", "distDir"),
    ("next.config.", "distDir"),
    ("nuxt.config.", "dir"),
    (".umirc.", "outputPath"),
    ("webpack.config.", "path"),
];

/// Generators that write below the directory of their own settings.
const BESIDE_SETTINGS: [&str; 2] = [".vitepress", ".vuepress"];

/// Bundlers that are no frameworks: package, directory.
const BUNDLERS: [(&str, &str); 2] = [("webpack", "dist"), ("rollup", "dist")];

/// The directory with the place that says so, and who leaves the pages there.
pub(crate) struct Output {
    /// Relative to the root, without a slash at the end.
    pub(crate) directory: String,
    /// Where it stands.
    pub(crate) at: Place,
}

impl Output {
    /// The directory of a root that is built by a script.
    pub(crate) fn find(repo: &Repo, package: Package<'_>, framework: Option<&Framework>, build: &str) -> Option<Self> {
        let stated = by_option(package, build)
            .or_else(|| by_workspace_of_angular(repo))
            .or_else(|| by_settings(repo))
            .or_else(|| beside_settings(repo));
        let (directory, at) = stated.or_else(|| by_habit(package, framework))?;
        Some(Self { directory: inside(&directory)?, at })
    }
}

type Found = (String, Place);

fn by_option(package: Package<'_>, build: &str) -> Option<Found> {
    let (text, at) = package.script(build)?;
    let command = Command::last(text)?.resolved(package);
    let words = &command.arguments;
    let told = words.iter().enumerate().find_map(|(number, word)| match word.split_once('=') {
        Some((option, value)) if OPTIONS.contains(&option) => Some(value),
        None if OPTIONS.contains(word) => words.get(number + 1).copied(),
        _ => None,
    })?;
    // `-o` and `--out` of some name a file.
    (!told.contains('.') || told.starts_with('.')).then(|| (told.to_owned(), at))
}

/// A line with the key and a text in quotes.
fn by_settings(repo: &Repo) -> Option<Found> {
    SETTINGS.iter().find_map(|(beginning, key)| {
        let file = repo.top().find(|file| file.name().starts_with(beginning))?;
        code(file).find_map(|line| {
            let at = line.text.match_indices(key).map(|(at, _)| at).find(|at| is_key(line.text, *at, key.len()))?;
            let value = line.text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
            Some((quoted(value)?.to_owned(), line.at))
        })
    })
}

fn is_key(text: &str, at: usize, length: usize) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '-');
    !text[..at].ends_with(part) && !text[at + length..].starts_with(part)
}

/// The last text in quotes of a value: `path.resolve(__dirname, 'dist')`.
fn quoted(value: &str) -> Option<&str> {
    let end = value.rfind(['"', '\'', '`'])?;
    let quote = value[end..].chars().next()?;
    value[..end].rsplit_once(quote).map(|(_, text)| text)
}

/// `outputPath` of the project that is built, or the habit of Angular's builders.
fn by_workspace_of_angular(repo: &Repo) -> Option<Found> {
    let project = project_of_angular(repo.file("angular.json")?.json()?)?;
    let build = target(project, "build")?;
    let builder = build.get(&["builder"]).and_then(Node::text).unwrap_or_default();
    let path = build.get(&["options", "outputPath"]);
    let base = path.and_then(|path| path.text().or_else(|| path.get(&["base"])?.text()));
    let browser = path.and_then(|path| path.get(&["browser"])?.text()).unwrap_or("browser");
    let base = base.map_or_else(|| format!("dist/{}", project.key), |base| base.trim_end_matches('/').to_owned());
    let split = builder.ends_with(":application") && !browser.is_empty();
    Some((if split { format!("{base}/{browser}") } else { base }, path.map_or(project.at, |path| path.at)))
}

/// The project of `angular.json` that is meant where none is named.
pub(crate) fn project_of_angular(settings: &Document) -> Option<&Entry> {
    let name = settings.text(&["defaultProject"]).map(|(name, _)| name);
    settings.entries(&["projects"]).iter().find(|project| name.is_none_or(|name| project.key == name))
}

/// What a project's target holds, under either of the names for all targets.
pub(crate) fn target<'r>(project: &'r Entry, name: &str) -> Option<&'r Node> {
    ["architect", "targets"].iter().find_map(|key| project.node.get(&[key, name]))
}

fn beside_settings(repo: &Repo) -> Option<Found> {
    repo.files().find_map(|file| {
        let directory = file.directory();
        let last = directory.rsplit('/').next()?;
        let named = BESIDE_SETTINGS.contains(&last) && file.name().starts_with("config.");
        named.then(|| (format!("{directory}/dist"), file.whole()))
    })
}

fn by_habit(package: Package<'_>, framework: Option<&Framework>) -> Option<Found> {
    let place = |row: &Framework| row.dependency(package).map_or(package.file.whole(), |found| found.at);
    let of_row = |row: &Framework| Some((row.output?.to_owned(), place(row)));
    framework.and_then(of_row).or_else(|| framework::bundler(package).and_then(of_row)).or_else(|| {
        let (name, directory) = BUNDLERS.iter().find(|(name, _)| package.dependency(name).is_some())?;
        Some(((*directory).to_owned(), package.dependency(name)?.at))
    })
}

/// A directory below the root; `None` for one that leads elsewhere.
fn inside(directory: &str) -> Option<String> {
    let directory = directory.trim().trim_start_matches("./").trim_end_matches('/');
    let plain = |c: char| c.is_alphanumeric() || "._-@/".contains(c);
    let stays = !directory.is_empty()
        && !directory.starts_with('/')
        && directory.chars().all(plain)
        && directory.split('/').all(|part| part != ".." && !part.is_empty());
    stays.then(|| directory.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn output(build: &str, packages: &str, others: &[(&str, &str)]) -> Option<String> {
        let text = format!("{{\"scripts\": {{\"build\": {build:?}}}, \"devDependencies\": {{{packages}}}}}");
        let repo = MemorySource::new([&[("package.json", &*text)], others].concat()).into_repo();
        let package = Package::find(&repo)?;
        let framework = framework::find(&repo, package).map(|found| found.framework);
        Output::find(&repo, package, framework, "build").map(|output| output.directory)
    }

    #[test]
    fn option_settings_and_habit_in_this_order() {
        let vite = r#""vite": "6""#;
        let settings =
            ("vite.config.ts", "export default {\n  build: { outDir: './public/app/', sourcemap: true },\n}");
        for (build, packages, others, expected) in [
            ("vite build", vite, &[][..], Some("dist")),
            ("vite build", r#""react": "19", "vite": "6""#, &[], Some("dist")),
            ("vite build", vite, &[settings], Some("public/app")),
            ("tsc && vite build --outDir www", vite, &[settings], Some("www")),
            ("vite build --outDir ../www", vite, &[], None),
            ("vite build --outDir=$OUT", vite, &[], None),
            ("esbuild a.ts -o bundle.js", r#""svelte": "4", "rollup": "3""#, &[], Some("dist")),
            ("parcel build --dist-dir site", r#""parcel": "2""#, &[], Some("site")),
            ("react-scripts build", r#""react-scripts": "5""#, &[], Some("build")),
            ("hexo generate", r#""hexo": "7""#, &[], Some("public")),
            (
                "eleventy",
                r#""@11ty/eleventy": "3""#,
                &[(".eleventy.js", "return { dir: { input: 'src', output: 'o' } }")],
                Some("o"),
            ),
            (
                "webpack",
                r#""preact": "10", "webpack": "5""#,
                &[("webpack.config.js", "path: path.resolve(__dirname, 'built')")],
                Some("built"),
            ),
            (
                "vitepress build docs",
                r#""vitepress": "1""#,
                &[("docs/.vitepress/config.mts", "")],
                Some("docs/.vitepress/dist"),
            ),
            ("x", "", &[], None),
        ] {
            assert_eq!(output(build, packages, others).as_deref(), expected, "{build}");
        }
    }

    #[test]
    fn angular_names_the_project() {
        let angular = |options: &str| {
            let text = format!("{{\"projects\": {{\"shop\": {{\"architect\": {{\"build\": {options}}}}}}}}}");
            output("ng build", r#""@angular/core": "19""#, &[("angular.json", &text)])
        };
        for (options, expected) in [
            (r#"{"builder": "@angular-devkit/build-angular:browser", "options": {"outputPath": "dist/x"}}"#, "dist/x"),
            (r#"{"builder": "@angular/build:application", "options": {"outputPath": "dist/x"}}"#, "dist/x/browser"),
            (r#"{"builder": "@angular/build:application", "options": {}}"#, "dist/shop/browser"),
            (
                r#"{"builder": "@angular/build:application", "options": {"outputPath": {"base": "out", "browser": ""}}}"#,
                "out",
            ),
        ] {
            assert_eq!(angular(options).as_deref(), Some(expected), "{options}");
        }
    }
}
