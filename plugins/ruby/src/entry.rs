//! A script in the root that is the application.

use crate::literal::strings;
use crate::project::Project;
use fieldmark_sdk::File;

/// Names that people give to the script that is the application.
const NAMES: [&str; 7] = ["app.rb", "main.rb", "server.rb", "web.rb", "application.rb", "index.rb", "bot.rb"];

/// Most scripts of the root that are looked into.
const MOST_SCRIPTS: usize = 8;

/// Share of Ruby from which on such a script counts without a Gemfile.
const ENOUGH: u32 = 30;

/// Texts of scripts that open a port themselves.
const SERVERS: [&str; 7] = [
    "WEBrick::HTTPServer",
    "TCPServer.new",
    "TCPServer.open",
    "Rack::Handler",
    "Rackup::Handler",
    "Rack::Server",
    "FunctionsFramework.http",
];

/// The script.
pub struct Entry<'r> {
    /// The file.
    pub file: File<'r>,
    /// Whether it serves HTTP.
    pub serves: bool,
    /// Whether it does so with Sinatra, which needs rackup and a server for it.
    pub needs_rackup: bool,
}

/// The script that can be started with `ruby`. A class that only `config.ru` would start is none.
pub fn find<'r>(project: &Project<'r>) -> Option<Entry<'r>> {
    let file = script(project)?;
    if project.gemfile.is_none() && project.share() < ENOUGH {
        return None;
    }
    let requires = |library: &str| {
        file.lines().any(|line| line.code().starts_with("require") && strings(line.code()).contains(&library))
    };
    let contains = |text: &str| file.lines().any(|line| line.code().contains(text));
    if requires("sinatra/base") && !contains("run!") {
        return None;
    }
    let needs_rackup = requires("sinatra") || contains("run!");
    Some(Entry { file, serves: needs_rackup || SERVERS.into_iter().any(contains), needs_rackup })
}

/// The script with one of the usual names, or the only one in the root that requires Sinatra.
fn script<'r>(project: &Project<'r>) -> Option<File<'r>> {
    project.repo.first(&NAMES).or_else(|| {
        let requires = |file: &File<'_>| {
            let mut requires = file.lines().filter(|line| line.code().starts_with("require"));
            requires.any(|line| strings(line.code()).iter().any(|library| library.starts_with("sinatra")))
        };
        let of_ruby = project.repo.top().filter(|file| file.extension() == Some("rb"));
        let mut scripts = of_ruby.take(MOST_SCRIPTS).filter(requires);
        scripts.next().filter(|_| scripts.next().is_none())
    })
}

/// An application object that a `config.ru` could name: Sinatra's own, or the first class made of it.
pub fn object<'r>(project: &Project<'r>) -> Option<(File<'r>, &'r str)> {
    let file = script(project).filter(|_| project.gemfile.is_some())?;
    let class = file.lines().find_map(|line| {
        let (name, parent) = line.code().strip_prefix("class ")?.split_once('<')?;
        let name = name.trim();
        let is_constant = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b':'));
        (is_constant && matches!(parent.trim(), "Sinatra::Base" | "Sinatra::Application")).then_some(name)
    });
    let classic = || {
        let mut requires = file.lines().filter(|line| line.code().starts_with("require"));
        requires.any(|line| strings(line.code()).contains(&"sinatra")).then_some("Sinatra::Application")
    };
    Some((file, class.or_else(classic)?))
}

impl Entry<'_> {
    /// The port it sets by itself, with the line.
    pub fn port(&self) -> Option<(u16, fieldmark_sdk::Place)> {
        const KEYS: [&str; 4] = ["set :port,", ":Port =>", "Port:", "port:"];
        self.file.lines().find_map(|line| {
            let code = line.code();
            let key = KEYS.iter().find(|key| code.contains(**key))?;
            let value = code.split_once(key)?.1.trim_start();
            let digits = &value[..value.bytes().take_while(u8::is_ascii_digit).count()];
            Some((digits.parse().ok().filter(|port| *port > 0)?, line.at))
        })
    }
}
