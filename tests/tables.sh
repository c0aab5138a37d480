#!/usr/bin/env bash
# Flat tables, filters and output files of `dragoman code`, and the examples of docs/recipes.md.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
cd "$root" || exit 1
overlay='--knowledge examples/knowledge --quiet'
articles=(examples/border-*.txt examples/captives-[1-3]*.txt)

dragoman code $overlay --format csv "${articles[@]}"
expect 'a table has to be named' 2 err 'expected --table NAME, or --output FOLDER'
dragoman code $overlay --format csv --table deeds "${articles[@]}"
expect 'a table that does not exist is wrong usage' 2 err 'expected events, statements, .* found "deeds"'
dragoman code $overlay --dyads "${articles[@]}"
expect '--dyads without a table is wrong usage' 2 err 'belong to --format csv or tsv'
dragoman code $overlay --only events,deeds "${articles[@]}"
expect '--only of what is no list is wrong usage' 2 err 'found "events,deeds"'
dragoman code $overlay --min-confidence 2 "${articles[@]}"
expect '--min-confidence 2 is wrong usage' 2 err 'expected 0 to 1, found "2"'

dragoman code $overlay "${articles[@]}"
cp "$tmp/out" "$tmp/records.ndjson"
dragoman code $overlay -o "$tmp/other.ndjson" "${articles[@]}"
expect '-o writes into a file' 0
cmp -s "$tmp/other.ndjson" "$tmp/records.ndjson" && [ ! -s "$tmp/out" ] && why='' || why='not what is printed without it'
report 'the file has what would be printed' "$why"
dragoman code $overlay -o "$tmp/no/such/folder" "${articles[@]}"
expect 'a file that cannot be written is named' 1 err 'no/such/folder: No such file or directory'

dragoman code $overlay --format csv --output "$tmp/tables" "${articles[@]}"
expect 'all tables go into a folder' 0
why=''
for table in events statements figures captives entities negotiations disagreements; do
    head -n 1 "$tmp/tables/$table.csv" | grep -q '^document,published,outlet,url,source,source_id,copy_of,id,' || why="$why $table"
done
report 'each table has its file and its head' "$why"
dragoman code $overlay --format tsv --table events "${articles[@]}"
expect 'a table is printed' 0 out $'^document\tpublished\t'
lines=$(($(wc -l <"$tmp/out") - 1))
events=$(grep -o '"trigger":{' "$tmp/records.ndjson" | wc -l)
[ "$lines" = "$events" ] && why='' || why="$lines rows, $events events"
report 'each event is a row' "$why"
awk -F '\t' 'NR == 1 { n = NF } NF != n { print "row " NR ": " NF " cells, not " n }' "$tmp/out" >"$tmp/uneven"
report 'each row has every cell' "$(head -n 1 "$tmp/uneven")"
dragoman code $overlay --format csv --table events --dyads -o "$tmp/dyads.csv" "${articles[@]}"
expect 'dyads go into a file' 0
head -n 1 "$tmp/dyads.csv" | grep -q ',actor,actor_id,actor_country,actor_code,recipient,' && why='' || why='no columns of one actor'
report 'dyads have one actor and one recipient' "$why"
dragoman code $overlay --format csv --table events --threads 8 "${articles[@]}"
cp "$tmp/out" "$tmp/eight"
dragoman code $overlay --format csv --table events --threads 1 "${articles[@]}"
cmp -s "$tmp/out" "$tmp/eight" && why='' || why='other bytes'
report 'a table is the same on any number of threads' "$why"

printf 'id,title,text\n=2+5,News,"The president of Karsia met the prime minister of Sovarra in Port Amet on Monday."\n' >"$tmp/keys.csv"
dragoman code $overlay --format csv --table entities "$tmp/keys.csv"
expect 'what a spreadsheet would run is text' 0 out "Karsia"
! grep -q ',=2+5,' "$tmp/out" && why='' || why='a formula in a cell'
report 'no cell is a formula' "$why"

dragoman code $overlay --only figures "${articles[@]}"
expect '--only leaves out other lists' 0 out '"events":\[\],"statements":\[\],"figures":\[{'
dragoman code $overlay --min-confidence 1 "${articles[@]}"
expect '--min-confidence leaves out events' 0 out '"events":\[\]'
cp "${articles[0]}" "$tmp/one.txt"
cp "${articles[0]}" "$tmp/two.txt"
dragoman code $overlay "$tmp/one.txt" "$tmp/two.txt"
expect 'a copy says whose' 0 out '"copy_of":"[0-9a-f]\{32\}","origin"'
dragoman code $overlay --no-copies "$tmp/one.txt" "$tmp/two.txt"
[ "$status" = 0 ] && [ "$(wc -l <"$tmp/out")" = 1 ] && why='' || why='not one record'
report '--no-copies leaves out copies' "$why"
dragoman code $overlay --format csv --table events "$tmp/one.txt" "$tmp/two.txt"
grep -q '^[^,]*,[^,]*,,,[^,]*two.txt,,[0-9a-f]\{32\},' "$tmp/out" && why='' || why='no copy_of'
report 'in a table a copy says whose' "$why"

# The examples of docs/recipes.md, each in the folder with its files.
recipes() { # KIND: the examples of it, separated by a form feed
    awk -v kind="$1" '$0 == "```" kind { on = 1; next } /^```$/ && on { on = 0; printf "\f"; next } on { print }' "$root/docs/recipes.md"
}
try() { # KIND PROGRAM...: each example as the standard input of the program
    local kind=$1 count=0 example
    shift
    if ! command -v "$1" >/dev/null || { [ "$kind" = pandas ] && ! "$1" -c 'import pandas' 2>/dev/null; }; then
        skip "the recipes in $kind" 'not there'
        return
    fi
    while IFS= read -r -d $'\f' example; do
        count=$((count + 1))
        (cd "$tmp" && printf '%s\n' "$example" | "$@") >"$tmp/out" 2>"$tmp/err" && [ -s "$tmp/out" ] && why='' || why='it fails, or prints nothing'
        report "recipe $count in $kind" "$why"
    done < <(recipes "$kind")
    [ "$count" -gt 0 ] || report "the recipes in $kind" 'there are none'
}
python=$(command -v /usr/bin/python3 || command -v python3 || echo python3)
try jq bash
try sqlite bash
try python "$python" -
try pandas "${DRAGOMAN_PANDAS:-$python}" -
try r Rscript -
finish
