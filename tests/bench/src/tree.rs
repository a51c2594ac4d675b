//! Trees of files to walk: always the same ones for a size.

use crate::sample::Failure;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Sizes that are measured, in files.
pub(crate) const SIZES: [usize; 4] = [20, 200, 10_000, 100_000];

/// What lies at the top: one application with what people put beside it. No two of them belong to one language alone, so
/// that several plugins are asked.
const TOP: [(&str, &str); 10] = [
    (".gitignore", "*.log\n/build/\ndist/\n*.py[cod]\n!keep.log\n.env\ntarget/\n"),
    ("README.md", "# Shop\n\nA service with a front end.\n"),
    ("requirements.txt", "flask==3.0.3\ngunicorn==22.0.0\npsycopg[binary]>=3.1\n"),
    ("app.py", "from flask import Flask\n\napplication = Flask(__name__)\n"),
    (
        "package.json",
        "{\"name\": \"shop\", \"scripts\": {\"start\": \"node server.js\"}, \"engines\": {\"node\": \">=20\"}, \"dependencies\": {\"express\": \"^4.19.0\"}}\n",
    ),
    ("server.js", "const app = require('express')();\napp.listen(process.env.PORT || 3000);\n"),
    ("Dockerfile", "FROM registry.example/base:1\nCOPY . .\nEXPOSE 8080\nCMD [\"gunicorn\", \"app\"]\n"),
    ("go.mod", "module example.org/shop\n\ngo 1.22\n"),
    (
        "pom.xml",
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>shop</artifactId><version>1</version></project>\n",
    ),
    ("Makefile", "all:\n\ttrue\n"),
];

/// Sources, by the language of the module they stand in: directory, extension, text. The last one is no source.
const SOURCES: [(&str, &str, &str); 6] = [
    ("src/main/java/org/example", "java", "package org.example;\n\nclass Part {\n}\n"),
    ("src/components", "ts", "export const part = (n: number) => n + 1;\n"),
    ("lib", "py", "def part(n):\n    return n + 1\n"),
    ("internal/part", "go", "package part\n\nfunc Part(n int) int { return n + 1 }\n"),
    ("spec/models", "rb", "RSpec.describe 'part' do\nend\n"),
    ("assets/img", "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
];

/// A manifest that makes a module a candidate root, by the number of the module.
const MANIFESTS: [(&str, &str); 3] = [
    (
        "pom.xml",
        "<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>m</artifactId><version>1</version></project>\n",
    ),
    ("package.json", "{\"name\": \"module\", \"dependencies\": {\"express\": \"^4.19.0\"}}\n"),
    ("requirements.txt", "django>=5.0\n"),
];

/// Files of one module, and of one directory in it.
const MODULE: usize = 500;
const DIRECTORY: usize = 12;

/// Makes a tree of so many files below a new temporary directory.
pub(crate) fn make(files: usize) -> Result<TempDir, Failure> {
    let folder = tempfile::Builder::new().prefix("fieldmark-bench-").tempdir()?;
    let root = folder.path();
    for (name, text) in TOP.iter().take(files) {
        fs::write(root.join(name), text)?;
    }
    for number in 0..files.saturating_sub(TOP.len()) {
        write(root, number)?;
    }
    Ok(folder)
}

/// The source file of this number, counted over the whole tree.
fn write(root: &Path, number: usize) -> Result<(), Failure> {
    let (module, place) = (number / MODULE, number % MODULE);
    let folder = root.join(format!("services/part-{}/module-{module}", module / 10));
    if place == 0 {
        fs::create_dir_all(&folder)?;
        let (name, text) = if module % 2 == 0 { MANIFESTS[module / 2 % MANIFESTS.len()] } else { ("notes.txt", "-\n") };
        return Ok(fs::write(folder.join(name), text)?);
    }
    if place == 1 {
        return Ok(fs::write(folder.join(".gitignore"), "*.tmp\n/generated/\n")?);
    }
    let (sources, extension, text) = SOURCES[(place / DIRECTORY) % SOURCES.len()];
    let folder = folder.join(sources).join(format!("group{}", place / DIRECTORY));
    if place == 2 || place % DIRECTORY == 0 {
        fs::create_dir_all(&folder)?;
    }
    // One file in a hundred is one that the ignore files name.
    let extension = if number % 100 == 50 { "log" } else { extension };
    Ok(fs::write(folder.join(format!("part{place}.{extension}")), text)?)
}
