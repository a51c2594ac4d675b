//! `cpanfile`, read line by line.

use fieldmark_sdk::{File, Place};

/// What a `cpanfile` requires when the application runs.
#[derive(Default)]
pub struct Cpanfile<'r> {
    /// Modules with what is asked of them; `perl` is one.
    pub modules: Vec<Module<'r>>,
}

/// One requirement.
pub struct Module<'r> {
    /// Name of the module.
    pub name: &'r str,
    /// The version as it is asked for; empty for any.
    pub version: &'r str,
    /// Where it stands.
    pub at: Place,
}

impl<'r> Cpanfile<'r> {
    /// Reads a `cpanfile`.
    pub fn read(file: File<'r>) -> Self {
        let mut modules = Vec::new();
        // One entry for every open block: whether what it requires is not installed to run the application.
        let mut blocks: Vec<bool> = Vec::new();
        for line in file.lines() {
            let code = line.code();
            let mut statements = code;
            if let Some((head, rest)) = code.split_once('{') {
                blocks.push(is_left_out(head));
                statements = rest;
            }
            for statement in statements.split(';') {
                let statement = statement.trim();
                if statement.starts_with('}') {
                    blocks.pop();
                } else if !blocks.contains(&true) {
                    modules.extend(module(statement, line.at));
                }
            }
        }
        Self { modules }
    }

    /// The requirement of one module.
    pub fn module(&self, name: &str) -> Option<&Module<'r>> {
        self.modules.iter().find(|module| module.name == name)
    }
}

/// `on 'test' => sub` and `feature 'x' => sub`.
fn is_left_out(head: &str) -> bool {
    let mut words = head.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    match words.next() {
        Some("on") => words.next().is_some_and(|phase| matches!(phase, "test" | "develop")),
        first => first == Some("feature"),
    }
}

fn module(statement: &str, at: Place) -> Option<Module<'_>> {
    let rest = statement.strip_prefix("requires").filter(|rest| rest.starts_with([' ', '\t', '(', '"', '\'']))?;
    let mut words = rest
        .split(|c: char| matches!(c, '"' | '\'' | '(' | ')') || (c == ',' && !rest.contains(['"', '\''])))
        .map(|word| word.trim().trim_matches(',').trim_end_matches("=>").trim_start_matches("=>").trim())
        .filter(|word| !word.is_empty());
    let name = words.next()?;
    // Without quotes everything is one word: `Plack => 1`.
    let (name, inner) = name.split_once("=>").map_or((name, ""), |(name, version)| (name.trim(), version.trim()));
    let version = if inner.is_empty() { words.next().unwrap_or_default() } else { inner };
    let is_name = name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b':' | b'_'));
    is_name.then_some(Module { name, version, at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn requirements_of_the_running_application_are_read() {
        let text = "requires 'perl', '5.26';\nrequires \"Dancer2\" => \"0.3\"; # web\nrequires 'Plack'\n\
            requires Moo => 2;\nrequires('DBI', '>= 1, < 2');\nrequires 'Try::Tiny', 0.30;\nrecommends 'X';\n\
            on 'test' => sub {\n  requires 'Test::More';\n};\non develop => sub { requires 'Perl::Tidy'; };\n\
            on runtime => sub {\n requires 'YAML';\n};\nfeature 'x', 'y' => sub {\n  requires 'Z';\n};\nrequires 'Last';\n";
        let repo = MemorySource::new([("cpanfile", text)]).into_repo();
        let cpanfile = Cpanfile::read(repo.file("cpanfile").unwrap());
        let modules: Vec<_> = cpanfile.modules.iter().map(|module| (module.name, module.version)).collect();
        let expected = [
            ("perl", "5.26"),
            ("Dancer2", "0.3"),
            ("Plack", ""),
            ("Moo", "2"),
            ("DBI", ">= 1, < 2"),
            ("Try::Tiny", "0.30"),
            ("YAML", ""),
            ("Last", ""),
        ];
        assert_eq!(modules, expected);
        assert_eq!(cpanfile.module("Last").unwrap().at.line, Some(18));
    }

    #[test]
    fn hostile_texts_are_read_to_the_end() {
        let repo =
            MemorySource::new([("cpanfile", "requires\nrequires '\n}}}};\n{{{\nrequires ((\non\n=>\n")]).into_repo();
        assert!(Cpanfile::read(repo.file("cpanfile").unwrap()).modules.is_empty());
    }
}
