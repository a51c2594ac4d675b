//! An assemble script that tells the builder what `.s2i/environment` should have told it.

use fieldmark_sdk::script::{self, Script};
use fieldmark_sdk::{Repo, Verdict};

/// Variables the builder must be given.
#[derive(Default)]
pub struct Missing(Vec<(&'static str, String)>);

impl Missing {
    /// Adds a variable.
    pub fn add(&mut self, name: &'static str, value: &str) {
        self.0.push((name, value.to_owned()));
    }

    /// Adds the script to the verdict, unless nothing is missing or the repository has its own. Says whether it did.
    pub fn into_script(self, repo: &Repo, verdict: &mut Verdict) -> bool {
        if let Some(own) = script::own(repo, "assemble") {
            verdict.point(
                0,
                "dotnet.own-assemble-script",
                own.whole(),
                "the repository brings its own assemble script",
            );
            return false;
        }
        if self.0.is_empty() {
            return false;
        }
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        let why = format!("the builder stops without {}", names.join(" and "));
        let script = self.0.iter().fold(Script::assemble(), |script, (name, value)| script.default(name, value));
        verdict.script("assemble", script.exec_image("assemble"), why);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn script_hands_over_to_the_builder_and_quotes() {
        let repo = MemorySource::new([("a", "")]).into_repo();
        let mut verdict = Verdict::new("csharp");
        let mut missing = Missing::default();
        missing.add("DOTNET_STARTUP_PROJECT", "src/it's/a.csproj");
        assert!(missing.into_script(&repo, &mut verdict));
        let expected = "#!/bin/bash\nset -e\n[ -n \"$DOTNET_STARTUP_PROJECT\" ] || export \
                        DOTNET_STARTUP_PROJECT='src/it'\\''s/a.csproj'\n\
                        exec \"${STI_SCRIPTS_PATH:-/usr/libexec/s2i}/assemble\"\n";
        assert_eq!(verdict.scripts[0].body, expected);
    }

    #[test]
    fn script_of_the_repository_stays() {
        let repo = MemorySource::new([(".s2i/bin/assemble", "")]).into_repo();
        let mut verdict = Verdict::new("csharp");
        let mut missing = Missing::default();
        missing.add("DOTNET_ASSEMBLY_NAME", "A");
        assert!(!missing.into_script(&repo, &mut verdict) && verdict.scripts.is_empty());
    }
}
