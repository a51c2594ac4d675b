//! One connection to a cluster: requests out, capped answers back.

use crate::answer::{failure, refusal};
use crate::kubeconfig::configuration;
use crate::path::ApiPath;
use crate::{Access, ClusterError};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::BodyExt;
use kube::Client;
use kube::client::Body;
use serde_json::Value;
use std::time::Duration;
use tokio::runtime::Runtime;

/// Most bytes of one answer: a page of 500 image streams with their histories has about ten million.
pub const MAX_ANSWER_BYTES: u64 = 64 << 20;
/// Most bytes of a refusal that are read.
const MAX_REFUSAL_BYTES: u64 = 64 << 10;

/// How long and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For one request with its answer.
    pub answer: Duration,
    /// For an upload with its answer.
    pub upload: Duration,
    /// Most bytes of an answer.
    pub answer_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            upload: Duration::from_secs(600),
            answer_bytes: MAX_ANSWER_BYTES,
        }
    }
}

/// What is sent.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a ApiPath,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

/// The media type of most bodies.
pub(crate) const JSON: &str = "application/json";

impl<'a> Call<'a> {
    pub(crate) fn get(path: &'a ApiPath) -> Self {
        Self { method: Method::GET, path, content_type: JSON, body: Vec::new() }
    }

    pub(crate) fn post(path: &'a ApiPath, body: &Value) -> Self {
        Self { method: Method::POST, path, content_type: JSON, body: body.to_string().into_bytes() }
    }

    /// Method and path, as errors name them.
    pub(crate) fn asked(&self) -> String {
        format!("{} {}", self.method, self.path.without_query())
    }
}

/// One connection. The client library spawns tasks: they run while a call waits.
pub(crate) struct Connection {
    runtime: Runtime,
    client: Client,
    pub(crate) address: String,
    pub(crate) namespace: String,
    pub(crate) limits: Limits,
}

impl Connection {
    pub(crate) fn open(access: &Access, limits: Limits) -> Result<Self, ClusterError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| ClusterError::NoClient { problem: error.to_string() })?;
        let mut config = runtime.block_on(configuration(access))?;
        config.connect_timeout = Some(limits.connect);
        // A request that starts a build must not be sent twice because the first answer was slow.
        config.default_retry = false;
        let (address, namespace) = (config.cluster_url.to_string(), config.default_namespace.clone());
        let client = runtime.block_on(async { Client::try_from(config) });
        let client = client.map_err(|error| ClusterError::NoClient { problem: error.to_string() })?;
        Ok(Self { runtime, client, address, namespace, limits })
    }

    /// Sends a call and reads the answer as JSON, together with its status.
    pub(crate) fn json(&self, call: Call<'_>, time: Duration) -> Result<(StatusCode, Value), ClusterError> {
        let asked = call.asked();
        let (status, body) = self.bytes(call, time)?;
        let value = serde_json::from_slice(&body)
            .map_err(|error| ClusterError::Malformed { asked, problem: error.to_string() })?;
        Ok((status, value))
    }

    /// Reads an object or a page.
    pub(crate) fn get(&self, path: &ApiPath) -> Result<Value, ClusterError> {
        self.json(Call::get(path), self.limits.answer).map(|(_, value)| value)
    }

    /// Sends a call whose answer says nothing of use.
    pub(crate) fn done(&self, call: Call<'_>, time: Duration) -> Result<(), ClusterError> {
        self.bytes(call, time).map(drop)
    }

    fn bytes(&self, call: Call<'_>, time: Duration) -> Result<(StatusCode, Vec<u8>), ClusterError> {
        let asked = call.asked();
        self.within(&asked, time, async {
            let response = self.send(call).await?;
            let status = response.status();
            let mut body = response.into_body();
            let mut bytes = Vec::new();
            while let Some(part) = next(&mut body, &asked).await? {
                bytes.extend_from_slice(&part);
                if bytes.len() as u64 > self.limits.answer_bytes {
                    return Err(ClusterError::TooLarge { asked: asked.clone(), limit: self.limits.answer_bytes });
                }
            }
            Ok((status, bytes))
        })
    }

    /// Reads an answer part by part until it ends, the reader says that it is enough (`false`), or the time is over.
    /// The size of the whole is not limited: each part is handed on and forgotten.
    pub(crate) fn parts(
        &self,
        path: &ApiPath,
        time: Duration,
        mut reader: impl FnMut(&[u8]) -> Result<bool, ClusterError>,
    ) -> Result<(), ClusterError> {
        let call = Call::get(path);
        let asked = call.asked();
        self.within(&asked, time, async {
            let mut body = self.send(call).await?.into_body();
            while let Some(part) = next(&mut body, &asked).await? {
                if !reader(&part)? {
                    break;
                }
            }
            Ok(())
        })
    }

    fn within<T>(
        &self,
        asked: &str,
        time: Duration,
        work: impl Future<Output = Result<T, ClusterError>>,
    ) -> Result<T, ClusterError> {
        let late = |_| ClusterError::TimedOut { asked: asked.to_owned(), seconds: time.as_secs() };
        self.runtime.block_on(async { tokio::time::timeout(time, work).await }).map_err(late)?
    }

    /// Sends a call; an answer that refuses is an error.
    async fn send(&self, call: Call<'_>) -> Result<Response<Body>, ClusterError> {
        let asked = call.asked();
        let request = Request::builder()
            .method(call.method)
            .uri(call.path.as_str())
            .header(http::header::ACCEPT, JSON)
            .header(http::header::CONTENT_TYPE, call.content_type)
            .body(Body::from(call.body))
            .map_err(|error| ClusterError::NoClient { problem: error.to_string() })?;
        let response = self.client.send(request).await.map_err(|error| failure(&self.address, &asked, &error))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status();
        let mut body = response.into_body();
        let mut text = Vec::new();
        while let Ok(Some(part)) = next(&mut body, &asked).await {
            text.extend_from_slice(&part);
            if text.len() as u64 > MAX_REFUSAL_BYTES {
                break;
            }
        }
        Err(refusal(asked, &call.path.api, status, &text))
    }
}

/// The next part of a body; none at its end.
async fn next(body: &mut Body, asked: &str) -> Result<Option<Bytes>, ClusterError> {
    while let Some(frame) = body.frame().await {
        let frame =
            frame.map_err(|error| ClusterError::Broken { asked: asked.to_owned(), problem: error.to_string() })?;
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}
