# Rust 1.98: written by fieldmark from the template rust.
# The context is the directory of the sources; name in .dockerignore what is not to be copied.

FROM docker.io/library/rust:1.98-bookworm AS build
WORKDIR /src
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && touch src/main.rs && cargo fetch; rm -rf src
COPY . .
RUN if [ -f Cargo.lock ]; then cargo build --release --locked; else cargo build --release; fi
RUN mkdir -p /app/bin && find target/release -maxdepth 1 ! -name '*.so' -type f -executable -exec cp {} /app/bin/ ';'
RUN for path in assets config migrations priv public static templates views; do if [ -e "$path" ]; then cp -R "$path" /app/; fi; done
RUN if [ -f Rocket.toml ]; then cp Rocket.toml /app/; fi
RUN chmod -R g=u /app

FROM docker.io/library/debian:12-slim
USER 0
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=1001:0 /app /app
WORKDIR /app
ENV HOME="/app"
ENV PORT="3000"
USER 1001
EXPOSE 3000
CMD ["./bin/tide-table"]
