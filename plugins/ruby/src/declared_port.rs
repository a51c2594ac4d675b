//! Ports in settings that the builder's start does not follow: it gives puma settings of its own.

use crate::project::Project;
use fieldmark_sdk::{File, Line, Place, Verdict};

/// Settings of servers, and the words that are followed by a port or an address.
const SETTINGS: [(&str, &[&str]); 2] = [("config/puma.rb", &["port", "bind"]), ("config/unicorn.rb", &["listen"])];

/// States the ports, and that the settings of puma are not read where the builder starts it.
pub fn state(project: &Project<'_>, starts_puma: bool, verdict: &mut Verdict) {
    let of_settings = SETTINGS.iter().filter_map(|(path, words)| in_file(project.repo.file(path)?, words));
    for (port, at) in of_settings.chain(project.rackup.and_then(in_rackup)) {
        let port = port.to_string();
        let known = |name: &str| name == "port" || name == "declared-port";
        if !verdict.attributes.iter().any(|attribute| known(&attribute.name) && attribute.value == port) {
            verdict.attribute("declared-port", port, at);
        }
    }
    if let Some(file) = project.repo.file("config/puma.rb").filter(|_| starts_puma) {
        let note =
            "the builder gives puma settings of its own: threads, workers and plugins of config/puma.rb do not count";
        verdict.warn("ruby.puma-settings-not-read", file.whole(), note);
    }
}

fn in_file(file: File<'_>, words: &[&str]) -> Option<(u16, Place)> {
    file.lines().find_map(|line| {
        let rest =
            words.iter().find_map(|word| line.code().strip_prefix(word).filter(|rest| rest.starts_with([' ', '('])))?;
        Some((port(rest)?, line.at))
    })
}

/// Options of rackup in the first line: `#\ -p 4567`.
fn in_rackup(file: File<'_>) -> Option<(u16, Place)> {
    let Line { at, text } = file.lines().next()?;
    let (_, rest) = text.strip_prefix("#\\")?.split_once("-p")?;
    Some((port(rest)?, at))
}

/// The last number that may be a port: `ENV.fetch("PORT") { 3000 }`, `ENV.fetch("PORT", 3000)`, `"tcp://0.0.0.0:9292"`.
fn port(text: &str) -> Option<u16> {
    let numbers = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    numbers.filter_map(|number| number.parse().ok()).rfind(|port| *port >= 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn ports_of_settings_are_read() {
        for (path, text, expected) in [
            ("config/puma.rb", "threads 5, 5\nport ENV.fetch(\"PORT\") { 3000 }\n", Some(("3000", 2))),
            ("config/puma.rb", "port        ENV.fetch('PORT', 3001)\n", Some(("3001", 1))),
            ("config/puma.rb", "bind \"tcp://0.0.0.0:9292\"\n", Some(("9292", 1))),
            ("config/puma.rb", "port ENV['PORT']\n", None),
            ("config/puma.rb", "# port 3000\nportal 4000\n", None),
            ("config/unicorn.rb", "listen ENV['PORT'] || 3002, :backlog => 64\n", Some(("3002", 1))),
            ("config.ru", "#\\ -s thin -p 4567\nrun App\n", Some(("4567", 1))),
            ("config.ru", "run App\n", None),
        ] {
            let repo = MemorySource::new([(path, text), ("Gemfile", "")]).into_repo();
            let mut verdict = Verdict::new("ruby");
            state(&Project::read(&repo), false, &mut verdict);
            let found = verdict.attributes.iter().find(|attribute| attribute.name == "declared-port");
            assert_eq!(found.map(|found| (&*found.value, found.at.line.unwrap())), expected, "{path} {text}");
        }
    }
}
