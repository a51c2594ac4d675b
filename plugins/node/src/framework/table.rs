//! The frameworks, one in a row: by what it is known, what it is for, how what it builds is started, where it listens
//! and where it leaves files.
//!
//! The first row that is there wins. A framework therefore stands before what it is built on, and a row for an adapter
//! that changes what comes out before that of its framework. The facts are those of the frameworks' own documentation;
//! which frameworks are told apart follows Netlify's and Vercel's lists, and alizer's.

use super::Framework;
use super::Kind::{Browser, Bundler, FullStack, Server, Site, Task};

const fn row(slug: &'static str, kind: super::Kind, packages: &'static [&'static str]) -> Framework {
    Framework {
        slug,
        kind,
        packages,
        files: &[],
        start: None,
        build_variable: None,
        port: None,
        output: None,
        views: false,
    }
}

impl Framework {
    const fn files(self, files: &'static [&'static str]) -> Self {
        Self { files, ..self }
    }

    const fn start(self, start: &'static str) -> Self {
        Self { start: Some(start), ..self }
    }

    const fn build_variable(self, name: &'static str, value: &'static str) -> Self {
        Self { build_variable: Some((name, value)), ..self }
    }

    const fn port(self, port: u16) -> Self {
        Self { port: Some(port), ..self }
    }

    const fn output(self, output: &'static str) -> Self {
        Self { output: Some(output), ..self }
    }

    const fn views(self) -> Self {
        Self { views: true, ..self }
    }
}

/// What Nitro builds, and all that is built on it.
const NITRO: &str = "node .output/server/index.mjs";

/// The table.
#[rustfmt::skip]
pub(super) const FRAMEWORKS: &[Framework] = &[
    // Brings a runtime, a database and a builder of its own.
    row("meteor", FullStack, &["meteor-node-stubs"]).files(&[".meteor/"]).port(3000),

    // Made with one of the next group.
    row("blitz", FullStack, &["blitz"]).files(&["blitz.config."]).start("blitz start").port(3000).output("out"),
    row("payload", FullStack, &["payload"]).files(&["payload.config."]).start("next start").port(3000),
    row("keystone", FullStack, &["@keystone-6/core", "@keystone-next/keystone"]).start("keystone start").port(3000),
    row("keystone", FullStack, &["keystone"]).port(3000),
    row("strapi", FullStack, &["@strapi/strapi", "strapi"]).start("strapi start").port(1337),
    row("directus", FullStack, &["directus"]).start("directus start").port(8055),
    row("medusa", FullStack, &["@medusajs/medusa"]).files(&["medusa-config."]).start("medusa start").port(9000),
    row("ghost", FullStack, &["ghost"]).port(2368),
    row("redwoodjs", FullStack, &["@redwoodjs/core", "@redwoodjs/api"])
        .files(&["redwood.toml"]).start("rw serve").port(8910).output("web/dist"),
    row("cedar", FullStack, &["@cedarjs/core"]).port(8910).output("web/dist"),
    row("redwood-sdk", FullStack, &["rwsdk"]),
    row("hydrogen", FullStack, &["@shopify/hydrogen"])
        .files(&["hydrogen.config."]).port(3000).output("dist/client"),
    row("tanstack-start", FullStack, &["@tanstack/react-start", "@tanstack/solid-start", "@tanstack/start"])
        .start(NITRO).port(3000).output("dist/client"),
    row("solid-start", FullStack, &["@solidjs/start"]).start(NITRO).port(3000).output("dist/client"),
    row("solid-start", FullStack, &["solid-start"]).start("solid-start start").port(3000),
    row("analog", FullStack, &["@analogjs/platform"])
        .start("node dist/analog/server/index.mjs").port(3000).output("dist/analog/public"),
    // What it renders is served by Express, which is a dependency then.
    row("angular", FullStack, &["@angular/ssr"]).port(4000).output("dist"),
    row("angular", Browser, &["@nguniversal/express-engine"]).port(4200).output("dist"),
    row("qwik", FullStack, &["@builder.io/qwik-city", "@qwik.dev/router"]).port(3000).output("dist"),

    // Renders pages and serves them.
    row("next", FullStack, &["next"]).files(&["next.config."]).start("next start").port(3000).output("out"),
    row("nuxt", FullStack, &["nuxt", "nuxt3", "nuxt-edge", "nuxt-nightly"])
        .files(&["nuxt.config."]).start(NITRO).port(3000).output(".output/public"),
    row("svelte-kit", FullStack, &["@sveltejs/adapter-node"]).start("node build").port(3000),
    row("svelte-kit", Site, &["@sveltejs/adapter-static"]).port(4173).output("build"),
    // It adapts to where it is built, and takes the variable of one platform for a plain server.
    row("svelte-kit", FullStack, &["@sveltejs/adapter-auto"])
        .start("node build").build_variable("GCP_BUILDPACKS", "true").port(3000),
    row("svelte-kit", FullStack, &["@sveltejs/kit"]).port(3000).output("build"),
    row("sapper", FullStack, &["sapper"]).start("node __sapper__/build").port(3000).output("__sapper__/export"),
    row("remix", FullStack, &["@remix-run/serve"])
        .start("remix-serve build/server/index.js").port(3000).output("build/client"),
    row("remix", FullStack, &[
        "@remix-run/dev", "@remix-run/express", "@remix-run/node", "@remix-run/react", "@remix-run/server-runtime",
        "remix",
    ])
        .files(&["remix.config."]).port(3000).output("build/client"),
    row("react-router", FullStack, &["@react-router/serve"])
        .start("react-router-serve build/server/index.js").port(3000).output("build/client"),
    row("react-router", FullStack, &["@react-router/dev", "@react-router/node"])
        .files(&["react-router.config."]).port(3000).output("build/client"),
    row("astro", FullStack, &["@astrojs/node"]).start("node ./dist/server/entry.mjs").port(4321),
    row("vike", FullStack, &["vike", "vite-plugin-ssr"]).port(3000).output("dist/client"),
    row("waku", FullStack, &["waku"]).files(&["waku.config."]).start("waku start").port(8080).output("dist/public"),
    row("vinxi", FullStack, &["vinxi"]).start(NITRO).port(3000),
    row("modern.js", FullStack, &["@modern-js/app-tools"]).files(&["modern.config."]).port(8080),
    row("encore", FullStack, &["encore.dev"]).files(&["encore.app"]).port(4000),
    row("marko", FullStack, &["@marko/run", "@marko/serve"]).port(3000).output("dist/public"),
    row("meteor", FullStack, &["meteor-node-stubs"]).port(3000),
    row("mastra", FullStack, &["mastra", "@mastra/deployer-netlify"])
        .start("node .mastra/output/index.mjs").port(4111),

    // Answers requests.
    row("nest", Server, &["@nestjs/core"]).files(&["nest-cli.json"]).start("node dist/main").port(3000),
    row("adonis", Server, &["@adonisjs/core"])
        .files(&["adonisrc.", ".adonisrc.json"]).start("node build/bin/server.js").port(3333),
    row("adonis", Server, &["@adonisjs/framework"]).port(3333),
    row("feathers", Server, &["@feathersjs/feathers"]).port(3030),
    row("sails", Server, &["sails"]).files(&[".sailsrc"]).port(1337),
    row("loopback", Server, &["@loopback/rest", "@loopback/core", "loopback"]).port(3000),
    row("midway", Server, &["@midwayjs/core"]).port(7001),
    row("egg", Server, &["egg"]).port(7001),
    row("moleculer", Server, &["moleculer-web"]).port(3000),
    row("tsed", Server, &["@tsed/platform-http", "@tsed/common"]).port(8083),
    row("total", Server, &["total.js", "total4", "total5"]).port(8000),
    row("mastra", Server, &["@mastra/core"]).port(4111),
    row("ash", Server, &["experimental-ash"]).start(NITRO).port(3000),
    row("xmcp", Server, &["xmcp"]).start("node dist/http.js").port(3001),
    row("nitro", Server, &["nitropack", "nitro"]).files(&["nitro.config."]).start(NITRO).port(3000),
    row("functions-framework", Server, &["@google-cloud/functions-framework"]).port(8080),
    row("hono", Server, &["hono"]).port(3000),
    row("elysia", Server, &["elysia"]).port(3000),
    row("oak", Server, &["@oak/oak"]),
    row("fastify", Server, &["fastify"]),
    row("hapi", Server, &["@hapi/hapi", "hapi"]),
    row("koa", Server, &["koa"]),
    row("h3", Server, &["h3"]).port(3000),
    row("restify", Server, &["restify"]),
    row("polka", Server, &["polka"]),
    row("hyper-express", Server, &["hyper-express"]),
    row("micro", Server, &["micro"]).port(3000),
    row("json-server", Server, &["json-server"]).port(3000),
    row("express", Server, &["express"]),
    row("apollo", Server, &["@apollo/server", "apollo-server"]).port(4000),
    row("graphql-yoga", Server, &["graphql-yoga"]).port(4000),
    row("connect", Server, &["connect"]),
    row("socket.io", Server, &["socket.io"]),
    row("eve", Server, &["eve"]).start(NITRO).port(3000),

    // Builds pages ahead of time; the port is that on which its own server shows what was built.
    row("gatsby", Site, &["gatsby"]).files(&["gatsby-config."]).port(9000).output("public"),
    row("docusaurus", Site, &["@docusaurus/core", "docusaurus"])
        .files(&["docusaurus.config.", "siteConfig.js"]).port(3000).output("build"),
    row("eleventy", Site, &["@11ty/eleventy"])
        .files(&[".eleventy.", "eleventy.config."]).port(8080).output("_site"),
    row("astro", Site, &["astro"]).files(&["astro.config."]).port(4321).output("dist"),
    row("vitepress", Site, &["vitepress"]).port(4173).output(".vitepress/dist"),
    row("vuepress", Site, &["vuepress", "@vuepress/core"]).port(8080).output(".vuepress/dist"),
    row("rspress", Site, &["rspress", "@rspress/core"]).files(&["rspress.config."]).port(4173).output("doc_build"),
    row("vocs", Site, &["vocs"]).files(&["vocs.config."]).port(4173).output("docs/dist"),
    row("slidev", Site, &["@slidev/cli"]).port(3030).output("dist"),
    row("nue", Site, &["nuekit", "nuejs-core"]).port(8080).output(".dist/prod"),
    row("gridsome", Site, &["gridsome"]).files(&["gridsome.config."]).port(8080).output("dist"),
    row("saber", Site, &["saber"]).port(3000).output("public"),
    row("hexo", Site, &["hexo"]).port(4000).output("public"),
    row("honkit", Site, &["honkit", "gitbook-cli", "gitbook"]).port(4000).output("_book"),
    row("antora", Site, &["antora", "@antora/cli", "@antora/site-generator", "@antora/site-generator-default"]).output("build/site"),
    row("metalsmith", Site, &["metalsmith"]).output("build"),
    row("wintersmith", Site, &["wintersmith"]).port(8080).output("build"),
    row("docpad", Site, &["docpad"]).port(9778).output("out"),
    row("harp", Site, &["harp"]).port(9000).output("www"),
    row("assemble", Site, &["assemble"]).output("dist"),
    row("roots", Site, &["roots"]).port(1111).output("public"),
    row("phenomic", Site, &["@phenomic/core", "phenomic"]).port(3333).output("public"),
    row("react-static", Site, &["react-static"]).files(&["static.config."]).port(3000).output("dist"),
    row("observable", Site, &["@observablehq/framework"])
        .files(&["observablehq.config."]).port(3000).output("dist"),
    row("scully", Site, &["@scullyio/init", "@scullyio/scully"]).port(1668).output("dist/static"),

    // Runs in the browser; the port is that on which it is served for development.
    row("expo", Browser, &["expo"]).port(8081).output("dist"),
    row("react-native", Browser, &["react-native"]).port(8081),
    row("quasar", Browser, &["quasar", "@quasar/app", "@quasar/app-vite", "quasar-cli"])
        .files(&["quasar.conf"]).port(8080).output("dist/spa"),
    row("ionic-angular", Browser, &["@ionic/angular"]).port(8100).output("www"),
    row("ionic-react", Browser, &["@ionic/react"]).port(8100).output("dist"),
    row("ionic", Browser, &["@ionic/vue", "@ionic/core"]).port(8100).output("dist"),
    row("sanity", Browser, &["sanity", "@sanity/cli", "@sanity/base"])
        .files(&["sanity.config.", "sanity.json"]).port(3333).output("dist"),
    row("angular", Browser, &["@angular/core", "@angular/cli"]).files(&["angular.json"]).port(4200).output("dist"),
    row("angularjs", Browser, &["angular"]),
    row("ember", Browser, &["ember-source", "ember-cli"]).files(&["ember-cli-build."]).port(4200).output("dist"),
    row("stencil", Browser, &["@stencil/core"]).files(&["stencil.config."]).port(3333).output("www"),
    row("aurelia", Browser, &["aurelia-framework", "aurelia-bootstrapper", "aurelia-cli", "aurelia"]).port(8080).output("dist"),
    row("polymer", Browser, &["polymer-cli"]).files(&["polymer.json"]).port(8081).output("build/default"),
    row("dojo", Browser, &["@dojo/framework"]).files(&[".dojorc"]).port(9999).output("output/dist"),
    row("umi", Browser, &["umi", "@umijs/max"]).files(&[".umirc."]).port(8000).output("dist"),
    row("vue", Browser, &["@vue/cli-service"]).files(&["vue.config."]).port(8080).output("dist"),
    row("react", Browser, &["react-scripts", "react-dev-utils", "@craco/craco"]).port(3000).output("build"),
    row("preact", Browser, &["preact-cli"]).port(8080).output("build"),
    row("tanstack-router", Browser, &["@tanstack/react-router"]),
    row("qwik", Browser, &["@builder.io/qwik", "@qwik.dev/core"]),
    row("svelte", Browser, &["svelte"]),
    row("solid-js", Browser, &["solid-js"]),
    row("vue", Browser, &["vue"]).views(),
    row("preact", Browser, &["preact"]).views(),
    row("react", Browser, &["react"]).views(),
    row("riot", Browser, &["riot"]).views(),
    row("lit", Browser, &["lit", "lit-element"]).views(),
    row("backbone", Browser, &["backbone"]).views(),

    // Bundles code for the browser.
    row("wmr", Bundler, &["wmr"]).port(8080).output("dist"),
    row("vite", Bundler, &["vite", "rolldown-vite", "vite-plus"])
        .files(&["vite.config."]).port(4173).output("dist"),
    row("rsbuild", Bundler, &["@rsbuild/core"]).files(&["rsbuild.config."]).port(3000).output("dist"),
    row("parcel", Bundler, &["parcel", "parcel-bundler"]).port(1234).output("dist"),
    row("brunch", Bundler, &["brunch"]).files(&["brunch-config."]).port(3333).output("public"),
    row("snowpack", Bundler, &["snowpack"]).port(8080).output("build"),

    // Runs tasks, or shows what others are made of.
    row("storybook", Task, &["storybook"]).port(6006).output("storybook-static"),
    row("gulp", Task, &["gulp"]).files(&["gulpfile."]).output("dist"),
    row("grunt", Task, &["grunt"]).files(&["Gruntfile."]).output("dist"),
];
