//! Web frameworks.

use crate::manifest::Manifest;
use crate::program::{Main, Program, Source};
use fieldmark_sdk::token::{Kind, Token};
use fieldmark_sdk::{Place, Verdict, points};

/// Module paths without their major version, and the framework; those built on others stand before them.
const FRAMEWORKS: &[(&str, &str)] = &[
    ("github.com/goravel/framework", "goravel"),
    ("github.com/gin-gonic/gin", "gin"),
    ("github.com/labstack/echo", "echo"),
    ("github.com/gofiber/fiber", "fiber"),
    ("github.com/beego/beego", "beego"),
    ("github.com/astaxie/beego", "beego"),
    ("github.com/kataras/iris", "iris"),
    ("github.com/gobuffalo/buffalo", "buffalo"),
    ("github.com/revel/revel", "revel"),
    ("github.com/cloudwego/hertz", "hertz"),
    ("github.com/zeromicro/go-zero", "go-zero"),
    ("github.com/go-kratos/kratos", "kratos"),
    ("github.com/go-martini/martini", "martini"),
    ("github.com/go-chi/chi", "chi"),
    ("github.com/gorilla/mux", "gorilla-mux"),
    ("github.com/julienschmidt/httprouter", "httprouter"),
    ("github.com/go-fuego/fuego", "fuego"),
    ("github.com/danielgtaylor/huma", "huma"),
    ("github.com/pocketbase/pocketbase", "pocketbase"),
    ("github.com/gogf/gf", "goframe"),
    ("go-micro.dev", "go-micro"),
    ("goa.design/goa", "goa"),
    ("github.com/emicklei/go-restful", "go-restful"),
    ("connectrpc.com/connect", "connect"),
    ("encore.dev", "encore"),
    ("github.com/flamego/flamego", "flamego"),
    ("gopkg.in/macaron.v1", "macaron"),
    ("goyave.dev/goyave", "goyave"),
    ("github.com/uptrace/bunrouter", "bunrouter"),
    ("github.com/aerogo/aero", "aero"),
    ("github.com/gookit/rux", "rux"),
    ("github.com/savsgio/atreugo", "atreugo"),
    ("github.com/urfave/negroni", "negroni"),
    ("github.com/valyala/fasthttp", "fasthttp"),
];

/// The framework that a module path or import path belongs to.
fn framework(path: &str) -> Option<usize> {
    let is = |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    FRAMEWORKS.iter().position(|(prefix, _)| is(prefix))
}

/// States the framework: what the program imports, else what the module requires for itself.
pub fn state(module: Option<&Manifest>, program: &Program, verdict: &mut Verdict) {
    let main = if let Program::Main(main) = program { Some(main) } else { None };
    let imported = || main.iter().flat_map(|main| imports(main)).collect::<Vec<_>>();
    let required = module.iter().flat_map(|module| &module.requirements);
    // A module that was never tidied marks everything as indirect.
    let tidy = required.clone().any(|required| !required.indirect);
    let required =
        required.filter(|required| !(tidy && required.indirect)).map(|required| (required.path, required.at));
    let known = |(path, at): (&str, Place)| framework(path).map(|index| (index, at));
    let first = |found: Vec<(usize, Place)>| found.into_iter().min_by_key(|(index, _)| *index);
    let found = first(required.filter_map(known).collect())
        .or_else(|| first(imported().into_iter().filter_map(known).collect()));
    if let Some((index, at)) = found {
        let name = FRAMEWORKS[index].1;
        verdict.point(points::FRAMEWORK, format!("go.framework-{name}"), at, format!("{name} is a dependency"));
        verdict.attribute("framework", name, at);
    }
}

/// The imports of a program.
pub fn imports<'r>(main: &Main<'r>) -> Vec<(&'r str, Place)> {
    imports_of(&main.files)
}

/// The imports of sources.
pub fn imports_of<'r>(files: &[Source<'r>]) -> Vec<(&'r str, Place)> {
    let mut imports = Vec::new();
    for (file, tokens) in files {
        let import = |token: &Token<'_>| token.kind == Kind::Word("import");
        // Imports end where the first declaration begins.
        let is_declaration = |token: &Token<'_>| matches!(token.kind, Kind::Word("func" | "type" | "var" | "const"));
        let end = tokens.iter().position(is_declaration).unwrap_or(tokens.len());
        let start = tokens.iter().position(import).unwrap_or(end).min(end);
        imports.extend(tokens[start..end].iter().filter_map(|token| match token.kind {
            Kind::Text(path) => Some((path, file.line(token.line))),
            _ => None,
        }));
    }
    imports
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{manifest, program};
    use fieldmark_sdk::testing::MemorySource;

    fn stated(files: &[(&str, &str)]) -> Option<(String, Option<u32>)> {
        let repo = MemorySource::new(files.iter().copied()).into_repo();
        let module = manifest::module(&repo);
        let program = program::find(&repo, module.as_ref(), None, None);
        let mut verdict = Verdict::new("go");
        state(module.as_ref(), &program, &mut verdict);
        verdict.attributes.first().map(|attribute| (attribute.value.clone(), attribute.at.line))
    }

    #[test]
    fn requirement_names_the_framework() {
        let fiber = "module a\nrequire (\n github.com/valyala/fasthttp v1\n github.com/gofiber/fiber/v2 v2\n)";
        assert_eq!(stated(&[("go.mod", fiber)]), Some(("fiber".into(), Some(4))));
        assert_eq!(stated(&[("go.mod", "require github.com/gin-gonic/ginx v1")]), None);
        let indirect = "require github.com/gin-gonic/gin v1 // indirect";
        let untidy = Some(("gin".to_owned(), Some(1)));
        assert_eq!(stated(&[("go.mod", indirect)]), untidy);
        assert_eq!(stated(&[("go.mod", &format!("{indirect}\nrequire a/b v1"))]), None);
    }

    #[test]
    fn import_names_it_when_the_module_does_not() {
        let main = "package main\nimport (\n e \"github.com/labstack/echo/v4\"\n)\nvar x = \"github.com/gorilla/mux\"";
        assert_eq!(stated(&[("main.go", main)]), Some(("echo".into(), Some(3))));
    }
}
