#!/usr/bin/env bash
# The command line: help, usage errors, exit status, the closing account, colour, threads.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
cd "$root" || exit 1
article=examples/captives-1-monday-harbour-post.txt
overlay='--knowledge examples/knowledge'

dragoman
expect 'without arguments it says how it is used, status 2' 2 err '^Usage: dragoman COMMAND'
dragoman --help
expect '--help lists the commands' 0 out '^Usage: dragoman COMMAND' out '^  code ' out '^  help '
dragoman help
expect 'help lists the commands' 0 out '^Usage: dragoman COMMAND'
dragoman --version
expect '--version names program, knowledge and models' 0 out '^dragoman [0-9]' out '^knowledge [0-9a-f]\{16\}$' out '^models en [0-9a-f]\{16\}$'

commands=$("$program" --help | sed -n 's/^  \([a-z]*\) .*/\1/p')
for command in $commands; do
    dragoman help "$command"
    expect "help $command" 0 out "^Usage: dragoman $command"
    dragoman "$command" --help
    expect "$command --help" 0 out "Usage: dragoman"
done

dragoman no-such-command
expect 'a command that does not exist is wrong usage' 2 err 'no command "no-such-command"'
dragoman help no-such-command
expect 'help for a command that does not exist' 2 err 'no command "no-such-command"'
dragoman code
expect 'code without input is wrong usage' 2 err 'expected at least one INPUT'
dragoman code --no-such-option "$article"
expect 'an option that does not exist is wrong usage' 2 err 'no option --no-such-option' err 'dragoman help code'
dragoman code --date
expect 'an option without its value is wrong usage' 2 err 'wants a value'
for date in 2023-13-01 2023-02-29 23-1-1 yesterday 2023-10-30x ''; do
    dragoman code --date "$date" "$article"
    expect "--date \"$date\" is wrong usage" 2 err 'expected a date like'
done
dragoman code --format yaml "$article"
expect '--format yaml is wrong usage' 2 err 'expected json, text, csv or tsv, found "yaml"'
for threads in 0 -1 many 257 ''; do
    dragoman code --threads "$threads" "$article"
    expect "--threads \"$threads\" is wrong usage" 2 err 'expected a number from 1 to 256'
done
dragoman code --color sometimes "$article"
expect '--color sometimes is wrong usage' 2 err 'expected auto, always or never'
dragoman code --knowledge "$tmp/nowhere" "$article"
expect 'a folder of knowledge that is not there is named' 1 err 'nowhere'

dragoman code $overlay "$article"
expect 'one article gives one line of JSON and an account' 0 out '^{"document":.*}$' \
    err '^dragoman: 1 document read ([0-9]* bytes), 1 coded, 0 failed, 0 skipped$'
[ "$(wc -l <"$tmp/out")" = 1 ] && why='' || why='not one line'
report 'one article is one line' "$why"
cp "$tmp/out" "$tmp/alone"
dragoman code $overlay --quiet "$article"
expect '--quiet leaves out the account' 0 out '^{"document":'
[ -s "$tmp/err" ] && why='something on standard error' || why=''
report '--quiet prints nothing on standard error' "$why"

dragoman code $overlay --date 2031-05-12 - <"$article"
expect '- is standard input' 0 out '"source":"-"' err '1 coded'
mkdir -p "$tmp/articles/.hidden"
cp examples/*.txt "$tmp/articles"
head -c 3000 "$program" >"$tmp/articles/program"
(cd "$tmp/articles" && "$program" code --knowledge "$root/examples/knowledge" . >"$tmp/out" 2>"$tmp/err")
status=$?
expect 'a folder is walked' 0 err '12 coded, 0 failed, 2 skipped (1 .*, 1 hidden), 1 near copy$'
sed 's|"source":"./|"source":"examples/|' "$tmp/out" >"$tmp/folder"
dragoman code $overlay --threads 1 examples/*.txt
expect 'several inputs give several lines' 0 err '12 coded'
report 'a folder and its files in order of their names give the same' "$(cmp "$tmp/out" "$tmp/folder" 2>&1)"
cp "$tmp/out" "$tmp/one"
dragoman code $overlay --threads 8 examples/*.txt
report '1 and 8 threads give the same bytes' "$(cmp "$tmp/out" "$tmp/one" 2>&1)"
dragoman code $overlay --threads 8 examples/*.txt
report 'the same input gives the same bytes twice' "$(cmp "$tmp/out" "$tmp/one" 2>&1)"
dragoman code $overlay examples/border-5-tuesday-halm-gazette.txt "$article"
tail -n 1 "$tmp/out" >"$tmp/last"
report 'records come in input order, each as if it were alone' "$(cmp "$tmp/last" "$tmp/alone" 2>&1)"

dragoman code $overlay --format text "$article"
expect '--format text gives a page' 0 out 'Velmora'
grep -q "$(printf '\033')" "$tmp/out" && why='escape sequences in a file' || why=''
report 'no colour where it is no terminal' "$why"
dragoman code $overlay --format text --color always "$article"
expect '--color always colours' 0 out "$(printf '\033')"
if script -qec true /dev/null >/dev/null 2>&1; then
    export program root article
    script -qec '"$program" code --knowledge examples/knowledge --format text --quiet "$article"' /dev/null >"$tmp/out" 2>&1
    status=0
    expect 'colour on a terminal' 0 out "$(printf '\033\\[')"
    NO_COLOR=1 script -qec '"$program" code --knowledge examples/knowledge --format text --quiet "$article"' /dev/null >"$tmp/out" 2>&1
    grep -q "$(printf '\033\\[')" "$tmp/out" && why='escape sequences' || why=''
    report 'NO_COLOR is respected on a terminal' "$why"
else
    skip 'colour on a terminal' 'no script(1), or no terminals'
fi
dragoman parse "$article"
expect 'parse gives CoNLL-U' 0 out '^1	' err '1 parsed'
cp "$tmp/out" "$tmp/words.conllu"
dragoman parse --tokens "$tmp/words.conllu"
report 'parse --tokens keeps sentences and words, and says the same of them' "$(cmp "$tmp/out" "$tmp/words.conllu" 2>&1)"
dragoman parse --format tree "$article"
expect 'parse --format tree draws trees' 0 out 'VERB  *root  *0$'
printf '1\tThe\n\n1\tTalks\t_\t_\t_\t_\t_\t_\t_\t_\n\n' >"$tmp/bad.conllu"
dragoman parse --tokens "$tmp/bad.conllu"
expect 'a malformed sentence is named with its line, the next is parsed' 1 out '^1	Talks	talk' err 'bad.conllu:1: expected ten columns'
dragoman parse --format picture "$article"
expect 'parse --format picture is wrong usage' 2 err 'expected conllu or tree'
dragoman explain --text 'Norway refused to meet Chile on Monday, officials said.'
expect 'explain names the rows, the fates and near misses' 0 out '^sentence 1$' out 'refused  reject, refused  \[[^ ]*operators.txt:[0-9]*\]  score [0-9]*[^:]*: an event' out 'the act under a predicate that made an event ("refused")' out '^near misses$' out '\(lacks\|fails at\) '
dragoman explain "$article"
expect 'explain takes inputs' 0 out '^candidates$' out '^events$' err '1 explained'
dragoman explain --text 'Norway met Chile.' "$article"
expect 'explain --text stands alone' 2 err 'expected no INPUT'
dragoman explain
expect 'explain without anything to explain is wrong usage' 2 err 'found none'
dragoman parse --language xx "$article"
expect 'a language without a model is named' 1 err 'no model for the language "xx"'
printf 'El ejército salió del norte. La gente no sabe por qué se fue.\n' >"$tmp/spanish.txt"
dragoman parse "$tmp/spanish.txt"
expect 'a Spanish text is parsed as Spanish' 0 out '^5	el	el	DET	_' out '^4-5	del	'
cp "$tmp/out" "$tmp/spanish"
dragoman parse --language es "$tmp/spanish.txt"
report '--language es gives what the guess gives' "$(cmp "$tmp/out" "$tmp/spanish" 2>&1)"
# Their words are ours; enough of them that the language can be told.
spanish='El gobierno de Tolva dijo el martes que las fuerzas de la capital salieron del norte por la noche y que no hay heridos. '
printf '%s%s\n' "$spanish" 'La gente del puerto no sabe por qué se fueron, ni cuándo van a volver los que viven allí.' >"$tmp/long.txt"
dragoman code "$tmp/long.txt"
expect 'a document is coded by the pack of its language' 0 out '"statements":\[{.*"mode":"indirect"' \
    err '1 document read .*, 1 coded, 0 failed, 0 skipped'
french='Le gouvernement de Tolva a dit mardi que les forces de la capitale ont quitté le nord dans la nuit et que personne ne sait pourquoi. '
printf '%s%s\n' "$french" 'Les gens du port ne savent pas quand ceux qui habitent dans la ville vont revenir chez eux.' >"$tmp/other.txt"
printf 'Les gens sont sortis de la ville.\n' >"$tmp/few.txt"
dragoman code --rejects "$tmp/rejects" "$tmp/other.txt" "$tmp/few.txt"
expect 'what is in a language that is not coded is skipped, but for a few words' 0 \
    err '2 documents read .*, 1 coded, 0 failed, 1 skipped (1 in "fr", a language that is not coded)$'
english='The harbour of Tolva was closed on Tuesday after the ferry struck the pier, the harbour master said, and nobody was hurt. '
for language in eng English EN en_GB; do
    printf '{"text":"%s","language":"%s"}\n' "$english" "$language" "$english$english" "$language"
done >"$tmp/exports.ndjson"
dragoman code "$tmp/exports.ndjson"
expect 'English is coded whatever an export calls it' 0 err ' 8 coded, 0 failed, 0 skipped'
for language in spa Spanish es_MX; do
    printf '{"text":"La tregua se mantiene, dijo el gobierno de Tolva el martes.","language":"%s"}\n' "$language"
done >"$tmp/exports.ndjson"
dragoman code "$tmp/exports.ndjson"
expect 'a few words in Spanish are coded as Spanish, whatever it calls Spanish' 0 out '"cue":"dijo"' err ' 3 coded, 0 failed, 0 skipped'
for language in fra French fr_CA; do
    printf '{"text":"La trêve de Tolva tient, a dit Vastelin mardi.","language":"%s"}\n' "$language"
done >"$tmp/others.ndjson"
dragoman code "$tmp/others.ndjson"
expect 'a few words in French are not coded, whatever it calls French' 0 err ' 0 coded, 0 failed, 3 skipped (3 in "fr"'
dragoman read "$tmp/exports.ndjson"
expect 'its code is what a document says' 0 out '"language":"es","language_declared":"spa"' out '"language":"es-MX","language_declared":"es-MX"'
report '--rejects keeps it' "$(grep -c '"what":"skipped","source":".*other.txt".*a language that is not coded' "$tmp/rejects" | grep -v '^1$')"
dragoman parse --threads 1 examples/*.txt
cp "$tmp/out" "$tmp/one"
dragoman parse --threads 8 examples/*.txt
report 'parse with 1 and 8 threads gives the same bytes' "$(cmp "$tmp/out" "$tmp/one" 2>&1)"
status=0
"$program" code $overlay examples/*.txt 2>"$tmp/err" | head -c 10 >/dev/null
grep -qi 'broken pipe' "$tmp/err" && why='it complains' || why=''
report 'a reader that goes away is no error message' "$why"
if [ -w /dev/full ]; then
    status=0
    "$program" code $overlay "$article" >/dev/full 2>"$tmp/err" || status=$?
    : >"$tmp/out"
    expect 'a full disk is told, status 1' 1 err 'standard output: '
fi
finish
