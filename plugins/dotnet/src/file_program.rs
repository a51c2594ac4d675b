//! Programs of one file: C# that names its SDK, packages and properties itself, for `dotnet run app.cs` of .NET 10.

use crate::version;
use fieldmark_sdk::{File, Place, Repo, Verdict, points, range};

/// Most files of the root that are looked into.
const MOST_FILES: usize = 16;

/// The first .NET that runs such files.
const FIRST: [u32; 2] = [10, 0];

/// What such a file says at its beginning.
#[derive(Debug, PartialEq, Eq)]
pub struct FileProgram {
    /// The first directive.
    at: Place,
    /// The SDK for web applications.
    web: Option<Place>,
    /// The version that it is built for.
    target: (Vec<u32>, Place),
}

/// The first file of the root that is a program by itself, and what it says.
pub fn find<'r>(repo: &'r Repo<'r>) -> Option<(File<'r>, FileProgram)> {
    let files = repo.top().filter(|file| file.extension() == Some("cs")).take(MOST_FILES);
    files.into_iter().find_map(|file| Some((file, read(file)?)))
}

/// Directives stand before all code, `#!` before all of them.
fn read(file: File<'_>) -> Option<FileProgram> {
    let mut found: Option<FileProgram> = None;
    for line in file.lines() {
        let text = line.text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || text.starts_with("//") {
            continue;
        }
        let directive = text.strip_prefix("#:");
        if directive.is_none() && !is_for_dotnet(text) {
            break;
        }
        let program =
            found.get_or_insert_with(|| FileProgram { at: line.at, web: None, target: (FIRST.to_vec(), line.at) });
        let (kind, value) = directive.unwrap_or_default().split_once(' ').unwrap_or_default();
        match (kind, value.trim()) {
            ("sdk", sdk) if sdk.split('@').next() == Some("Microsoft.NET.Sdk.Web") => program.web = Some(line.at),
            ("property", property) => {
                let target = property.strip_prefix("TargetFramework").map(|rest| rest.trim_start_matches([' ', '=']));
                if let Some(places) = target.and_then(|name| range::places(name.strip_prefix("net")?)) {
                    program.target = (places, line.at);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the first line hands the file to `dotnet` itself.
fn is_for_dotnet(text: &str) -> bool {
    let mut words = text.strip_prefix("#!").unwrap_or_default().split_whitespace();
    words.any(|word| word.rsplit('/').next() == Some("dotnet"))
}

/// States it: recognised, but the builder looks for projects only.
pub fn judge(repo: &Repo, verdict: &mut Verdict, file: File<'_>, program: FileProgram) {
    let path = file.path();
    let note = format!("{path} is a program without a project");
    verdict.point(points::ENTRY_POINT, "dotnet.file-program", program.at, note);
    verdict.attribute("role", if program.web.is_some() { "server" } else { "application" }, program.at);
    if let Some(at) = program.web {
        verdict.point(points::FRAMEWORK, "dotnet.framework-aspnet", at, "the program uses the Web SDK");
        verdict.attribute("framework", "aspnet", at);
    }
    version::state(repo, verdict, &[program.target]);
    let note = format!("{path} is a program without a project, and the builder looks for projects only");
    verdict.warn("dotnet.no-project", program.at, note);
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn directives_make_a_file_a_program() {
        for (text, expected) in [
            ("#:sdk Microsoft.NET.Sdk.Web\nvar a = 1;", Some((true, vec![10, 0]))),
            (
                "#!/usr/bin/env dotnet\n\n// on board\n#:property TargetFramework=net11.0\nvar a = 1;",
                Some((false, vec![11, 0])),
            ),
            ("#:package Humanizer@2.14.1\n", Some((false, vec![10, 0]))),
            ("var a = 1;\n#:sdk Microsoft.NET.Sdk.Web", None),
            ("#!/usr/bin/env dotnet-script\n", None),
            ("#if DEBUG\n#endif", None),
        ] {
            let repo = MemorySource::new([("ferry.cs", text)]).into_repo();
            let found = find(&repo).map(|(_, program)| (program.web.is_some(), program.target.0));
            assert_eq!(found, expected, "{text}");
        }
    }
}
