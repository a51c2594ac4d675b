//! Servers on loopback for tests: the registry of the distribution, and one that answers as badly as it is told. Each ends
//! with its value.

#![allow(dead_code, reason = "each test program that includes this uses a part of it")]
#![allow(clippy::print_stderr, reason = "a test that is left out says so")]

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The program of Debian's package `docker-registry`.
const PROGRAM: &str = "docker-registry";
/// Set where it must not be missing.
const REQUIRED: &str = "FIELDMARK_REGISTRY_REQUIRED";

/// Whether the registry can be started; says so if not.
pub fn is_here() -> bool {
    let found = Command::new(PROGRAM).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    assert!(found || std::env::var_os(REQUIRED).is_none(), "{PROGRAM} is not installed, and {REQUIRED} is set");
    if !found {
        eprintln!("skipped: {PROGRAM} is not installed");
    }
    found
}

/// What a registry asks of those who ask it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Doors {
    pub tls: bool,
    pub password: bool,
}

/// The name and the password that a registry with doors knows.
pub const LOGIN: (&str, &str) = ("ann", "sesame");
/// The same as `htpasswd -nbB` writes it.
const HTPASSWD: &str = "ann:$2y$05$nKYPN2RrfZ6PyMRNYZoQgeZ0yZkv1HuCi7h30tKfvuxcJ8zaH9O2W";

/// A running registry.
pub struct Registry {
    child: Child,
    folder: tempfile::TempDir,
    /// Host and port, as references name it.
    pub host: String,
}

impl Registry {
    /// Starts a registry whose content lies in `storage`.
    pub fn start(storage: &Path, doors: Doors) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Whoever else takes the port in between makes the start fail, and not the test wrong.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut http = json!({ "addr": format!("127.0.0.1:{port}"), "secret": "of-a-test" });
        if doors.tls {
            let (certificate, key) = certificate(folder.path());
            http["tls"] = json!({ "certificate": certificate, "key": key });
        }
        let mut config = json!({
            "version": "0.1",
            "log": { "level": "error", "accesslog": { "disabled": true } },
            "storage": { "filesystem": { "rootdirectory": storage }, "delete": { "enabled": true } },
            "http": http,
        });
        if doors.password {
            fs::write(folder.path().join("htpasswd"), HTPASSWD).unwrap();
            config["auth"] = json!({ "htpasswd": { "realm": "here", "path": folder.path().join("htpasswd") } });
        }
        let path = folder.path().join("config.yml");
        // JSON is YAML.
        fs::write(&path, config.to_string()).unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let child = Command::new(PROGRAM)
            .arg("serve")
            .arg(&path)
            .stdout(Stdio::null())
            .stderr(Stdio::from(log))
            .spawn()
            .unwrap();
        let registry = Self { child, folder, host: format!("127.0.0.1:{port}") };
        let started = Instant::now();
        while TcpStream::connect(&registry.host).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "{PROGRAM} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        registry
    }

    /// The certificate of the authority that made that of the registry.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// Puts a blob there; it must be a registry without doors.
    pub fn push_blob(&self, repository: &str, bytes: &[u8]) -> String {
        let digest = digest(bytes);
        let (status, headers, _) = exchange(&self.host, "POST", &format!("/v2/{repository}/blobs/uploads/"), &[], b"");
        assert_eq!(status, 202);
        let location = headers["location"].split_once(&self.host).unwrap().1.to_owned();
        let (status, ..) = exchange(&self.host, "PUT", &format!("{location}&digest={digest}"), &[], bytes);
        assert_eq!(status, 201);
        digest
    }

    /// Puts a manifest there, and says its digest.
    pub fn push_manifest(&self, repository: &str, tag: &str, manifest: &Value) -> String {
        let kind = manifest["mediaType"].as_str().unwrap();
        let text = manifest.to_string();
        let path = format!("/v2/{repository}/manifests/{tag}");
        let (status, _, body) = exchange(&self.host, "PUT", &path, &[("content-type", kind)], text.as_bytes());
        assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
        digest(text.as_bytes())
    }

    /// Puts a component there in the layout of `wkg`, and says the digest of the manifest.
    pub fn push(&self, repository: &str, tag: &str, component: &[u8]) -> String {
        let layer = self.push_blob(repository, component);
        let config = json!({
            "created": "2026-01-01T00:00:00Z",
            "author": "Pony authors",
            "architecture": "wasm",
            "os": "wasip2",
            "layerDigests": [layer],
            "component": {
                "exports": ["fieldmark:detector/detector@0.1.0"],
                "imports": ["fieldmark:detector/repo@0.1.0"],
                "target": null,
            },
        });
        let config = config.to_string();
        let descriptor =
            |kind: &str, digest: &str, size: usize| json!({ "mediaType": kind, "digest": digest, "size": size });
        let config_digest = self.push_blob(repository, config.as_bytes());
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": descriptor("application/vnd.wasm.config.v0+json", &config_digest, config.len()),
            "layers": [descriptor("application/wasm", &layer, component.len())],
        });
        self.push_manifest(repository, tag, &manifest)
    }

    /// Puts a detector there, as `oras push` does with its media type.
    pub fn push_detector(&self, repository: &str, tag: &str, detector: &[u8]) {
        let (config, layer) = (self.push_blob(repository, b"{}"), self.push_blob(repository, detector));
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "artifactType": "application/vnd.fieldmark.detector+toml",
            "config": { "mediaType": "application/vnd.oci.empty.v1+json", "digest": config, "size": 2 },
            "layers": [{
                "mediaType": "application/vnd.fieldmark.detector+toml",
                "digest": layer,
                "size": detector.len(),
                "annotations": { "org.opencontainers.image.title": "quux.toml" },
            }],
        });
        self.push_manifest(repository, tag, &manifest);
    }

    /// Puts signatures there, in base64, as `cosign sign --key` does up to version 2.
    pub fn push_signature(&self, repository: &str, signed: &str, signatures: &[String], document: &str) {
        let config = self.push_blob(repository, b"{}");
        let payload = self.push_blob(repository, document.as_bytes());
        let layers: Vec<Value> = signatures
            .iter()
            .map(|signature| {
                json!({
                    "mediaType": "application/vnd.dev.cosign.simplesigning.v1+json",
                    "digest": payload,
                    "size": document.len(),
                    "annotations": { "dev.cosignproject.cosign/signature": signature },
                })
            })
            .collect();
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": { "mediaType": "application/vnd.oci.image.config.v1+json", "digest": config, "size": 2 },
            "layers": layers,
        });
        self.push_manifest(repository, &format!("{}.sig", signed.replace(':', "-")), &manifest);
    }
}

impl Registry {
    /// Puts a bundle there as `cosign sign --key` does from version 3 on, with an index for registries without referrers.
    pub fn push_bundle(&self, repository: &str, signed: &str, bundle: &str) {
        const KIND: &str = "application/vnd.dev.sigstore.bundle.v0.3+json";
        const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
        let (config, layer) = (self.push_blob(repository, b"{}"), self.push_blob(repository, bundle.as_bytes()));
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "artifactType": KIND,
            "config": { "mediaType": "application/vnd.oci.empty.v1+json", "digest": config, "size": 2 },
            "layers": [{ "mediaType": KIND, "digest": layer, "size": bundle.len() }],
            "subject": { "mediaType": MANIFEST, "digest": signed, "size": 1 },
        });
        let tag = format!("bundle-{}", &layer[7..20]);
        let digest = self.push_manifest(repository, &tag, &manifest);
        let index = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.index.v1+json",
            "manifests": [
                { "mediaType": MANIFEST, "digest": digest, "size": manifest.to_string().len(), "artifactType": KIND },
            ],
        });
        self.push_manifest(repository, &signed.replace(':', "-"), &index);
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The document that cosign signs for a manifest.
pub fn signed_document(manifest: &str) -> String {
    json!({
        "critical": {
            "identity": { "docker-reference": "registry.example/acme/pony" },
            "image": { "docker-manifest-digest": manifest },
            "type": "cosign container image signature",
        },
        "optional": null,
    })
    .to_string()
}

/// The statement that cosign signs for a manifest from version 3 on, of this kind.
pub fn signed_statement(manifest: &str, kind: &str) -> String {
    json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{ "digest": { "sha256": &manifest[7..] }, "annotations": {} }],
        "predicateType": kind,
        "predicate": {},
    })
    .to_string()
}

/// `sha256:` and the digest.
pub fn digest(bytes: &[u8]) -> String {
    fieldmark_supply::Digest::of(bytes).to_string()
}

/// Makes a certificate for loopback, and writes it, its key and its authority.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    fs::write(folder.join("authority.pem"), authority.pem()).unwrap();
    let (certificate, path) = (folder.join("certificate.pem"), folder.join("key.pem"));
    fs::write(&certificate, leaf.pem()).unwrap();
    fs::write(&path, key.serialize_pem()).unwrap();
    (certificate, path)
}

type Headers = BTreeMap<String, String>;

/// One request over plain HTTP, and its answer.
fn exchange(host: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, Headers, Vec<u8>) {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n{more}\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let mut headers = Headers::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body).unwrap();
    (status, headers, body)
}

/// A proxy on loopback that opens tunnels to whoever knows the name and the password, and remembers where to.
pub struct Proxy {
    pub host: String,
    tunnels: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub fn start(authorization: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let tunnels = Arc::new(Mutex::new(Vec::new()));
        let opened = tunnels.clone();
        // The thread ends with the test program.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let opened = opened.clone();
                std::thread::spawn(move || tunnel(stream, authorization, &opened));
            }
        });
        Self { host, tunnels }
    }

    /// Where tunnels led so far.
    pub fn tunnels(&self) -> Vec<String> {
        self.tunnels.lock().unwrap().clone()
    }
}

fn tunnel(mut client: TcpStream, authorization: &str, opened: &Mutex<Vec<String>>) {
    client.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let server = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    if !head.contains(authorization) {
        drop(client.write_all(b"HTTP/1.1 407 X\r\n\r\n"));
        return;
    }
    opened.lock().unwrap().push(server.to_owned());
    let mut server = TcpStream::connect(server).unwrap();
    client.write_all(b"HTTP/1.1 200 X\r\n\r\n").unwrap();
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || drop(std::io::copy(&mut from, &mut to)));
    drop(std::io::copy(&mut server, &mut client));
}

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// Names in lower case.
    pub headers: Headers,
}

/// What a bad server does.
pub enum Reply {
    /// A whole answer.
    Whole(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The beginning of an answer of that length, then the end of the connection.
    Cut(u16, Vec<(&'static str, String)>, Vec<u8>, usize),
    /// Bytes that are no HTTP.
    Raw(Vec<u8>),
    /// An answer without a length that never ends.
    Endless,
    /// Nothing, for that long.
    Late(Duration),
}

type Handler = dyn Fn(&Request) -> Reply + Send + Sync;

/// A server that answers as it is told.
pub struct BadServer {
    pub host: String,
    folder: tempfile::TempDir,
    requests: Arc<Mutex<Vec<Request>>>,
    is_over: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl BadServer {
    pub fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::new(tempfile::tempdir().unwrap(), None, handler)
    }

    /// The same over TLS.
    pub fn start_tls(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = certificate(folder.path());
        let chain = vec![CertificateDer::from_pem_file(certificate).unwrap()];
        let key = PrivateKeyDer::from_pem_file(key).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Self::new(folder, Some(Arc::new(config)), handler)
    }

    fn new(
        folder: tempfile::TempDir,
        tls: Option<Arc<ServerConfig>>,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let (requests, is_over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (seen, over, handler): (_, _, Arc<Handler>) = (requests.clone(), is_over.clone(), Arc::new(handler));
        let acceptor = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (tls, seen, handler) = (tls.clone(), seen.clone(), handler.clone());
                let stream = stream.unwrap();
                // No thread outlives its test by much, whatever the other side does.
                stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
                stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
                std::thread::spawn(move || match tls {
                    None => serve(stream, &handler, &seen),
                    Some(tls) => {
                        let connection = ServerConnection::new(tls).unwrap();
                        serve(StreamOwned::new(connection, stream), &handler, &seen);
                    }
                });
            }
        });
        Self { host, folder, requests, is_over, acceptor: Some(acceptor) }
    }

    /// The certificate of the authority that made that of the server.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// What came so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for BadServer {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(&self.host));
        if let Some(acceptor) = self.acceptor.take() {
            drop(acceptor.join());
        }
    }
}

fn serve(stream: impl Read + Write, handler: &Arc<Handler>, seen: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let mut headers = Headers::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).is_err() {
            return;
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let request = Request { path: line.split(' ').nth(1).unwrap_or_default().to_owned(), headers };
    seen.lock().unwrap().push(request.clone());
    let stream = reader.get_mut();
    drop(answer(stream, handler(&request)).and_then(|()| stream.flush()));
}

fn answer(stream: &mut impl Write, reply: Reply) -> std::io::Result<()> {
    let head = |status: u16, headers: &[(&'static str, String)], length: usize| {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n")
    };
    match reply {
        Reply::Whole(status, headers, body) => {
            stream.write_all(head(status, &headers, body.len()).as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Cut(status, headers, body, length) => {
            stream.write_all(head(status, &headers, length).as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Raw(bytes) => stream.write_all(&bytes),
        Reply::Endless => {
            stream.write_all(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b' '; 8192])?;
            }
        }
        Reply::Late(time) => {
            std::thread::sleep(time);
            Ok(())
        }
    }
}
