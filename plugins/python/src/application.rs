//! Application objects in code: what a WSGI or ASGI server is told to load.

use crate::{module::Module, sources};
use fieldmark_sdk::{File, Line, Place, Repo};

/// Most files that are read in search of an object.
const MAX_FILES: usize = 60;

/// Which kind of server loads the object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interface {
    /// gunicorn, waitress, …
    Wsgi,
    /// uvicorn, hypercorn, …
    Asgi,
}

/// Constructors of applications: name, framework, interface.
const CONSTRUCTORS: &[(&str, Option<&str>, Interface)] = &[
    ("FastAPI", Some("fastapi"), Interface::Asgi),
    ("Starlette", Some("starlette"), Interface::Asgi),
    ("FastHTML", Some("fasthtml"), Interface::Asgi),
    ("fast_app", Some("fasthtml"), Interface::Asgi),
    ("Quart", Some("quart"), Interface::Asgi),
    ("Litestar", Some("litestar"), Interface::Asgi),
    ("Sanic", Some("sanic"), Interface::Asgi),
    ("Starlite", Some("starlite"), Interface::Asgi),
    ("BlackSheep", Some("blacksheep"), Interface::Asgi),
    ("get_asgi_application", Some("django"), Interface::Asgi),
    ("ProtocolTypeRouter", Some("django"), Interface::Asgi),
    ("asgi.App", Some("falcon"), Interface::Asgi),
    ("AsyncApp", Some("connexion"), Interface::Asgi),
    ("Flask", Some("flask"), Interface::Wsgi),
    ("APIFlask", Some("flask"), Interface::Wsgi),
    ("OpenAPI", Some("flask"), Interface::Wsgi),
    ("get_wsgi_application", Some("django"), Interface::Wsgi),
    ("Bottle", Some("bottle"), Interface::Wsgi),
    ("default_app", Some("bottle"), Interface::Wsgi),
    ("cherrypy.Application", Some("cherrypy"), Interface::Wsgi),
    ("falcon.App", Some("falcon"), Interface::Wsgi),
    ("falcon.API", Some("falcon"), Interface::Wsgi),
    ("make_wsgi_app", Some("pyramid"), Interface::Wsgi),
    ("FlaskApp", Some("connexion"), Interface::Wsgi),
];

/// Functions that are applications themselves, by how their definition begins.
const FUNCTIONS: &[(&str, Interface)] =
    &[("(environ, start_response)", Interface::Wsgi), ("(scope, receive, send)", Interface::Asgi)];

/// Functions that return an application.
const FACTORIES: &[&str] = &["create_app", "make_app", "create_application", "get_app", "build_app"];

/// An application object.
#[derive(Clone)]
pub(crate) struct Application<'r> {
    /// File it stands in.
    pub(crate) file: File<'r>,
    /// Module and the directory it is imported from.
    pub(crate) module: Module,
    /// Name of the object, or call of a factory without its brackets.
    pub(crate) object: String,
    /// Whether `object` is a function that returns the application.
    pub(crate) factory: bool,
    /// Framework, when the code says it.
    pub(crate) framework: Option<&'static str>,
    /// Interface.
    pub(crate) interface: Interface,
    /// Line.
    pub(crate) at: Place,
}

/// The first application object of the root; objects are better than factories.
pub(crate) fn find<'r>(repo: &'r Repo<'_>) -> Option<Application<'r>> {
    let files: Vec<File<'r>> = sources::of_the_application(repo).into_iter().take(MAX_FILES).collect();
    let object = files.iter().find_map(|file| in_file(repo, *file));
    object.or_else(|| files.iter().find_map(|file| factory_in(repo, *file)))
}

/// The application object of one file.
pub(crate) fn in_file<'r>(repo: &'r Repo<'_>, file: File<'r>) -> Option<Application<'r>> {
    file.lines().filter(|line| at_the_margin(*line)).find_map(|line| {
        let (object, framework, interface) = assigned(file, line).or_else(|| defined(line))?;
        let module = Module::of(repo, file)?;
        let found = Application { file, module, object, factory: false, framework, interface, at: line.at };
        Some(found).filter(|found| found.has_safe_name())
    })
}

type Found = (String, Option<&'static str>, Interface);

/// `app = FastAPI(…)`, `app: FastAPI = FastAPI(…)`, `app, rt = fast_app(…)`, `app = create_app()`, at the margin.
fn assigned(file: File<'_>, line: Line<'_>) -> Option<Found> {
    let (target, value) = line.text.split_once('=')?;
    let target = target.split([':', ',']).next()?.trim();
    // Dash is no application by itself, but keeps one.
    if value.trim_end().ends_with(".server") && file.line_with("Dash(").is_some() {
        return Some((target.to_owned(), Some("dash"), Interface::Wsgi));
    }
    let (callee, _) = value.trim_start().split_once('(')?;
    let callee = callee.trim_end();
    let known = CONSTRUCTORS
        .iter()
        .find(|(name, ..)| callee.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    if let Some((_, framework, interface)) = known {
        return Some((target.to_owned(), *framework, *interface));
    }
    let made = FACTORIES.iter().any(|factory| callee == *factory || callee.ends_with(&format!(".{factory}")));
    made.then(|| (target.to_owned(), None, imported_interface(file)))
}

/// `def application(environ, start_response):` at the margin.
fn defined(line: Line<'_>) -> Option<Found> {
    let definition = line.text.strip_prefix("async ").unwrap_or(line.text).strip_prefix("def ")?;
    let (name, arguments) = definition.split_at(definition.find('(')?);
    let (_, interface) = FUNCTIONS.iter().find(|(signature, _)| arguments.starts_with(signature))?;
    Some((name.trim().to_owned(), None, *interface))
}

/// `def create_app(` whose body builds an application.
fn factory_in<'r>(repo: &'r Repo<'_>, file: File<'r>) -> Option<Application<'r>> {
    let line = file.lines().find(|line| {
        let name = line.text.strip_prefix("def ").and_then(|rest| rest.split_once('('));
        name.is_some_and(|(name, _)| FACTORIES.contains(&name))
    })?;
    let object = line.text.strip_prefix("def ")?.split('(').next()?.to_owned();
    let built = file.lines().find_map(|line| {
        let callee = line.text.split_once('=')?.1.trim().split_once('(')?.0;
        CONSTRUCTORS.iter().find(|(name, ..)| callee == *name || callee.ends_with(&format!(".{name}")))
    });
    let (framework, interface) = built.map_or((None, imported_interface(file)), |(_, f, i)| (*f, *i));
    let module = Module::of(repo, file)?;
    Some(Application { file, module, object, factory: true, framework, interface, at: line.at })
}

/// What a file without a constructor of its own most likely holds.
fn imported_interface(file: File<'_>) -> Interface {
    let asynchronous = ["fastapi", "starlette", "quart", "litestar"].iter().any(|name| file.line_with(name).is_some());
    if asynchronous { Interface::Asgi } else { Interface::Wsgi }
}

fn at_the_margin(line: Line<'_>) -> bool {
    line.text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

impl Application<'_> {
    /// `module:object` as servers read it; `call` adds the brackets of a factory, which gunicorn wants.
    pub(crate) fn target(&self, call: bool) -> String {
        let brackets = if self.factory && call { "()" } else { "" };
        format!("{}:{}{brackets}", self.module.name, self.object)
    }

    fn has_safe_name(&self) -> bool {
        !self.object.is_empty() && self.object.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn target(text: &str) -> Option<(String, Interface, Option<u32>)> {
        let repo = MemorySource::new([("main.py", text)]).into_repo();
        find(&repo).map(|found| (found.target(true), found.interface, found.at.line))
    }

    #[test]
    fn objects_at_the_margin_are_found() {
        let wsgi = |object: &str, line| Some((format!("main:{object}"), Interface::Wsgi, Some(line)));
        let asgi = |object: &str, line| Some((format!("main:{object}"), Interface::Asgi, Some(line)));
        assert_eq!(target("import x\napp = FastAPI()\n"), asgi("app", 2));
        assert_eq!(target("api: fastapi.FastAPI = fastapi.FastAPI(title='x')\n"), asgi("api", 1));
        assert_eq!(target("app, rt = fast_app()\n"), asgi("app", 1));
        assert_eq!(target("server = Flask(__name__)\n"), wsgi("server", 1));
        assert_eq!(target("def application(environ, start_response):\n  pass"), wsgi("application", 1));
        assert_eq!(target("async def app(scope, receive, send):\n  pass"), asgi("app", 1));
        assert_eq!(target("from shop import create_app\napp = create_app()\n"), wsgi("app", 2));
        assert_eq!(target("app = Dash(__name__)\nserver = app.server\n"), wsgi("server", 2));
    }

    #[test]
    fn factory_is_found_when_there_is_no_object() {
        let text = "def create_app():\n    app = Flask(__name__)\n    return app\n";
        assert_eq!(target(text), Some(("main:create_app()".to_owned(), Interface::Wsgi, Some(1))));
    }

    #[test]
    fn other_code_is_none() {
        assert_eq!(target("  app = Flask(__name__)\n"), None);
        assert_eq!(target("app == Flask(1)\nx = MyFlask()\n# app = Flask()\n"), None);
        assert_eq!(target("evil;rm = Flask()\n"), None);
        assert_eq!(target("host = config.server\n"), None);
    }
}
