//! A server on loopback that answers like a cluster, or badly: TLS with a certificate authority of its own, one thread for
//! each connection, and an end for everything. It writes its answers byte by byte, so that it can break them anywhere.

#![allow(dead_code, reason = "each test program that includes this uses a part of it")]

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// The bearer token that the server knows.
pub const TOKEN: &str = "sha256~of-a-test";

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub path: String,
    pub content_type: String,
    pub authorization: String,
    pub body: Vec<u8>,
}

impl Request {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What the server does.
pub enum Reply {
    /// A whole answer.
    Json(u16, Value),
    /// A whole answer that is no JSON.
    Text(u16, String),
    /// The beginning of an answer that promises more, then the end of the connection.
    Cut(String),
    /// Nothing for that long, then the end of the connection.
    Late(Duration),
    /// An answer of that many bytes.
    Huge(usize),
    /// Lines, one after the other, then the end of the connection.
    Lines(Vec<String>),
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A running server; it ends with the value.
pub struct Server {
    address: String,
    authority: String,
    requests: Arc<Mutex<Vec<Request>>>,
    is_over: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let (config, authority) = certificates();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let is_over = Arc::new(AtomicBool::new(false));
        let handler: Arc<Handler> = Arc::new(handler);
        let (seen, over) = (requests.clone(), is_over.clone());
        let acceptor = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (config, handler, seen) = (config.clone(), handler.clone(), seen.clone());
                let stream = stream.unwrap();
                std::thread::spawn(move || serve(stream, config, handler.as_ref(), &seen));
            }
        });
        Self { address, authority, requests, is_over, acceptor: Some(acceptor) }
    }

    /// What came so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// Writes a kubeconfig file that leads here.
    pub fn kubeconfig(&self, directory: &Path) -> PathBuf {
        self.kubeconfig_with(directory, &format!("token: {TOKEN}"), true)
    }

    /// The same with another user, with or without the authority that made the certificate.
    pub fn kubeconfig_with(&self, directory: &Path, user: &str, trusted: bool) -> PathBuf {
        let path = directory.join("kubeconfig");
        let authority = directory.join("authority.pem");
        let text = if trusted { self.authority.clone() } else { certificates().1 };
        std::fs::write(&authority, text).unwrap();
        let address = &self.address;
        let text = format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: here\nclusters:\n- name: loopback\n  cluster:\n    server: https://{address}\n    certificate-authority: authority.pem\ncontexts:\n- name: here\n  context: {{cluster: loopback, user: tester, namespace: demo}}\n- name: lost\n  context: {{cluster: nowhere, user: tester}}\nusers:\n- name: tester\n  user:\n    {user}\n"
        );
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(&self.address));
        if let Some(acceptor) = self.acceptor.take() {
            drop(acceptor.join());
        }
    }
}

/// A certificate for loopback, and the authority that made it.
fn certificates() -> (Arc<ServerConfig>, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![leaf.der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
    (Arc::new(config), authority.pem())
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, handler: &Handler, seen: &Mutex<Vec<Request>>) {
    // No thread outlives its test by much, whatever the other side does.
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    let Ok(connection) = ServerConnection::new(config) else { return };
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    // One answer a connection: every answer says so.
    if let Some(request) = read(&mut stream) {
        let reply = if request.authorization == format!("Bearer {TOKEN}") {
            handler(&request)
        } else {
            Reply::Json(401, serde_json::json!({ "kind": "Status", "message": "Unauthorized", "code": 401 }))
        };
        seen.lock().unwrap().push(request);
        let writer = stream.get_mut();
        drop(answer(writer, reply).and_then(|()| writer.flush()));
        writer.conn.send_close_notify();
        drop(writer.flush());
    }
}

fn read(stream: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let mut request =
        Request { method: words.next()?.to_owned(), path: words.next()?.to_owned(), ..Request::default() };
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "content-type" => value.trim().clone_into(&mut request.content_type),
            "authorization" => value.trim().clone_into(&mut request.authorization),
            _ => {}
        }
    }
    request.body = vec![0; length];
    stream.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn answer(stream: &mut impl Write, reply: Reply) -> std::io::Result<()> {
    let mut whole = |status: u16, kind: &str, body: &[u8]| {
        write!(
            stream,
            "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )?;
        stream.write_all(body)
    };
    match reply {
        Reply::Json(status, value) => whole(status, "application/json", value.to_string().as_bytes()),
        Reply::Text(status, text) => whole(status, "text/plain", text.as_bytes()),
        Reply::Huge(size) => whole(200, "application/json", &vec![b' '; size]),
        Reply::Cut(text) => {
            write!(stream, "HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n{text}", text.len() + 1000)
        }
        Reply::Late(time) => {
            std::thread::sleep(time);
            Ok(())
        }
        Reply::Lines(lines) => {
            write!(stream, "HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n")?;
            for line in lines {
                write!(stream, "{:x}\r\n{line}\n\r\n", line.len() + 1)?;
                stream.flush()?;
            }
            Ok(())
        }
    }
}
