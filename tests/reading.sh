#!/usr/bin/env bash
# What `dragoman read` makes of each form of input, and that every input is accounted for.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
cd "$root/tests/reading" || exit 1

# count NAME N: so many documents were printed.
count() {
    local lines
    lines=$(wc -l <"$tmp/out")
    [ "$lines" = "$2" ] && why='' || why="$lines documents, not $2"
    report "$1" "$why"
}
# without NAME PATTERN: the output does not hold it.
without() {
    grep -q -e "$2" "$tmp/out" && why="\"$2\" in out" || why=''
    report "$1" "$why"
}

dragoman read story.html
expect 'a page of HTML: its story' 0 out '"title":"Ferry strike strands 900 on Ulm Island"' out 'Some 900 passengers spent the night' \
    out 'company said in a statement that it had offered' err '^dragoman: 1 document read'
expect 'a page of HTML: what it says of itself' 0 out '"byline":"Nadia Ferrow, Lev Andar"' out '"outlet":"The Harbour Post"' \
    out '"published":"2031-06-02T08:15:00+02:00","published_from":"json-ld"' out '"modified":"2031-06-02T11:40:00+02:00"' \
    out '"url":"https://harbourpost.example/2031/06/02/ferry-strike"' out '"language":"en","language_declared":"en","charset":"utf-8"'
expect 'a page of HTML: captions, agency and dateline apart' 0 out '"captions":\["Passengers wait on the quay' out '"agency":"Meridian"' \
    out '"dateline":"KESTREL BAY"'
expect 'a page of HTML: a lost space is mended and told' 0 out 'Dag Sorel called on both' out '"kind":"glued"'
without 'a page of HTML: no navigation' 'Subscribe'
without 'a page of HTML: no related stories' 'buys two ships'
without 'a page of HTML: no comments' 'My aunt'
without 'a page of HTML: no scripts' 'tracker'
without 'a page of HTML: no cookie notice' 'We use cookies'
without 'a page of HTML: no footer' 'All rights reserved'

dragoman read comments.html
expect 'more comments than story: the story' 0 out 'no damage below the water line'
without 'more comments than story: no comments' 'thirty years'
without 'more comments than story: none of any' 'upper floor'

printf 'Two held at Ulm harbour\n\nReleased: 14 May 2031\n\nPolice held two men at the harbour of Ulm on Tuesday, the county police said.\n' >"$tmp/release.txt"
dragoman read "$tmp/release.txt"
expect 'a release has its day, and no place of that name' 0 out '"dateline":null,"published":"2031-05-14","published_from":"text"'

dragoman read live.html
expect 'a live blog is split into its items' 0 out 'crossed the Sarn in a rowing boat' out 'live.html#3'
count 'each item of a live blog is a document' 3
expect 'each item has its own time' 0 out '"published":"2031-09-09T14:30:00+02:00"'

dragoman read digest.html
expect 'a digest is split into its items' 0 out '"title":"Karsia lets wheat pass"' out '"published":"2031-09-10T06:40:00+02:00"' out '/2031/09/10/wheat"'
count 'each item of a digest is a document' 2
without 'a digest: nothing but its items' 'All rights reserved'

dragoman read live-json.html
expect 'a live blog in JSON-LD is split into its entries' 0 out 'The electoral board of Lorrin counts by hand' \
    out '"published":"2031-10-02T09:10:00+02:00","published_from":"json-ld"' out '"url":"https://meridian.example/live/lorrin#2"' out '"language_declared":"en-GB"'
count 'each entry with a text is a document' 2

dragoman read feed.xml
expect 'a feed' 0 out '"title":"Customs officer found alive"' out '"url":"https://gazette.example/news/customs-officer"' \
    out '"published":"2031-09-10T07:45:00+02:00"' out '"byline":"Sten Arvid"' out '"outlet":"Halm Gazette"' out 'feed.xml#2'
count 'each entry of a feed is a document' 2
without 'a feed: no markup' '<p>'

dragoman read export.ndjson
expect 'NDJSON: what is no JSON is named with its line, the rest is read' 1 out '"outlet":"Radio Lorrin"' out '"title":"Vastelin in Tolva"' \
    err '^dragoman: export.ndjson:2:' err '2 documents read .* 1 failed'
dragoman read --rejects "$tmp/rejects" export.ndjson
[ "$(grep -c '"what":"failed","source":"export.ndjson#2","line":2' "$tmp/rejects")" = 1 ] && why='' || why=$(cat "$tmp/rejects")
report '--rejects keeps what could not be read' "$why"

dragoman read table.csv
expect 'CSV with a header' 0 out '"title":"Talks in Tolva"' out '"published":"2031-05-29"' out 'Nobody left the table'
count 'each row is a document' 2

for tool in gzip bzip2 xz zstd; do
    if command -v $tool >/dev/null; then
        $tool -c story.html >"$tmp/story.$tool"
        dragoman read "$tmp/story.$tool"
        expect "compressed by $tool" 0 out 'Some 900 passengers' err '1 document read'
        head -c 900 "$tmp/story.$tool" >"$tmp/cut.$tool"
        dragoman read "$tmp/cut.$tool"
        expect "cut short in $tool" 1 err "cut.$tool"
    else
        skip "compressed by $tool" "no $tool"
    fi
done

dragoman read . "$root/examples/captives-1-monday-harbour-post.txt"
expect 'a folder with everything' 1 err '1 failed'
dragoman read --threads 1 . ; cp "$tmp/out" "$tmp/one"
dragoman read --threads 7 .
report 'the same bytes on any number of threads' "$(cmp "$tmp/out" "$tmp/one" 2>&1)"

find . -name '*.html' -print0 | sort -z >"$tmp/list0"
dragoman read --files-from "$tmp/list0"
expect '--files-from with names ended by NUL' 0 out 'Some 900 passengers' err '9 documents read'
printf 'story.html\nmissing.html\n' | { dragoman read --files-from -; }
status=0
printf 'story.html\nmissing.html\n' | "$program" read --files-from - >"$tmp/out" 2>"$tmp/err" || status=$?
expect '--files-from standard input' 1 out 'Some 900 passengers' err 'missing.html: No such file'

cp story.html "$tmp/a.html"
sed 's/Ferry strike strands 900/Strike on ferries strands 900/; s/Two passengers, one of them a woman of 81, were/Two passengers were/' \
    story.html >"$tmp/b.html"
dragoman read "$tmp/a.html" "$tmp/b.html" live.html
first=$(sed -n 's/^{"id":"\([0-9a-f]*\)".*/\1/p' "$tmp/out" | head -n 1)
expect 'a near copy names the document that it is a copy of, and the agency' 0 out "\"copy_of\":\"$first\",\"origin\":\"Meridian\"" err '1 near copy$'

dragoman read --format text story.html
expect '--format text is for eyes' 0 out '^Ferry strike strands 900' out 'caption  Passengers wait'
dragoman read --field text=words --field title=head - <<<'{"words":"The council met on Monday and did not agree.","head":"No accord"}'
expect '--field names the fields of an export' 0 out '"title":"No accord"' out 'did not agree'
dragoman read --field body=x -
expect '--field with a role that is none' 2 err 'expected ROLE=NAME'
dragoman read --url file:///etc/passwd
expect '--url takes pages only' 2 err 'begins with http'
dragoman read --url http://127.0.0.1:1/
expect '--url goes to no private address' 1 err 'private\|allow-private'
head -c 3000 "$program" >"$tmp/program.bin"
mkdir "$tmp/folder"; cp "$tmp/program.bin" story.html "$tmp/folder"
dragoman read "$tmp/folder"
expect 'what is no document in a folder is skipped and told' 0 err '1 document read .* 0 failed, 1 skipped ('
dragoman code story.html
expect 'code takes every form that read takes' 0 out '"document":{"id"' out '"events":\[{"id"' err '1 coded'

# The plain-text articles: what is taken out of the story and what is mended, as a table of what a reader expects.
cd "$root" || exit 1
while IFS='|' read -r file what expected; do
    [ -f "$file" ] || { skip "$file: $what" 'not there'; continue; }
    dragoman read --knowledge examples/knowledge "$file"
    grep -qF -e "\"$what\":$expected" "$tmp/out" && why='' || why="expected \"$what\":$expected"
    report "$file: $what" "$why"
done < <(grep -v '^#' tests/reading/articles.txt)
finish
