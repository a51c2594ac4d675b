//! What both eras know of gunicorn: configuration files, and whether a module holds what gunicorn loads.

use super::{Remark, Situation};
use crate::{ini, literal, module, port};
use fieldmark_sdk::{File, Place, range};

/// The first version that reads `wsgi_app` from `gunicorn.conf.py`.
const READS_WSGI_APP: [u32; 2] = [20, 1];

/// Whether the gunicorn that is installed may be new enough to read `wsgi_app`. Requirements may name it several times,
/// each for other versions of Python.
pub(super) fn reads_wsgi_app(situation: &Situation<'_>) -> bool {
    let named = situation.dependencies.all.iter().filter(|d| d.requirement.name == "gunicorn");
    let mut ranges = named.map(|d| range::pep440::poetry(&d.requirement.specifiers)).peekable();
    let new = |range: Option<String>| range.is_none_or(|range| reaches(&range));
    ranges.peek().is_none() || ranges.any(new)
}

/// Whether a range does not end below 20.1.
fn reaches(range: &str) -> bool {
    [&READS_WSGI_APP[..], &[20, u32::MAX], &[u32::MAX]].iter().any(|version| range::accepts::accepts(range, version))
        || range
            .split([',', '|'])
            .filter_map(|part| part.trim().strip_prefix('='))
            .any(|pin| range::places(pin).is_some_and(|pin| pin.as_slice() >= &READS_WSGI_APP[..]))
}

/// The port that a configuration file or `GUNICORN_CMD_ARGS` binds; gunicorn's own default without either.
pub(super) fn bound(situation: &Situation<'_>, config: Option<File<'_>>) -> port::Listen {
    let given = situation.port_variable();
    let in_file = config.and_then(|file| {
        file.lines().find_map(|line| {
            let value = line.code().strip_prefix("bind")?.trim_start().strip_prefix('=')?;
            let (port, loopback) = port::of_address(value, given.map(|(port, _)| port))?;
            Some(port::Listen::new(port, loopback, line.at))
        })
    });
    let in_arguments = situation.variables.filled("GUNICORN_CMD_ARGS").and_then(|variable| {
        let value = ["--bind=", "--bind ", "-b "].iter().find_map(|flag| variable.value.split_once(flag))?.1;
        let (port, loopback) = port::of_address(value.split_whitespace().next()?, None)?;
        Some(port::Listen::new(port, loopback, variable.at))
    });
    let by_default = match given {
        Some((port, at)) => port::Listen::new(port, false, at),
        None => port::Listen::new(8000, true, Place::NONE),
    };
    in_arguments.or(in_file).unwrap_or(by_default)
}

/// What to say of gunicorn's default address, which only the container itself reaches.
pub(super) fn on_loopback(listen: port::Listen, at: Place) -> Option<Remark> {
    let note = format!(
        "gunicorn listens on 127.0.0.1:{} only, where nothing outside its container reaches it: bind 0.0.0.0:8080",
        listen.port
    );
    listen.loopback.then_some(Remark { code: "python.listens-on-loopback", at, note })
}

/// The name that `python setup.py --name` prints, as far as it is written down.
pub(super) fn package_name<'r>(situation: &Situation<'r>, setup: File<'r>) -> Option<(&'r str, Place)> {
    literal::keyword(setup, "name").or_else(|| {
        let line = ini::value(situation.repo.file("setup.cfg")?, "metadata", "name").into_iter().next()?;
        Some((line.text, line.at))
    })
}

/// Why gunicorn could not load `module:object` (`application` by default) from below these directories.
pub(super) fn unloadable(situation: &Situation<'_>, target: &str, bases: &[&str], at: Place) -> Option<Remark> {
    let (name, object) = target.split_once(':').unwrap_or((target, "application"));
    let computed = target.starts_with("$(");
    if target.contains(['"', '\'', ' ']) && !computed {
        let note = format!(
            "gunicorn cannot load `{target}`: it is no name of a module; quotes in .s2i/environment stay part of a value"
        );
        return Some(Remark { code: "python.module-malformed", at, note });
    }
    if !module::is_target(target) {
        return None;
    }
    let path = name.replace('.', "/");
    let candidates = bases.iter().flat_map(|base| [format!("{base}/{path}.py"), format!("{base}/{path}/__init__.py")]);
    let file = candidates.into_iter().find_map(|path| situation.repo.file(path.trim_start_matches('/')))?;
    let object = object.trim_end_matches("()").split('.').next().unwrap_or_default();
    // A package's own file may get the name by `from .x import *`.
    let holds = file.text().is_none_or(|text| text.contains(object) || text.contains("import *"));
    (!holds).then(|| Remark {
        code: "python.object-missing",
        at: file.whole(),
        note: format!("gunicorn loads `{object}` from {}, which does not define it", file.path()),
    })
}

/// Whether a module is in the tree at all.
pub(super) fn is_there(situation: &Situation<'_>, name: &str, bases: &[&str]) -> bool {
    let path = name.split(':').next().unwrap_or(name).replace('.', "/");
    bases.iter().any(|base| {
        let at = |suffix: &str| format!("{base}/{path}{suffix}").trim_start_matches('/').to_owned();
        situation.repo.file(&at(".py")).is_some() || situation.repo.file(&at("/__init__.py")).is_some()
    })
}
