//! Programs that the pages may belong to.

use crate::page::Standing;
use fieldmark_sdk::{File, Place, Repo, Verdict, points};

/// Files in the root that prove a program. `package.json` is looked into, because sites keep their tools in one.
const PROOFS: &[&str] = &[
    "deno.json",
    "deno.jsonc",
    "server.js",
    "requirements.txt",
    "pyproject.toml",
    "setup.py",
    "Pipfile",
    "manage.py",
    "app.py",
    "main.py",
    "wsgi.py",
    "Gemfile",
    "config.ru",
    "composer.json",
    "index.php",
    "cpanfile",
    "index.pl",
    "app.psgi",
    "pom.xml",
    "build.gradle",
    "build.gradle.kts",
    "build.xml",
    "build.sbt",
    "project.clj",
    "deps.edn",
    "go.mod",
    "main.go",
    "Cargo.toml",
    "mix.exs",
    "Package.swift",
    "CMakeLists.txt",
];

/// The same, by extension.
const PROJECTS: &[&str] = &["sln", "csproj", "fsproj", "vbproj"];

/// Scripts of a `package.json` that make something out of the sources, or serve them by themselves.
const SCRIPTS: [&str; 4] = ["start", "build", "dev", "serve"];

/// Extensions of programs. Scripts for the browser (`js`, `mjs`) are part of a site.
const PROGRAMS: &[&str] = &[
    "c", "cc", "clj", "cljs", "cpp", "cr", "cs", "dart", "erl", "ex", "exs", "fs", "go", "groovy", "h", "hpp", "hs",
    "java", "jl", "jsx", "kt", "lua", "m", "php", "pl", "pm", "py", "r", "rb", "rs", "scala", "svelte", "swift", "ts",
    "tsx", "vb", "vue", "zig",
];

/// Extensions of what sites are made of.
const PAGES: &[&str] = &["html", "htm", "xhtml", "css"];

/// The file in the root that proves a program.
pub fn proof<'r>(repo: &'r Repo) -> Option<File<'r>> {
    repo.top().find(proves_a_program)
}

/// Takes the points off when the pages belong to a program.
pub fn yield_to(repo: &Repo, proof: Option<File<'_>>, standing: Standing, verdict: &mut Verdict) {
    if let Some(proof) = proof {
        let note = format!("{} says that the pages belong to a program", proof.name());
        verdict.point(-points::MANIFEST, "static.program", proof.whole(), note);
    }
    let (programs, pages) = (repo.count(PROGRAMS), repo.count(PAGES));
    // Pages in the root were put there to be seen; those in a directory may well be a program's.
    let outnumbered = if standing == Standing::Root { programs > pages } else { programs > 0 && programs >= pages };
    if outnumbered {
        let percent = i64::from(programs) * 100 / i64::from(programs + pages);
        let off = i32::try_from(i64::from(points::MANIFEST) * percent / 100).unwrap_or(points::MANIFEST);
        verdict.point(
            -off,
            "static.program-sources",
            Place::NONE,
            format!("program sources: {programs}, pages: {pages}"),
        );
    }
}

fn proves_a_program(file: &File<'_>) -> bool {
    match file.name() {
        "package.json" => is_application(file),
        name => {
            PROOFS.contains(&name)
                || name.ends_with(".runtimeconfig.json")
                || file.extension().is_some_and(|extension| PROJECTS.contains(&extension))
        }
    }
}

/// Whether a `package.json` describes more than tools. A broken one gets the benefit of the doubt.
fn is_application(file: &File<'_>) -> bool {
    let Some(package) = file.json() else { return true };
    SCRIPTS.iter().any(|script| package.get(&["scripts", script]).is_some())
        || package.get(&["workspaces"]).is_some()
        || !package.entries(&["dependencies"]).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn off<const N: usize>(files: [(&str, &str); N]) -> i32 {
        let repo = MemorySource::new(files).into_repo();
        let mut verdict = Verdict::new("static");
        yield_to(&repo, proof(&repo), Standing::Root, &mut verdict);
        verdict.evidence.iter().map(|evidence| evidence.points).sum()
    }

    #[test]
    fn manifest_in_the_root_takes_points_off_and_below_does_not() {
        assert_eq!(off([("index.html", ""), ("pom.xml", "")]), -points::MANIFEST);
        assert_eq!(off([("index.html", ""), ("a/pom.xml", "")]), 0);
        assert_eq!(off([("index.html", ""), ("Shop.csproj", "")]), -points::MANIFEST);
    }

    #[test]
    fn package_json_of_tools_takes_nothing_off() {
        let tools = r#"{"scripts": {"lint": "prettier -c ."}, "devDependencies": {"prettier": "3"}}"#;
        assert_eq!(off([("index.html", ""), ("package.json", tools)]), 0);
        assert_eq!(off([("index.html", ""), ("package.json", r#"{"scripts": {"build": "vite build"}}"#)]), -40);
        assert_eq!(off([("index.html", ""), ("package.json", "{")]), -40);
    }

    #[test]
    fn program_sources_count_when_they_outnumber_the_pages() {
        assert_eq!(off([("index.html", ""), ("tests/a.py", "")]), 0);
        assert_eq!(off([("index.html", ""), ("a.cpp", ""), ("b.cpp", ""), ("c.cpp", "")]), -30);
    }
}
