# nginx 1.30: written by fieldmark from the template static.
# The context is the directory of the sources; name in .dockerignore what is not to be copied.

FROM docker.io/library/alpine:3.24 AS build
WORKDIR /src
RUN apk add --no-cache git go hugo
COPY . .
RUN hugo --minify
RUN mkdir -p /usr/share/nginx/html && cp -R 'site out'/. /usr/share/nginx/html/

FROM docker.io/nginxinc/nginx-unprivileged:1.30-alpine
COPY --from=build --chown=1001:0 /usr/share/nginx/html /usr/share/nginx/html
ENV HOME="/tmp"
ENV PORT="8080"
USER 1001
EXPOSE 8080
CMD ["nginx", "-g", "daemon off;"]
