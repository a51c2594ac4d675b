//! An assemble script that tells the builder what `.s2i/environment` should have told it.

use fieldmark_sdk::{Repo, Verdict};

/// Variables the builder must be given.
#[derive(Default)]
pub struct Missing(Vec<(&'static str, String)>);

impl Missing {
    /// Adds a variable. Says whether its value is plain enough to stand in a script.
    pub fn add(&mut self, name: &'static str, value: &str) -> bool {
        let plain = is_plain(value);
        if plain {
            self.0.push((name, value.to_owned()));
        }
        plain
    }

    /// Adds the script to the verdict, unless nothing is missing or the repository has its own.
    pub fn into_script(self, repo: &Repo, verdict: &mut Verdict) {
        if self.0.is_empty() || repo.file(".s2i/bin/assemble").is_some() {
            return;
        }
        let exports: String = self.0.iter().map(|(name, value)| format!("export {name}='{value}'\n")).collect();
        let names: Vec<&str> = self.0.iter().map(|(name, _)| *name).collect();
        verdict.script(
            "assemble",
            format!("#!/bin/bash\n{exports}exec /usr/libexec/s2i/assemble\n"),
            format!("the builder stops without {}", names.join(" and ")),
        );
    }
}

/// Letters, digits and a few signs, not beginning with a hyphen.
fn is_plain(value: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/+".contains(&byte);
    !value.is_empty() && value.len() <= 200 && !value.starts_with('-') && value.bytes().all(sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn only_plain_values_reach_the_script() {
        let repo = MemorySource::new([("a", "")]).into_repo();
        let mut verdict = Verdict::new("csharp");
        let mut missing = Missing::default();
        assert!(missing.add("DOTNET_STARTUP_PROJECT", "src/My.Web/My.Web.csproj"));
        for hostile in ["a'; rm -rf /", "$(x)", "a b", "-x", ""] {
            assert!(!missing.add("DOTNET_ASSEMBLY_NAME", hostile), "{hostile:?}");
        }
        missing.into_script(&repo, &mut verdict);
        let expected = "#!/bin/bash\nexport DOTNET_STARTUP_PROJECT='src/My.Web/My.Web.csproj'\n\
                        exec /usr/libexec/s2i/assemble\n";
        assert_eq!(verdict.scripts[0].body, expected);
    }
}
