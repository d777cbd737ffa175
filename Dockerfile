# Freshet as an image. Tests do not run here: `mvn -B verify` runs them.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
COPY topology topology
RUN mvn -B -q -Dmaven.test.skip=true package && rm target/lib/*-macosx-*.jar

FROM eclipse-temurin:17-jre
RUN useradd --system --user-group --home-dir /var/lib/freshet --create-home freshet
# What production needs; demo, evaluate, most of bench, and train need target/lib-extra too.
COPY --from=build /build/target/lib /opt/freshet/lib
COPY --from=build /build/target/freshet.jar /opt/freshet/freshet.jar
COPY freshet /usr/local/bin/freshet
# The launcher finds the jar by the first. The heap gets 60% of the container's memory: RocksDB and
# thread stacks live outside of it.
ENV FRESHET_HOME=/opt/freshet \
    FRESHET_JAVA_OPTS=-XX:MaxRAMPercentage=60
USER freshet
# The stores: a cache of what is in Kafka, but one that saves restoring.
VOLUME /var/lib/freshet
EXPOSE 8080
ENTRYPOINT ["freshet"]
CMD ["run"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${FRESHET_HTTP_PORT:-8080} && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
