//! The port the application listens on.
//!
//! The first of these that says something: the start script, the code, the framework's settings, the script for
//! development (browser applications only), a template of `.env`, the framework's own default.
//!
//! A `PORT` in `.s2i/environment` is in force wherever the variable is looked at; one in `.env` is stated beside the
//! others, for it is known only to applications that load that file.

use crate::command::Command;
use crate::container_file;
use crate::entry::Entry;
use crate::framework::{self, Framework, Kind};
use crate::listen;
use crate::package::Package;
use fieldmark_sdk::script::PORT;
use fieldmark_sdk::{File, Place, Repo, Verdict, environment};

/// Settings of frameworks in which a line `port: 3000` counts: beginning of the file name.
const SETTINGS: [&str; 9] = [
    "nuxt.config.",
    "nitro.config.",
    ".umirc.",
    "vite.config.",
    "astro.config.",
    "angular.json",
    "vue.config.",
    "webpack.config.",
    "quasar.config.",
];

/// Templates of `.env`: what they say holds where nothing else does.
const TEMPLATES: [&str; 3] = [".env.example", ".env.sample", ".env.template"];

/// Scripts that start a server for development.
const DEVELOPMENT: [&str; 4] = ["dev", "serve", "develop", "preview"];

/// Programmes that serve what they are told to, where they listen unless told otherwise. All of them obey `PORT`.
const SERVING: [(&str, u16); 5] =
    [("serve", 3000), ("http-server", 8080), ("live-server", 8080), ("sirv", 8080), ("fastify", 3000)];

/// What is known before the port is looked for.
#[derive(Clone, Copy, Default)]
pub(crate) struct Known<'a, 'r> {
    /// The manifest.
    pub(crate) package: Option<Package<'r>>,
    /// Where the start script stands.
    pub(crate) script: Option<Place>,
    /// The command that it comes to.
    pub(crate) command: Option<&'a Command<'r>>,
    /// The file it begins in.
    pub(crate) entry: Option<Entry<'r>>,
    /// Its framework.
    pub(crate) framework: Option<&'static Framework>,
    /// Whether a script of ours sets `PORT` to the port that the image exposes.
    pub(crate) exported: bool,
    /// Whether it is started and answers requests.
    pub(crate) serves: bool,
}

/// States the port or ports.
pub(crate) fn state<'r>(repo: &'r Repo, known: Known<'_, 'r>, verdict: &mut Verdict) {
    let found = certain(repo, known, verdict);
    let mut stated = false;
    if let Some((port, at, note, _)) = &found {
        verdict.attribute("port", port.to_string(), *at);
        verdict.point(0, "node.port", *at, note.as_str());
        stated = true;
    }
    if let Some((port, at)) =
        dot_env(repo, ".env", "PORT").filter(|(port, _)| verdict.get("port") != Some(&port.to_string()))
    {
        if stated {
            verdict.warn("node.port-contradiction", at, "the port of .env is another than the one found elsewhere");
        }
        verdict.attribute("port", port.to_string(), at);
        verdict.point(0, "node.port", at, "PORT of .env, if the application loads that file");
        stated = true;
    }
    let by_default = by_default(repo, known).filter(|_| !stated);
    if let Some((port, at, note, _)) = &by_default {
        verdict.attribute("port", port.to_string(), *at);
        verdict.point(0, "node.port", *at, note.as_str());
    }
    if let Some(found) = found.or(by_default).filter(|_| known.serves) {
        warn_of_exposed(&found, verdict);
    }
}

/// Port, where it stands, the same in words, and the variable of the environment that changes it.
type Found<'r> = (u16, Place, String, Option<&'r str>);

/// The image exposes one port, whatever the application listens on (builders.md 0).
fn warn_of_exposed((port, at, _, variable): &Found<'_>, verdict: &mut Verdict) {
    if *port == PORT {
        return;
    }
    let note = match variable {
        Some(name) => format!(
            "it listens on {port} unless {name} says otherwise, but the image exposes {PORT}: put `{name}={PORT}` into \
             .s2i/environment"
        ),
        None => format!("it listens on {port}, but the image exposes {PORT} only: let it listen on $PORT"),
    };
    verdict.warn("node.port-not-exposed", *at, note);
}

/// What the start script or the code says.
fn certain<'r>(repo: &'r Repo, known: Known<'_, 'r>, verdict: &mut Verdict) -> Option<Found<'r>> {
    if let Some(port) = known.command.and_then(Command::port) {
        if known.command.is_some_and(Command::takes_port) {
            return Some(of_variable(repo, known, port));
        }
        return Some((port, known.script.unwrap_or_default(), "the start command names the port".to_owned(), None));
    }
    let set = environment::variable(repo, "PORT");
    let listening = known.entry.and_then(|entry| listen::find(&entry.with_imports(repo)));
    let Some(listening) = listening else {
        let obeys = known.framework.is_some_and(|framework| framework.port.is_some());
        let set = set.filter(|_| obeys)?;
        return Some((set.value.parse().ok()?, set.at, "PORT of .s2i/environment".to_owned(), Some("PORT")));
    };
    let Some(name) = listening.variable else {
        return Some((listening.port?, listening.at, "the code listens on this port".to_owned(), None));
    };
    if let Some(set) = environment::variable(repo, name)
        && let Ok(port) = set.value.parse()
    {
        return Some((port, set.at, format!("{name} of .s2i/environment, which the code reads"), Some(name)));
    }
    if known.exported && name == "PORT" {
        return Some((PORT, listening.at, "the code listens on $PORT, which the run script sets".to_owned(), None));
    }
    if let Some((port, at)) = set_elsewhere(repo, name).filter(|_| listening.port.is_none()) {
        return Some((port, at, format!("{name}, which the code listens on, is set here"), Some(name)));
    }
    let Some(port) = listening.port else {
        let note = format!("the code listens on ${name}, for which the builder sets no value");
        verdict.warn("node.port-from-environment", listening.at, note);
        return None;
    };
    let note = format!("the code listens on ${name}, or on this port without it");
    Some((port, listening.at, note, Some(name)))
}

/// The port in a variable without a fallback that the container file or `.env` sets.
fn set_elsewhere(repo: &Repo, name: &str) -> Option<(u16, Place)> {
    let of_image = container_file::variable(repo, name).and_then(|(value, at)| Some((value.parse().ok()?, at)));
    of_image.filter(|(port, _)| *port > 0).or_else(|| dot_env(repo, ".env", name))
}

/// The port of a command that takes `$PORT`, or another without it.
fn of_variable<'r>(repo: &'r Repo, known: Known<'_, 'r>, port: u16) -> Found<'r> {
    if let Some(set) = environment::filled(repo, "PORT")
        && let Ok(port) = set.value.parse()
    {
        return (port, set.at, "PORT of .s2i/environment, which the start command takes".to_owned(), Some("PORT"));
    }
    let at = known.script.unwrap_or_default();
    if known.exported {
        return (PORT, at, "the start command takes $PORT, which the run script sets".to_owned(), None);
    }
    (port, at, "the start command takes $PORT, or this port without it".to_owned(), Some("PORT"))
}

/// The port that a file in the form of `.env` gives a variable.
fn dot_env(repo: &Repo, file: &str, variable: &str) -> Option<(u16, Place)> {
    repo.file(file)?.lines().find_map(|line| {
        let (name, value) = line.code().split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        Some((value.parse().ok().filter(|port| *port > 0 && name.trim() == variable)?, line.at))
    })
}

/// What settings, development scripts and the framework's habit say.
fn by_default<'r>(repo: &'r Repo, known: Known<'_, 'r>) -> Option<Found<'r>> {
    let in_browser = known.framework.is_none_or(|framework| !matches!(framework.kind, Kind::FullStack | Kind::Server));
    let package = known.package?;
    let serving = |command: &Command<'_>| SERVING.iter().find(|(name, _)| *name == command.programme);
    if let Some((_, port)) = known.command.and_then(serving) {
        let port = if known.exported { PORT } else { *port };
        let note = "the programme that it starts listens here unless told otherwise".to_owned();
        return Some((port, known.script.unwrap_or_default(), note, Some("PORT")));
    }
    if known.framework.is_some()
        && let Some(found) = by_settings(repo, package, in_browser)
    {
        return Some(found);
    }
    if let Some((port, at)) = TEMPLATES.iter().find_map(|name| dot_env(repo, name, "PORT")) {
        return Some((port, at, "PORT of the template of .env".to_owned(), Some("PORT")));
    }
    known.framework?;
    let bundler = framework::bundler(package).filter(|_| in_browser);
    let row = known.framework.filter(|framework| framework.port.is_some()).or(bundler)?;
    let at = row.dependency(package).map_or(Place::NONE, |dependency| dependency.at);
    // Frameworks that serve by themselves obey PORT.
    let obeys = row.kind == Kind::FullStack;
    let port = if obeys && known.exported { PORT } else { row.port? };
    Some((port, at, format!("{} listens here unless told otherwise", row.slug), obeys.then_some("PORT")))
}

/// What the settings of the framework say, and for what runs in browsers the scripts for development.
fn by_settings<'r>(repo: &'r Repo, package: Package<'r>, in_browser: bool) -> Option<Found<'r>> {
    if let Some((port, at)) = settings(repo) {
        return Some((port, at, "the settings of the framework name the port".to_owned(), None));
    }
    let mut scripts = DEVELOPMENT.iter().filter(|_| in_browser);
    scripts.find_map(|name| {
        let (script, at) = package.script(name)?;
        let port = Command::last(script).and_then(|command| command.port())?;
        Some((port, at, format!("the script `{name}` names the port, for development"), None))
    })
}

/// A line `port: 3000` in the settings of a framework.
fn settings(repo: &Repo) -> Option<(u16, Place)> {
    let is_settings = |file: &File<'_>| SETTINGS.iter().any(|name| file.name().starts_with(name));
    repo.top().filter(is_settings).flat_map(crate::entry::code).find_map(|line| {
        // `server: { port: 3000 }` may stand in one line.
        let at = line.text.match_indices("port").map(|(at, _)| at).find(|at| is_key(line.text, *at))?;
        let value = line.text[at + "port".len()..].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        let end = value.find([',', '}']).unwrap_or(value.len());
        Some((listen::expression(value[..end].trim(), line.at)?.port?, line.at))
    })
}

fn is_key(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn ports(files: &[(&str, &str)]) -> (Vec<String>, usize) {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let package = Package::find(&repo);
        let script = package.and_then(|package| package.script("start"));
        let command = script.and_then(|(script, _)| Command::last(script));
        let entry = command.as_ref().and_then(|command| Entry::of_command(&repo, command));
        let framework = package.and_then(|package| framework::find(&repo, package)).map(|found| found.framework);
        let mut verdict = Verdict::new("node");
        state(
            &repo,
            Known {
                package,
                script: script.map(|(_, at)| at),
                command: command.as_ref(),
                entry,
                framework,
                ..Known::default()
            },
            &mut verdict,
        );
        let values = verdict.attributes.iter().map(|attribute| attribute.value.clone()).collect();
        (values, verdict.warnings.len())
    }

    const SERVER: (&str, &str) = ("package.json", r#"{"scripts": {"start": "node a.js"}}"#);
    const CODE: (&str, &str) = ("a.js", "app.listen(process.env.PORT || 3000)");

    #[test]
    fn variable_of_the_builder_goes_before_the_fallback() {
        assert_eq!(ports(&[SERVER, CODE]).0, ["3000"]);
        assert_eq!(ports(&[SERVER, CODE, (".s2i/environment", "PORT=8080\n")]).0, ["8080"]);
    }

    #[test]
    fn dot_env_is_stated_beside_what_the_code_says() {
        assert_eq!(ports(&[SERVER, CODE, (".env", "PORT=9000\n")]), (vec!["3000".to_owned(), "9000".to_owned()], 1));
        assert_eq!(ports(&[SERVER, CODE, (".env", "PORT=3000\n")]), (vec!["3000".to_owned()], 0));
    }

    #[test]
    fn variable_without_fallback_is_looked_up_where_it_is_set() {
        let code = ("a.js", "app.listen(process.env.TIDE_GATE)");
        let image = ("Dockerfile", "FROM node\nENV TIDE_GATE=4010\n");
        assert_eq!(ports(&[SERVER, code, image]).0, ["4010"]);
        assert_eq!(ports(&[SERVER, code, (".env", "TIDE_GATE=4011\n")]).0, ["4011"]);
        // The code's own fallback holds where the image is not the one that the builder makes.
        let fallback = ("a.js", "app.listen(process.env.TIDE_GATE || 4012)");
        assert_eq!(ports(&[SERVER, fallback, image]).0, ["4012"]);
        assert_eq!(ports(&[SERVER, code, ("Dockerfile", "FROM node\nENV TIDE_GATE=high\n")]), (vec![], 1));
    }

    #[test]
    fn missing_fallback_is_reported() {
        assert_eq!(ports(&[SERVER, ("a.js", "app.listen(process.env.PORT)")]), (vec![], 1));
    }

    #[test]
    fn framework_listens_where_its_settings_say_or_on_its_default() {
        let nuxt = ("package.json", r#"{"dependencies": {"nuxt": "2"}, "scripts": {"start": "nuxt start"}}"#);
        assert_eq!(ports(&[nuxt]).0, ["3000"]);
        assert_eq!(ports(&[nuxt, ("nuxt.config.js", "  server: {\n    port: 8787\n")]).0, ["8787"]);
    }

    #[test]
    fn settings_are_read_in_all_their_forms() {
        let vite = ("package.json", r#"{"devDependencies": {"vite": "5", "vue": "3"}}"#);
        for (name, text, expected) in [
            ("vite.config.ts", "export default defineConfig({\n  server: { port: 5180, host: true },\n})", "5180"),
            ("vite.config.js", "  server: {\n    port: Number(process.env.PORT) || 5181,\n  }", "5181"),
            ("vite.config.js", "  server: {\n    // port: 1,\n    hmr: { clientPort: 2 },\n  }", "4173"),
            ("vue.config.js", "  devServer: {\n    port: 5182\n  }", "5182"),
            ("webpack.config.js", "  devServer: { static: 'x', port: '5183' }", "5183"),
            ("angular.json", "  \"serve\": {\"options\": {\"port\": 5184}}", "5184"),
            (".env.example", "# ours\nPORT=5185\n", "5185"),
            (".env.sample", "DB_PORT=5432\n", "4173"),
        ] {
            assert_eq!(ports(&[vite, (name, text)]).0, [expected], "{name}: {text}");
        }
    }

    #[test]
    fn development_script_speaks_for_browser_applications() {
        let text = r#"{"devDependencies": {"vite": "5", "svelte": "4"}, "scripts": {"dev": "vite --port 8282"}}"#;
        assert_eq!(ports(&[("package.json", text)]).0, ["8282"]);
        assert_eq!(ports(&[("package.json", r#"{"devDependencies": {"vite": "5", "svelte": "4"}}"#)]).0, ["4173"]);
    }
}
