//! What a failure and a refusal mean.

use crate::ClusterError;
use http::StatusCode;
use serde_json::Value;
use std::error::Error;

/// Longest text of a server that is repeated, in characters.
const MAX_PROBLEM: usize = 500;

/// A request that no answer came to.
pub(crate) fn failure(address: &str, asked: &str, error: &kube::Error) -> ClusterError {
    let address = address.to_owned();
    let causes = causes(error);
    let problem = causes.last().map_or_else(|| error.to_string(), ToString::to_string);
    let certificate = causes
        .iter()
        .find_map(|cause| cause.downcast_ref::<rustls::Error>())
        .filter(|error| matches!(error, rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented));
    if let Some(error) = certificate {
        return ClusterError::Untrusted { address, problem: error.to_string() };
    }
    if let kube::Error::Auth(error) = error {
        return ClusterError::Unauthorised { asked: asked.to_owned(), problem: error.to_string() };
    }
    ClusterError::Unreachable { address, problem }
}

/// The error and all that caused it, the outermost first. What an I/O error carries is not among its sources.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> Vec<&'e (dyn Error + 'static)> {
    let mut causes = vec![error];
    while let Some(&last) = causes.last() {
        let carried = last.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let next = carried.map(|carried| carried as &(dyn Error + 'static)).or_else(|| last.source());
        match next {
            Some(next) if causes.len() < 32 => causes.push(next),
            _ => break,
        }
    }
    causes
}

/// An answer that refuses.
pub(crate) fn refusal(asked: String, api: &str, status: StatusCode, body: &[u8]) -> ClusterError {
    let said: Value = serde_json::from_slice(body).unwrap_or_default();
    let message =
        said["message"].as_str().map_or_else(|| String::from_utf8_lossy(body).trim().to_owned(), str::to_owned);
    let mut problem: String = message.chars().take(MAX_PROBLEM).collect();
    if problem.is_empty() {
        problem = status.to_string();
    }
    match status {
        StatusCode::UNAUTHORIZED => ClusterError::Unauthorised { asked, problem },
        StatusCode::FORBIDDEN => ClusterError::Forbidden { asked, problem },
        // The server names the object when it knows the kind.
        StatusCode::NOT_FOUND if said["details"]["name"].is_string() => ClusterError::NotFound { asked, problem },
        StatusCode::NOT_FOUND => ClusterError::NoApi { asked, api: api.to_owned() },
        StatusCode::CONFLICT => ClusterError::Conflict { asked, problem },
        status => ClusterError::Refused { asked, status: status.as_u16(), problem },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_become_errors_with_stable_names() {
        let named =
            r#"{"kind":"Status","message":"services \"a\" not found","details":{"name":"a","kind":"services"}}"#;
        let cases = [
            (401, r#"{"message":"Unauthorized"}"#, "cluster.unauthorised", "Unauthorized"),
            (403, r#"{"message":"no"}"#, "cluster.forbidden", "no"),
            (404, named, "cluster.not-found", "services \"a\" not found"),
            (404, "404 page not found\n", "cluster.no-api", "does not have build.openshift.io/v1"),
            (409, r#"{"message":"taken"}"#, "cluster.conflict", "taken"),
            (500, "", "cluster.refused", "500: 500 Internal Server Error"),
            (422, r#"{"message":"bad"}"#, "cluster.refused", "422: bad"),
        ];
        for (status, body, code, text) in cases {
            let status = StatusCode::from_u16(status).unwrap();
            let error = refusal("GET /x".to_owned(), "build.openshift.io/v1", status, body.as_bytes());
            assert_eq!(error.code(), code);
            assert!(error.to_string().contains(text), "{error}");
        }
    }

    #[test]
    fn long_refusal_is_cut() {
        let error = refusal(String::new(), "v1", StatusCode::BAD_GATEWAY, "x".repeat(10_000).as_bytes());
        assert!(error.to_string().len() < 600);
    }
}
