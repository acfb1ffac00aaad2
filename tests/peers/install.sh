#!/bin/sh
# Installs what the tests use beside Python, where it is missing: `sh tests/peers/install.sh PYTHON FOLDER`.
# FOLDER gets the npm packages, and the file `installed` once nothing is missing. Where something cannot be
# installed from here, a sentence names it; the tests that use it are then skipped, in CI they fail.
set -u
here=$(dirname "$0")
python=$1
folder=$2

needs() { # needs NAME COMMAND...: the package of that name is missing where the command fails
    name=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $name"
}

loads() {
    "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1"
}

look() {
    missing=
    needs chromium command -v chromium
    needs libreoffice-writer command -v soffice
    needs default-jre-headless java -version
    needs npm command -v npm
    needs fonts-dejavu-core test -e /usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf
    needs libpango-1.0-0 loads libpango-1.0.so.0
    needs libpangoft2-1.0-0 loads libpangoft2-1.0.so.0
    needs libharfbuzz-subset0 loads libharfbuzz-subset.so.0
}

look
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 - several names
    apt-get install -qq --no-install-recommends $missing >/dev/null
    look
fi
mkdir -p "$folder" && cp "$here/package.json" "$here/package-lock.json" "$folder"
needs npm-packages npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund
chmod +x "$folder"/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool 2>/dev/null
if [ -n "$missing" ]; then
    echo "Some tests need what is not here and cannot be installed from here:$missing"
else
    touch "$folder/installed"
fi
