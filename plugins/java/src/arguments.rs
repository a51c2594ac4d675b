//! Arguments without which an application ends at once: Dropwizard's `server` and its configuration.
//!
//! The builder's run script hands over what `JAVA_ARGS` says (builders.md 10.2), and what it runs lies in `/deployments`,
//! where no file of the sources is unless it is brought there.

use crate::port;
use crate::scripts::{is_plain, with_variables};
use fieldmark_sdk::script::own;
use fieldmark_sdk::{Repo, Verdict, environment};

/// Why there are scripts.
const WHY: &str = "a Dropwizard application needs the argument `server`, and the builder starts it without any";

/// States the scripts that bring the arguments, and gives what follows the jar. `archive` is what the run script has to
/// start where the builder would not find it.
pub fn add(repo: &Repo, verdict: &mut Verdict, archive: Option<&str>) -> Option<String> {
    if verdict.get("framework") != Some("dropwizard") || own(repo, "run").is_some() {
        return None;
    }
    if let Some(said) = environment::filled(repo, "JAVA_ARGS") {
        return Some(said.value.to_owned());
    }
    let brings = own(repo, "assemble").is_none() && verdict.scripts.iter().all(|script| script.name != "assemble");
    let file = port::configuration_of_dropwizard(repo).filter(|file| brings && is_plain(file.path()));
    let arguments = match file {
        Some(file) => {
            let line =
                format!("mkdir -p /deployments\ncp \"${{S2I_SOURCE_DIR:-/tmp/src}}\"/{} /deployments/\n", file.path());
            let script = with_variables("assemble", &[]).replacen('\n', &format!("\nset -e\n{line}set +e\n"), 1);
            verdict.script("assemble", script, format!("{} has to lie where the application runs", file.name()));
            format!("server /deployments/{}", file.name())
        }
        None => "server".to_owned(),
    };
    let named: Vec<(&str, &str)> =
        archive.filter(|path| is_plain(path)).map(|path| ("JAVA_APP_JAR", path)).into_iter().collect();
    let variables = [named, vec![("JAVA_ARGS", arguments.as_str())]].concat();
    verdict.scripts.retain(|script| script.name != "run");
    verdict.script("run", with_variables("run", &variables), WHY);
    Some(arguments)
}
