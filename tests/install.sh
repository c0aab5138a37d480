#!/usr/bin/env bash
# Installs the build into a folder and builds a C program against the installed header, library and pkg-config file.
program=$(realpath "$1") root=$2 build=$3
. "$root/tests/tap.sh"
dest=$tmp/dest
status=0
DESTDIR=$dest meson install -C "$build" --no-rebuild --quiet >"$tmp/out" 2>"$tmp/err" || status=$?
expect 'installs into DESTDIR' 0
config=$(find "$dest" -name dragoman.pc)
prefix=$dest/$(sed -n 's/^prefix=//p' "$config")
missing=
for file in bin/dragoman include/dragoman.h share/dragoman/knowledge.bin share/dragoman/models; do
    [ -e "$prefix/$file" ] || missing="$missing $file"
done
report 'binary, header, knowledge and models are there' "${missing:+not installed:$missing}"

status=0
export PKG_CONFIG_PATH=${config%/*} PKG_CONFIG_SYSROOT_DIR=$dest
compiler=${CC:-cc}
# A library with sanitizers wants a program with them.
library=$(dirname "$(find "$dest" -name libdragoman.so | head -n 1)")
sanitize=
nm -D "$library/libdragoman.so" | grep __asan >/dev/null && sanitize=-fsanitize=address,undefined
$compiler -std=c11 -Wall -Wextra -Werror $sanitize -o "$tmp/use" "$root/tests/library.c" \
    $(pkg-config --cflags --libs dragoman) -lm >"$tmp/out" 2>"$tmp/err" || status=$?
expect 'a program builds against the installed library' 0

# Pages of HTML made of the examples, which have every kind of entry, a feed, and an export.
pages=()
for article in "$root"/examples/*.txt; do
    page=$tmp/$(basename "$article" .txt).html
    {
        echo '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>News</title></head><body><article>'
        sed '/./{s/&/\&amp;/g; s/</\&lt;/g; s|.*|<p>&</p>|;}' "$article"
        echo '</article></body></html>'
    } >"$page"
    pages+=("$page")
done
status=0
LD_LIBRARY_PATH=$library "$tmp/use" "$prefix/share/dragoman/knowledge.bin" "$prefix/share/dragoman/models" "$root/examples/knowledge" \
    "${pages[@]}" "$root/tests/reading/feed.xml" "$root/tests/reading/table.csv" "$root/tests/reading/export.ndjson" \
    >"$tmp/out" 2>"$tmp/err" || status=$?
expect 'it walks over all of every record, and writes the same JSON' 0 out '^[0-9.]*: all is the same$' out '^empty: .' \
    out '^no record: expected object as document' out '^[1-9][0-9]* entities'
grep -q '\(^\|, \)0 [a-z]*, ' "$tmp/out" && why='a kind without an entry' || why=''
report 'every kind of entry was there' "$why"

sed -n '/^```c$/,/^```$/{/^```/!p;}' "$root/docs/library.md" >"$tmp/example.c"
sed -i "s|dragoman_open(NULL, |dragoman_open(\&(struct dragoman_options){ .knowledge_file = \"$prefix/share/dragoman/knowledge.bin\", .model_folder = \"$prefix/share/dragoman/models\" }, |" "$tmp/example.c"
status=0
{ $compiler -std=c11 -Wall -Wextra -Werror $sanitize -o "$tmp/example" "$tmp/example.c" $(pkg-config --cflags --libs dragoman) &&
    LD_LIBRARY_PATH=$library "$tmp/example"; } >"$tmp/out" 2>"$tmp/err" || status=$?
expect 'the example of docs/library.md runs' 0 out '^2031-05-1[0-9] CONSULT: ' out '^  .*met the president of Kenya'

# Names inside the library are its own.
others=$(nm -D --defined-only "$library/libdragoman.so" | awk '{ print $NF }' | grep -v '^dragoman_' | head -n 3)
[ -n "$(nm -D --defined-only "$library/libdragoman.so" | grep ' dragoman_open$')" ] || others='dragoman_open is not there'
report 'the library shows dragoman_* alone' "${others:+it shows $others}"
declared=$(grep -o '\bdragoman_[a-z_]*(' "$root/include/dragoman.h" | tr -d '(' | sort -u)
missing=
for name in $declared; do
    nm -D --defined-only "$library/libdragoman.so" | grep -q " $name\$" || missing="$missing $name"
done
report 'all that the header declares is there' "${missing:+not there:$missing}"
finish
