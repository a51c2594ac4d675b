//! The `run` of today's builder images.

use super::{Outcome, Program, Remark, Rule, Situation, Start, gunicorn, inside, runserver, served::Kind};
use fieldmark_sdk::{File, Place};

/// The rules, in the order of the script.
pub(super) const RULES: &[Rule] = &[gunicorn_conf, app_script, app_file, gunicorn_module, django];

/// gunicorn is installed and `gunicorn.conf.py` of the root says `wsgi_app`: plain `gunicorn`, before `APP_HOME` counts.
fn gunicorn_conf(situation: &Situation<'_>) -> Option<Outcome> {
    situation.dependencies.installed("gunicorn")?;
    let config = situation.repo.file("gunicorn.conf.py")?;
    // The script looks for the text anywhere, a comment included.
    let line = config.line_with("wsgi_app")?;
    if !gunicorn::reads_wsgi_app(situation) {
        return None;
    }
    let listen = gunicorn::bound(situation, Some(config));
    let why = "gunicorn is installed and gunicorn.conf.py says wsgi_app";
    let start = Start::new("python.run-gunicorn-conf", "gunicorn", line.at, why).listening(Some(listen));
    start
        .ending(configured_target(situation, line.text, line.at))
        .remarking(gunicorn::on_loopback(listen, line.at))
        .outcome()
}

/// Why gunicorn could not load what `wsgi_app = "module:object"` names.
fn configured_target(situation: &Situation<'_>, text: &str, at: Place) -> Option<Remark> {
    let value = text.trim().strip_prefix("wsgi_app")?.trim_start().strip_prefix('=')?.trim();
    let quote = value.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let target = value[1..].split(quote).next()?;
    gunicorn::unloadable(situation, target, &["", "src"], at)
}

/// Whether none of the three variables is set, so that the defaults apply.
fn defaults_apply(situation: &Situation<'_>) -> bool {
    ["APP_SCRIPT", "APP_FILE", "APP_MODULE"].iter().all(|name| situation.variables.filled(name).is_none())
}

fn app_script(situation: &Situation<'_>) -> Option<Outcome> {
    let home = situation.home()?;
    let default = defaults_apply(situation).then_some("app.sh");
    Program { variable: "APP_SCRIPT", default, home: &home, kind: Kind::Script }.apply(situation)
}

fn app_file(situation: &Situation<'_>) -> Option<Outcome> {
    let home = situation.home()?;
    let default = defaults_apply(situation).then_some("app.py");
    Program { variable: "APP_FILE", default, home: &home, kind: Kind::Python }.apply(situation)
}

/// gunicorn is installed and a module is known: `APP_MODULE`, else `wsgi.py`, else the name of the package.
fn gunicorn_module(situation: &Situation<'_>) -> Option<Outcome> {
    let server = situation.dependencies.installed("gunicorn")?;
    let home = situation.home()?;
    let target = named_module(situation)
        .or_else(|| wsgi_module(situation, &home))
        .or_else(|| package_module(situation, server.at))?;
    let config = situation.variables.filled("APP_CONFIG");
    let arguments = situation.variables.filled("GUNICORN_CMD_ARGS");
    let mut command = format!("gunicorn {}", target.name);
    let listen = if config.is_none() && arguments.is_none() {
        let listen = situation.builder_listens();
        command.push_str(&format!(" --bind=0.0.0.0:{} --access-logfile=-", listen.port));
        listen
    } else {
        command.extend(arguments.map(|variable| format!(" {}", variable.value)));
        command.extend(config.map(|variable| format!(" --config {}", variable.value)));
        // Without APP_CONFIG gunicorn looks for gunicorn.conf.py by itself.
        let path = config.map_or("gunicorn.conf.py", |variable| variable.value);
        gunicorn::bound(situation, situation.file_in(&home, path.trim_start_matches("file:")))
    };
    let start = Start::new("python.run-gunicorn", inside(&home, command), target.at, target.why);
    start
        .listening(Some(listen))
        .ending(gunicorn::unloadable(situation, &target.name, &[home.as_str(), "", "src"], target.at))
        .remarking(target.remark)
        .remarking(gunicorn::on_loopback(listen, target.at))
        .outcome()
}

/// A module for gunicorn, and how it is known.
struct Target {
    name: String,
    at: Place,
    why: String,
    remark: Option<Remark>,
}

fn named_module(situation: &Situation<'_>) -> Option<Target> {
    let variable = situation.variables.filled("APP_MODULE")?;
    let why = format!("gunicorn is installed and APP_MODULE names {}", variable.value);
    Some(Target { name: variable.value.to_owned(), at: variable.at, why, remark: None })
}

fn wsgi_module(situation: &Situation<'_>, home: &str) -> Option<Target> {
    let file = situation.file_in(home, "wsgi.py")?;
    let why = "gunicorn is installed and wsgi.py is there".to_owned();
    Some(Target { name: "wsgi".to_owned(), at: file.whole(), why, remark: None })
}

/// `python setup.py --name` of the `setup.py` in the root or one directory below.
fn package_module(situation: &Situation<'_>, at_server: Place) -> Option<Target> {
    let setup: File<'_> = situation.setup(2)?;
    let Some((name, at)) = gunicorn::package_name(situation, setup) else {
        let note =
            format!("the builder lets gunicorn load the name that {} computes, which is not known", setup.path());
        let remark = Some(Remark { code: "python.package-name-computed", at: setup.whole(), note });
        let why = format!("gunicorn is installed and there is {}", setup.path());
        return Some(Target { name: "$(python setup.py --name)".to_owned(), at: setup.whole(), why, remark });
    };
    let missing = !gunicorn::is_there(situation, name, &["", "src", setup.directory()]);
    let note = format!("the builder lets gunicorn load the package's name {name}, but there is no such module");
    let remark = missing.then_some(Remark { code: "python.module-missing", at, note });
    let why = format!("gunicorn is installed and the package is called {name}");
    let at = if at == Place::NONE { at_server } else { at };
    Some(Target { name: name.to_owned(), at, why, remark })
}

fn django(situation: &Situation<'_>) -> Option<Outcome> {
    runserver(situation, &situation.home()?, "manage.py", situation.builder_listens())
}
