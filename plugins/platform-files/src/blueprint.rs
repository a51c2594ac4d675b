//! Files that describe several applications of one repository, each with its directory, and their services.

use crate::{found, port, start};
use fieldmark_sdk::service::{self, Service};
use fieldmark_sdk::{Document, Node, Repo, Verdict};

/// What one file calls things.
struct Form {
    file: &'static str,
    /// Where the applications are listed, or stand by their names; the whole file where it is empty.
    applications: &'static [&'static str],
    directory: &'static [&'static str],
    command: &'static [&'static str],
    port: &'static [&'static str],
    /// Where the databases are listed.
    databases: &'static str,
    /// What kind of application it is, and the kinds that answer requests; all do where there are none.
    kind: &'static str,
    servers: &'static [&'static str],
}

/// Applications as Platform.sh and its successor describe them; what else they tell stands elsewhere (`relation.rs`).
const OF_UPSUN: Form = Form {
    file: "",
    applications: &[],
    directory: &["source", "root"],
    command: &["web", "commands", "start"],
    port: &[],
    databases: "",
    kind: "",
    servers: &[],
};

const FORMS: &[Form] = &[
    Form {
        file: "render.yaml",
        applications: &["services"],
        directory: &["rootDir"],
        command: &["startCommand"],
        port: &["port"],
        databases: "databases",
        kind: "type",
        servers: &["web", "pserv"],
    },
    Form {
        file: ".do/app.yaml",
        applications: &["services"],
        directory: &["source_dir"],
        command: &["run_command"],
        port: &["http_port"],
        databases: "databases",
        kind: "",
        servers: &[],
    },
    Form {
        file: "manifest.yml",
        applications: &["applications"],
        directory: &["path"],
        command: &["command"],
        port: &["port"],
        databases: "",
        kind: "",
        servers: &[],
    },
    // Platform.sh, "Multiple apps".
    Form { file: ".platform/applications.yaml", ..OF_UPSUN },
    // Upsun, "App reference".
    Form { file: ".upsun/config.yaml", applications: &["applications"], ..OF_UPSUN },
    // Azure Developer CLI, "azure.yaml schema": it names directories, and how they start is the platform's affair.
    Form { file: "azure.yaml", applications: &["services"], directory: &["project"], command: &[], ..OF_UPSUN },
];

pub fn state(repo: &Repo, verdict: &mut Verdict) {
    for form in FORMS {
        let Some(file) = repo.file(form.file) else { continue };
        let Some(document) = file.yaml() else { continue };
        let listed = document.get(form.applications);
        let named = listed.map_or(&[][..], Node::entries).iter().map(|entry| &entry.node);
        let applications: Vec<&Node> = listed.map_or(&[][..], Node::items).iter().chain(named).collect();
        if applications.is_empty() {
            continue;
        }
        found(file, verdict);
        services(form, document, &applications, verdict);
        for application in applications {
            one(form, application, verdict);
        }
    }
}

fn one(form: &Form, application: &Node, verdict: &mut Verdict) {
    let scalar = |path: &[&str]| application.get(path).filter(|node| !path.is_empty() && node.scalar().is_some());
    let kind = scalar(&[form.kind]).and_then(Node::scalar).unwrap_or_default();
    if !form.servers.is_empty() && !form.servers.contains(&kind) {
        return;
    }
    let directory = scalar(form.directory).and_then(Node::scalar).map(|path| of_project(path.trim_start_matches('/')));
    let directory = directory.filter(|path| !path.is_empty()).unwrap_or(".");
    // What has neither directory nor command is an image that others made.
    if form.command.is_empty() && directory == "." && scalar(form.directory).is_none() {
        return;
    }
    verdict.attribute("context", directory, application.at);
    if let Some(command) = scalar(form.command) {
        start(command.scalar().unwrap_or_default(), command.at, verdict);
    }
    if let Some(number) = scalar(form.port) {
        port(number.scalar().unwrap_or_default(), number.at, verdict);
    }
    for variable in ["envVars", "envs"].into_iter().filter_map(|key| application.get(&[key])).flat_map(Node::items) {
        if variable.get(&["key"]).and_then(Node::scalar) == Some("PORT")
            && let Some(value) = variable.get(&["value"])
        {
            port(value.scalar().unwrap_or_default(), value.at, verdict);
        }
    }
}

/// A directory, or that of the file of a project in it: `src/api/api.csproj`.
fn of_project(path: &str) -> &str {
    let is_file = |name: &str| name.rsplit_once('.').is_some_and(|(_, extension)| extension.ends_with("proj"));
    match path.rsplit_once('/') {
        Some((directory, name)) if is_file(name) => directory,
        None if is_file(path) => "",
        _ => path,
    }
}

/// Databases, and applications that are services of a known product.
fn services(form: &Form, document: &Document, applications: &[&Node], verdict: &mut Verdict) {
    let databases = document.get(&[form.databases]).map_or(&[][..], Node::items);
    for database in databases {
        let engine = database.get(&["engine"]).and_then(Node::scalar).unwrap_or("postgresql");
        let version = ["postgresMajorVersion", "version"].iter().find_map(|key| database.get(&[key])?.scalar());
        if let Some(name) = service::of_scheme(engine) {
            let service = Service { name, version: version.map(str::to_owned) };
            verdict.attribute("service", service.value(), database.at);
        }
    }
    for application in applications {
        let kind = application.get(&[form.kind]).and_then(Node::scalar).unwrap_or_default();
        if let Some(name) = service::of_name(if kind == "keyvalue" { "valkey" } else { kind }) {
            verdict.attribute("service", name, application.at);
        }
    }
}
