//! Solution files: which projects belong together.

use fieldmark_sdk::{File, Place, Repo};

/// Most projects of one solution that are looked at.
const MOST_PROJECTS: usize = 100;

/// A project that a solution lists: its path relative to the root and where it is listed.
pub type Listed = (String, Place);

/// The projects that the solutions in the root list and that are there, each once.
#[must_use]
pub fn projects(repo: &Repo) -> Vec<Listed> {
    let mut listed: Vec<Listed> = Vec::new();
    for solution in solutions(repo) {
        let found = if solution.extension() == Some("slnx") { in_xml(solution) } else { in_text(solution) };
        for (path, at) in found {
            if repo.file(&path).is_some() && !listed.iter().any(|(known, _)| *known == path) {
                listed.push((path, at));
            }
        }
    }
    listed.truncate(MOST_PROJECTS);
    listed
}

/// The solutions in the root.
pub fn solutions<'r>(repo: &'r Repo) -> impl Iterator<Item = File<'r>> {
    repo.top().filter(|file| matches!(file.extension(), Some("sln" | "slnx")))
}

/// `Project("{type}") = "Name", "path\to\it.csproj", "{id}"`
fn in_text(solution: File<'_>) -> Vec<Listed> {
    let projects = solution.lines().filter(|line| line.text.trim_start().starts_with("Project("));
    projects.filter_map(|line| Some((normal(line.text.split('"').nth(5)?), line.at))).collect()
}

fn in_xml(solution: File<'_>) -> Vec<Listed> {
    let Some(xml) = solution.xml() else { return Vec::new() };
    let projects = xml.root().descendants().filter(|element| element.name() == "Project");
    projects.filter_map(|project| Some((normal(project.attribute("Path")?), project.at()))).collect()
}

/// A path with `/` and without a leading `./`.
#[must_use]
pub fn normal(path: &str) -> String {
    path.trim().replace('\\', "/").trim_start_matches("./").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn both_forms_list_their_projects() {
        let text = "\u{feff}\nProject(\"{F}\") = \"Web\", \"src\\Web\\Web.csproj\", \"{1}\"\nEndProject\n\
                    Project(\"{2150E333}\") = \"docs\", \"docs\", \"{2}\"\nEndProject\n";
        let xml = "<Solution><Folder Name=\"/src/\"><Project Path=\"src/Lib/Lib.fsproj\" /></Folder></Solution>";
        let repo = MemorySource::new([
            ("A.sln", text),
            ("B.slnx", xml),
            ("src/Web/Web.csproj", ""),
            ("src/Lib/Lib.fsproj", ""),
        ])
        .into_repo();
        let paths: Vec<_> = projects(&repo).into_iter().map(|(path, at)| (path, at.line)).collect();
        assert_eq!(paths, [("src/Web/Web.csproj".to_owned(), Some(2)), ("src/Lib/Lib.fsproj".to_owned(), Some(1))]);
    }
}
