//! Target framework monikers: what `net8.0`, `netcoreapp3.1` or `net48` stand for.

use fieldmark_sdk::range;

/// What a project is built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// .NET 5 and newer, and .NET Core: major and minor version.
    Core(Vec<u32>),
    /// .NET Framework, which only runs on Windows.
    Framework,
    /// .NET Standard: a library for several of the others.
    Standard,
    /// Anything else.
    Unknown,
}

/// A target framework moniker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moniker {
    /// What it stands for.
    pub target: Target,
    /// The operating system it is bound to (`net8.0-windows`).
    pub platform: Option<String>,
}

impl Moniker {
    /// Reads a moniker.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim().to_ascii_lowercase();
        let (name, platform) = text.split_once('-').map_or((text.as_str(), None), |(n, p)| (n, Some(p)));
        let letters = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = &name[letters.len()..];
        let target = match letters {
            "netcoreapp" => core(number),
            "netstandard" => Target::Standard,
            // One digit from 5 on, or a number with a dot, is .NET; `net48` and `net451` are the Framework.
            "net" if number.contains('.') || number.len() == 1 => match core(number) {
                Target::Core(places) if places[0] < 5 => Target::Framework,
                target => target,
            },
            "net" if !number.is_empty() => Target::Framework,
            "dnx" => Target::Framework,
            "dnxcore" => Target::Core(vec![1, 0]),
            _ => Target::Unknown,
        };
        let platform = platform.map(|p| p.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').to_owned());
        Self { target, platform }
    }
}

fn core(number: &str) -> Target {
    match range::places(number) {
        Some(places) => Target::Core(vec![places[0], places.get(1).copied().unwrap_or(0)]),
        None => Target::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monikers_tell_dotnet_from_the_framework() {
        let core = |a, b| Target::Core(vec![a, b]);
        let cases = [
            ("net8.0", core(8, 0)),
            ("NET10.0", core(10, 0)),
            ("net6", core(6, 0)),
            ("netcoreapp3.1", core(3, 1)),
            ("net48", Target::Framework),
            ("net451", Target::Framework),
            ("net4.7.2", Target::Framework),
            ("netstandard2.0", Target::Standard),
            ("dnxcore50", core(1, 0)),
            ("uap10.0", Target::Unknown),
            ("net", Target::Unknown),
            ("", Target::Unknown),
        ];
        for (text, expected) in cases {
            assert_eq!(Moniker::parse(text).target, expected, "{text:?}");
        }
    }

    #[test]
    fn platform_is_split_off() {
        let moniker = Moniker::parse("net8.0-windows10.0.19041");
        assert_eq!(moniker.platform.as_deref(), Some("windows"));
        assert_eq!(moniker.target, Target::Core(vec![8, 0]));
    }
}
