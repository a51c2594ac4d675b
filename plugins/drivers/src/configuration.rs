//! Configuration that names its database.

use crate::demand::{Demands, Scope};
use fieldmark_sdk::{File, service};

/// Reads one file, if it is a configuration.
pub fn read(file: File<'_>, demands: &mut Demands) {
    match file.name() {
        "application.properties" | "application.yml" | "application.yaml" => application(file, demands),
        "schema.prisma" => prisma(file, demands),
        "database.yml" => database_yml(file, demands),
        "knexfile.js" | "knexfile.ts" => knexfile(file, demands),
        _ => {}
    }
}

/// Values that are addresses, also as the default of a variable: `${DB_URL:jdbc:postgresql://db/x}`.
fn application(file: File<'_>, demands: &mut Demands) {
    for line in file.lines() {
        let code = line.code();
        let Some((key, value)) = code.split_once(['=', ':']).filter(|_| !code.starts_with('!')) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        let default = value.strip_prefix("${").and_then(|inner| inner.split_once(':')).map(|(_, default)| default);
        // Keys may hold colons no more than values do: `a.b: jdbc:mysql://…`.
        let named = key.trim().ends_with("db-kind").then(|| service::of_scheme(value)).flatten();
        if let Some(service) = named.or_else(|| service::of_address(default.unwrap_or(value))) {
            demands.add(service, Scope::Run, line.at);
        }
    }
}

/// `provider = "postgresql"` in the block of the data source.
fn prisma(file: File<'_>, demands: &mut Demands) {
    let mut is_source = false;
    for line in file.lines() {
        let text = line.text.trim();
        if text.ends_with('{') {
            is_source = text.starts_with("datasource");
        }
        let provider = text.strip_prefix("provider").map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        if let Some(service) =
            provider.filter(|_| is_source).and_then(|name| service::of_scheme(name.trim().trim_matches('"')))
        {
            demands.add(service, Scope::Run, line.at);
        }
    }
}

/// `adapter: postgresql`; the environments are the outermost keys.
fn database_yml(file: File<'_>, demands: &mut Demands) {
    let mut scope = Scope::Run;
    for line in file.lines() {
        let code = line.code();
        if !line.text.starts_with([' ', '\t', '#']) && code.contains(':') {
            let is_development = ["development", "test"].iter().any(|name| code.starts_with(name));
            scope = if is_development { Scope::Development } else { Scope::Run };
        }
        let adapter = code.strip_prefix("adapter:").map(|name| name.trim().trim_matches(['"', '\'']));
        if let Some(service) = adapter.and_then(service::of_scheme) {
            demands.add(service, scope, line.at);
        }
    }
}

/// `client: 'pg'`.
fn knexfile(file: File<'_>, demands: &mut Demands) {
    for line in file.lines() {
        let text = line.text.trim();
        let client = text.strip_prefix("client:").map(|rest| rest.trim().trim_matches(['"', '\'', ',']));
        let client = client.map(|name| name.trim_matches(['"', '\'']));
        let name = client.map(|name| if name == "better-sqlite3" { "sqlite" } else { name });
        if let Some(service) = name.and_then(service::of_scheme) {
            demands.add(service, Scope::Run, line.at);
        }
    }
}
