//! One requirement as pip writes it (PEP 508): name, extras, versions, marker.

/// A requirement, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Requirement {
    /// Normalised name of the distribution.
    pub(crate) name: String,
    /// Extras, lower case.
    pub(crate) extras: Vec<String>,
    /// Version specifiers as written.
    pub(crate) specifiers: String,
}

impl Requirement {
    /// A requirement without extras.
    pub(crate) fn new(name: &str, specifiers: &str) -> Self {
        Self { name: normalised(name), extras: Vec::new(), specifiers: specifiers.trim().to_owned() }
    }

    /// Reads one requirement. None for what is none, and for one that a marker keeps off Linux.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(name) = name_in_address(text) {
            return Some(Self::new(name, ""));
        }
        let (text, marker) = text.split_once(';').unwrap_or((text, ""));
        let text = text.trim();
        let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte)).count();
        let (name, rest) = text.split_at(length);
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || for_another_system(marker) {
            return None;
        }
        let (extras, specifiers) = match rest.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((extras, specifiers)) => (extras, specifiers),
            None => ("", rest),
        };
        let known = |text: &str| text.is_empty() || text.starts_with(['<', '>', '=', '!', '~', '@', '(', '*', '^']);
        if !known(specifiers.trim()) {
            return None;
        }
        let extras = extras.split(',').map(|extra| extra.trim().to_lowercase()).filter(|extra| !extra.is_empty());
        let specifiers = specifiers.split('@').next().unwrap_or_default().trim().trim_matches(['(', ')']);
        Some(Self { extras: extras.collect(), ..Self::new(name, specifiers) })
    }
}

/// The one spelling of a name: lower case, runs of `-`, `_` and `.` as one `-`.
pub(crate) fn normalised(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// The name that `git+https://host/owner/name.git#egg=name` states.
fn name_in_address(text: &str) -> Option<&str> {
    let text = text.trim();
    text.split_once("://").filter(|(scheme, _)| !scheme.contains(['@', ' ']))?;
    let (_, egg) = text.split_once("egg=")?;
    let name = egg.split(['&', '[', ' ', ';', '=']).next()?;
    (!name.is_empty()).then_some(name)
}

/// Whether a marker restricts the requirement to a system that no builder image is.
fn for_another_system(marker: &str) -> bool {
    let marker = marker.replace('"', "'");
    let elsewhere = ["== 'win32'", "=='win32'", "== 'Windows'", "=='Windows'", "== 'darwin'", "=='darwin'"];
    !marker.contains(" or ") && elsewhere.iter().any(|system| marker.contains(system))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_taken_apart() {
        let parse = |text| Requirement::parse(text).map(|r| (r.name, r.extras.join("+"), r.specifiers));
        let found = |name: &str, extras: &str, specifiers: &str| {
            Some((name.to_owned(), extras.to_owned(), specifiers.to_owned()))
        };
        assert_eq!(parse("gunicorn>=20.0.0; python_version >= '3.5'"), found("gunicorn", "", ">=20.0.0"));
        assert_eq!(parse("Flask_SQLAlchemy"), found("flask-sqlalchemy", "", ""));
        assert_eq!(parse("uvicorn[standard, Extra] ~= 0.20"), found("uvicorn", "standard+extra", "~= 0.20"));
        assert_eq!(parse("ip @ git+https://host/ip.git"), found("ip", "", ""));
        assert_eq!(parse("git+https://host/x.git@main#egg=My.Name&subdirectory=a"), found("my-name", "", ""));
        assert_eq!(parse("pywin32; sys_platform == 'win32'"), None);
        assert_eq!(parse("--hash=sha256:abc"), None);
        assert_eq!(parse("<<<<<<< HEAD"), None);
        assert_eq!(parse("this is prose"), None);
    }
}
