//! Frameworks: what tells them and what they make of the application. The facts stand in [`table`].

mod table;

use crate::package::{Dependency, Package};
use crate::package_manager::PackageManager;
use fieldmark_sdk::range::npm::Range;
use fieldmark_sdk::{Place, Repo};
use table::FRAMEWORKS;

/// The settings of a framework that stand in a directory of theirs.
pub(crate) const METEOR: &str = ".meteor/packages";

/// What a framework is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Renders pages and serves them by itself. Counts wherever it is a dependency: the build needs it, not the run.
    FullStack,
    /// Answers requests. Counts only as a dependency for production.
    Server,
    /// Builds pages ahead of time; a web server delivers them.
    Site,
    /// Runs in the browser.
    Browser,
    /// Bundles code for the browser.
    Bundler,
    /// Runs tasks; says least.
    Task,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Framework {
    /// Its name in the verdict.
    pub(crate) slug: &'static str,
    /// What it is for.
    pub(crate) kind: Kind,
    /// The dependencies that tell it, most telling first.
    packages: &'static [&'static str],
    /// How the names of its settings begin. They tell it where no dependency does.
    files: &'static [&'static str],
    /// Command that starts what the build leaves.
    pub(crate) start: Option<&'static str>,
    /// Port its own server listens on, unless told otherwise.
    pub(crate) port: Option<u16>,
    /// Variable with which the build makes what the start needs.
    pub(crate) build_variable: Option<(&'static str, &'static str)>,
    /// Directory in which the build leaves what browsers load, unless told otherwise.
    pub(crate) output: Option<&'static str>,
    /// Whether it is a library of views that any bundler builds: the bundler then says what is built and how.
    views: bool,
}

impl Framework {
    /// The dependency that tells it.
    pub(crate) fn dependency<'r>(&self, package: Package<'r>) -> Option<Dependency<'r>> {
        self.packages.iter().find_map(|name| package.dependency(name))
    }

    /// Whether a file in the root is its settings.
    pub(crate) fn is_settings(&self, name: &str) -> bool {
        self.files.iter().any(|beginning| name.starts_with(beginning))
    }
}

/// A framework of the root with what tells it.
#[derive(Clone, Copy)]
pub(crate) struct Found<'r> {
    /// The row.
    pub(crate) framework: &'static Framework,
    /// The dependency, or nothing where its settings tell it.
    pub(crate) dependency: Option<Dependency<'r>>,
    /// Where that stands.
    pub(crate) at: Place,
    /// Its name.
    pub(crate) sign: &'r str,
}

impl Found<'_> {
    /// Whether it is only there for development.
    pub(crate) fn for_development(&self) -> bool {
        self.dependency.is_none_or(|dependency| dependency.development)
    }
}

/// The framework of a root. Settings without a dependency count, too: the packages of a workspace may hold it.
pub(crate) fn find<'r>(repo: &'r Repo, package: Package<'r>) -> Option<Found<'r>> {
    let by_dependency = FRAMEWORKS.iter().find_map(|framework| {
        let dependency = framework.dependency(package)?;
        let counts = framework.kind != Kind::Server || !dependency.development;
        counts.then_some(Found { framework, dependency: Some(dependency), at: dependency.at, sign: dependency.name })
    });
    let bundles_only = |found: &Found<'_>| matches!(found.framework.kind, Kind::Bundler | Kind::Task);
    if by_dependency.is_some_and(|found| !bundles_only(&found)) {
        return by_dependency;
    }
    by_settings(repo).filter(|found| by_dependency.is_none() || !bundles_only(found)).or(by_dependency)
}

fn by_settings<'r>(repo: &'r Repo) -> Option<Found<'r>> {
    let below = repo.file(METEOR).map(|file| (file.path(), file.whole()));
    let names: Vec<_> = repo.top().map(|file| (file.name(), file.whole())).chain(below).collect();
    let named = |framework: &Framework| names.iter().find(|(name, _)| framework.is_settings(name));
    FRAMEWORKS.iter().find_map(|framework| {
        let (sign, at) = named(framework)?;
        Some(Found { framework, dependency: None, at: *at, sign })
    })
}

/// The bundler of a frontend, whose own server listens and whose output counts where the library does not say.
pub(crate) fn bundler(package: Package<'_>) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|row| row.kind == Kind::Bundler && row.dependency(package).is_some())
}

/// The name that the field has for what is built of a framework here: that of the bundler where one builds mere views.
pub(crate) fn named<'r>(package: Package<'r>, found: &Found<'r>) -> (&'static str, Place) {
    let bundler = bundler(package).filter(|_| found.framework.views);
    let dependency = bundler.and_then(|row| Some((row.slug, row.dependency(package)?.at)));
    dependency.unwrap_or((found.framework.slug, found.at))
}

/// The command that starts what the build of a framework leaves here.
pub(crate) fn start(repo: &Repo, package: Package<'_>, framework: &Framework) -> Option<&'static str> {
    let version = framework.dependency(package).and_then(|dependency| Range::parse(dependency.version));
    let before =
        |majors: &[u32]| version.as_ref().is_some_and(|range| !majors.iter().any(|major| range.admits(&[*major])));
    let bundled_by_vite = || repo.top().any(|file| file.name().starts_with("vite.config."));
    match (framework.slug, framework.start?) {
        // Elsewhere the build leaves it elsewhere.
        ("nest", _) if repo.file("src/main.ts").is_none() => None,
        ("nuxt", _) if before(&[3, 4, 5]) => Some("nuxt start"),
        ("adonis", _) if before(&[6, 7]) => Some("node build/server.js"),
        ("remix", _) if !bundled_by_vite() => Some("remix-serve build"),
        // Since it left Vinxi, a server is built only where Nitro is asked for.
        ("tanstack-start", start) => {
            let nitro = ["nitro", "nitropack", "vinxi", "@tanstack/nitro-v2-vite-plugin", "@tanstack/start"];
            let asked = nitro.iter().any(|name| package.dependency(name).is_some());
            if asked { Some(start) } else { by_srvx(repo, package) }
        }
        ("svelte-kit", _) if framework.build_variable.is_some() && before(&[4, 5, 6, 7]) => None,
        (_, start) => Some(start),
    }
}

/// The server that TanStack Start brings, for what is built without Nitro. pnpm hides it where it is no dependency.
fn by_srvx(repo: &Repo, package: Package<'_>) -> Option<&'static str> {
    let hidden = package.dependency("srvx").is_none()
        && PackageManager::find(repo, Some(package)).is_none_or(|manager| manager.name == "pnpm");
    (!hidden).then_some("npx srvx --prod -s ../client dist/server/server.js")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;
    use std::collections::BTreeSet;

    fn slug(text: &str, others: &[&str]) -> Option<&'static str> {
        let files = others.iter().map(|name| (*name, "")).chain([("package.json", text)]);
        let repo = MemorySource::new(files).into_repo();
        find(&repo, Package::find(&repo)?).map(|found| found.framework.slug)
    }

    #[test]
    fn framework_goes_before_what_it_is_built_on() {
        for (packages, expected) in [
            ("react express next", "next"),
            ("express @nestjs/core", "nest"),
            ("express vue", "express"),
            ("vue nuxt vite", "nuxt"),
            ("next payload react", "payload"),
            ("next blitz react", "blitz"),
            ("@remix-run/react @shopify/hydrogen react", "hydrogen"),
            ("react @tanstack/react-router @tanstack/react-start vite", "tanstack-start"),
            ("react @tanstack/react-router vite", "tanstack-router"),
            ("solid-js @solidjs/start", "solid-start"),
            ("react @docusaurus/core", "docusaurus"),
            ("vue vitepress vite", "vitepress"),
            ("react astro @astrojs/react vite", "astro"),
            ("react gatsby", "gatsby"),
            ("@angular/core @analogjs/platform vite", "analog"),
            ("express @angular/core @angular/ssr", "angular"),
            ("express @angular/core", "express"),
            ("@angular/core @ionic/angular", "ionic-angular"),
            ("react umi", "umi"),
            ("react vite gulp", "react"),
            ("vite gulp", "vite"),
            ("next sanity @mastra/core", "next"),
            ("gulp storybook", "storybook"),
        ] {
            let all: Vec<_> = packages.split(' ').map(|name| format!("{name:?}: \"1\"")).collect();
            let text = format!("{{\"dependencies\": {{{}}}}}", all.join(", "));
            assert_eq!(slug(&text, &[]), Some(expected), "{packages}");
        }
    }

    #[test]
    fn bundler_names_what_it_builds_of_views() {
        for (packages, expected) in [
            ("react vite", "vite"),
            ("vue @vitejs/plugin-vue vite", "vite"),
            ("preact parcel", "parcel"),
            ("react", "react"),
            ("vue @vue/cli-service vite", "vue"),
            ("svelte vite", "svelte"),
            ("solid-js vite", "solid-js"),
            ("react @tanstack/react-router vite", "tanstack-router"),
            ("next react vite", "next"),
        ] {
            let all: Vec<_> = packages.split(' ').map(|name| format!("{name:?}: \"1\"")).collect();
            let text = format!("{{\"devDependencies\": {{{}}}}}", all.join(", "));
            let repo = MemorySource::new([("package.json", &*text)]).into_repo();
            let package = Package::find(&repo).unwrap();
            assert_eq!(named(package, &find(&repo, package).unwrap()).0, expected, "{packages}");
        }
    }

    #[test]
    fn server_for_development_is_no_framework() {
        assert_eq!(slug(r#"{"devDependencies": {"express": "4"}}"#, &[]), None);
        assert_eq!(slug(r#"{"devDependencies": {"express": "4", "@sveltejs/kit": "2"}}"#, &[]), Some("svelte-kit"));
    }

    #[test]
    fn settings_tell_a_framework_whose_package_is_elsewhere() {
        assert_eq!(slug("{}", &["next.config.mjs"]), Some("next"));
        assert_eq!(slug("{}", &["angular.json"]), Some("angular"));
        assert_eq!(slug(r#"{"devDependencies": {"gulp": "4"}}"#, &["vite.config.ts"]), Some("gulp"));
        assert_eq!(slug(r#"{"devDependencies": {"vite": "5"}}"#, &["astro.config.mjs"]), Some("astro"));
        assert_eq!(slug("{}", &["next.config"]), None);
        // What is below the root speaks for what is below it.
        assert_eq!(slug("{}", &["web/next.config.js"]), None);
    }

    #[test]
    fn lists_of_the_platforms_are_covered() {
        let slugs: BTreeSet<_> = FRAMEWORKS.iter().map(|row| row.slug).collect();
        let known = "analog angular assemble astro blitz brunch docpad docusaurus eleventy ember expo gatsby gridsome \
            grunt gulp harp hexo hono hydrogen mastra metalsmith next nuxt observable parcel phenomic quasar qwik \
            react react-router react-static redwoodjs remix roots sapper solid-js solid-start stencil svelte svelte-kit \
            tanstack-router tanstack-start vike vite vitepress vue vuepress waku wintersmith wmr preact dojo scully \
            ionic-angular ionic-react polymer umi saber sanity storybook nitro express h3 koa nest elysia fastify xmcp \
            ash eve";
        for name in known.split_whitespace() {
            assert!(slugs.contains(name), "{name}");
        }
    }

    #[test]
    fn start_depends_on_what_was_built() {
        let started = |text: &str, others: &[&str]| {
            let files = others.iter().map(|name| (*name, "")).chain([("package.json", text)]);
            let repo = MemorySource::new(files).into_repo();
            let package = Package::find(&repo)?;
            start(&repo, package, find(&repo, package)?.framework)
        };
        for (packages, others, expected) in [
            (r#""nuxt": "^3.1""#, &[][..], Some(table_start("nuxt"))),
            (r#""nuxt": "^2.15""#, &[], Some("nuxt start")),
            (r#""@adonisjs/core": "^5.8""#, &[], Some("node build/server.js")),
            (r#""@adonisjs/core": "^6.2""#, &[], Some("node build/bin/server.js")),
            (r#""@remix-run/serve": "2""#, &["vite.config.ts"], Some("remix-serve build/server/index.js")),
            (r#""@remix-run/serve": "2""#, &["remix.config.js"], Some("remix-serve build")),
            (r#""@tanstack/react-start": "1", "nitro": "3""#, &[], Some(table_start("tanstack-start"))),
            (r#""@tanstack/react-start": "1""#, &[], Some("npx srvx --prod -s ../client dist/server/server.js")),
            (r#""@tanstack/react-start": "1""#, &["pnpm-lock.yaml"], None),
            (r#""@sveltejs/kit": "2", "@sveltejs/adapter-auto": "^6.0""#, &[], Some("node build")),
            (r#""@sveltejs/kit": "1", "@sveltejs/adapter-auto": "^2.0""#, &[], None),
            (r#""@sveltejs/kit": "2", "@sveltejs/adapter-node": "5""#, &[], Some("node build")),
            (r#""@sveltejs/kit": "2""#, &[], None),
            (r#""@nestjs/core": "11""#, &["src/main.ts"], Some("node dist/main")),
            (r#""@nestjs/core": "11""#, &["apps/a/src/main.ts"], None),
            (r#""express": "4""#, &[], None),
        ] {
            assert_eq!(started(&format!("{{\"dependencies\": {{{packages}}}}}"), others), expected, "{packages}");
        }
    }

    fn table_start(slug: &str) -> &'static str {
        FRAMEWORKS.iter().find(|row| row.slug == slug).and_then(|row| row.start).unwrap()
    }
}
