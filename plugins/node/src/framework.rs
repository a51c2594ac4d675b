//! Frameworks: which dependency tells them, what they make of the application, where they listen.

use crate::package::{Dependency, Package};

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
    /// Bundles code for the browser; says least.
    Bundler,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Framework {
    /// The dependency.
    pub(crate) package: &'static str,
    /// Its name in the verdict.
    pub(crate) slug: &'static str,
    /// What it is for.
    pub(crate) kind: Kind,
    /// Port its own server listens on, unless told otherwise.
    pub(crate) port: Option<u16>,
    /// Command that starts what `npm run build` leaves.
    pub(crate) start: Option<&'static str>,
}

const fn row(package: &'static str, slug: &'static str, kind: Kind, port: u16) -> Framework {
    Framework { package, slug, kind, port: if port == 0 { None } else { Some(port) }, start: None }
}

const fn started(mut framework: Framework, start: &'static str) -> Framework {
    framework.start = Some(start);
    framework
}

use Kind::{Browser, Bundler, FullStack, Server, Site};

/// The first row with a dependency that is there wins: a framework stands before the library it is built on, an adapter
/// that changes what comes out stands before its framework.
const FRAMEWORKS: &[Framework] = &[
    started(row("next", "next", FullStack, 3000), "next start"),
    started(row("nuxt", "nuxt", FullStack, 3000), "node .output/server/index.mjs"),
    row("nuxt-edge", "nuxt", FullStack, 3000),
    row("nuxt3", "nuxt", FullStack, 3000),
    started(row("@sveltejs/adapter-node", "sveltekit", FullStack, 3000), "node build"),
    row("@sveltejs/adapter-static", "sveltekit", Site, 4173),
    started(row("@sveltejs/kit", "sveltekit", FullStack, 3000), "node build"),
    row("sapper", "sapper", FullStack, 3000),
    row("@remix-run/serve", "remix", FullStack, 3000),
    row("@remix-run/express", "remix", FullStack, 3000),
    row("@remix-run/node", "remix", FullStack, 3000),
    row("@remix-run/react", "remix", FullStack, 3000),
    row("@shopify/hydrogen", "hydrogen", FullStack, 3000),
    row("@react-router/serve", "react-router", FullStack, 3000),
    row("@react-router/node", "react-router", FullStack, 3000),
    started(row("@astrojs/node", "astro", FullStack, 4321), "node dist/server/entry.mjs"),
    row("@tanstack/react-start", "tanstack-start", FullStack, 3000),
    row("@tanstack/solid-start", "tanstack-start", FullStack, 3000),
    row("@tanstack/start", "tanstack-start", FullStack, 3000),
    row("@solidjs/start", "solid-start", FullStack, 3000),
    row("solid-start", "solid-start", FullStack, 3000),
    row("@builder.io/qwik-city", "qwik", FullStack, 3000),
    row("@redwoodjs/core", "redwood", FullStack, 8910),
    row("@redwoodjs/api", "redwood", FullStack, 8911),
    row("@cedarjs/core", "cedar", FullStack, 8910),
    row("@analogjs/platform", "analog", FullStack, 3000),
    row("blitz", "blitz", FullStack, 3000),
    row("waku", "waku", FullStack, 8080),
    row("vike", "vike", FullStack, 3000),
    row("vinxi", "vinxi", FullStack, 3000),
    row("rwsdk", "redwood", FullStack, 0),
    row("@strapi/strapi", "strapi", FullStack, 1337),
    row("strapi", "strapi", FullStack, 1337),
    row("payload", "payload", FullStack, 3000),
    row("@keystone-6/core", "keystone", FullStack, 3000),
    row("keystone", "keystone", FullStack, 3000),
    row("ghost", "ghost", FullStack, 2368),
    row("meteor-node-stubs", "meteor", FullStack, 3000),
    row("@nestjs/core", "nest", Server, 3000),
    row("@adonisjs/core", "adonis", Server, 3333),
    row("@adonisjs/framework", "adonis", Server, 3333),
    row("@feathersjs/feathers", "feathers", Server, 3030),
    row("sails", "sails", Server, 1337),
    row("@loopback/rest", "loopback", Server, 3000),
    row("@loopback/core", "loopback", Server, 3000),
    row("loopback", "loopback", Server, 3000),
    row("@midwayjs/core", "midway", Server, 7001),
    row("egg", "egg", Server, 7001),
    row("moleculer-web", "moleculer", Server, 3000),
    row("@tsed/common", "tsed", Server, 8083),
    row("total.js", "total", Server, 8000),
    row("@mastra/core", "mastra", Server, 4111),
    row("nitropack", "nitro", Server, 3000),
    row("nitro", "nitro", Server, 3000),
    row("fastify", "fastify", Server, 0),
    row("@hapi/hapi", "hapi", Server, 0),
    row("hapi", "hapi", Server, 0),
    row("koa", "koa", Server, 0),
    row("@oak/oak", "oak", Server, 0),
    row("hono", "hono", Server, 3000),
    row("elysia", "elysia", Server, 3000),
    row("h3", "h3", Server, 3000),
    row("restify", "restify", Server, 0),
    row("polka", "polka", Server, 0),
    row("micro", "micro", Server, 3000),
    row("json-server", "json-server", Server, 3000),
    row("express", "express", Server, 0),
    row("@apollo/server", "apollo", Server, 4000),
    row("apollo-server", "apollo", Server, 4000),
    row("graphql-yoga", "graphql-yoga", Server, 4000),
    row("hyper-express", "hyper-express", Server, 0),
    row("connect", "connect", Server, 0),
    row("socket.io", "socket.io", Server, 0),
    row("gatsby", "gatsby", Site, 9000),
    row("@docusaurus/core", "docusaurus", Site, 3000),
    row("@11ty/eleventy", "eleventy", Site, 8080),
    row("astro", "astro", Site, 4321),
    row("vitepress", "vitepress", Site, 4173),
    row("vuepress", "vuepress", Site, 8080),
    row("@vuepress/core", "vuepress", Site, 8080),
    row("gridsome", "gridsome", Site, 8080),
    row("hexo", "hexo", Site, 4000),
    row("metalsmith", "metalsmith", Site, 0),
    row("wintersmith", "wintersmith", Site, 8080),
    row("docpad", "docpad", Site, 9778),
    row("harp", "harp", Site, 9000),
    row("assemble", "assemble", Site, 0),
    row("roots", "roots", Site, 1111),
    row("phenomic", "phenomic", Site, 3333),
    row("react-static", "react-static", Site, 3000),
    row("@observablehq/framework", "observable", Site, 3000),
    row("expo", "expo", Browser, 8081),
    row("react-native", "react-native", Browser, 8081),
    row("quasar", "quasar", Browser, 8080),
    row("@ionic/core", "ionic", Browser, 8100),
    row("@ionic/angular", "ionic", Browser, 8100),
    row("@ionic/react", "ionic", Browser, 8100),
    row("@ionic/vue", "ionic", Browser, 8100),
    row("@angular/core", "angular", Browser, 4200),
    row("angular", "angularjs", Browser, 0),
    row("ember-source", "ember", Browser, 4200),
    row("ember-cli", "ember", Browser, 4200),
    row("@stencil/core", "stencil", Browser, 3333),
    row("aurelia-framework", "aurelia", Browser, 8080),
    row("@vue/cli-service", "vue", Browser, 8080),
    row("react-scripts", "react", Browser, 3000),
    row("@builder.io/qwik", "qwik", Browser, 0),
    row("svelte", "svelte", Browser, 0),
    row("solid-js", "solid", Browser, 0),
    row("vue", "vue", Browser, 0),
    row("preact", "preact", Browser, 0),
    row("react", "react", Browser, 0),
    row("lit", "lit", Browser, 0),
    row("backbone", "backbone", Browser, 0),
    row("wmr", "wmr", Bundler, 8080),
    row("vite", "vite", Bundler, 4173),
    row("parcel", "parcel", Bundler, 1234),
    row("parcel-bundler", "parcel", Bundler, 1234),
    row("brunch", "brunch", Bundler, 3333),
    row("snowpack", "snowpack", Bundler, 8080),
];

/// The framework of a manifest with the dependency that tells it.
pub(crate) fn find(package: Package<'_>) -> Option<(&'static Framework, Dependency<'_>)> {
    FRAMEWORKS.iter().find_map(|framework| {
        let dependency = package.dependency(framework.package)?;
        let counts = framework.kind != Kind::Server || !dependency.development;
        counts.then_some((framework, dependency))
    })
}

/// The bundler of a frontend, whose own server listens when the library does not say.
pub(crate) fn bundler(package: Package<'_>) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|row| row.kind == Kind::Bundler && package.dependency(row.package).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldmark_sdk::testing::MemorySource;

    fn slug(text: &str) -> Option<&'static str> {
        let repo = MemorySource::new([("package.json", text)]).into_repo();
        find(Package::find(&repo)?).map(|(framework, _)| framework.slug)
    }

    #[test]
    fn framework_goes_before_what_it_is_built_on() {
        assert_eq!(slug(r#"{"dependencies": {"react": "1", "express": "4", "next": "15"}}"#), Some("next"));
        assert_eq!(slug(r#"{"dependencies": {"express": "4", "@nestjs/core": "11"}}"#), Some("nest"));
        assert_eq!(slug(r#"{"dependencies": {"express": "4", "vue": "3"}}"#), Some("express"));
    }

    #[test]
    fn server_for_development_is_no_framework() {
        assert_eq!(slug(r#"{"devDependencies": {"express": "4"}}"#), None);
        assert_eq!(slug(r#"{"devDependencies": {"express": "4", "@sveltejs/kit": "2"}}"#), Some("sveltekit"));
    }
}
