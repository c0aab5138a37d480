#!/usr/bin/env bash
# A store: the same record whatever the order, the threads, the engine and how often it was killed.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
cd "$root" || exit 1
overlay='--knowledge examples/knowledge'
ledgers='events timeline reports contacts negotiations captives figures statements positions actors disagreements documents'

# Everything that a store tells, in one file.
tell() {
    local ledger
    for ledger in $ledgers; do
        echo "== $ledger"
        "$program" "$ledger" --json --db "$1" 2>"$tmp/err" || echo "failed: $(cat "$tmp/err")"
    done >"$2"
}

dragoman info --db "$tmp/none.db"
expect 'a store that is not there is told, and not made' 1 err 'there is no store here'
[ -e "$tmp/none.db" ] && why='it was made' || why=''
report 'no file comes of asking' "$why"
dragoman add $overlay --db "$tmp/one.db" --threads 1 examples/*.txt
expect 'documents are added' 0 err '12 new, 0 coded anew' err 'joined: 12 documents of 11 origins'
dragoman check --db "$tmp/one.db"
expect 'check finds nothing wrong' 0 err ': 0 faults'
dragoman add $overlay --db "$tmp/one.db" examples/*.txt
expect 'adding again changes nothing' 0 err '0 new, 0 coded anew, 0 found elsewhere too, 12 there already'
dragoman recode $overlay --db "$tmp/one.db"
expect 'what this version coded is not coded anew' 0 err '0 of 0 documents'
tell "$tmp/one.db" "$tmp/one"
dragoman recode $overlay --all --db "$tmp/one.db"
expect 'all can be coded anew' 0 err '0 of 12 documents'
tell "$tmp/one.db" "$tmp/recoded"
report 'which changes nothing' "$(cmp "$tmp/one" "$tmp/recoded" 2>&1)"
dragoman add $overlay --db "$tmp/two.db" --threads 8 $(ls -r examples/*.txt)
tell "$tmp/two.db" "$tmp/two"
report 'another order on other threads tells the same' "$(cmp "$tmp/one" "$tmp/two" 2>&1)"
for ledger in $ledgers; do
    dragoman "$ledger" --db "$tmp/one.db" --limit 3
    expect "$ledger is a table, and says what it left out" 0 err "^dragoman: $ledger: "
    dragoman "$ledger" --db "$tmp/one.db" --csv
    expect "$ledger is CSV" 0 out ','
done
dragoman events --db "$tmp/one.db" --limit 3
expect '--limit says what it cut' 0 err 'left out by --limit 3'
dragoman events --db "$tmp/one.db" --since yesterday
expect 'a day that is none is told' 1 err 'expected a date like'
dragoman captives --db "$tmp/one.db" --mode phone
expect 'a filter that says nothing about a ledger is refused' 1 err 'says nothing about captives'
dragoman events --db "$tmp/one.db" --actor Karsia --json
expect '--actor takes a name' 0 out 'Karsia'
cp "$tmp/out" "$tmp/named"
dragoman events --db "$tmp/one.db" --actor xka --json
report '--actor takes an id, and means the same' "$(cmp "$tmp/out" "$tmp/named" 2>&1)"
dragoman documents --db "$tmp/one.db" --as-of 2031-05-13 --json
report '--as-of leaves out what came later' "$([ "$(wc -l <"$tmp/out")" = 2 ] || echo "$(wc -l <"$tmp/out") documents, not 2")"
dragoman search --db "$tmp/one.db" --json medicine trucks
expect 'search finds words' 0 out '\[medicine\]'
dragoman search --db "$tmp/one.db" '") OR (1'
expect 'search takes words as words' 0 err 'search: '
dragoman why --db "$tmp/one.db" xka no-such-id
expect 'why tells of an actor; what is not there is told' 1 out '^actor' err 'no entry "no-such-id"'
dragoman why --json --db "$tmp/one.db" xka
report 'why --json is JSON' "$(/usr/bin/python3 -c 'import json,sys; assert json.load(open(sys.argv[1]))["kind"] == "actor"' "$tmp/out" 2>&1)"

# Exports, read back by others' programs.
for format in jsonl events-csv figures-csv statements-csv captives-csv entities-csv events-tsv gdelt gdelt-mentions polecat icews hxl geojson gexf annotations brat gold; do
    dragoman export "$format" --db "$tmp/one.db" --output "$tmp/x.$format"
    expect "export $format" 0 err "^dragoman: $format: "
done
dragoman export no-such-format --db "$tmp/one.db"
expect 'a format that does not exist is wrong usage, and those that do are listed' 2 err 'no format "no-such-format"' err 'gdelt'
cat >"$tmp/read.py" <<'END'
import csv, json, sys
folder = sys.argv[1]
csv.field_size_limit(1 << 24)
for form, columns, head in (("gdelt", 61, 0), ("gdelt-mentions", 16, 0), ("polecat", 40, 1), ("icews", 20, 1)):
    rows = [line.rstrip("\n").split("\t") for line in open(f"{folder}/x.{form}", encoding="utf8")]
    assert len(rows) > 20 and all(len(row) == columns for row in rows), form
    ids = [row[0] for row in rows[head:]]
    assert all(i.isdigit() and int(i) < 1 << 60 for i in ids), form
    assert form == "gdelt-mentions" or len(set(ids)) == len(ids), form
events = {line.split("\t")[0] for line in open(f"{folder}/x.gdelt", encoding="utf8")}
assert all(line.split("\t")[0] in events for line in open(f"{folder}/x.gdelt-mentions", encoding="utf8"))
for kind in ("events", "figures", "statements", "captives", "entities"):
    rows = list(csv.reader(open(f"{folder}/x.{kind}-csv", encoding="utf8", newline="")))
    assert len(rows) > 10 and all(len(row) == len(rows[0]) for row in rows), kind
    assert not any(cell[:1] in "=+@" for row in rows for cell in row if cell), kind
rows = list(csv.reader(open(f"{folder}/x.hxl", encoding="utf8", newline="")))
assert all(tag.startswith("#") for tag in rows[1]) and all(len(row) == len(rows[0]) for row in rows)
places = json.load(open(f"{folder}/x.geojson", encoding="utf8"))["features"]
assert any(f["geometry"] for f in places) and any(f["geometry"] is None for f in places)
assert all(-180 <= f["geometry"]["coordinates"][0] <= 180 for f in places if f["geometry"])
texts = {}
for line in open(f"{folder}/x.jsonl", encoding="utf8"):
    record = json.loads(line)
    texts["urn:dragoman:" + record["document"]["id"]] = record["document"]["text"]
assert len(texts) == 12 and sum(json.loads(line)["document"]["copy_of"] is not None for line in open(f"{folder}/x.jsonl", encoding="utf8")) == 1
for line in open(f"{folder}/x.annotations", encoding="utf8"):
    target = json.loads(line)["target"]
    quote, position = target["selector"]
    text = texts[target["source"]]
    assert text[position["start"]:position["end"]] == quote["exact"], quote
    assert text[:position["start"]].endswith(quote["prefix"]) and text[position["end"]:].startswith(quote["suffix"])
text = ""
for part in open(f"{folder}/x.brat", encoding="utf8").read().split("#TEXT ")[1:]:
    text, marks = part.split("\n", 1)[1].split("\n#ANN ")
    for mark in marks.split("\n")[1:]:
        if mark.startswith("T"):
            _, span, words = mark.split("\t")
            assert text[int(span.split()[1]):int(span.split()[2])].replace("\n", " ") == words.replace("\n", " "), mark
assert json.load(open(f"{folder}/x.gdelt.manifest.json"))["documents"] == 12
END
report 'Python reads the exports' "$(/usr/bin/python3 "$tmp/read.py" "$tmp" 2>&1 | tail -n 1)"
if command -v xmllint >/dev/null; then
    report 'xmllint reads GEXF' "$(xmllint --noout "$tmp/x.gexf" 2>&1 | head -n 1)"
else
    skip 'xmllint reads GEXF' 'no xmllint'
fi
if command -v sqlite3 >/dev/null; then
    report 'sqlite3 reads the views' "$(sqlite3 "$tmp/one.db" 'SELECT count(*) FROM events; SELECT count(*) FROM captives;' 2>&1 | grep -v '^[1-9]')"
else
    skip 'sqlite3 reads the views' 'no sqlite3'
fi
dragoman export geojson --db "$tmp/one.db" --actor Karsia
expect 'exports take the filters' 0 out '"FeatureCollection"'

# Masking: captives without an office go, in text and in ids; office-holders stay.
name=$("$program" captives --json --db "$tmp/one.db" 2>/dev/null | sed -n 's/.*"name":"\([A-Z][a-z]* [A-Z][a-z]*\)".*"actor":"[a-z-]*\.[0-9a-f]*".*/\1/p' | head -n 1)
if [ -n "$name" ]; then
    leaked=''
    for ledger in $ledgers; do
        "$program" "$ledger" --redact --json --db "$tmp/one.db" 2>/dev/null | grep -qi -e "$name" -e "${name% *}-${name#* }" && leaked="$leaked $ledger"
    done
    report 'a captive is masked in every ledger' "$leaked"
    dragoman export gexf --redact --db "$tmp/one.db"
    report 'and in exports' "$(grep -i "$name" "$tmp/out")"
    dragoman statements --redact --json --db "$tmp/one.db"
    expect 'office-holders are not' 0 out 'Ilan Dorva'
else
    report 'there is a captive to mask' 'none'
fi
dragoman export jsonl --redact --db "$tmp/one.db"
expect 'a format that tells positions cannot be masked' 2 err 'tells positions'

# Decisions of people.
cp "$tmp/one.db" "$tmp/amended.db"
count() { "$program" "$1" --db "$tmp/amended.db" --json 2>/dev/null | wc -l; }
before=$(count events)
set -- $("$program" events --db "$tmp/amended.db" --json 2>/dev/null | sed -n 's/^{"id":"\([0-9a-f]*\)".*/\1/p' | head -n 2)
dragoman amend join "$1" "$2" --db "$tmp/amended.db" --author me --note 'the same words'
expect 'two happenings are joined by hand' 0 out '^1$'
report 'they are one' "$([ "$(count events)" = $((before - 1)) ] || echo "$(count events) of $before")"
dragoman amend correct "$1" factuality denied --db "$tmp/amended.db"
expect 'a field is corrected' 0 out '^2$'
dragoman recode $overlay --all --db "$tmp/amended.db"
dragoman recode --db "$tmp/amended.db"
expect 'it is coded anew with other tables' 0 err '12 of 12 documents coded anew'
dragoman recode $overlay --db "$tmp/amended.db"
report 'the decision outlives coding anew' "$([ "$(count events)" = $((before - 1)) ] || echo "$(count events) of $before")"
dragoman events --db "$tmp/amended.db" --id "$1" --json
first=$(cat "$tmp/out")
dragoman events --db "$tmp/amended.db" --id "$2" --json
report 'and so does the correction' "$(echo "$first" | cat - "$tmp/out" | grep -q '"factuality":"denied"' || echo missing)"
dragoman amend reject "$1" --db "$tmp/amended.db"
dragoman export gold --db "$tmp/amended.db"
expect 'decisions are exported as gold' 0 out '"decision":"join"' out '"decision":"reject"'
for undone in 3 2 1; do dragoman amend undo $undone --db "$tmp/amended.db"; done
tell "$tmp/amended.db" "$tmp/undone"
report 'taken back, they leave nothing' "$(cmp "$tmp/one" "$tmp/undone" 2>&1)"
dragoman amend reject no-such-id --db "$tmp/amended.db"
expect 'what is not there cannot be amended' 1 err 'no entry "no-such-id"'

# kill -9 at random moments: nothing that was told to be stored is missing, nothing is half there.
for copy in 1 2 3; do
    for file in examples/*.txt; do
        sed "2a\\
Report $copy of $file came from the harbour.\\
" "$file" >"$tmp/$copy-$(basename "$file")"
    done
done
RANDOM=7 lost='' faults=''
for round in 1 2 3 4; do
    "$program" add $overlay --quiet --list --no-join --db "$tmp/killed.db" "$tmp"/[1-3]-*.txt >>"$tmp/reported" 2>"$tmp/err" &
    job=$!
    sleep 0.$((RANDOM % 800 + 100))
    kill -9 $job 2>/dev/null
    wait $job 2>/dev/null
    [ -f "$tmp/killed.db" ] || continue
    "$program" documents --json --db "$tmp/killed.db" >"$tmp/kept" 2>/dev/null
    while IFS=$'\t' read -r id _; do
        grep -q "\"id\":\"$id\"" "$tmp/kept" || [ ${#id} != 32 ] || lost="$lost $id"
    done <"$tmp/reported"
    [ -s "$tmp/kept" ] && { "$program" check --db "$tmp/killed.db" >"$tmp/out" 2>"$tmp/err" || faults="$faults $(head -n 3 "$tmp/out") $(cat "$tmp/err")"; }
done
report 'nothing that was reported as stored is lost by a kill' "$lost"
report 'a killed store is whole' "$faults"
dragoman add $overlay --db "$tmp/killed.db" "$tmp"/[1-3]-*.txt
expect 'it goes on where it was' 0 err 'joined: 36 documents'
dragoman add $overlay --db "$tmp/whole.db" $(ls -r "$tmp"/[1-3]-*.txt)
tell "$tmp/killed.db" "$tmp/one-told"
tell "$tmp/whole.db" "$tmp/whole-told"
report 'a store that was killed tells the same as one that was not' "$(cmp "$tmp/one-told" "$tmp/whole-told" 2>&1)"
dragoman check --db "$tmp/killed.db"
expect 'and is whole' 0 err ': 0 faults'

# PostgreSQL, where there is one: a server of our own on a socket.
server=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
if [ -z "$server" ]; then
    skip 'PostgreSQL tells the same' 'no server is installed'
else
    as_server() { bash -c "$1"; }
    if [ "$(id -u)" = 0 ]; then
        as_server() { setpriv --reuid=postgres --regid=postgres --clear-groups bash -c "$1"; }
    fi
    folder=$(mktemp -d /tmp/dragoman-pg.XXXXXX)
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    as_server "'$server/initdb' -D '$folder/data' -A trust -U dragoman --locale=C.UTF-8 -E UTF8 && '$server/pg_ctl' -D '$folder/data' -w \
        -o \"-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off\" -l '$folder/log' start" >"$tmp/out" 2>"$tmp/err" ||
        report 'a PostgreSQL server starts' "$(tail -n 3 "$tmp/err")"
    trap 'as_server "$server/pg_ctl -D $folder/data -m immediate stop" >/dev/null 2>&1; rm -rf "$folder" "$tmp"' EXIT
    db="postgresql:///postgres?host=$folder&user=dragoman"
    "$program" add $overlay --no-join --db "$db" examples/border-*.txt >/dev/null 2>"$tmp/first" &
    job=$!
    dragoman add $overlay --no-join --db "$db" $(ls -r examples/*.txt)
    expect 'two writers add at once' 0 err 'there already'
    wait $job || report 'the other one too' "$(cat "$tmp/first")"
    dragoman join --db "$db"
    expect 'a store on a server is joined' 0 err 'joined: 12 documents of 11 origins'
    dragoman check --db "$db"
    expect 'and is whole' 0 err ': 0 faults'
    tell "$db" "$tmp/server"
    report 'PostgreSQL tells the same as SQLite' "$(cmp "$tmp/one" "$tmp/server" 2>&1)"
    dragoman search --db "$db" --json medicine trucks
    expect 'search finds words there' 0 out '\[medicine\]'
    dragoman captives --db "$db" --as-of 2031-05-13 --json
    cp "$tmp/out" "$tmp/then"
    dragoman captives --db "$tmp/one.db" --as-of 2031-05-13 --json
    report 'the record as it stood is the same there' "$(cmp "$tmp/out" "$tmp/then" 2>&1)"
fi
finish
