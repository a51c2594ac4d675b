//! An application object, and the server that loads it.

use super::Override;
use crate::{
    application::{Application, Interface},
    module, port,
    run::{PORT, Situation},
};

/// A server: distribution, command for an object, command for a factory. `{target}` is `module:object`.
struct Server {
    distribution: &'static str,
    object: &'static str,
    factory: &'static str,
    /// Whether a factory is written as a call.
    call: bool,
}

/// Servers for ASGI; the first is also the one to ask for when there is none.
const ASGI: &[Server] = &[
    Server {
        distribution: "uvicorn",
        object: "uvicorn {target} --host 0.0.0.0 --port {port}",
        factory: "uvicorn --factory {target} --host 0.0.0.0 --port {port}",
        call: false,
    },
    Server {
        distribution: "hypercorn",
        object: "hypercorn --bind 0.0.0.0:{port} {target}",
        factory: "hypercorn --bind 0.0.0.0:{port} '{target}'",
        call: true,
    },
    Server {
        distribution: "granian",
        object: "granian --interface asgi --host 0.0.0.0 --port {port} {target}",
        factory: "granian --interface asgi --factory --host 0.0.0.0 --port {port} {target}",
        call: false,
    },
    Server {
        distribution: "daphne",
        object: "daphne -b 0.0.0.0 -p {port} {target}",
        factory: "daphne -b 0.0.0.0 -p {port} {target}",
        call: false,
    },
];

/// Servers for WSGI.
const WSGI: &[Server] = &[
    Server {
        distribution: "gunicorn",
        object: "gunicorn --bind 0.0.0.0:{port} --access-logfile - {target}",
        factory: "gunicorn --bind 0.0.0.0:{port} --access-logfile - '{target}'",
        call: true,
    },
    Server {
        distribution: "waitress",
        object: "waitress-serve --listen=0.0.0.0:{port} {target}",
        factory: "waitress-serve --listen=0.0.0.0:{port} --call {target}",
        call: false,
    },
    Server {
        distribution: "uwsgi",
        object: "uwsgi --http-socket :{port} --master --die-on-term --module {target}",
        factory: "uwsgi --http-socket :{port} --master --die-on-term --module '{target}'",
        call: true,
    },
    Server {
        distribution: "pyuwsgi",
        object: "uwsgi --http-socket :{port} --master --die-on-term --module {target}",
        factory: "uwsgi --http-socket :{port} --master --die-on-term --module '{target}'",
        call: true,
    },
];

/// The server for an application: one that is installed, else one that is at least declared, else what the framework
/// brings itself.
pub(super) fn find(situation: &Situation<'_>, application: &Application<'_>) -> Option<Override> {
    let servers = servers(application);
    let declared = || servers.iter().find(|server| situation.dependencies.declared(server.distribution).is_some());
    installed(situation, application).or_else(|| Some(loaded(application, declared()?))).or_else(|| {
        by_itself(situation, application)
            .or_else(|| of_framework(situation, application))
            .or_else(|| Some(loaded(application, servers.first()?)))
    })
}

/// The application in a server that the builder installs.
pub(super) fn installed(situation: &Situation<'_>, application: &Application<'_>) -> Option<Override> {
    let installed = |server: &&Server| situation.dependencies.installed(server.distribution).is_some();
    Some(loaded(application, servers(application).iter().find(installed)?))
}

fn servers(application: &Application<'_>) -> &'static [Server] {
    if application.interface == Interface::Asgi { ASGI } else { WSGI }
}

fn why(application: &Application<'_>) -> String {
    format!("{} is an application, but the builder does not know how to serve it", application.target(true))
}

fn loaded(application: &Application<'_>, server: &Server) -> Override {
    let pattern = if application.factory { server.factory } else { server.object };
    let command = pattern.replace("{target}", &application.target(server.call));
    Override::new(command, application.at, why(application))
        .importing_from(&application.module.base)
        .needing(server.distribution)
}

/// The file serves its application when it is run as a program, and not for itself only.
fn by_itself(situation: &Situation<'_>, application: &Application<'_>) -> Option<Override> {
    let given = situation.port_variable().map_or(PORT, |(port, _)| port);
    let listen = port::of_program(application.file, Some(given)).filter(|listen| !listen.loopback)?;
    let path = application.file.path();
    let fine = application.interface == Interface::Wsgi && module::is_safe_path(path);
    fine.then(|| Override::new(format!("python {path}"), application.at, why(application)).listening(Some(listen)))
}

/// A server that a framework brings itself.
struct Own {
    framework: &'static str,
    command: &'static str,
    development: bool,
}

/// Servers of frameworks, for want of another.
const OWN: &[Own] = &[
    Own { framework: "sanic", command: "sanic {target} --host=0.0.0.0 --port={port}", development: false },
    Own {
        framework: "litestar",
        command: "litestar --app {target} run --host 0.0.0.0 --port {port}",
        development: true,
    },
    Own { framework: "flask", command: "flask --app {target} run --host 0.0.0.0 --port {port}", development: true },
];

/// The framework's own server. Code that names no framework is most likely Flask's, where that is a dependency.
fn of_framework(situation: &Situation<'_>, application: &Application<'_>) -> Option<Override> {
    let framework = application.framework.unwrap_or("flask");
    let own = OWN.iter().find(|own| own.framework == framework && !(application.factory && framework == "sanic"))?;
    situation.dependencies.declared(own.framework)?;
    let command = own.command.replace("{target}", &application.target(false));
    let found = Override::new(command, application.at, why(application)).importing_from(&application.module.base);
    let found = found.needing(own.framework);
    Some(if own.development { found.for_development() } else { found })
}
