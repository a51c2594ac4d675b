//! Whom a container file's image runs as, and what it exposes.

use crate::port::{UNPRIVILEGED, number};
use crate::subject::{At, Subject};
use fieldmark_model::{ContainerFile, Protocol, Strategy};

/// Looks at the container file that builds the component. One that is there beside another strategy builds nothing.
pub(crate) fn check(subject: &mut Subject<'_>) {
    if subject.component.strategy != Strategy::Docker {
        return;
    }
    let Some(file) = &subject.component.container_file else { return };
    let base = file.base_image.as_deref().and_then(|base| (subject.request.base_image)(base));
    let user = file.user.clone().or_else(|| base.as_ref().map(|image| image.user.clone()));
    let root = user.as_deref().is_some_and(is_root);
    if subject.request.forbids_root {
        match &user {
            Some(_) if root => {
                subject.found("check.runs-as-root", format!("{} ends as root", file.path), At::file(&file.path));
            }
            Some(user) if user_number(user).is_none() => {
                let note = format!("{} ends as {user}, which is a name", file.path);
                subject.found("check.user-by-name", note, At::file(&file.path));
            }
            Some(_) => {}
            None => {
                let note = format!("{} leaves the user to its base image", file.path);
                subject.found("check.user-unknown", note, At::file(&file.path));
            }
        }
    }
    let root = root && !subject.request.forbids_root;
    let inherited = base.iter().flat_map(|image| &image.ports).filter_map(|port| number(port));
    ports(subject, file, inherited.count() > 0, root);
}

fn ports(subject: &mut Subject<'_>, file: &ContainerFile, inherits: bool, root: bool) {
    let exposed = file.ports.iter().filter(|port| port.protocol == Protocol::Tcp && port.number < UNPRIVILEGED);
    for port in exposed.filter(|_| !root) {
        let at = At { path: Some(&file.path), line: port.line };
        subject.found("check.port-privileged", format!("{} exposes port {}", file.path, port.number), at);
    }
    if file.ports.is_empty() && !inherits && subject.component.start.ports.is_empty() {
        subject.found("check.port-unknown", format!("{} exposes no port", file.path), At::file(&file.path));
    }
}

/// The user without the group, which may follow after a colon.
fn name(user: &str) -> &str {
    user.split(':').next().unwrap_or_default()
}

fn user_number(user: &str) -> Option<u32> {
    name(user).parse().ok()
}

/// An image that states no user runs as root.
fn is_root(user: &str) -> bool {
    matches!(name(user), "" | "root") || user_number(user) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_is_known_by_all_its_names() {
        let rows = [
            ("", true),
            ("root", true),
            ("0", true),
            ("00", true),
            ("root:0", true),
            ("1001", false),
            ("1001:0", false),
            ("app", false),
        ];
        for (user, root) in rows {
            assert_eq!(is_root(user), root, "{user}");
        }
    }
}
