//! Which of the languages of the JVM is spoken.

use fieldmark_sdk::Repo;

/// Extensions and languages. Clojure and Scala have build tools of their own, but Maven and Gradle build them too.
pub const LANGUAGES: [(&str, &[&str]); 5] = [
    ("java", &["java"]),
    ("kotlin", &["kt"]),
    ("groovy", &["groovy"]),
    ("scala", &["scala"]),
    ("clojure", &["clj", "cljc"]),
];

/// All of their extensions.
pub const EXTENSIONS: [&str; 6] = ["java", "kt", "groovy", "scala", "clj", "cljc"];

/// The language with the most files; Java where there is none, and where it has as many as another.
pub fn most_spoken(repo: &Repo) -> &'static str {
    let counted = LANGUAGES.iter().rev().max_by_key(|(_, extensions)| repo.count(extensions));
    counted.map_or("java", |(language, _)| language)
}

/// The others that have files here, and in any case Java, whose family all of them are.
pub fn others(repo: &Repo, language: &str) -> Vec<&'static str> {
    let is_here = |(name, extensions): &&(&str, &[&str])| *name == "java" || repo.count(extensions) > 0;
    let spoken = LANGUAGES.iter().filter(|(name, _)| *name != language).filter(is_here);
    spoken.map(|(name, _)| *name).collect()
}
