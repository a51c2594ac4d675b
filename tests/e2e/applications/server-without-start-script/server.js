const http = require("http");

http.createServer((request, response) => response.end("echo by server.js\n")).listen(8080);
