//! The `run` of the builder images of OpenShift 3.5.
//!
//! It differs from today's in more than its order: nothing is looked up in `APP_HOME` but `wsgi.py` and `manage.py`, the
//! defaults `app.sh` and `app.py` apply even when `APP_MODULE` is set (sclorg/s2i-python-container#442), and the port is
//! always 8080.

use super::{Outcome, PORT, Program, Remark, Rule, Situation, Start, gunicorn, runserver, served::Kind};
use crate::port::Listen;
use fieldmark_sdk::Place;

/// The rules, in the order of the script.
pub(super) const RULES: &[Rule] = &[app_script, app_file, gunicorn_module, django];

/// The only address of this era's servers.
const EVERYWHERE: Listen = Listen::new(PORT, false, Place::NONE);

/// A default that only setting the variable, be it to nothing, switches off.
fn unless_set(situation: &Situation<'_>, variable: &str, default: &'static str) -> Option<&'static str> {
    situation.variables.set(variable).is_none().then_some(default)
}

fn app_script(situation: &Situation<'_>) -> Option<Outcome> {
    let default = unless_set(situation, "APP_SCRIPT", "app.sh");
    Program { variable: "APP_SCRIPT", default, home: "", kind: Kind::Script }
        .apply(situation)
        .map(|o| overruled(situation, o))
}

fn app_file(situation: &Situation<'_>) -> Option<Outcome> {
    let default = unless_set(situation, "APP_FILE", "app.py");
    Program { variable: "APP_FILE", default, home: "", kind: Kind::Python }
        .apply(situation)
        .map(|o| overruled(situation, o))
}

/// Says so when `APP_MODULE` is set and loses against a file that is only there by its default name.
fn overruled(situation: &Situation<'_>, outcome: Outcome) -> Outcome {
    let Outcome::Starts(mut start) = outcome else { return outcome };
    let by_default = ["APP_SCRIPT", "APP_FILE"].iter().all(|name| situation.variables.filled(name).is_none());
    if let Some(module) = situation.variables.filled("APP_MODULE").filter(|_| by_default) {
        let note = "APP_MODULE is set, but this builder runs app.sh or app.py first: add APP_SCRIPT= and APP_FILE= (empty) to \
                    .s2i/environment";
        start.remarks.push(Remark { code: "python.app-module-overruled", at: module.at, note: note.to_owned() });
    }
    Outcome::Starts(start)
}

/// gunicorn is installed and a module is known: `APP_MODULE`, else `wsgi.py` of `APP_HOME` with its dotted path, else the
/// name that the root's `setup.py` states.
fn gunicorn_module(situation: &Situation<'_>) -> Option<Outcome> {
    situation.dependencies.installed("gunicorn")?;
    let (name, at, why) = named(situation).or_else(|| wsgi(situation)).or_else(|| package(situation))?;
    let config = situation.variables.filled("APP_CONFIG").map_or(String::new(), |v| format!(" --config {}", v.value));
    let command = format!("gunicorn {name} --bind=0.0.0.0:{PORT} --access-logfile=-{config}");
    let start = Start::new("python.run-gunicorn", command, at, why).listening(Some(EVERYWHERE));
    start.ending(gunicorn::unloadable(situation, &name, &[""], at)).outcome()
}

type Target = (String, Place, String);

fn named(situation: &Situation<'_>) -> Option<Target> {
    let variable = situation.variables.filled("APP_MODULE")?;
    let why = format!("gunicorn is installed and APP_MODULE names {}", variable.value);
    Some((variable.value.to_owned(), variable.at, why))
}

fn wsgi(situation: &Situation<'_>) -> Option<Target> {
    let home = situation.home()?;
    let file = situation.file_in(&home, "wsgi.py")?;
    let name = file.path().strip_suffix(".py")?.replace('/', ".");
    Some((name, file.whole(), format!("gunicorn is installed and {} is there", file.path())))
}

fn package(situation: &Situation<'_>) -> Option<Target> {
    let (name, at) = gunicorn::package_name(situation, situation.repo.file("setup.py")?)?;
    Some((name.to_owned(), at, format!("gunicorn is installed and the package is called {name}")))
}

fn django(situation: &Situation<'_>) -> Option<Outcome> {
    let home = situation.home()?;
    let manage = if home.is_empty() { "manage.py".to_owned() } else { format!("{home}/manage.py") };
    runserver(situation, "", &manage, EVERYWHERE)
}
