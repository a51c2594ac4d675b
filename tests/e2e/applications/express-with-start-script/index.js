const express = require("express");

const app = express();
app.get("/", (request, response) => response.send("letters by express\n"));
app.listen(process.env.PORT || 8080);
