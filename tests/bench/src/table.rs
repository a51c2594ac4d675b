//! Markdown.

use std::time::Duration;

/// A heading, a line of explanation and a table; all columns but the first are numbers.
pub(crate) fn table(title: &str, meaning: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("### {title}\n\n{meaning}\n\n| {} |\n|---|", head.join(" | "));
    text.push_str(&"---:|".repeat(head.len().saturating_sub(1)));
    text.push('\n');
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

/// Milliseconds with two places.
pub(crate) fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// Whole microseconds.
pub(crate) fn us(time: Duration) -> String {
    format!("{:.0} us", time.as_secs_f64() * 1e6)
}

/// How many times longer one time is than another.
pub(crate) fn ratio(time: Duration, than: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() / than.as_secs_f64())
}

/// Whether a target is reached.
pub(crate) fn reached(is_reached: bool) -> String {
    if is_reached { "yes" } else { "**no**" }.to_owned()
}
