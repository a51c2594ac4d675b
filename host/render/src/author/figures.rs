//! What a plugin costs, as a table.

use crate::printable;
use fieldmark_authoring::Figures;
use std::fmt::Write;

/// The figures of a plugin.
#[must_use]
pub fn figures(figures: &Figures) -> String {
    let mut out = String::new();
    let mut line = |label: &str, text: String, note: &str| {
        // Writing to a string cannot fail.
        let text = format!("{label:12} {text:>12}   {note}");
        _ = writeln!(out, "{}", text.trim_end());
    };
    line("component", format!("{:.1} KiB", figures.component_bytes as f64 / 1024.0), "");
    line("compile", time(figures.compile), "once on every machine");
    if let Some(load) = figures.load {
        line("load", time(load), "from the cache, once in a process");
    }
    line("instantiate", time(figures.instantiate), "begins every call");
    if figures.cases.is_empty() {
        return out;
    }
    _ = writeln!(
        out,
        "\n{:32} {:>10} {:>14} {:>10} {:>12} {:>6}",
        "fixture", "call", "fuel", "of budget", "memory", "reads"
    );
    for case in &figures.cases {
        let error = case.error.map(|code| format!("   {code}")).unwrap_or_default();
        _ = writeln!(
            out,
            "{:32} {:>10} {:>14} {:>8.2} % {:>8} KiB {:>6}{error}",
            printable(&case.case),
            time(case.call),
            case.fuel,
            case.fuel_percent,
            case.memory_bytes / 1024,
            case.reads
        );
    }
    out
}

/// Microseconds in the unit that fits.
fn time(micros: u64) -> String {
    match micros {
        0..1_000 => format!("{micros} us"),
        1_000..1_000_000 => format!("{:.1} ms", micros as f64 / 1e3),
        _ => format!("{:.1} s", micros as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_unit_that_fits() {
        assert_eq!([time(999), time(1_500), time(12_340_000)], ["999 us", "1.5 ms", "12.3 s"]);
    }
}
