//! The frameworks, one in a row: name, what it is for, the distributions that stand for it.
//!
//! What is built on another framework stands before it: lists that `pip freeze` wrote hold both. What runs beside a web
//! framework, or only makes pages, comes last.

use super::Framework;
use super::Use::{Application, Server, Site};

const fn row(name: &'static str, usage: super::Use, distributions: &'static [&'static str]) -> Framework {
    Framework { name, usage, distributions, files: &[] }
}

impl Framework {
    const fn files(self, files: &'static [&'static str]) -> Self {
        Self { files, ..self }
    }
}

/// The table.
#[rustfmt::skip]
pub(crate) const FRAMEWORKS: &[Framework] = &[
    // Pages made of data and models, each with a server of its own.
    row("reflex", Server, &["reflex"]),
    row("chainlit", Server, &["chainlit"]),
    row("nicegui", Server, &["nicegui"]),
    row("streamlit", Server, &["streamlit"]),
    row("gradio", Server, &["gradio"]),
    row("dash", Server, &["dash"]),
    row("voila", Server, &["voila"]),
    row("panel", Server, &["panel"]),
    row("solara", Server, &["solara"]),
    row("shiny", Server, &["shiny"]),
    row("marimo", Server, &["marimo"]),
    row("mesop", Server, &["mesop"]),
    row("taipy", Server, &["taipy", "taipy-gui"]),
    row("fasthtml", Server, &["python-fasthtml"]),

    // Answers requests.
    row("django", Server, &["django"]),
    row("google-adk", Server, &["google-adk"]),
    row("functions-framework", Server, &["functions-framework"]),
    row("fastapi", Server, &["fastapi"]),
    row("litestar", Server, &["litestar"]),
    row("starlite", Server, &["starlite"]),
    row("quart", Server, &["quart"]),
    row("sanic", Server, &["sanic"]),
    row("blacksheep", Server, &["blacksheep"]),
    row("robyn", Server, &["robyn"]),
    row("connexion", Server, &["connexion"]),
    row("flask", Server, &["flask"]),
    row("pyramid", Server, &["pyramid"]),
    row("falcon", Server, &["falcon"]),
    row("bottle", Server, &["bottle"]),
    row("cherrypy", Server, &["cherrypy"]),
    row("turbogears", Server, &["turbogears2"]),
    row("web.py", Server, &["web-py"]),
    row("masonite", Server, &["masonite"]),
    row("emmett", Server, &["emmett"]),
    row("hug", Server, &["hug"]),
    row("molten", Server, &["molten"]),
    row("responder", Server, &["responder"]),
    row("lihil", Server, &["lihil"]),
    row("guillotina", Server, &["guillotina"]),
    row("klein", Server, &["klein"]),
    row("nameko", Server, &["nameko"]),
    row("starlette", Server, &["starlette"]),
    row("tornado", Server, &["tornado"]),
    row("bokeh", Server, &["bokeh"]).files(&["main.py", "app.py"]),
    row("aiohttp", Application, &["aiohttp"]),

    // Works without answering.
    row("azure-functions", Application, &["azure-functions"]),
    row("celery", Application, &["celery"]),
    row("dramatiq", Application, &["dramatiq"]),
    row("scrapy", Application, &["scrapy"]),
    row("jupyter", Application, &["jupyterlab", "notebook", "jupyter"]),

    // Makes pages.
    row("mkdocs", Site, &["mkdocs"]).files(&["mkdocs.yml", "mkdocs.yaml"]),
    row("pelican", Site, &["pelican"]).files(&["pelicanconf.py"]),
    row("nikola", Site, &["nikola"]).files(&["conf.py"]),
    row("sphinx", Site, &["sphinx"])
        .files(&["conf.py", "docs/conf.py", "doc/conf.py", "source/conf.py", "docs/source/conf.py"]),
];
