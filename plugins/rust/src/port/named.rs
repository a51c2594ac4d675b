//! The default that stands behind the name of a port: that of a variable, or of a flag.

use fieldmark_sdk::token::{Kind, Token};
use fieldmark_sdk::{File, Place};

/// Names of a port, or of an address.
const NAMES: [&str; 11] = [
    "port",
    "http_port",
    "server_port",
    "app_port",
    "web_port",
    "listen_port",
    "addr",
    "address",
    "bind",
    "listen",
    "http_addr",
];

/// How many tokens the default may stand behind the name, and how many the number behind its word.
const MOST_TOKENS: usize = 16;
const MOST_BETWEEN: usize = 8;

/// The port of `env::var("PORT").unwrap_or("8080".into())`, or of `#[arg(default_value_t = 8080)] port: u16`.
pub fn default(file: File<'_>, tokens: &[Token<'_>]) -> Option<(u16, Place)> {
    tokens.iter().enumerate().find_map(|(at, token)| {
        let found = match token.kind {
            Kind::Text(text) if is_name(text) => of_variable(&tokens[at + 1..]),
            Kind::Word(word) if word.starts_with("default_value") => of_flag(&tokens[at + 1..]),
            _ => None,
        }?;
        Some((found.1, file.line(found.0.line)))
    })
}

fn is_name(text: &str) -> bool {
    NAMES.contains(&text.to_ascii_lowercase().replace('-', "_").as_str())
}

/// `.unwrap_or_else(|_| "8080".to_string())`
fn of_variable<'a, 't>(behind: &'a [Token<'t>]) -> Option<(&'a Token<'t>, u16)> {
    let statement = behind.iter().take_while(|token| token.kind != Kind::Sign(';')).take(MOST_TOKENS);
    let fallback = |token: &&Token<'_>| matches!(token.kind, Kind::Word(word) if word.contains("unwrap_or"));
    statement.skip_while(|token| !fallback(token)).take(MOST_BETWEEN).find_map(|token| Some((token, port(token)?)))
}

/// `default_value_t = 8080)] pub port: u16`: the field stands behind the attribute.
fn of_flag<'a, 't>(behind: &'a [Token<'t>]) -> Option<(&'a Token<'t>, u16)> {
    let value = behind.get(1).filter(|_| behind[0].kind == Kind::Sign('='))?;
    let end = behind.iter().position(|token| token.kind == Kind::Sign(']'))?;
    let mut words = behind[end..].iter().take(MOST_BETWEEN).filter_map(|token| match token.kind {
        Kind::Word(word) if !["pub", "crate"].contains(&word) => Some(word),
        _ => None,
    });
    words.next().filter(|field| is_name(field))?;
    Some((value, port(value)?))
}

/// A number, also behind the colon of an address.
fn port(token: &Token<'_>) -> Option<u16> {
    let (Kind::Text(text) | Kind::Word(text)) = token.kind else { return None };
    let digits = text.rsplit_once(':').map_or(text, |(_, digits)| digits);
    digits.parse().ok().filter(|port| *port >= 80 && digits.bytes().all(|c| c.is_ascii_digit()))
}
