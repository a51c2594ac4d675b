# Java 21: written by fieldmark from the template java.
# The context is the directory of the sources; name in .dockerignore what is not to be copied.

FROM docker.io/library/gradle:9-jdk21 AS build
WORKDIR /src
COPY gradle/ ./gradle/
COPY gradlew build.gradle.kts ./
RUN if [ -f gradlew ]; then sh ./gradlew --no-daemon --version; fi
COPY . .
RUN if [ -f gradlew ]; then sh ./gradlew --no-daemon build -x test; else gradle --no-daemon build -x test; fi
RUN if [ -d build/quarkus-app ]; then mkdir -p /app && cp -R build/quarkus-app/. /app/ && mv /app/quarkus-run.jar /app/app.jar; fi
RUN [ -f /app/app.jar ] || { mkdir -p /app && jar=$(find . -path '*/build/libs/*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name '*-plain.jar' ! -name 'original-*' -printf '%s %p\n' | sort -rn | head -n 1 | cut -d' ' -f2-) && cp "$jar" /app/app.jar; }
RUN chmod -R g=u /app

FROM docker.io/library/eclipse-temurin:21-jre
COPY --from=build --chown=1001:0 /app /app
WORKDIR /app
ENV HOME="/app"
ENV PORT="8080"
USER 1001
EXPOSE 8080
CMD ["java", "-jar", "app.jar"]
