//! The least JDK that frameworks run on, by their versions.

use crate::build::{Build, Demand, Level};
use fieldmark_sdk::range;

/// Releases from a major and minor version on, with the Java that they need.
type Needs = &'static [(u32, u32, &'static str)];

/// Beginnings of names whose versions are those of the framework, and what its releases need, the newest first. As
/// their release notes state it.
const FRAMEWORKS: [(&str, Needs); 9] = [
    // The parent of the releases before sets the level to 1.8.
    ("org.springframework.boot", &[(3, 0, "17"), (1, 0, "1.8")]),
    ("io.quarkus", &[(3, 7, "17"), (2, 0, "11")]),
    ("io.micronaut", &[(4, 0, "17")]),
    ("io.helidon", &[(4, 0, "21"), (3, 0, "17"), (2, 0, "11")]),
    ("io.dropwizard:", &[(5, 0, "17"), (3, 0, "11")]),
    ("io.javalin:javalin", &[(7, 0, "17"), (5, 0, "11")]),
    ("io.vertx:vertx-core", &[(5, 0, "11")]),
    ("jakarta.platform:", &[(11, 0, "17"), (10, 0, "11")]),
    ("org.springframework:spring-", &[(6, 0, "17")]),
];

/// What the frameworks of a build need, each once.
pub fn of(build: &Build<'_>) -> Vec<Level> {
    FRAMEWORKS.iter().filter_map(|(prefix, needs)| least(build, prefix, needs)).collect()
}

fn least(build: &Build<'_>, prefix: &str, needs: Needs) -> Option<Level> {
    let mut named = build.versioned().filter(|(name, ..)| name.starts_with(prefix));
    named.find_map(|(name, version, at)| {
        let places = range::places(version)?;
        let release = (places[0], places.get(1).copied().unwrap_or(0));
        let (.., java) = needs.iter().find(|(major, minor, _)| release >= (*major, *minor))?;
        Some(Level { name: format!("{name} {version}"), text: (*java).to_owned(), at, demand: Demand::Level })
    })
}
