//! Functions that Google's framework serves.

use crate::entry::{Entry, code};
use crate::package::Package;
use fieldmark_sdk::{File, Place, Repo};

/// The package of the framework.
const FRAMEWORK: &str = "@google-cloud/functions-framework";

/// How a function is registered by its name.
const REGISTERED: [&str; 3] = ["functions.http(", "functions.cloudEvent(", "functions.typed("];

/// The only function that the file offers to the framework, if that is a dependency, with its place.
pub(crate) fn find<'r>(package: Package<'r>, entry: Entry<'r>) -> Option<(&'r str, Place)> {
    package.dependency(FRAMEWORK).filter(|dependency| !dependency.development)?;
    let mut functions =
        code(entry.file).filter_map(|line| Some((registered(line.text).or_else(|| exported(line.text))?, line.at)));
    let (name, at) = functions.next()?;
    functions.all(|(other, _)| other == name).then_some((name, at))
}

/// Directories in which a platform's description names the files of its functions.
const PLACES: [&str; 4] = ["src/", "functions/", "handlers/", "lambda/"];

/// Most files that are looked into for a handler.
const MOST: usize = 6;

/// The first line that exports a handler, as the functions of AWS are called, in a file that is no test. Where packages
/// stand below, the handlers are theirs.
pub(crate) fn handler(repo: &Repo) -> Option<Place> {
    if repo.named(&["package.json"]).any(|file| !file.directory().is_empty()) {
        return None;
    }
    let named = |name: &str| name.to_ascii_lowercase().ends_with("handler");
    let placed = |file: &File<'_>| PLACES.iter().any(|place| file.path().starts_with(place)) && Entry::is_script(file);
    let lines = repo.files().filter(placed).take(MOST).flat_map(code);
    lines.filter(|line| exported(line.text).is_some_and(named)).map(|line| line.at).next()
}

/// `functions.http('name', …)`
fn registered(line: &str) -> Option<&str> {
    let rest = REGISTERED.iter().find_map(|call| Some(line.split_once(call)?.1))?.trim_start();
    let quote = rest.chars().next().filter(|sign| matches!(sign, '\'' | '"' | '`'))?;
    rest[1..].split(quote).next().filter(|name| is_name(name))
}

/// `exports.name = `, `export const name = `, `export function name(`
fn exported(line: &str) -> Option<&str> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("module.").unwrap_or(line).strip_prefix("exports.") {
        let (name, value) = rest.split_once('=')?;
        return Some(name.trim()).filter(|name| is_name(name) && !value.starts_with('='));
    }
    let rest = line.strip_prefix("export ")?;
    let rest = rest.strip_prefix("async ").unwrap_or(rest);
    let rest = ["const ", "let ", "function "].iter().find_map(|word| rest.strip_prefix(word))?;
    rest.split(['=', '(', ':', ' ']).next().filter(|name| is_name(name))
}

/// Whether it is a name and nothing else, which a command may hold as it is.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && !text.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn only_function_of_a_file_is_found() {
        let package = r#"{"dependencies": {"@google-cloud/functions-framework": "^3"}}"#;
        for (text, expected) in [
            ("functions.http('tide', (question, answer) => answer.send(''));", Some("tide")),
            ("exports.tide = (question, answer) => answer.send('');", Some("tide")),
            ("export async function tide(question, answer) {}", Some("tide")),
            ("exports.ebb = 1;\nexports.flood = 2;", None),
            ("functions.http('$(x)', f)", None),
            ("if (exports.tide == 1) {}", None),
        ] {
            let repo = MemorySource::new([("package.json", package), ("index.js", text)]).into_repo();
            let (package, entry) = (Package::find(&repo).unwrap(), Entry::by_convention(&repo).unwrap());
            assert_eq!(find(package, entry).map(|(name, _)| name), expected, "{text}");
        }
    }
}
