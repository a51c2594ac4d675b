//! What texts are taken for.

use crate::{Git, Location, Protocol, SourceError};
use proptest::prelude::*;

#[derive(Debug, PartialEq)]
enum Kind {
    /// Protocol, URI, ref.
    Remote(Protocol, &'static str, Option<&'static str>),
    /// Path, ref, whether it was a URL.
    Local(&'static str, Option<&'static str>, bool),
    Archive(&'static str),
    Listing,
}

fn check(text: &str, kind: &Kind) {
    let location = Location::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    match (&location, kind) {
        (Location::Remote(remote), Kind::Remote(protocol, uri, reference)) => {
            assert_eq!((remote.protocol(), remote.uri(), remote.reference()), (protocol, *uri, *reference), "{text}");
        }
        (Location::Local(local), Kind::Local(path, reference, is_url)) => {
            let told = (local.path.to_str().unwrap(), local.reference.as_deref(), local.is_url);
            assert_eq!(told, (*path, *reference, *is_url), "{text}");
        }
        (Location::Archive(path), Kind::Archive(name)) => assert_eq!(path.to_str(), Some(*name), "{text}"),
        (Location::Listing, Kind::Listing) => {}
        (other, kind) => panic!("{text}: {other:?} and not {kind:?}"),
    }
}

#[test]
fn texts_are_told_apart_by_their_form() {
    use Kind::{Archive, Listing, Local, Remote};
    use Protocol::{Http, Https, Other, Ssh};
    let other = |protocol: &str| Other(protocol.to_owned());
    for (text, kind) in [
        // new-app.md 3.1: a scheme and `//`, whatever its case
        ("https://host/acme/shop.git", Remote(Https, "https://host/acme/shop.git", None)),
        ("HTTPS://host/shop", Remote(Https, "HTTPS://host/shop", None)),
        ("http://host:8080/shop", Remote(Http, "http://host:8080/shop", None)),
        ("ssh://git@host:2222/shop", Remote(Ssh, "ssh://git@host:2222/shop", None)),
        ("git+ssh://host/shop", Remote(Ssh, "git+ssh://host/shop", None)),
        ("https://[::1]:8443/shop", Remote(Https, "https://[::1]:8443/shop", None)),
        ("https://[::1]/shop", Remote(Https, "https://[::1]/shop", None)),
        ("git://host/shop", Remote(other("git"), "git://host/shop", None)),
        // new-app.md 2, vectors: a ref behind `#`, at the end of any form
        ("https://host/repo#beta4", Remote(Https, "https://host/repo", Some("beta4"))),
        ("https://host/repo#feature/a#b", Remote(Https, "https://host/repo", Some("feature/a#b"))),
        ("https://host/repo#", Remote(Https, "https://host/repo", None)),
        ("git@host:acme/repo.git#v1", Remote(Ssh, "git@host:acme/repo.git", Some("v1"))),
        ("./shop#v1", Local("./shop", Some("v1"), false)),
        ("#v1", Local(".", Some("v1"), false)),
        // new-app.md 3.1: scp form, and 2: anything with a colon is one
        ("git@host/repo.git", Local("git@host/repo.git", None, false)),
        ("host:repo.git", Remote(Ssh, "host:repo.git", None)),
        ("redis:6-el8", Remote(Ssh, "redis:6-el8", None)),
        ("git@[::1]:repo", Remote(Ssh, "git@[::1]:repo", None)),
        ("./host:repo", Local("./host:repo", None, false)),
        ("a/b:c", Local("a/b:c", None, false)),
        ("C:\\src\\shop", Local("C:\\src\\shop", None, false)),
        // A remote helper would be a program's name.
        ("ext::sh -c id", Remote(other("ext"), "ext::sh -c id", None)),
        ("fd::17/x", Remote(other("fd"), "fd::17/x", None)),
        // new-app.md 3.1: file URLs are local
        ("file:///srv/shop", Local("/srv/shop", None, true)),
        ("file://localhost/srv/shop#v1", Local("/srv/shop", Some("v1"), true)),
        ("file:///srv/my%20shop%23", Local("/srv/my shop#", None, true)),
        (".", Local(".", None, false)),
        ("/srv/shop", Local("/srv/shop", None, false)),
        ("shop.tar.gz", Archive("shop.tar.gz")),
        ("/tmp/Shop.TGZ", Archive("/tmp/Shop.TGZ")),
        ("shop.tar", Archive("shop.tar")),
        ("shop#1.zip", Archive("shop#1.zip")),
        ("https://host/shop.zip", Remote(Https, "https://host/shop.zip", None)),
        ("-", Listing),
    ] {
        check(text, &kind);
    }
}

#[test]
fn what_is_no_place_is_refused() {
    for text in [
        "",
        "--upload-pack=x",
        "-x",
        "https://",
        "https://host",
        "https://host/",
        "https:///x",
        "ssh://-oProxyCommand=x/y",
        "ssh://git@-oProxyCommand=x/y",
        "git@-oProxyCommand=x:y",
        "-oProxyCommand=x:y",
        "a\nb",
        "https://ho st/x",
        "https://a=b/x",
        "https://host:x/y",
        "file://other/srv",
        "file:///a%00b",
        "file:///a%0ab",
        "https://ann:se/cret@host/x",
    ] {
        match Location::parse(text) {
            Err(error @ SourceError::Location { .. }) => {
                assert!(!error.to_string().contains("cret"), "{error}");
            }
            other => panic!("{text:?}: {other:?}"),
        }
    }
}

#[test]
fn credentials_are_neither_shown_nor_written() {
    for (text, shown, written) in [
        ("https://ann:s3cret@host/x#v1", "https://***@host/x#v1", "https://host/x"),
        ("https://t0ken@host:8443/x", "https://***@host:8443/x", "https://host:8443/x"),
        ("https://ann:p@ss@host/x", "https://***@host/x", "https://host/x"),
        ("https://@host/x", "https://***@host/x", "https://host/x"),
        (
            "https://host/x?access_token=s3cret&a=b",
            "https://host/x?access_token=***&a=***",
            "https://host/x?access_token=&a=",
        ),
        ("ssh://git@host/x", "ssh://git@host/x", "ssh://git@host/x"),
        ("ssh://git:s3cret@host/x", "ssh://git:***@host/x", "ssh://git@host/x"),
        ("git@host:x", "git@host:x", "git@host:x"),
        ("https://host/@scope/x", "https://host/@scope/x", "https://host/@scope/x"),
    ] {
        let location = Location::parse(text).unwrap();
        assert_eq!(location.to_string(), shown, "{text}");
        assert!(!format!("{location:?}").contains("s3cret"), "{location:?}");
        let Location::Remote(remote) = location else { panic!("{text}") };
        assert_eq!(remote.uri_without_credentials(), written, "{text}");
        let message =
            format!("fatal: unable to access '{}': no, 's3cret' is wrong for https://bob:other@x/y", remote.uri());
        let message = crate::git::detail(&message, Some(&remote));
        let ours = text.contains("s3cret") && message.contains("s3cret");
        assert!(!ours && !message.contains("other@") && !message.contains("p@ss"), "{message}");
    }
}

#[test]
fn credentials_reach_git_for_their_server_only_and_never_on_its_command_line() {
    let Location::Remote(remote) = Location::parse("https://ann:s%2Fe@host:8443/x").unwrap() else { panic!() };
    let credentials = remote.credentials().unwrap();
    assert_eq!(credentials.scope, "https://host:8443");
    assert_eq!((credentials.user.as_str(), credentials.password.as_deref()), ("ann", Some("s/e")));
    assert_eq!(remote.fetch_uri(), "https://host:8443/x");
    for without in ["https://host/x", "ssh://git@host/x", "git@host:x", "https://a%0aprotocol=x:b@host/x"] {
        let Location::Remote(remote) = Location::parse(without).unwrap() else { panic!() };
        assert!(remote.credentials().is_none(), "{without}");
    }
    let error =
        Git::new().fetch(&remote_of("https://ann:hush-hush@127.0.0.1:1/x"), &crate::Limits::default()).unwrap_err();
    assert_eq!(error.code(), "source.unreachable");
    assert!(!error.to_string().contains("hush"), "{error}");
}

fn remote_of(text: &str) -> crate::Remote {
    match Location::parse(text).unwrap() {
        Location::Remote(remote) => remote,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn nothing_between_scheme_and_host_is_shown(
        user in "[a-z0-9:%!$&'()*+,;=.~-]{0,12}", path in "[a-z/.]{1,8}", reference in "[a-z#/]{0,6}"
    ) {
        let text = format!("https://{user}SECRET@host/{path}x#{reference}");
        if let Ok(location) = Location::parse(&text) {
            prop_assert!(!location.to_string().contains("SECRET"));
        }
    }

    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,40}") {
        match Location::parse(&text) {
            Ok(location) => prop_assert!(!location.to_string().is_empty()),
            Err(error) => prop_assert_eq!(error.code(), "source.location"),
        }
    }
}
