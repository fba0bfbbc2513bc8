#!/bin/sh
# Write the locks from pyproject.toml: exact versions for every platform, with the hashes of their
# files. Versions that still fit stay; `--upgrade` takes the newest.
#
#   requirements/lock.sh [--upgrade]
set -eu

cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)
command -v "$uv" >/dev/null || {
    echo "mission-kb: locks are written with uv, which is not here: install it, or run make setup" >&2
    exit 1
}

# The machine's certificates, as pip has them: there may be a proxy between.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"

# The command that uv notes in a lock's head is the one to repeat, whatever this machine is like.
export UV_CUSTOM_COMPILE_COMMAND='make lock'

lock() {
    target="requirements/$1.lock"
    shift
    "$uv" pip compile --quiet --universal --generate-hashes --python-version 3.11 \
        --no-annotate \
        --output-file "$target" "$@" >/dev/null
}

lock runtime --extra images --extra otel --extra parquet --extra postgres --extra redis --extra speed --extra xlsx pyproject.toml "$@"
lock build --group build "$@"
lock mcp --extra images --extra mcp --extra otel --extra parquet --extra postgres --extra redis --extra speed --extra xlsx pyproject.toml \
    --constraint requirements/runtime.lock "$@"
lock dev --extra images --extra mcp --extra otel --extra parquet --extra postgres --extra redis --extra speed --extra xlsx --group test --group lint --group build pyproject.toml \
    --constraint requirements/mcp.lock --constraint requirements/build.lock "$@"
lock bootstrap --group bootstrap "$@"
lock conformance --group conformance "$@"
lock gis --group gis "$@"
lock mutation --extra images --extra mcp --extra otel --extra parquet --extra postgres --extra redis --extra speed --extra xlsx --group test --group mutation pyproject.toml \
    --constraint requirements/dev.lock "$@"
