#!/usr/bin/env bash
# build.sh SOURCE OUT: the page's files, bundled into OUT. Packages are installed beside OUT, never in the source.
set -euo pipefail
source=$1 out=$(mkdir -p "$2" && cd "$2" && pwd)
work=$out/web-build
mkdir -p "$work"
cp "$source/package.json" "$source/package-lock.json" "$source/tsconfig.json" "$work/"
rm -rf "$work/src"
cp -r "$source/src" "$work/src"
cd "$work"
if ! cmp -s package-lock.json installed-lock.json; then
    npm ci --no-audit --no-fund --loglevel=error >npm.log 2>&1 || { cat npm.log >&2; exit 1; }
    cp package-lock.json installed-lock.json
fi
node_modules/.bin/tsc --noEmit
node_modules/.bin/esbuild src/main.ts --bundle --minify --target=es2021 --charset=utf8 --log-level=warning --outfile="$out/app.js"
cat node_modules/uplot/dist/uPlot.min.css src/app.css | node_modules/.bin/esbuild --loader=css --minify >"$out/app.css"
cp node_modules/world-atlas/countries-110m.json "$out/countries.json"
cp src/index.html "$out/index.html"
