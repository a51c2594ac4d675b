const { existsSync } = require("fs");
const http = require("http");
const ms = require("ms");

// Who installed leaves a mark of its own.
const manager = existsSync("node_modules/.yarn-integrity") ? "yarn" : "npm";
http.createServer((request, response) => response.end(`${ms(60000)} by ${manager}\n`)).listen(process.env.PORT || 8080);
