//! Requests over HTTP: out to an address, a capped answer back. Redirections are followed, and an answer that breaks off is
//! asked for again from where it ended.

use crate::connector::{Connector, Proxies};
use crate::secret::Secret;
use crate::{Limits, SupplyError, failure};
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_RANGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Runtime;

/// Most redirections of one request.
const REDIRECTIONS: usize = 5;
/// Most bytes of a refusal that are read.
const REFUSAL_BYTES: u64 = 64 << 10;
/// How often the caller's wish to cancel is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// How the client calls itself.
const AGENT: &str = concat!("fieldmark/", env!("CARGO_PKG_VERSION"));

/// A question for one address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// `https://…`, or `http://…` where that is allowed.
    pub(crate) address: &'a str,
    /// Media types that are understood.
    pub(crate) accept: &'a str,
    /// Who asks.
    pub(crate) authorization: Option<&'a Secret>,
    /// Most bytes of the answer.
    pub(crate) limit: u64,
}

/// A whole answer, whatever its status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// The means to ask. The client library spawns tasks: they run while a question waits.
pub(crate) struct Transport {
    runtime: Runtime,
    client: Client<HttpsConnector<Connector>, Empty<Bytes>>,
    limits: Limits,
    cancelled: Arc<AtomicBool>,
}

impl Transport {
    pub(crate) fn new(
        roots: &[CertificateDer<'static>],
        proxies: &Proxies,
        limits: Limits,
        cancelled: Arc<AtomicBool>,
    ) -> Result<Self, SupplyError> {
        let no_client = |problem: String| SupplyError::NoClient { problem };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| no_client(error.to_string()))?;
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(roots.iter().cloned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| no_client(error.to_string()))?
            .with_root_certificates(store)
            .with_no_client_auth();
        let tcp = Connector::new(proxies, limits.connect)?;
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { runtime, client, limits, cancelled })
    }

    /// Asks, and reads the whole answer. A status that refuses is an answer, too.
    pub(crate) fn get(&self, ask: &Ask<'_>) -> Result<Answer, SupplyError> {
        let late = |time: Duration| SupplyError::TimedOut { address: told(ask), seconds: time.as_secs() };
        self.runtime.block_on(async {
            tokio::select! {
                answer = tokio::time::timeout(self.limits.answer, self.whole(ask)) => {
                    answer.map_err(|_| late(self.limits.answer))?
                }
                () = self.cancellation() => Err(SupplyError::Cancelled),
            }
        })
    }

    async fn cancellation(&self) {
        while !self.cancelled.load(Ordering::Relaxed) {
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Asks until the answer is whole, at most as often as the limits say.
    async fn whole(&self, ask: &Ask<'_>) -> Result<Answer, SupplyError> {
        let mut body = Vec::new();
        let mut attempt = 1;
        loop {
            match self.go_on(ask, &mut body).await {
                Ok((status, headers)) => return Ok(Answer { status, headers, body }),
                Err(SupplyError::Broken { .. }) if attempt < self.limits.attempts => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Asks for what comes after the part of the body that is there. A server that does not go on begins anew.
    async fn go_on(&self, ask: &Ask<'_>, body: &mut Vec<u8>) -> Result<(StatusCode, HeaderMap), SupplyError> {
        let (parts, stream) = self.follow(ask, body.len()).await?.into_parts();
        if !continues(&parts.headers, parts.status, body.len()) {
            body.clear();
        }
        let limit = if parts.status.is_success() { ask.limit } else { REFUSAL_BYTES };
        self.read(ask, stream, &parts.headers, limit, body).await?;
        Ok((parts.status, parts.headers))
    }

    /// Sends the question to where the answer is. A secret is not taken to another server.
    async fn follow(&self, ask: &Ask<'_>, from: usize) -> Result<Response<Incoming>, SupplyError> {
        let malformed = |problem: &str| SupplyError::Malformed { address: told(ask), problem: problem.to_owned() };
        let mut uri: Uri = ask.address.parse().map_err(|_| malformed("this is not an address"))?;
        let home = uri.authority().cloned();
        for _ in 0..=REDIRECTIONS {
            let authorization = ask.authorization.filter(|_| uri.authority() == home.as_ref());
            let response = self.send(ask, &uri, authorization, from).await?;
            if !response.status().is_redirection() {
                return Ok(response);
            }
            let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            uri = location
                .and_then(|location| redirected(&uri, location))
                .ok_or_else(|| malformed("it redirects to nowhere, or from https to something else"))?;
        }
        Err(malformed("it redirects again and again"))
    }

    async fn send(
        &self,
        ask: &Ask<'_>,
        uri: &Uri,
        authorization: Option<&Secret>,
        from: usize,
    ) -> Result<Response<Incoming>, SupplyError> {
        let mut request = Request::get(uri).header(ACCEPT, ask.accept).header(USER_AGENT, AGENT);
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization.header());
        }
        let request =
            request.body(Empty::new()).map_err(|error| SupplyError::NoClient { problem: error.to_string() })?;
        let late = |_| SupplyError::TimedOut { address: told(ask), seconds: self.limits.pause.as_secs() };
        let response = tokio::time::timeout(self.limits.pause, self.client.request(request)).await.map_err(late)?;
        response.map_err(|error| failure::of(&told(ask), &error))
    }

    async fn read(
        &self,
        ask: &Ask<'_>,
        mut stream: Incoming,
        headers: &HeaderMap,
        limit: u64,
        body: &mut Vec<u8>,
    ) -> Result<(), SupplyError> {
        let too_large = || SupplyError::TooLarge { what: told(ask), limit };
        let stated = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if stated.is_some_and(|length| length.saturating_add(body.len() as u64) > limit) {
            return Err(too_large());
        }
        let late = |_| SupplyError::TimedOut { address: told(ask), seconds: self.limits.pause.as_secs() };
        while let Some(frame) = tokio::time::timeout(self.limits.pause, stream.frame()).await.map_err(late)? {
            let broken = |error| SupplyError::Broken { address: told(ask), problem: failure::causes(&error) };
            if let Ok(data) = frame.map_err(broken)?.into_data() {
                if body.len() as u64 + data.len() as u64 > limit {
                    return Err(too_large());
                }
                body.extend_from_slice(&data);
            }
        }
        Ok(())
    }
}

/// The address for messages: what follows `?` may be a secret of a storage service.
fn told(ask: &Ask<'_>) -> String {
    ask.address.split('?').next().unwrap_or_default().to_owned()
}

/// Whether the answer goes on where the one before it broke off.
fn continues(headers: &HeaderMap, status: StatusCode, from: usize) -> bool {
    let range = headers.get(CONTENT_RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
    from > 0 && status == StatusCode::PARTIAL_CONTENT && range.starts_with(&format!("bytes {from}-"))
}

/// Where a redirection leads: an address, or a path on the same server. None for what is less than it was.
fn redirected(from: &Uri, location: &str) -> Option<Uri> {
    let (scheme, authority) = (from.scheme_str()?, from.authority()?);
    let whole = match location {
        path if path.starts_with("//") => format!("{scheme}:{path}"),
        path if path.starts_with('/') => format!("{scheme}://{authority}{path}"),
        address => address.to_owned(),
    };
    let uri: Uri = whole.parse().ok()?;
    uri.authority()?;
    let is_kept = matches!((scheme, uri.scheme_str()?), (_, "https") | ("http", "http"));
    is_kept.then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(from: &str, location: &str) -> Option<String> {
        redirected(&from.parse().unwrap(), location).map(|uri| uri.to_string())
    }

    #[test]
    fn redirections_lead_to_addresses_and_paths() {
        let from = "https://registry.example/v2/a";
        assert_eq!(leads(from, "https://blobs.example/b?c").as_deref(), Some("https://blobs.example/b?c"));
        assert_eq!(leads(from, "/b").as_deref(), Some("https://registry.example/b"));
        assert_eq!(leads(from, "//blobs.example/b").as_deref(), Some("https://blobs.example/b"));
    }

    #[test]
    fn redirections_never_leave_https() {
        assert_eq!(leads("https://registry.example/v2/a", "http://registry.example/b"), None);
        assert_eq!(leads("https://registry.example/v2/a", "file:///etc/passwd"), None);
        assert_eq!(leads("https://registry.example/v2/a", "b"), None);
        assert!(leads("http://127.0.0.1:5000/v2/a", "http://127.0.0.1:5000/b").is_some());
    }

    #[test]
    fn only_an_answer_that_goes_on_is_appended() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_RANGE, "bytes 10-19/20".parse().unwrap());
        assert!(continues(&headers, StatusCode::PARTIAL_CONTENT, 10));
        assert!(!continues(&headers, StatusCode::PARTIAL_CONTENT, 9));
        assert!(!continues(&headers, StatusCode::OK, 10));
        assert!(!continues(&headers, StatusCode::PARTIAL_CONTENT, 0));
    }
}
