const started = process.env.npm_config_user_agent || "";

require("http")
  .createServer((_, answer) => answer.end(`ferry by ${started.split("/")[0]}`))
  .listen(process.env.PORT || 4410);
