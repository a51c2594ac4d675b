//! Web frameworks, and what a project is for.

use crate::project::Project;
use fieldmark_sdk::Place;

/// SDKs that imply a framework, with their names for people.
const SDKS: [(&str, &str, &str); 3] = [
    ("microsoft.net.sdk.blazorwebassembly", "blazor", "Blazor WebAssembly"),
    ("microsoft.net.sdk.worker", "worker", "Worker"),
    ("microsoft.net.sdk.web", "aspnet", "Web"),
];

/// Properties that turn a framework on.
const PROPERTIES: [(&str, &str); 2] = [("UseMaui", "maui"), ("AzureFunctionsVersion", "azure-functions")];

/// Beginnings of package names that imply a framework, the more telling first: most of them stand on ASP.NET Core.
const PACKAGES: [(&str, &str); 28] = [
    ("statiq", "statiq"),
    ("wyam", "wyam"),
    ("microsoft.aspnetcore.components.webassembly.server", "blazor"),
    ("saturn", "saturn"),
    ("oxpecker", "oxpecker"),
    ("giraffe", "giraffe"),
    ("falco", "falco"),
    ("suave", "suave"),
    ("websharper.aspnetcore", "websharper"),
    ("carter", "carter"),
    ("fastendpoints", "fastendpoints"),
    ("nancy", "nancy"),
    ("servicestack", "servicestack"),
    ("orchardcore", "orchard-core"),
    ("umbraco.cms", "umbraco"),
    ("volo.abp.aspnetcore", "abp"),
    ("microsoft.azure.functions.worker", "azure-functions"),
    ("microsoft.net.sdk.functions", "azure-functions"),
    ("grpc.aspnetcore", "grpc"),
    ("microsoft.aspnetcore.app", "aspnet"),
    ("microsoft.aspnetcore.all", "aspnet"),
    ("microsoft.aspnetcore", "aspnet"),
    ("microsoft.owin", "owin"),
    ("avalonia", "avalonia"),
    ("microsoft.maui", "maui"),
    ("uno.winui", "uno"),
    ("microsoft.orleans.server", "orleans"),
    ("topshelf", "topshelf"),
];

/// Frameworks whose programs answer no requests by themselves: they work in the background, on a desktop, or make
/// pages and end.
const WITHOUT_REQUESTS: [&str; 8] =
    ["worker", "azure-functions", "maui", "avalonia", "uno", "topshelf", "statiq", "wyam"];

/// The framework of a project: its name, what says so, and where.
#[must_use]
pub fn framework(project: &Project<'_>) -> Option<(&'static str, String, Place)> {
    for (property, framework) in PROPERTIES {
        if let Some((_, at)) = project.turned_on.iter().find(|(name, _)| *name == property) {
            return Some((framework, format!("{property} is set"), *at));
        }
    }
    if !project.is_program() {
        return None;
    }
    let by_sdk = SDKS
        .iter()
        .find(|(sdk, ..)| *sdk == project.sdk)
        .map(|(_, framework, title)| (*framework, format!("the project uses the {title} SDK"), project.sdk_at));
    if let Some(("blazor", ..)) = by_sdk {
        return by_sdk;
    }
    for (prefix, framework) in PACKAGES {
        let found = project.packages.iter().find(|(name, _)| begins(name, prefix));
        // Authentication and client packages of ASP.NET Core say less than the SDK does.
        if let Some((name, at)) = found.filter(|_| framework != "aspnet" || by_sdk.is_none()) {
            return Some((framework, format!("{name} is referred to"), *at));
        }
    }
    if let (Some(("aspnet", ..)), Some(at)) = (&by_sdk, project.component) {
        return Some(("blazor", "the project has components of Blazor".to_owned(), at));
    }
    by_sdk
}

/// Properties that [`framework`] asks for.
pub fn properties() -> impl Iterator<Item = &'static str> {
    PROPERTIES.iter().map(|(name, _)| *name)
}

/// Whether a package is this one, or belongs to the family of this name.
fn begins(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The role of a project.
#[must_use]
pub fn role(project: &Project<'_>) -> &'static str {
    match framework(project) {
        // The host of Azure's functions loads what is built as a library, too.
        Some(("azure-functions", ..)) if !project.test => "application",
        _ if project.test || !project.is_program() => "library",
        Some(_) if project.sdk == SDKS[0].0 => "frontend",
        Some((name, ..)) if WITHOUT_REQUESTS.contains(&name) => "application",
        Some(_) => "server",
        None => "application",
    }
}
