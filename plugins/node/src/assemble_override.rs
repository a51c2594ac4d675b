//! `assemble` scripts for what the builder's own would not build: another package manager that the manifest demands, a
//! build that no script runs, tools that have to stay.

use crate::assemble::{self, Mode};
use crate::command::Command;
use crate::demand::Demand;
use crate::development;
use crate::entry::source_of;
use crate::nx;
use crate::start::{Known, Start};
use fieldmark_sdk::script::{Script, quote};
use fieldmark_sdk::{Place, Repo, Verdict, environment, script};

/// Names under which people keep their build when it is not `build`.
const BUILDING: [&str; 9] =
    ["compile", "tsc", "build:prod", "build:production", "build:server", "build:ts", "build-ts", "prod:build", "dist"];

/// The image's own script, to be gone on after.
const IMAGE: &str = "\"${STI_SCRIPTS_PATH:-/usr/libexec/s2i}/assemble\"";

/// How the build gets its script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Build<'r> {
    /// It is found, or there is none.
    AsItIs,
    /// Under another name.
    Named(&'r str),
    /// There is none: the compiler of TypeScript will do.
    Compiler,
    /// There is none: Nx builds this project.
    Project(&'r str),
}

/// States the script, and warns of what it mends. `start` is what will be started.
pub(crate) fn state(repo: &Repo, known: Known<'_>, start: Option<&Start>, verdict: &mut Verdict) {
    let demand = Demand::find(repo, known.package, known.runtime);
    if let Some(demand) = &demand {
        demand.warn(verdict);
    }
    let by_the_builder = |start: &&Start| start.origin == "builder-default" || start.script_name().is_some();
    let text = start.filter(by_the_builder).and_then(|_| started(repo, known));
    let missing = text.and_then(|text| missing_build(repo, known, text));
    let project = || start.filter(|start| start.script.is_some()).and_then(|_| nx::unbuilt(repo, known));
    let project = || project().map(|name| (Build::Project(name), Place::NONE));
    let (build, at) = missing.or_else(project).unwrap_or((Build::AsItIs, Place::NONE));
    let stays = text.and_then(|text| development::must_stay(repo, known, text));
    let loaded = start.filter(|start| start.script.is_some()).and_then(|_| nx::loaded_at_start(repo, known));
    if let Some(note) = of_build(repo, known, build) {
        verdict.warn("node.nothing-builds", at, note);
    }
    if script::own(repo, "assemble").is_some() {
        return;
    }
    let mode = Mode::of(repo, known.era);
    if let Some(demand) =
        demand.filter(|demand| demand.is_met() && matches!(mode, Mode::Production | Mode::Development))
    {
        let own = Some(assemble::build_name(repo)).filter(|name| known.package.script(name).is_some());
        let step = match build {
            Build::Named(name) => Some(demand.runs_script(name)),
            Build::Project(name) => Some(demand.runs_programme(&format!("nx build {}", quote(name)))),
            Build::AsItIs | Build::Compiler => own.map(|name| demand.runs_script(name)),
        };
        let step = step.filter(|_| mode.builds());
        let variable = start.and_then(|start| start.build_variable);
        verdict.script(
            "assemble",
            demand.assemble(step.as_deref(), mode.prunes() && stays.is_none() && loaded.is_none(), variable),
            demand.why(),
        );
    } else if let Some((name, _)) = loaded.filter(|_| mode == Mode::Production && known.startable) {
        verdict.script(
            "assemble",
            kept(build),
            format!("the settings of the application load {name}, which the builder removes"),
        );
    } else if let Some((body, why)) = by_the_image(known, build, mode, (start, stays)) {
        verdict.script("assemble", body, why);
    } else if let Some((_, at)) = then_build(repo, known, mode, start) {
        let body = Script::assemble().line(IMAGE).exec("npm run build");
        verdict.warn("node.builder-does-not-build", at, "the builder of this era does not run the script `build`");
        verdict.script("assemble", body, "the builder of this era does not run the script `build`");
    }
}

/// The text of the script that the builder starts.
fn started<'r>(repo: &Repo, known: Known<'r>) -> Option<&'r str> {
    let name = environment::filled(repo, "NPM_RUN").map_or("start", |variable| variable.value);
    known.package.script(name).map(|(text, _)| text)
}

/// The start needs a file of a build that nothing runs.
fn missing_build<'r>(repo: &Repo, known: Known<'r>, text: &'r str) -> Option<(Build<'r>, Place)> {
    let command = Command::last(text)?.resolved(known.package);
    let path = command.built_path().filter(|path| command.file(repo).is_none() && source_of(repo, path).is_some())?;
    let prestart = ["prestart"].iter().any(|name| known.package.script(name).is_some());
    let builds_first = !command.alone || prestart || assemble::build(repo, known.package, known.era).is_some();
    if builds_first || Mode::of(repo, known.era) != Mode::Production || path.starts_with('/') {
        return None;
    }
    let source = source_of(repo, path)?;
    let named = BUILDING.iter().find_map(|name| Some((Build::Named(name), known.package.script(name)?.1)));
    let typed = source.extension().is_some_and(|extension| extension.ends_with("ts"));
    let settings = repo.file("tsconfig.json").filter(|_| typed && known.package.dependency("typescript").is_some());
    named.or_else(|| settings.map(|file| (Build::Compiler, file.whole()))).or(Some((Build::AsItIs, source.whole())))
}

fn of_build(repo: &Repo, known: Known<'_>, build: Build<'_>) -> Option<String> {
    let text = started(repo, known)?;
    match build {
        Build::Named(name) => Some(format!(
            "`{text}` needs a build that the builder does not run: put `NPM_BUILD={name}` into .s2i/environment"
        )),
        Build::Project(_) => None,
        Build::Compiler => Some(format!("`{text}` needs a build, but package.json has no script `build`: add one")),
        Build::AsItIs => {
            missing_build(repo, known, text)?;
            Some(format!("`{text}` starts a file that nothing builds"))
        }
    }
}

/// The image's own script, told otherwise.
fn by_the_image(
    known: Known<'_>,
    build: Build<'_>,
    mode: Mode,
    (start, stays): (Option<&Start>, Option<&str>),
) -> Option<(String, String)> {
    let script = Script::assemble();
    match (build, stays) {
        _ if mode != Mode::Production || !known.startable => None,
        _ if let Some((name, value)) = start.and_then(|start| start.build_variable) => Some((
            script.default(name, value).exec_image("assemble"),
            format!("the build makes a server only where {name} is set"),
        )),
        (Build::Named(name), _) => Some((
            script.default("NPM_BUILD", name).exec_image("assemble"),
            format!("the start needs what the script `{name}` builds"),
        )),
        (Build::Compiler, _) => Some((
            script.line("(cd /tmp/src && npm pkg set scripts.build=tsc)").exec_image("assemble"),
            "the start needs what the compiler of TypeScript builds, and no script runs it".to_owned(),
        )),
        (Build::Project(name), _) => Some((
            script
                .line(&format!("(cd /tmp/src && npm pkg set {})", quote(&format!("scripts.build=nx build {name}"))))
                .exec_image("assemble"),
            format!("the start needs what Nx builds of {name}, and no script runs it"),
        )),
        (Build::AsItIs, Some(name)) => Some((
            script.default("NODE_ENV", "development").exec_image("assemble"),
            format!("the start script needs {name}, which the builder removes unless NODE_ENV is `development`"),
        )),
        (Build::AsItIs, None) => None,
    }
}

/// The image installs as for development, which keeps everything and builds nothing; the build follows.
fn kept(build: Build<'_>) -> String {
    let step = match build {
        Build::Project(name) => format!("npm exec -- nx build {}", quote(name)),
        _ => "npm run build".to_owned(),
    };
    let script = Script::assemble().line(&format!("NODE_ENV=development {IMAGE}"));
    script.line(&format!("NODE_ENV=production {step}")).exec("fix-permissions ./")
}

/// The builder of 2017 only installs; its image is told to build as well.
fn then_build<'r>(repo: &Repo, known: Known<'r>, mode: Mode, start: Option<&Start>) -> Option<(&'r str, Place)> {
    let installs = ["postinstall", "prepare", "install"].iter().any(|name| known.package.script(name).is_some());
    let build = known.package.script("build").filter(|_| start.is_some() && !installs)?;
    (mode == Mode::Installs && script::own(repo, "assemble").is_none()).then_some(build)
}

/// The line that runs a package's command without installing it for good.
///
/// npm takes an empty directory for the project, or else `devEngines` of the manifest would turn npm itself away. The
/// registry stays the one that the project's settings name.
pub(crate) fn npm_exec(package: &str, command: &str) -> String {
    let elsewhere = "--prefix \"$(mktemp -d)\" --registry \"$(npm config get registry)\"";
    format!("npm exec {elsewhere} --yes --package={} -- {command}", quote(package))
}
