//! What looks like a secret in a variable.

/// Words of a name that mean a secret.
const NAMES: &[&str] =
    &["PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY", "CREDENTIAL", "CREDENTIALS", "PWD"];
/// Pairs of words that mean one together.
const PAIRS: &[(&str, &str)] = &[
    ("API", "KEY"),
    ("ACCESS", "KEY"),
    ("PRIVATE", "KEY"),
    ("ENCRYPTION", "KEY"),
    ("SIGNING", "KEY"),
    ("SECRET", "KEY"),
    ("AUTH", "KEY"),
];
/// Words that say that the name is about a secret and is none: how long it is, where it lies, whether there is one.
const ABOUT: &[&str] = &[
    "FILE",
    "PATH",
    "DIR",
    "LENGTH",
    "TTL",
    "NAME",
    "ID",
    "URL",
    "URI",
    "HEADER",
    "EXPIRY",
    "EXPIRATION",
    "TIMEOUT",
    "ENABLED",
    "DISABLED",
    "REQUIRED",
    "ALGORITHM",
    "TYPE",
    "MIN",
    "MAX",
    "POLICY",
];
/// Beginnings of values that only secrets have.
const BEGINNINGS: &[&str] = &[
    "-----BEGIN",
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "npm_",
    "sk_live_",
];
/// Values that stand for one to be filled in.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "change-me",
    "change_me",
    "example",
    "placeholder",
    "secret",
    "password",
    "todo",
    "none",
    "xxx",
    "true",
    "false",
];

/// Why a variable looks like a secret; none when it does not. The value itself is never part of the answer.
pub(crate) fn reason(name: &str, value: &str) -> Option<&'static str> {
    let value = value.trim_matches(['"', '\'']);
    if value.is_empty() || is_reference(value) {
        return None;
    }
    if BEGINNINGS.iter().any(|beginning| value.starts_with(beginning) && value.len() > beginning.len() + 8) {
        return Some("its value has the form of a key");
    }
    if holds_credentials(value) {
        return Some("its value is an address with a password");
    }
    let is_placeholder = PLACEHOLDERS.iter().any(|word| value.eq_ignore_ascii_case(word));
    (names_a_secret(name) && !is_placeholder && !is_number(value)).then_some("its name is that of a secret")
}

/// A value that another mechanism fills in.
fn is_reference(value: &str) -> bool {
    value.starts_with("${") || value.starts_with("{{") || (value.starts_with('<') && value.ends_with('>'))
}

/// Counts, ports and durations are named after what they limit.
fn is_number(value: &str) -> bool {
    value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn names_a_secret(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let words: Vec<&str> = upper.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.last().is_some_and(|last| ABOUT.contains(last)) {
        return false;
    }
    let paired = words.windows(2).any(|pair| PAIRS.contains(&(pair[0], pair[1])));
    paired || words.iter().any(|word| NAMES.contains(word))
}

/// `scheme://user:password@host`
fn holds_credentials(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !is_reference(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_from_what_is_about_them() {
        let rows = [
            ("DB_PASSWORD", "s3cr3t-horse", true),
            ("SECRET_KEY_BASE", "0af3b1", true),
            ("STRIPE_API_KEY", "k-123456", true),
            ("api.token", "abcdef", true),
            ("DB_PASSWORD", "", false),
            ("DB_PASSWORD", "\"\"", false),
            ("DB_PASSWORD", "changeme", false),
            ("DB_PASSWORD", "${DB_PASSWORD}", false),
            ("DB_PASSWORD_FILE", "/run/secrets/db", false),
            ("TOKEN_TTL", "3600", false),
            ("MAX_TOKEN", "4096", false),
            ("TOKENIZERS_PARALLELISM", "off", false),
            ("MONKEY", "see", false),
            ("DATABASE_URL", "postgres://shop:horse@db/shop", true),
            ("DATABASE_URL", "postgres://shop@db/shop", false),
            ("DATABASE_URL", "postgres://shop:${PW}@db/shop", false),
            ("DATABASE_URL", "https://host/a:b@c", false),
            ("ANYTHING", "ghp_0123456789abcdef", true),
            ("ANYTHING", "ghp_", false),
            ("CERT", "-----BEGIN PRIVATE KEY-----", true),
        ];
        for (name, value, secret) in rows {
            assert_eq!(reason(name, value).is_some(), secret, "{name}={value}");
        }
    }
}
