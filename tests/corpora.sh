#!/usr/bin/env bash
# `dragoman code` over the texts of ../shared/corpora: it ends by itself, with an account of every document, and no
# sanitizer speaks. A part of each corpus by default, the same each time; all of it with DRAGOMAN_CORPORA=all.
# Skipped where the corpora are not there.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
corpora=$root/../shared/corpora
[ -d "$corpora" ] || { skip 'code over every text of the corpora' 'no ../shared/corpora'; finish; }
command -v zstd >/dev/null || { skip 'code over every text of the corpora' 'no zstd'; finish; }
mkdir "$tmp/texts"
every() { if [ "${DRAGOMAN_CORPORA:-}" = all ]; then echo 1; else echo "$1"; fi; }
open() { case $1 in *.zst) zstd -dcq --long=27 "$1" ;; *) cat "$1" ;; esac; }

# texts EVERY FORM FILE...: one table of documents for each file.
texts() {
    local every=$1 form=$2 file
    shift 2
    for file; do
        [ -f "$file" ] || continue
        open "$file" | case $file in *.tar.zst) tar -xO --wildcards '*.xml' ;; *) cat ;; esac |
            awk -v form="$form" -v every="$every" -f "$root/tests/corpora.awk" \
                >"$tmp/texts/$(basename "$(dirname "$file")")-$(basename "$file").ndjson"
    done
}
texts "$(every 40)" trees "$corpora"/ud/*.conllu.zst
texts "$(every 40)" words "$corpora"/ner/*.iob* "$corpora"/ner/*/*.iob* "$corpora"/coref/*.conll*
texts "$(every 200)" second "$corpora"/coref/gap-*.tsv*
texts "$(every 3000)" speeches "$corpora"/raw/ungdc-*.txt.zst
texts "$(every 8)" tags "$corpora"/time/wikiwars/*.xml
texts "$(every 40)" tokens "$corpora"/ecbplus/*.tar.zst
texts "$(every 60)" lines "$corpora"/raw/*.ndjson.zst
texts "$(every 10)" lines "$corpora"/re3d/documents.jsonl
open "$corpora"/article/wcxb-dev-articles.tar.zst |
    tar -xC "$tmp/texts" --wildcards "$([ "$(every 2)" = 1 ] && echo '*.html' || echo '*33.html')"

status=0
"$program" code "$tmp/texts" >"$tmp/out" 2>"$tmp/err" || status=$?
why=''
case $status in 0 | 1) ;; *) why="exit status $status" ;; esac
documents=$(sed -n 's/^dragoman: \([0-9]*\) documents\{0,1\} read.*/\1/p' "$tmp/err")
coded=$(sed -n 's/.* \([0-9]*\) coded, .*/\1/p' "$tmp/err")
[ "${coded:-0}" -gt 200 ] || why="$why; hardly a document was coded"
[ "${coded:-x}" = "$(wc -l <"$tmp/out")" ] || why="$why; not a line for each record"
grep -qE 'ERROR: AddressSanitizer|runtime error:|LeakSanitizer|Assertion' "$tmp/err" && why="$why; a sanitizer speaks"
rm "$tmp/out"
report "code over the texts of the corpora ends with an account: ${documents:-0} documents" "$why"
finish
