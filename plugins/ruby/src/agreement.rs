//! Where Gemfile and Gemfile.lock disagree, or the lock file was written for another platform: the builder installs in
//! deployment mode, in which Bundler ends with an error instead of mending it (builders.md 3.1, row 4).

use crate::project::Project;
use fieldmark_sdk::Verdict;

/// Beginnings of the platforms that the builder's image is, or is as good as.
const OURS: [&str; 5] = ["ruby", "x86_64-linux", "aarch64-linux", "arm64-linux", "java"];

/// Warns of what Bundler will refuse.
pub fn warn(project: &Project<'_>, verdict: &mut Verdict) {
    let Some(lock) = &project.lock else { return };
    let ours = lock.platforms.iter().any(|(name, _)| OURS.iter().any(|ours| name.starts_with(ours)));
    if let Some((first, at)) = lock.platforms.first().filter(|_| !ours) {
        let note = format!(
            "Gemfile.lock is for {first} only, so that `bundle install` fails in the builder: run `bundle lock \
             --add-platform x86_64-linux`"
        );
        verdict.warn("ruby.lock-for-another-platform", *at, note);
    }
    if lock.dependencies.is_empty() {
        return;
    }
    let gems = project.listed.gems.iter().filter(|gem| !gem.conditional);
    let missing = gems.into_iter().find(|gem| !lock.dependencies.contains(&gem.name.as_str()));
    if let Some(gem) = missing {
        let note = format!(
            "Gemfile.lock does not know {}, which the Gemfile asks for: `bundle install` fails in the builder; run `bundle \
             lock`",
            gem.name
        );
        verdict.warn("ruby.lock-behind-gemfile", gem.at, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn codes(gemfile: &str, lock: &str) -> Vec<String> {
        let repo = MemorySource::new([("Gemfile", gemfile), ("Gemfile.lock", lock)]).into_repo();
        let mut verdict = Verdict::new("ruby");
        warn(&Project::read(&repo), &mut verdict);
        verdict.warnings.into_iter().map(|warning| warning.code).collect()
    }

    #[test]
    fn lock_file_of_another_platform_or_gemfile_is_reported() {
        let lock = |platform: &str, gems: &str| format!("PLATFORMS\n  {platform}\n\nDEPENDENCIES\n{gems}");
        for (gemfile, lock, expected) in [
            ("gem 'rack'", lock("ruby", "  rack\n"), None),
            ("gem 'rack'", lock("x86_64-linux", "  rack (~> 3)\n"), None),
            ("gem 'rack'", lock("arm64-darwin-23\n  x86_64-linux-gnu", "  rack!\n"), None),
            ("gem 'rack'", lock("arm64-darwin-23", "  rack\n"), Some("ruby.lock-for-another-platform")),
            ("gem 'rack'\ngem 'puma'", lock("ruby", "  rack\n"), Some("ruby.lock-behind-gemfile")),
            ("if ENV['X']\n  gem 'puma'\nend\ngem 'rack'", lock("ruby", "  rack\n"), None),
            ("gem 'puma' if ENV['X']\ngem 'rack'", lock("ruby", "  rack\n"), None),
            ("group :test do\n  gem 'rspec'\nend", lock("ruby", "  rack\n"), Some("ruby.lock-behind-gemfile")),
            ("gem 'puma'", "GEM\n".to_owned(), None),
        ] {
            assert_eq!(codes(gemfile, &lock), Vec::from_iter(expected), "{gemfile} {lock}");
        }
    }
}
