#!/usr/bin/env bash
# Inputs that are no documents: each is named with what is wrong, the run goes on, status 1.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
cd "$tmp" || exit 1
cp "$root/examples/captives-1-monday-harbour-post.txt" good.txt

# bad NAME FILE MESSAGE: the good article after it is coded all the same.
bad() {
    dragoman code "$2" good.txt
    expect "$1" 1 err "^dragoman: $2.*$3" err '1 coded, 1 failed (named above)' out '^{"document":'
}

: >empty.txt
bad 'an empty file' empty.txt 'empty\|nothing'
printf ' \n\t\r\n\n' >blank.txt
bad 'a file of blanks' blank.txt 'only white space'
head -c 5000 "$program" >binary.txt
bad 'a binary file' binary.txt 'binary\|byte'
bad 'a file that is not there' missing.txt 'No such file'
bad 'a device that never ends' /dev/zero 'larger than [0-9]* bytes'
head -c 100000000 /dev/zero | tr '\0' 'a' >long.txt
bad '100 MB of one line' long.txt 'larger than [0-9]* bytes'
rm long.txt

mkdir closed
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    chmod 755 "$tmp"
    chmod 700 closed
    status=0
    ASAN_OPTIONS=detect_leaks=0 setpriv --reuid=65534 --regid=65534 --clear-groups "$program" code closed good.txt \
        >out 2>err || status=$?
    if [ $status = 127 ] || [ $status = 126 ] || grep -q 'knowledge.bin' err; then
        skip 'a folder without permission' 'nobody may not read the build folder'
    else
        expect 'a folder without permission' 1 err '^dragoman: closed: Permission denied' err '1 coded, 1 failed'
    fi
elif [ "$(id -u)" != 0 ]; then
    chmod 000 closed
    bad 'a folder without permission' closed 'Permission denied'
else
    skip 'a folder without permission' 'root may read everything'
fi

# What can be read is read, whatever it looks like.
good() {
    dragoman code "$2" good.txt
    expect "$1" 0 err '2 coded, 0 failed'
}
printf 'Port Amet\n\nThe minister\xff\xfe said \xc3\x28 on Monday that talks would go on.\n' >invalid.txt
good 'invalid UTF-8 is replaced' invalid.txt
grep -q '"repairs":\[{' out && why='' || why='no repair is listed'
report 'each replaced byte is told as a repair' "$why"
printf 'The minister of Malm\xc3' >cut.txt
good 'a file cut in the middle of a character' cut.txt
printf 'The minister said no.\r\rThe envoy said yes.\r' >returns.txt
good 'line ends of old machines' returns.txt
printf '\xef\xbb\xbfThe minister said no.\n' >mark.txt
good 'a byte order mark' mark.txt
printf 'no line end' >short.txt
good 'no line end' short.txt
head -c 300000 /dev/zero | tr '\0' '(' >brackets.txt
good 'nothing but brackets' brackets.txt
head -c 100000 /dev/zero | sed 's/\x00/and Mr. /g' >chain.txt
good 'one sentence without end' chain.txt
head -c 30000 /dev/zero | sed 's/\x00/“he said ‘/g' >quotes.txt
good 'quotations in quotations' quotes.txt
mkdir -p loop/inside
ln -s ../.. loop/inside/up
cp good.txt loop/inside/a.txt
dragoman code loop
expect 'a folder that holds a link to itself' 0 err '1 coded, 0 failed, 1 skipped (1 no file or folder)'
mkdir none
dragoman code none
expect 'a folder without documents' 0 err '^dragoman: 0 documents read (0 bytes), 0 coded'
finish
