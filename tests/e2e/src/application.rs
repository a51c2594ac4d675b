//! The applications: which builder image they are for, and what is expected of them.

use crate::{Builder, Origin};
use std::path::PathBuf;

/// A folder of `applications/`. What it proves stands in its first file, as a comment or description.
#[derive(Debug)]
pub struct Application {
    /// Its folder.
    pub name: &'static str,
    /// The family that must be recognised.
    pub builder: Builder,
    /// Who must be found to start it.
    pub origin: Origin,
    /// Part of the page that it answers with.
    pub page: &'static str,
    /// Another port, if its start takes the variable `PORT`.
    pub other_port: Option<u16>,
    /// Whether developers of the application would have written a lock file, which depends on the machine's packages.
    pub locked: bool,
    /// Whether it is tried in an image only, because its tools are not among those of the machine.
    pub in_image_only: bool,
}

impl Application {
    const fn new(name: &'static str, builder: Builder, origin: Origin, page: &'static str) -> Self {
        Self { name, builder, origin, page, other_port: None, locked: false, in_image_only: false }
    }

    const fn also_on(self, port: u16) -> Self {
        Self { other_port: Some(port), ..self }
    }

    const fn locked(self) -> Self {
        Self { locked: true, ..self }
    }

    const fn in_image_only(self) -> Self {
        Self { in_image_only: true, ..self }
    }

    /// The application of that name.
    pub fn named(name: &str) -> &'static Self {
        APPLICATIONS.iter().find(|application| application.name == name).expect("the application is in the table")
    }

    /// Where its sources are.
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/applications")).join(self.name)
    }
}

use Builder::{Go, Httpd, Java, Nginx, Node, Perl, Php, Python, Ruby};
use Origin::{BuilderDefault, Override};

/// All of them.
pub const APPLICATIONS: &[Application] = &[
    Application::new("flask-behind-gunicorn", Python, BuilderDefault, "shelves by gunicorn"),
    Application::new("django-named-by-app-module", Python, BuilderDefault, "atelier by gunicorn"),
    Application::new("django-by-its-manager", Python, BuilderDefault, "shop by manage.py"),
    Application::new("program-in-app-py", Python, BuilderDefault, "clock by app.py"),
    Application::new("fastapi-without-gunicorn", Python, Override, "fair by uvicorn").also_on(9191),
    Application::new("fastapi-in-a-package", Python, Override, "low by uvicorn").also_on(9191),
    Application::new("flask-on-the-loopback", Python, Override, "tides by gunicorn").also_on(9191),
    Application::new("flask-named-by-procfile", Python, Override, "books by waitress").also_on(9191),
    Application::new("flask-declared-in-shell", Python, Override, "locks at high").also_on(9191),
    Application::new("express-with-start-script", Node, BuilderDefault, "letters by express").also_on(9191),
    Application::new("server-without-start-script", Node, BuilderDefault, "echo by server.js"),
    Application::new("typescript-built-before-the-start", Node, BuilderDefault, "harbour by what was compiled"),
    Application::new("main-without-start-script", Node, Override, "kiosk by its main file"),
    Application::new("yarn-demanded-by-the-manifest", Node, Override, "1m by yarn"),
    Application::new("locked-by-pnpm", Node, Override, "ferry by pnpm").also_on(9191),
    Application::new("run-by-bun", Node, Override, "gull by bun").also_on(9191),
    Application::new("rack-behind-puma", Ruby, BuilderDefault, "notes by puma").locked(),
    Application::new("rack-by-rackup", Ruby, BuilderDefault, "notes by rackup"),
    Application::new("sinatra-without-rackup-file", Ruby, Override, "songs by sinatra"),
    Application::new("rack-without-a-server", Ruby, BuilderDefault, "nets by puma"),
    Application::new("rack-declared-for-a-platform", Ruby, Override, "tolls by WEBrick").also_on(9191),
    Application::new("pages-in-the-root", Php, BuilderDefault, "pages by PHP 42"),
    Application::new("pages-in-public", Php, Override, "greeting from public"),
    Application::new("psgi-application", Perl, BuilderDefault, "verses by PSGI"),
    Application::new("leaflet-of-pages", Httpd, BuilderDefault, "leaflet by httpd"),
    Application::new("pages-by-nginx", Nginx, BuilderDefault, "quays by nginx").in_image_only(),
    Application::new("program-below-cmd", Go, BuilderDefault, "crossings by Go").in_image_only(),
    Application::new("jar-built-by-maven", Java, BuilderDefault, "lights by Maven").in_image_only(),
    Application::new("jar-built-by-gradle", Java, Override, "buoys by Gradle").in_image_only(),
];
