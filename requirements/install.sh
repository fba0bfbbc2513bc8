#!/bin/sh
# Install locked requirements, and the project itself in place, into a virtual environment that is
# made if it is not there. Quick with uv, which is used when it is on the PATH or can be had by pip;
# right without it.
#
#   requirements/install.sh VENV LOCK...      for example: .venv runtime build
#
# PYTHON names the Python to use; WITH_UV=no leaves uv out, WITH_PROJECT=no the project itself.
set -eu

venv=$1
shift
cd "$(dirname "$0")/.."

fail() {
    echo "mission-kb: $1" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not Python 3.11 or newer"
        echo "$PYTHON"
        return
    fi
    for candidate in python3.11 python3; do
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python3"
}

# Not `--clear`: what a set-up that was cut short has already installed is used.
make_venv() {
    is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make virtual environments: install its venv module (python3-venv)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        command -v uv
        return
    fi
    if [ ! -x "$venv/bin/uv" ]; then
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
            --require-hashes -r requirements/bootstrap.lock >/dev/null 2>&1 || return 0
    fi
    echo "$venv/bin/uv"
}

# The machine's certificates, as pip has them: there may be a proxy between.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"

by_uv() {
    "$uv" pip install --quiet --compile-bytecode --python "$venv/bin/python" "$@"
}

by_pip() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

# uv looks where it is told to look, which may not be where pip is: so pip has the last word.
install() {
    if [ -n "$uv" ]; then
        by_uv "$@" && return
        echo "mission-kb: uv could not do it, so pip tries" >&2
    fi
    by_pip "$@"
}

make_venv
uv=''
if [ "${WITH_UV:-yes}" != no ]; then
    uv=$(find_uv)
fi

# "$@" becomes: -r requirements/FIRST.lock -r requirements/SECOND.lock ...
for lock in "$@"; do
    set -- "$@" -r "requirements/$lock.lock"
    shift
done
install --require-hashes "$@"
[ "${WITH_PROJECT:-yes}" != no ] || exit 0
install --no-deps --no-build-isolation --editable .

# Compiled now, for a start compiles nothing where PYTHONDONTWRITEBYTECODE is set.
"$venv/bin/python" -m compileall -q app migrations
