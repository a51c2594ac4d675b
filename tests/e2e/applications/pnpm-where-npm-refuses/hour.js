const { existsSync } = require("fs");
const http = require("http");
const ms = require("ms");

// Who installed leaves a mark of its own.
const manager = existsSync("node_modules/.modules.yaml") ? "pnpm" : "npm";
http.createServer((request, response) => response.end(`${ms(3600000)} by ${manager}\n`)).listen(process.env.PORT || 8080);
