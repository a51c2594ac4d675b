//! The variables with which `run` fills in the settings of PHP and httpd (builders.md 5.2).

use fieldmark_sdk::{Repo, Verdict, environment};

/// Variables with the values that they have unless they are set.
const VARIABLES: [(&str, &str); 23] = [
    ("ERROR_REPORTING", "E_ALL & ~E_NOTICE"),
    ("DISPLAY_ERRORS", "ON"),
    ("DISPLAY_STARTUP_ERRORS", "OFF"),
    ("TRACK_ERRORS", "OFF"),
    ("HTML_ERRORS", "ON"),
    ("INCLUDE_PATH", ".:/opt/app-root/src:… and the image's own"),
    ("PHP_MEMORY_LIMIT", "128M"),
    ("SESSION_NAME", "PHPSESSID"),
    ("SESSION_HANDLER", "files"),
    ("SESSION_PATH", "/tmp/sessions"),
    ("SESSION_COOKIE_DOMAIN", ""),
    ("SESSION_COOKIE_HTTPONLY", ""),
    ("SESSION_COOKIE_SECURE", "0"),
    ("SHORT_OPEN_TAG", "OFF"),
    ("OPCACHE_MEMORY_CONSUMPTION", "128"),
    ("OPCACHE_REVALIDATE_FREQ", "2"),
    ("OPCACHE_MAX_FILES", "4000"),
    ("PHPRC", "the image's php.ini"),
    ("PHP_INI_SCAN_DIR", "the image's php.d"),
    ("HTTPD_START_SERVERS", "8"),
    ("HTTPD_MAX_REQUESTS_PER_CHILD", "4000"),
    ("HTTPD_MAX_KEEPALIVE_REQUESTS", "100"),
    ("HTTPD_MAX_REQUEST_WORKERS", "256, less where memory is limited"),
];

/// States what is set.
pub fn state(repo: &Repo<'_>, verdict: &mut Verdict) {
    for (name, default) in VARIABLES {
        let Some(variable) = environment::filled(repo, name) else { continue };
        let instead = if default.is_empty() { String::new() } else { format!(" instead of `{default}`") };
        verdict.point(0, "php.run-setting", variable.at, format!("{name} is `{}`{instead}", variable.value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    #[test]
    fn settings_are_stated_with_what_they_replace() {
        // builders.md 5.2: every variable of the table.
        for (name, default) in VARIABLES {
            let repo = MemorySource::new([(".s2i/environment", format!("{name}=7\nUNKNOWN=1\n"))]).into_repo();
            let mut verdict = Verdict::new("php");
            state(&repo, &mut verdict);
            let notes: Vec<_> = verdict.evidence.iter().map(|row| row.note.as_str()).collect();
            let instead = if default.is_empty() { String::new() } else { format!(" instead of `{default}`") };
            assert_eq!(notes, [format!("{name} is `7`{instead}")]);
        }
    }
}
