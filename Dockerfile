# Build: docker build -t mission-kb .      Run: see docs/docker.md

FROM python:3.11-slim AS build
WORKDIR /build

# What the server needs, by the hashes in the lock. It changes seldom, so it is a layer of its own.
# LOCK=mcp adds what answers assistants: docs/mcp.md.
ARG LOCK=runtime
COPY requirements/${LOCK}.lock requirements/build.lock requirements/
RUN python3 -m venv --without-pip /opt/mission-kb \
    && python3 -m pip --python /opt/mission-kb/bin/python install --no-cache-dir \
        --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/${LOCK}.lock

# The project, built by tools that stay behind in this stage.
RUN python3 -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
        -r requirements/build.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY migrations migrations
COPY seed_data seed_data
RUN /opt/build/bin/python -m hatchling build -t wheel -d wheels \
    && python3 -m pip --python /opt/mission-kb/bin/python install --no-cache-dir \
        --disable-pip-version-check --no-deps --no-index --target /opt/app wheels/*.whl


FROM python:3.11-slim

LABEL org.opencontainers.image.title="Mission KB" \
      org.opencontainers.image.description="A source-cited knowledge base of peace operations" \
      org.opencontainers.image.licenses="Apache-2.0"

RUN groupadd --gid 10001 mission-kb \
    && useradd --uid 10001 --gid 10001 --no-log-init --home-dir /data --no-create-home \
        --shell /usr/sbin/nologin mission-kb \
    && install -d -o 10001 -g 10001 /data

# What the base brings to install packages with is of no use to a server.
RUN rm -rf /usr/local/bin/pip* /usr/local/bin/wheel /usr/local/lib/python3.11/ensurepip \
        /usr/local/lib/python3.11/site-packages/*

COPY --from=build /opt/mission-kb /opt/mission-kb
COPY --from=build /opt/app /opt/app

ENV PATH=/opt/app/bin:/opt/mission-kb/bin:$PATH \
    PYTHONPATH=/opt/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MISSION_KB_HOST=0.0.0.0 \
    MISSION_KB_PORT=8000 \
    MISSION_KB_DATABASE_URL=sqlite:////data/mission-kb.sqlite3 \
    MISSION_KB_CACHE_DIR=/data/cache

USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"MISSION_KB_PORT\"]}/health', timeout=4)"]

ENTRYPOINT ["mission-kb"]
CMD ["serve"]
