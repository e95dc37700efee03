# Alongside in a container: built on Debian, run without root, everything it keeps in /data. See docs/operator/install.md

FROM rust:1-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN cargo build --release --locked --package alongside

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin alongside \
    && install -d -m 0700 -o alongside -g alongside /data
COPY --from=build /source/target/release/alongside /usr/local/bin/alongside
COPY --from=build /source/LICENSE /usr/share/doc/alongside/LICENSE
USER alongside
WORKDIR /data
ENV ALONGSIDE_DATA=/data ALONGSIDE_LISTEN=0.0.0.0:8080
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["alongside"]
CMD ["serve"]
