//! Reading a shell command of a script: which programme it runs, with which file, port and package.

use crate::package::Package;
use fieldmark_sdk::{File, Repo};

/// Programmes that run a file of the repository.
const RUNNERS: [&str; 15] = [
    "node",
    "nodejs",
    "bun",
    "deno",
    "nodemon",
    "ts-node",
    "ts-node-dev",
    "tsx",
    "babel-node",
    "node-dev",
    "supervisor",
    "pm2",
    "pm2-runtime",
    "forever",
    "swc-node",
];

/// Programmes that only run another one.
const WRAPPERS: [&str; 10] =
    ["exec", "env", "cross-env", "cross-env-shell", "npx", "bunx", "dotenv", "dotenvx", "sudo", "time"];

/// Programmes that run another script of package.json.
const SCRIPT_RUNNERS: [&str; 4] = ["npm", "yarn", "pnpm", "bun"];

/// Programmes that build or watch, or serve what is being developed.
const DEVELOPMENT: [&str; 22] = [
    "webpack",
    "webpack-dev-server",
    "webpack-cli",
    "vite",
    "gulp",
    "grunt",
    "rollup",
    "parcel",
    "esbuild",
    "tsc",
    "sass",
    "postcss",
    "tailwindcss",
    "mix",
    "encore",
    "react-scripts",
    "ng",
    "vue-cli-service",
    "craco",
    "ember",
    "expo",
    "browser-sync",
];

/// Programmes that serve for development when they are told so.
const DEVELOPING: [(&str, &[&str]); 24] = [
    ("eleventy", &["--serve", "--watch"]),
    ("stencil", &["--serve", "--watch"]),
    ("brunch", &["watch"]),
    ("next", &["dev"]),
    ("nuxt", &["dev"]),
    ("nuxi", &["dev"]),
    ("astro", &["dev"]),
    ("remix", &["dev", "vite:dev"]),
    ("react-router", &["dev"]),
    ("gatsby", &["develop"]),
    ("svelte-kit", &["dev"]),
    ("vinxi", &["dev"]),
    ("nx", &["serve", "dev"]),
    ("turbo", &["dev"]),
    ("docusaurus", &["start"]),
    ("vitepress", &["dev"]),
    ("vuepress", &["dev"]),
    ("strapi", &["develop", "dev"]),
    ("medusa", &["develop"]),
    ("keystone", &["dev"]),
    ("blitz", &["dev"]),
    ("waku", &["dev"]),
    ("quasar", &["dev"]),
    ("rw", &["dev"]),
];

/// Programmes whose package has another name.
const PACKAGES: [(&str, &str); 17] = [
    ("keystone", "@keystone-6/core"),
    ("medusa", "@medusajs/medusa"),
    ("rw", "@redwoodjs/core"),
    ("shopify", "@shopify/cli"),
    ("swc-node", "@swc-node/register"),
    ("ng", "@angular/cli"),
    ("nest", "@nestjs/cli"),
    ("vue-cli-service", "@vue/cli-service"),
    ("remix", "@remix-run/dev"),
    ("remix-serve", "@remix-run/serve"),
    ("react-router-serve", "@react-router/serve"),
    ("babel-node", "@babel/node"),
    ("webpack", "webpack-cli"),
    ("ember", "ember-cli"),
    ("eleventy", "@11ty/eleventy"),
    ("docusaurus", "@docusaurus/core"),
    ("strapi", "@strapi/strapi"),
];

/// One command out of a line of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command<'r> {
    /// Variables set for it.
    pub(crate) variables: Vec<(&'r str, &'r str)>,
    /// Programmes that only run it.
    pub(crate) wrappers: Vec<&'r str>,
    /// Whether it is all that the script does.
    pub(crate) alone: bool,
    /// The programme.
    pub(crate) programme: &'r str,
    /// What follows it.
    pub(crate) arguments: Vec<&'r str>,
}

impl<'r> Command<'r> {
    /// The last command of a script: the ones before it prepare.
    pub(crate) fn last(script: &'r str) -> Option<Self> {
        let whole = script;
        let script = script.rsplit(['&', ';', '|']).find(|part| !part.trim().is_empty())?;
        let alone = whole.trim() == script.trim();
        let mut wrappers = Vec::new();
        let mut words = script.split_whitespace().map(|word| word.trim_matches(['"', '\''])).peekable();
        let mut variables = Vec::new();
        loop {
            let word = words.next()?;
            if let Some((name, value)) = word.split_once('=').filter(|(name, _)| is_name(name)) {
                variables.push((name, value.trim_matches(['"', '\''])));
            } else if WRAPPERS.contains(&word) {
                wrappers.push(word);
                while words.next_if(|word| word.starts_with('-')).is_some() {}
            } else {
                return Some(Self { variables, wrappers, alone, programme: word, arguments: words.collect() });
            }
        }
    }

    /// The command that this one comes to when it only runs another script.
    pub(crate) fn resolved(self, package: Package<'r>) -> Self {
        let mut command = self;
        // Scripts that call each other in a circle end here.
        for _ in 0..4 {
            let Some((text, rest)) = command.script(package) else { break };
            let Some(next) = Self::last(text) else { break };
            command = Self {
                arguments: [next.arguments, rest].concat(),
                variables: [next.variables, command.variables].concat(),
                wrappers: [command.wrappers, next.wrappers].concat(),
                alone: next.alone && command.alone,
                ..next
            };
        }
        command
    }

    /// The text of the script that it runs, and the arguments that it hands over.
    fn script(&self, package: Package<'r>) -> Option<(&'r str, Vec<&'r str>)> {
        if !SCRIPT_RUNNERS.contains(&self.programme) {
            return None;
        }
        let at = self.arguments.iter().position(|word| !word.starts_with('-') && *word != "run")?;
        let rest = self.arguments[at + 1..].iter().filter(|word| **word != "--").copied().collect();
        Some((package.script(self.arguments[at])?.0, rest))
    }

    /// Whether the programme runs a file of the repository.
    pub(crate) fn runs_a_file(&self) -> bool {
        RUNNERS.contains(&self.programme)
    }

    /// Whether the programme builds, watches or serves for development only.
    pub(crate) fn is_for_development(&self) -> bool {
        let previews = matches!(self.arguments.first(), Some(&"preview"));
        DEVELOPMENT.contains(&self.programme) && !previews || self.develops()
    }

    /// Whether a programme is told to serve what is being developed: `next dev`.
    fn develops(&self) -> bool {
        let heard = |(number, word): (usize, &&str), words: &[&str]| {
            (number == 0 || word.starts_with('-')) && words.contains(word)
        };
        let told = |words: &[&str]| self.arguments.iter().enumerate().any(|argument| heard(argument, words));
        DEVELOPING.iter().any(|(programme, words)| *programme == self.programme && told(words))
    }

    /// Packages that bring the programmes it needs: its own, and those that only run it.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &'r str> {
        let wrappers =
            self.wrappers.iter().map(|wrapper| if *wrapper == "cross-env-shell" { "cross-env" } else { wrapper });
        wrappers.chain([self.package()])
    }

    /// The file it runs: the first argument that is one.
    pub(crate) fn file(&self, repo: &'r Repo) -> Option<File<'r>> {
        let arguments = self.runs_a_file().then_some(&self.arguments)?;
        arguments.iter().filter(|word| !word.starts_with('-')).find_map(|word| module(repo, word))
    }

    /// The path it runs, if it is one that a build makes.
    pub(crate) fn built_path(&self) -> Option<&'r str> {
        let arguments = self.runs_a_file().then_some(&self.arguments)?;
        arguments.iter().copied().find(|word| !word.starts_with('-') && word.contains('/'))
    }

    /// The package that brings the programme.
    pub(crate) fn package(&self) -> &'r str {
        PACKAGES.iter().find(|(programme, _)| *programme == self.programme).map_or(self.programme, |(_, name)| name)
    }

    /// Whether the port among its arguments is that of the variable PORT, if there is one.
    pub(crate) fn takes_port(&self) -> bool {
        self.arguments.iter().any(|word| word.contains("${PORT") || word.contains("$PORT"))
    }

    /// The port that its arguments or variables name.
    pub(crate) fn port(&self) -> Option<u16> {
        let variable = self.variables.iter().rev().find(|(name, _)| *name == "PORT");
        self.port_argument().or_else(|| number(variable?.1))
    }

    fn port_argument(&self) -> Option<u16> {
        let long = |word: &str| word.strip_prefix("--port=").map(str::to_owned);
        if let Some(value) = self.arguments.iter().find_map(|word| long(word)) {
            return number(&value);
        }
        if let Some(value) = self.arguments.iter().find_map(|word| word.strip_prefix("-p")?.parse().ok()) {
            return Some(value).filter(|port| *port > 0 && !self.runs_a_file());
        }
        // `-p` of node itself is "print".
        let names: &[&str] = if self.runs_a_file() { &["--port"] } else { &["--port", "-p", "-l"] };
        let at = self.arguments.iter().position(|word| names.contains(word))?;
        number(self.arguments.get(at + 1)?)
    }
}

/// A port as it is written: `3000`, `${PORT:-3000}`, `tcp://0.0.0.0:3000`.
fn number(text: &str) -> Option<u16> {
    let text = text.trim_end_matches('}');
    let digits = text.rsplit([':', '-', '=']).next()?;
    digits.parse().ok().filter(|port| *port > 0)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The file that Node.js finds under a name: as it stands, with an extension, or the index of a directory.
pub(crate) fn module<'r>(repo: &'r Repo, name: &str) -> Option<File<'r>> {
    const ENDINGS: [&str; 7] = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];
    let name = name.trim_start_matches("./").trim_end_matches('/');
    let direct = ENDINGS.iter().find_map(|ending| repo.file(&format!("{name}{ending}")));
    let index = || {
        let directory = if matches!(name, "" | ".") { String::new() } else { format!("{name}/") };
        ENDINGS[1..].iter().find_map(|ending| repo.file(&format!("{directory}index{ending}")))
    };
    direct.filter(is_code).or_else(index)
}

/// Files of other kinds (a directory's `www.json`) are no modules that run.
fn is_code(file: &File<'_>) -> bool {
    file.extension().is_none_or(|extension| matches!(extension, "js" | "mjs" | "cjs" | "ts" | "mts" | "cts"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn programme_stands_behind_variables_and_wrappers() {
        let command =
            Command::last("prisma migrate deploy && cross-env NODE_ENV=production PORT=8610 node -r x a.js").unwrap();
        assert_eq!((command.programme, command.port()), ("node", Some(8610)));
        assert_eq!(Command::last("npx --yes serve -l 5000 dist").unwrap().port(), Some(5000));
        assert_eq!(Command::last("node -p 42").unwrap().port(), None);
        assert_eq!(Command::last("next start --port=${PORT:-3100}").unwrap().port(), Some(3100));
        assert_eq!(Command::last("next start -p3200").unwrap().port(), Some(3200));
        assert_eq!(Command::last("next start -p $PORT").unwrap().port(), None);
        assert_eq!(Command::last(" && "), None);
    }

    #[test]
    fn script_that_runs_another_is_followed() {
        let text = r#"{"scripts": {"start": "PORT=1 npm run serve", "serve": "node lib/x", "loop": "npm run loop"}}"#;
        let repo = MemorySource::new([("package.json", text), ("lib/x.js", "")]).into_repo();
        let package = Package::find(&repo).unwrap();
        let command = Command::last("PORT=1 npm run serve").unwrap().resolved(package);
        assert_eq!(command.file(&repo).unwrap().path(), "lib/x.js");
        assert_eq!(command.port(), Some(1));
        assert_eq!(Command::last("npm run loop").unwrap().resolved(package).programme, "npm");
        let handed = Command::last("yarn serve -- --port 81").unwrap().resolved(package);
        assert_eq!((handed.arguments.as_slice(), handed.port()), (&["lib/x", "--port", "81"][..], Some(81)));
    }

    #[test]
    fn servers_for_development_are_told_from_others() {
        for (script, expected) in [
            ("next dev", true),
            ("next start", false),
            ("nx serve shop", true),
            ("nx run shop:start", false),
            ("docusaurus start", true),
            ("docusaurus serve", false),
            ("vite", true),
            ("eleventy --input=a --serve", true),
            ("eleventy --input=a", false),
            ("vite preview", false),
            ("strapi develop", true),
            ("node dev", false),
        ] {
            assert_eq!(Command::last(script).unwrap().is_for_development(), expected, "{script}");
        }
    }

    #[test]
    fn directory_stands_for_its_index() {
        let repo = MemorySource::new([("index.js", ""), ("lib/index.ts", ""), ("lib.json", "")]).into_repo();
        let path = |name| module(&repo, name).map(|file| file.path().to_owned());
        assert_eq!(path("."), Some("index.js".to_owned()));
        assert_eq!(path("./lib/"), Some("lib/index.ts".to_owned()));
        assert_eq!(path("lib.json"), None);
    }
}
