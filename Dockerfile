# Throughline as an image: `docker build -t throughline .`; config/compose.yaml
# runs it beside PostgreSQL. tests/docker/prove.sh builds and runs it.
FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
        gcc libc6-dev cmake ninja-build pkgconf nodejs npm ca-certificates \
        libmicrohttpd-dev libpq-dev libjansson-dev libsodium-dev liboath-dev \
        libqrencode-dev libxlsxwriter-dev libarchive-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY web/package.json web/package-lock.json web/
RUN npm ci --prefix web --no-audit --no-fund
COPY . .
RUN cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release \
        -DTHROUGHLINE_TESTS=OFF -DCMAKE_INSTALL_PREFIX=/usr \
    && ninja -C build all site \
    && DESTDIR=/image cmake --install build

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
        libmicrohttpd12 libpq5 libjansson4 libsodium23 \
        liboath0 libqrencode4 libxlsxwriter4 libarchive13 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin throughline
COPY --from=build /image/ /
USER throughline
EXPOSE 8080
# Inside a container the door is its own; compose or -p decide who reaches it.
ENV THROUGHLINE_ADDRESS=0.0.0.0
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s \
    CMD ["/usr/bin/throughline", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/bin/throughline"]
CMD ["serve"]
