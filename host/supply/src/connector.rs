//! The way to a server: straight, or through a proxy.

use crate::SupplyError;
use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::TcpStream;
use tower_service::Service;

/// Proxies as the environment names them elsewhere. What is spoken in the clear goes straight: it is for registries nearby.
#[derive(Clone, Default)]
pub struct Proxies {
    /// For https: `http://host:port`, with name and password before the host if it asks for them.
    pub https: Option<String>,
    /// Hosts that are reached without one, with commas between them: names with all below them, addresses, networks, `*`.
    pub except: Option<String>,
}

/// A proxy may be named with a password.
impl std::fmt::Debug for Proxies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let https = self.https.as_ref().map(|_| "***");
        f.debug_struct("Proxies").field("https", &https).field("except", &self.except).finish()
    }
}

/// Connects to servers.
#[derive(Clone)]
pub(crate) struct Connector {
    straight: HttpConnector,
    proxies: Arc<Matcher>,
}

impl Connector {
    pub(crate) fn new(proxies: &Proxies, patience: Duration) -> Result<Self, SupplyError> {
        let mut straight = HttpConnector::new();
        // What comes after the connection is not its business.
        straight.enforce_http(false);
        straight.set_connect_timeout(Some(patience));
        let mut matcher = Matcher::builder();
        if let Some(proxy) = proxies.https.as_deref().filter(|proxy| !proxy.is_empty()) {
            check(proxy)?;
            matcher = matcher.https(proxy);
        }
        if let Some(except) = &proxies.except {
            matcher = matcher.no(except);
        }
        Ok(Self { straight, proxies: Arc::new(matcher.build()) })
    }
}

/// A proxy that is not understood must not be passed over: the user wants one. Nothing of it is told, for it may have a
/// password.
fn check(proxy: &str) -> Result<(), SupplyError> {
    let uri = proxy.parse::<Uri>().ok();
    match uri.as_ref().map(|uri| (uri.scheme_str(), uri.host())) {
        Some((Some("http") | None, Some(_))) => Ok(()),
        _ => Err(SupplyError::NoClient { problem: "the proxy is not of the form http://host:port".to_owned() }),
    }
}

type Connection = TokioIo<TcpStream>;
type Failure = Box<dyn Error + Send + Sync>;

impl Service<Uri> for Connector {
    type Response = Connection;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Connection, Failure>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        // Each connection is made by a connector of its own.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let mut straight = self.straight.clone();
        let Some(proxy) = self.proxies.intercept(&server) else {
            return Box::pin(async move { straight.call(server).await.map_err(Into::into) });
        };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), straight);
        if let Some(login) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(login.clone());
        }
        Box::pin(async move { tunnel.call(server).await.map_err(Into::into) })
    }
}
