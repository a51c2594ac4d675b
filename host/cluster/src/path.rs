//! Paths of the API.

use std::fmt::Write;

/// Path and query of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiPath {
    /// Group and version.
    pub(crate) api: String,
    text: String,
    has_query: bool,
}

impl ApiPath {
    /// All objects of a resource in a project.
    pub(crate) fn collection(api_version: &str, namespace: &str, resource: &str) -> Self {
        let root = if api_version.contains('/') { "apis" } else { "api" };
        let text = format!("/{root}/{api_version}/namespaces/{}/{resource}", escaped(namespace));
        Self { api: api_version.to_owned(), text, has_query: false }
    }

    /// A path that was given as it is, with its query.
    pub(crate) fn given(api_version: &str, path: &str) -> Self {
        Self { api: api_version.to_owned(), text: path.to_owned(), has_query: path.contains('?') }
    }

    /// What is below: the name of an object, or the name of a part of one.
    pub(crate) fn below(mut self, segment: &str) -> Self {
        self.text.push('/');
        self.text.push_str(&escaped(segment));
        self
    }

    /// With one more parameter.
    pub(crate) fn with(mut self, key: &str, value: &str) -> Self {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.text.push_str(key);
        self.text.push('=');
        self.text.push_str(&escaped(value));
        self
    }

    /// As it is sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Without the query.
    pub(crate) fn without_query(&self) -> &str {
        self.text.split('?').next().unwrap_or_default()
    }

    /// The query, escaped.
    pub(crate) fn query(&self) -> &str {
        self.text.split_once('?').map_or("", |(_, query)| query)
    }
}

/// Escapes all that has a meaning in a path or a query; names come from files and from the command line.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':' | b'@') {
            escaped.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    // A segment of dots would lead elsewhere.
    if escaped == "." || escaped == ".." { escaped.replace('.', "%2E") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_group_project_object_and_part() {
        let path =
            ApiPath::collection("build.openshift.io/v1", "demo", "buildconfigs").below("shop").below("instantiate");
        assert_eq!(path.as_str(), "/apis/build.openshift.io/v1/namespaces/demo/buildconfigs/shop/instantiate");
        let path = ApiPath::collection("v1", "demo", "services").with("limit", "500").with("continue", "a b");
        assert_eq!(path.as_str(), "/api/v1/namespaces/demo/services?limit=500&continue=a%20b");
        assert_eq!(
            (path.without_query(), path.query()),
            ("/api/v1/namespaces/demo/services", "limit=500&continue=a%20b")
        );
    }

    #[test]
    fn names_cannot_leave_their_place() {
        for (name, written) in [
            ("../secrets", "..%2Fsecrets"),
            ("..", "%2E%2E"),
            ("a?b", "a%3Fb"),
            ("a/b", "a%2Fb"),
            ("py:3.12", "py:3.12"),
        ] {
            let path = ApiPath::collection("v1", "demo", "pods").below(name);
            assert_eq!(path.as_str(), format!("/api/v1/namespaces/demo/pods/{written}"));
        }
    }
}
