//! A gem's own description.

use crate::gems::Gem;
use crate::literal::leading_strings;
use fieldmark_sdk::{File, Place};

/// Methods that add a dependency which is installed with the gem.
const RUNTIME: [&str; 2] = [".add_dependency", ".add_runtime_dependency"];

/// What a `*.gemspec` says.
#[derive(Debug, Default)]
pub struct Gemspec {
    /// Dependencies that are installed with the gem.
    pub gems: Vec<Gem>,
    /// Requirement on Ruby, comparisons joined by commas.
    pub ruby: Option<(String, Place)>,
}

impl Gemspec {
    /// Reads a gemspec.
    pub fn read(file: File<'_>) -> Self {
        let mut gemspec = Self::default();
        for line in file.lines() {
            let code = line.code();
            if let Some((_, value)) = code.split_once(".required_ruby_version") {
                let value = value.trim_start_matches([' ', '=']).trim_start_matches("Gem::Requirement.new");
                let requirements = leading_strings(value);
                if !requirements.is_empty() {
                    gemspec.ruby = Some((requirements.join(", "), line.at));
                }
            } else if let Some((_, rest)) = RUNTIME.iter().find_map(|method| code.split_once(method))
                && let [name, requirements @ ..] = leading_strings(rest).as_slice()
            {
                let requirement = requirements.join(", ");
                gemspec.gems.push(Gem {
                    name: (*name).to_owned(),
                    requirement,
                    installed: true,
                    conditional: false,
                    at: line.at,
                });
            }
        }
        gemspec
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn runtime_dependencies_and_ruby_are_read() {
        let text = "Gem::Specification.new do |spec|\n  spec.required_ruby_version = Gem::Requirement.new('>= 2.7', '< 4')\n  \
            spec.add_dependency 'rack', '>= 2'\n  spec.add_runtime_dependency(\"sinatra\")\n  \
            spec.add_development_dependency 'rspec'\nend\n";
        let repo = MemorySource::new([("x.gemspec", text)]).into_repo();
        let gemspec = Gemspec::read(repo.file("x.gemspec").unwrap());
        assert_eq!(gemspec.ruby.unwrap().0, ">= 2.7, < 4");
        let names: Vec<_> = gemspec.gems.iter().map(|gem| gem.name.as_str()).collect();
        assert_eq!(names, ["rack", "sinatra"]);
    }
}
