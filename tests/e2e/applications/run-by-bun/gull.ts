Bun.serve({
  port: process.env.PORT ?? 4450,
  fetch: () => new Response(`gull by ${process.versions.bun ? "bun" : "something else"}`),
});
