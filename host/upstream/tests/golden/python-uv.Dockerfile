# Python 3.13: written by fieldmark from the template python.
# The context is the directory of the sources; name in .dockerignore what is not to be copied.

FROM docker.io/library/python:3.13-bookworm AS build
WORKDIR /app
ENV UV_LINK_MODE="copy"
ENV UV_NO_CACHE="1"
ENV UV_PYTHON_DOWNLOADS="never"
COPY uv.lock pyproject.toml ./
RUN pip install --no-cache-dir uv==0.8.22 && uv sync --no-dev --no-install-project
COPY . .
RUN uv sync --no-dev
RUN rm -rf .git
RUN chmod -R g=u /app

FROM docker.io/library/python:3.13-slim-bookworm
COPY --from=build --chown=1001:0 /app /app
WORKDIR /app
ENV HOME="/app"
ENV PATH="/app/.venv/bin:$PATH"
ENV PORT="8080"
ENV PYTHONUNBUFFERED="1"
USER 1001
EXPOSE 8080
CMD ["/bin/sh", "-c", "exec gunicorn app:app -b 0.0.0.0:$PORT"]
