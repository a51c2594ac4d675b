//! Start scripts that are for development, or that need what is not there when the application starts: what they lack,
//! and what takes their place.

use crate::assemble::{self, Mode};
use crate::built;
use crate::command::{Command, module};
use crate::demand::Demand;
use crate::framework::Kind;
use crate::member;
use crate::override_script::{self, overriding};
use crate::start::{Known, Start, is_gone};
use fieldmark_sdk::script::{quote, quote_path};
use fieldmark_sdk::{Place, Repo, Verdict};

/// Programmes that restart a file whenever it changes.
const WATCHERS: [&str; 4] = ["nodemon", "node-dev", "supervisor", "node"];

/// Programmes that compile what they run.
const COMPILERS: [&str; 5] = ["ts-node", "ts-node-dev", "tsx", "babel-node", "swc-node"];

/// Managers that the image does not bring (builders.md 2.1: always npm).
const MANAGERS: [&str; 3] = ["yarn", "pnpm", "bun"];

/// Options with a value that only watchers and compilers know.
const THEIRS: [&str; 13] = [
    "-w",
    "--watch",
    "-e",
    "--ext",
    "-i",
    "--ignore",
    "-d",
    "--delay",
    "-P",
    "--project",
    "-O",
    "--extensions",
    "--presets",
];

/// Options with a value that Node.js knows, too.
const OF_NODE: [&str; 4] = ["-r", "--require", "--import", "--env-file"];

/// Warns of a start script, and finds what takes its place.
pub(crate) fn replaced(
    repo: &Repo,
    known: Known<'_>,
    (text, at): (&str, Place),
    verdict: &mut Verdict,
) -> Option<Start> {
    let first = Command::last(text)?;
    let brought = || Demand::met(repo, known).is_some_and(|demand| demand.brings(first.programme));
    let manager =
        MANAGERS.contains(&first.programme) && known.package.dependency(first.programme).is_none() && !brought();
    let command = first.clone().resolved(known.package);
    let gone = command.packages().find(|name| is_gone(repo, known, name));
    let problem = why(&command, gone, manager.then_some(first.programme))?;
    if command.is_for_development() {
        let note = format!("the start script runs {}, which serves or builds for development", command.programme);
        verdict.warn("node.start-for-development", at, note);
    }
    if let Some(name) = gone {
        let note = format!(
            "the start script needs {name}, which is a dependency for development: the builder removes those before the \
             start unless NODE_ENV is `development`"
        );
        verdict.warn("node.start-needs-development-dependency", at, note);
    }
    if manager {
        let note = format!("the start script calls {}, which the builder's image does not bring", first.programme);
        verdict.warn("node.start-needs-manager", at, note);
    }
    let only_manager = gone.is_none() && !command.is_for_development();
    let by_npm = if only_manager { same_by_npm(known, &first, at) } else { None };
    let mut start = by_npm.or_else(|| replacement(repo, known, &command)).filter(|_| known.startable)?;
    start.script = start.script.map(|(body, _)| (body, problem));
    Some(start)
}

/// Why the start script will not do; `None` where it does.
fn why(command: &Command<'_>, gone: Option<&str>, manager: Option<&str>) -> Option<String> {
    match (gone, manager) {
        (Some(name), _) => Some(format!("the start script needs {name}, which is gone after the build")),
        (None, _) if command.is_for_development() => {
            Some(format!("the start script runs {} for development", command.programme))
        }
        (None, Some(name)) => Some(format!("the start script calls {name}, which the image does not bring")),
        (None, None) => None,
    }
}

/// `yarn serve` is `npm run serve`.
fn same_by_npm(known: Known<'_>, first: &Command<'_>, at: Place) -> Option<Start> {
    let mut names = first.arguments.iter().filter(|word| **word != "run");
    // What follows the name is for the script, and npm would hand it over in another way.
    let alone = first.alone && names.clone().count() == 1;
    let name = names.next().filter(|name| known.package.script(name).is_some() && alone)?;
    let note = format!("npm runs the script `{name}` as well");
    Some(overriding(format!("npm run {}", quote(name)), at, note))
}

/// The same application without the tool.
fn replacement(repo: &Repo, known: Known<'_>, command: &Command<'_>) -> Option<Start> {
    if WATCHERS.contains(&command.programme) || COMPILERS.contains(&command.programme) {
        return by_file(repo, known, command);
    }
    if command.programme == "nest" {
        return nest(repo, known);
    }
    if let Some(start) = member::start(repo, known, command).or_else(|| rendered(repo, known, command)) {
        return Some(start);
    }
    if command.programme == "nx" {
        let asked = command.arguments.iter().skip(1).find(|word| !word.starts_with('-'));
        return override_script::by_nx(repo, known, asked.copied());
    }
    command.is_for_development().then(|| override_script::by_framework(repo, known)).flatten()
}

/// The script that Angular writes for what it renders on a server: `serve:ssr` and the project's name. Its start script
/// serves for development only.
fn rendered(repo: &Repo, known: Known<'_>, command: &Command<'_>) -> Option<Start> {
    let on_server = command.programme == "ng" && known.framework.is_some_and(|row| row.kind == Kind::FullStack);
    assemble::build(repo, known.package, known.era).filter(|_| on_server)?;
    let script = known.package.entries(&["scripts"]).iter().find(|script| script.key.starts_with("serve:ssr"))?;
    let text = script.node.text()?;
    let alone = Command::last(text).is_some_and(|command| command.alone && command.programme == "node");
    let note = format!("`{text}` serves what the build renders");
    alone.then(|| overriding(format!("npm run {}", quote(&script.key)), script.at, note))
}

/// What `nest build` leaves; in a workspace of its own kind the application that is meant.
fn nest(repo: &Repo, known: Known<'_>) -> Option<Start> {
    let (_, text, at) =
        assemble::build(repo, known.package, known.era).filter(|(_, text, _)| text.contains("nest build"))?;
    let settings = repo.file("nest-cli.json").and_then(|file| file.json());
    let several = settings.filter(|settings| settings.get(&["monorepo"]).is_some_and(fieldmark_sdk::Node::is_true));
    let path = match several.and_then(|settings| settings.text(&["root"])) {
        Some((root, _)) => format!("dist/{}/main.js", root.trim_matches('/')),
        None => {
            let one = repo.file("src/main.ts")?;
            built::output(repo, known.package, one).unwrap_or_else(|| "dist/main.js".to_owned())
        }
    };
    Some(overriding(format!("node {}", quote_path(&path)), at, format!("`{text}` leaves {path}")))
}

/// What a watcher or a compiler was told.
#[derive(Default)]
struct Told<'r> {
    /// Options that Node.js takes, too.
    options: Vec<&'r str>,
    /// The programme that a watcher is to run.
    programme: Option<&'r str>,
    file: Option<&'r str>,
    rest: Vec<&'r str>,
}

impl<'r> Told<'r> {
    fn read(repo: &Repo, command: &Command<'r>) -> Self {
        let mut told = Self::default();
        let mut words = command.arguments.iter().copied();
        while let Some(word) = words.next() {
            if told.file.is_some() {
                told.rest.push(word);
            } else if THEIRS.contains(&word) && command.programme != "node" {
                _ = words.next();
            } else if ["-x", "--exec"].contains(&word) {
                told.programme = words.next();
            } else if OF_NODE.contains(&word) {
                told.options.extend([Some(word), words.next()].into_iter().flatten());
            } else if word.starts_with("--env-file")
                || word.starts_with("--import")
                || command.programme == "node" && word.starts_with('-')
            {
                told.options.push(word);
            } else if !word.starts_with('-') && (word.contains(['/', '.']) || module(repo, word).is_some()) {
                told.file = Some(word);
            }
        }
        told
    }

    /// Packages that the options load.
    fn packages(&self) -> impl Iterator<Item = &'r str> {
        let values = self.options.chunks(2).filter_map(|pair| pair.get(1).copied());
        values.filter(|value| !value.starts_with('.')).map(|value| value.split('/').next().unwrap_or(value))
    }
}

/// The file itself, or what a build makes of it.
fn by_file(repo: &Repo, known: Known<'_>, command: &Command<'_>) -> Option<Start> {
    let told = Told::read(repo, command);
    let source = match told.file {
        Some(name) => module(repo, name),
        None => known.entry.map(|entry| entry.file),
    };
    let compiles =
        [Some(command.programme), told.programme].into_iter().flatten().any(|name| COMPILERS.contains(&name))
            || source.is_some_and(|file| file.extension().is_some_and(|extension| extension.ends_with("ts")));
    let loads_gone = told.packages().any(|name| is_gone(repo, known, name));
    if !command.alone || (loads_gone && !compiles) {
        return None;
    }
    let (path, note) = match (source, told.file) {
        (Some(source), _) if compiles => {
            assemble::build(repo, known.package, known.era)?;
            let path = built::output(repo, known.package, source)?;
            let note = format!("the build makes {path} of {}", source.path());
            (path, note)
        }
        (Some(source), _) => (source.path().to_owned(), "the start script runs this file".to_owned()),
        (None, Some(name)) if !compiles => (name.to_owned(), "the start script runs this file".to_owned()),
        (None, _) => return None,
    };
    let options = if compiles { &[][..] } else { &told.options };
    let words: Vec<&str> = options.iter().chain(&[&*path]).chain(&told.rest).copied().collect();
    let line = line(command, &words)?;
    Some(overriding(line, source.map_or(Place::NONE, |file| file.whole()), note))
}

/// `env NAME=value node words`; `None` where a shell would make something else of the words.
fn line(command: &Command<'_>, words: &[&str]) -> Option<String> {
    let mut line = String::new();
    for (number, (name, value)) in command.variables.iter().enumerate() {
        line.push_str(if number == 0 { "env " } else { "" });
        line.push_str(&format!("{name}={} ", Some(quote(value)).filter(|_| !value.contains('$'))?));
    }
    line.push_str("node");
    for word in words {
        line.push_str(&format!(
            " {}",
            Some(quote(word)).filter(|_| !word.contains(['$', '`', '*', '(', '<', '>', '\\']))?
        ));
    }
    Some(line)
}

/// Whether dependencies for development must stay for the start, since nothing takes the place of the tool.
pub(crate) fn must_stay<'r>(repo: &Repo, known: Known<'r>, text: &'r str) -> Option<&'r str> {
    let command = Command::last(text)?.resolved(known.package);
    let gone = command.packages().find(|name| is_gone(repo, known, name))?;
    let runs = WATCHERS.contains(&command.programme) || COMPILERS.contains(&command.programme);
    (runs && Mode::of(repo, known.era) == Mode::Production).then_some(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Entry;
    use crate::package::Package;
    use crate::runtime::Runtime;
    use fieldmark_sdk::Era;
    use fieldmark_sdk::testing::MemorySource;

    const TOOLS: &str = r#""devDependencies": {"nodemon": "3", "ts-node": "10", "tsx": "4", "cross-env": "7",
        "babel-node": "6", "@nestjs/cli": "11", "esm": "3", "typescript": "5"}"#;

    fn replaced_by(start: &str, more: &str, era: Era) -> String {
        let package =
            format!("{{\"scripts\": {{\"start\": {start:?}{more}}}, {TOOLS}, \"dependencies\": {{\"next\": \"15\"}}}}");
        let tsconfig = r#"{"compilerOptions": {"outDir": "dist", "rootDir": "src"}}"#;
        let files = [
            ("package.json", &*package),
            ("tsconfig.json", tsconfig),
            ("server.js", ""),
            ("src/index.ts", ""),
            ("src/main.ts", ""),
        ];
        let repo = MemorySource::new(files).into_repo();
        let package = Package::find(&repo).unwrap();
        let framework = crate::framework::find(&repo, package).map(|found| found.framework);
        let known = Known {
            package,
            framework,
            entry: Entry::by_convention(&repo),
            era,
            runtime: Runtime::Node,
            built: true,
            startable: true,
        };
        let mut verdict = Verdict::new("node");
        let start = replaced(&repo, known, package.script("start").unwrap(), &mut verdict);
        let codes = verdict.warnings.iter().map(|warning| warning.code.trim_start_matches("node.start-"));
        format!("{} !{}", start.map_or("-".to_owned(), |start| start.command), codes.collect::<Vec<_>>().join(" !"))
    }

    #[test]
    fn tool_is_left_out_where_the_application_starts_without_it() {
        const GONE: &str = "!needs-development-dependency";
        let build = r#", "build": "tsc""#;
        for (start, more, expected) in [
            ("nodemon server.js", "", "node server.js"),
            ("nodemon", "", "node server.js"),
            ("nodemon --watch src -e js,ts --inspect server.js --verbose", "", "node server.js --verbose"),
            ("PORT=3000 nodemon -r dotenv/config server", "", "env PORT=3000 node -r dotenv/config server.js"),
            ("nodemon -r esm server.js", "", "-"),
            ("nodemon --exec babel-node server.js", build, "-"),
            ("nodemon server.js --name $HOSTNAME", "", "-"),
            ("cross-env NODE_ENV=production node server.js", "", "env NODE_ENV=production node server.js"),
            (
                "cross-env A=1 B=2 node --max-old-space-size=512 server.js",
                "",
                "env A=1 B=2 node --max-old-space-size=512 server.js",
            ),
            ("ts-node src/index.ts", build, "node dist/index.js"),
            ("ts-node src/index.ts", "", "-"),
            ("tsx watch src/index.ts", build, "node dist/index.js"),
            ("nodemon --exec ts-node src/index.ts", build, "node dist/index.js"),
            ("echo hi && nodemon server.js", "", "-"),
        ] {
            assert_eq!(replaced_by(start, more, Era::Today), format!("{expected} {GONE}"), "{start}");
        }
    }

    #[test]
    fn servers_for_development_are_replaced_by_what_serves_the_build() {
        for (start, more, expected) in [
            ("next dev", r#", "build": "next build""#, "next start !for-development"),
            ("next dev", "", "- !for-development"),
            ("nest start --watch", r#", "build": "nest build""#, "node dist/main.js !needs-development-dependency"),
            ("vite", r#", "build": "vite build""#, "next start !for-development"),
            ("yarn serve", r#", "serve": "node server.js""#, "npm run serve !needs-manager"),
            ("yarn serve node x.js", r#", "serve": "node server.js""#, "node server.js node x.js !needs-manager"),
            ("yarn serve && x", r#", "serve": "node server.js""#, "- !"),
            (
                "pnpm run dev",
                r#", "dev": "nodemon server.js""#,
                "node server.js !needs-development-dependency !needs-manager",
            ),
            ("node server.js", "", "- !"),
            ("next start", "", "- !"),
        ] {
            assert_eq!(replaced_by(start, more, Era::Today), expected, "{start}");
        }
    }

    #[test]
    fn application_of_a_workspace_of_nest_lies_in_a_directory_of_its_name() {
        let package =
            r#"{"scripts": {"start": "nest start", "build": "nest build"}, "devDependencies": {"@nestjs/cli": "11"}}"#;
        let settings = ("nest-cli.json", r#"{"monorepo": true, "root": "apps/pier"}"#);
        let repo = fieldmark_sdk::testing::MemorySource::new([("package.json", package), settings]).into_repo();
        let package = Package::find(&repo).unwrap();
        let known = Known {
            package,
            framework: None,
            entry: None,
            era: Era::Today,
            runtime: Runtime::Node,
            built: true,
            startable: true,
        };
        let mut verdict = Verdict::new("node");
        let start = replaced(&repo, known, package.script("start").unwrap(), &mut verdict);
        assert_eq!(start.unwrap().command, "node dist/apps/pier/main.js");
    }

    #[test]
    fn builder_of_2017_keeps_the_tools() {
        assert_eq!(replaced_by("nodemon server.js", "", Era::OpenShift35), "- !");
        assert_eq!(replaced_by("ts-node src/index.ts", "", Era::OpenShift35), "- !");
    }
}
