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
