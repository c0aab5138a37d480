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

cat >"$tmp/use.c" <<'END'
#include <dragoman.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    struct dragoman_options options = { .knowledge_file = argv[1], .model_folder = argv[2] };
    struct dragoman_error error = { "" };
    struct dragoman *engine = argc > 2 ? dragoman_open(&options, &error) : NULL;
    if (!engine) return fprintf(stderr, "%s\n", error.message), 1;
    static const char text[] = "The Norwegian foreign minister, Kari Lund, met Kenya's president, Joseph Otieno, in Geneva on Tuesday.";
    struct dragoman_input input = { "mine", "2031-05-14" };
    struct dragoman_record *record = dragoman_code(engine, text, strlen(text), &input, &error);
    if (!record) return fprintf(stderr, "%s\n", error.message), 1;
    struct dragoman_entity entity;
    size_t entities = 0, events = 0;
    while (dragoman_record_entity(record, entities, &entity)) entities++;
    struct dragoman_event event;
    while (dragoman_record_event(record, events, &event)) events++;
    printf("%s: %zu entities, %zu events\n", dragoman_version(), entities, events);
    fputs(dragoman_record_json(record), stdout);
    fputs(dragoman_record_page(record), stdout);
    dragoman_record_free(record);
    if (dragoman_code(engine, "", 0, NULL, &error)) return 1;
    fprintf(stdout, "empty: %s\n", error.message);
    dragoman_close(engine);
    return 0;
}
END
status=0
export PKG_CONFIG_PATH=${config%/*} PKG_CONFIG_SYSROOT_DIR=$dest
compiler=${CC:-cc}
# A library with sanitizers wants a program with them.
library=$(dirname "$(find "$dest" -name libdragoman.so | head -n 1)")
sanitize=
nm -D "$library/libdragoman.so" | grep __asan >/dev/null && sanitize=-fsanitize=address,undefined
$compiler -std=c11 -Wall -Wextra -Werror $sanitize -o "$tmp/use" "$tmp/use.c" $(pkg-config --cflags --libs dragoman) \
    >"$tmp/out" 2>"$tmp/err" || status=$?
expect 'a program builds against the installed library' 0
status=0
LD_LIBRARY_PATH=$library "$tmp/use" "$prefix/share/dragoman/knowledge.bin" "$prefix/share/dragoman/models" \
    >"$tmp/out" 2>"$tmp/err" || status=$?
expect 'it codes a document' 0 out '^[0-9.]*: [1-9][0-9]* entities' out '^{"document":' out '^empty: .'
finish
