# Varnish with the module that varnish.vcl imports, as Debian has both.
FROM debian:12-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends varnish varnish-modules \
    && rm -rf /var/lib/apt/lists/*
USER 65534:65534
