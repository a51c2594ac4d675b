const express = require("express");

const app = express();
app.get("/", (request, response) => response.send("kiosk by its main file\n"));
app.listen(8080, "0.0.0.0");
