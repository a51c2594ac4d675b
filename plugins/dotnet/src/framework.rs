//! Web frameworks, and what a project is for.

use crate::project::Project;
use fieldmark_sdk::Place;

/// SDKs that imply a framework.
const SDKS: [(&str, &str); 2] =
    [("microsoft.net.sdk.blazorwebassembly", "blazor"), ("microsoft.net.sdk.web", "aspnet")];

/// Beginnings of package names that imply a framework, the more telling first: most of them stand on ASP.NET Core.
const PACKAGES: [(&str, &str); 14] = [
    ("microsoft.aspnetcore.components.webassembly.server", "blazor"),
    ("saturn", "saturn"),
    ("giraffe", "giraffe"),
    ("falco", "falco"),
    ("suave", "suave"),
    ("websharper.aspnetcore", "websharper"),
    ("carter", "carter"),
    ("fastendpoints", "fastendpoints"),
    ("nancy", "nancy"),
    ("servicestack", "servicestack"),
    ("microsoft.aspnetcore.app", "aspnet"),
    ("microsoft.aspnetcore.all", "aspnet"),
    ("microsoft.aspnetcore", "aspnet"),
    ("microsoft.owin", "owin"),
];

/// The framework of a project: its name, what says so, and where.
#[must_use]
pub fn framework(project: &Project<'_>) -> Option<(&'static str, String, Place)> {
    if !project.is_program() {
        return None;
    }
    if project.sdk == SDKS[0].0 {
        return Some((SDKS[0].1, "the project uses the Blazor WebAssembly SDK".to_owned(), project.file.whole()));
    }
    for (prefix, framework) in PACKAGES {
        let found = project.packages.iter().find(|(name, _)| begins(name, prefix));
        // Authentication and client packages of ASP.NET Core say less than the SDK does.
        if let Some((name, at)) = found.filter(|_| framework != "aspnet" || project.sdk != SDKS[1].0) {
            return Some((framework, format!("{name} is referred to"), *at));
        }
    }
    (project.sdk == SDKS[1].0).then(|| (SDKS[1].1, "the project uses the Web SDK".to_owned(), project.file.whole()))
}

/// Whether a package is this one, or belongs to the family of this name.
fn begins(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The role of a project.
#[must_use]
pub fn role(project: &Project<'_>) -> &'static str {
    match framework(project) {
        _ if project.test || !project.is_program() => "library",
        Some(_) if project.sdk == SDKS[0].0 => "frontend",
        Some(_) => "server",
        None => "application",
    }
}
