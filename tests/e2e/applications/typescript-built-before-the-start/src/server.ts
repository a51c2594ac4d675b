import { createServer } from "node:http";

const port: number = Number(process.env.PORT ?? 8080);
createServer((request, response) => response.end("harbour by what was compiled\n")).listen(port);
