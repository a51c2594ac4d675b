# Elixir 1.20: written by fieldmark from the template elixir.
# The context is the directory of the sources; name in .dockerignore what is not to be copied.

FROM docker.io/library/elixir:1.20 AS build
WORKDIR /src
ENV MIX_ENV="prod"
RUN mix local.hex --force && mix local.rebar --force
COPY config/ ./config/
COPY mix.exs mix.lock ./
RUN mix deps.get --only prod && mix deps.compile
COPY . .
RUN if grep -q assets.deploy mix.exs; then mix assets.deploy; fi
RUN mix release --overwrite --path /app
RUN mkdir -p /app/_build/prod/rel && for name in /app/bin/*; do ln -s /app "/app/_build/prod/rel/$(basename "$name")"; done
RUN if [ ! -e /app/bin/server ]; then for file in /app/bin/*; do case "$file" in *.bat) ;; *) printf '#!/bin/sh\nexec "%s" start\n' "$file" > /tmp/server; break ;; esac; done; cp /tmp/server /app/bin/server && chmod 755 /app/bin/server; fi
RUN chmod -R g=u /app

FROM docker.io/library/elixir:1.20-slim
COPY --from=build --chown=1001:0 /app /app
WORKDIR /app
ENV HOME="/app"
ENV LANG="C.UTF-8"
ENV PHX_SERVER="true"
ENV PORT="4000"
ENV RELEASE_TMP="/tmp"
USER 1001
EXPOSE 4000
CMD ["./bin/server"]
