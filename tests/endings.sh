#!/usr/bin/env bash
# How runs end: closed and full outputs, readers that go away, signals.
program=$(realpath "$1") root=$2
. "$root/tests/tap.sh"
cd "$root" || exit 1
article=examples/captives-1-monday-harbour-post.txt

# ends NAME STATUS COMMAND...: with its output closed, then on a full disk.
ends() {
    local name=$1 want=$2 where
    shift 2
    for where in closed full; do
        status=0
        case $where in
        closed) "$program" "$@" >&- 2>"$tmp/err" || status=$? ;;
        full) "$program" "$@" >/dev/full 2>"$tmp/err" || status=$? ;;
        esac
        : >"$tmp/out"
        expect "$name into an output that is $where is status $want" "$want" err 'standard output: '
    done
}
if [ -w /dev/full ]; then
    ends 'code' 1 code --quiet "$article"
    ends 'read' 1 read --quiet "$article"
    ends 'help' 1 --help
    ends 'help of a command' 1 help code
    ends '--version' 1 --version
fi
status=0
"$program" code --quiet "$article" >&- 2>"$tmp/err" --rejects "$tmp/rejects"
[ -s "$tmp/rejects" ] && why='records in the file of rejects' || why=''
report 'a closed output is no other file' "$why"

# Long enough that the reader is gone before all is written.
for i in $(seq 400); do cat examples/*.txt; done | head -c 400000 >"$tmp/long.txt"
for command in read parse; do
    "$program" $command --quiet "$tmp/long.txt" "$tmp/long.txt" "$tmp/long.txt" 2>"$tmp/err" | head -c 10 >"$tmp/out"
    status=${PIPESTATUS[0]}
    expect "$command | head is no failure" 0
    [ -s "$tmp/err" ] && why='it complains' || why=''
    report "$command | head is silent" "$why"
done

# A signal while it waits for input ends it at once, and leaves no half document.
mkfifo "$tmp/pipe"
for signal in INT:130 TERM:143 HUP:129; do
    (trap - INT HUP; exec "$program" code --quiet - <"$tmp/pipe" >"$tmp/out" 2>"$tmp/err") &
    child=$!
    exec 7>"$tmp/pipe"
    printf 'The minister of Velmora said on Mon' >&7
    sleep 1
    env kill -s "${signal%:*}" $child
    for wait in 1 2 3 4 5 6 7 8 9 10; do sleep 0.3; kill -0 $child 2>/dev/null || break; done
    kill -0 $child 2>/dev/null && why='it still waits for input' || why=''
    exec 7>&-
    status=0
    wait $child 2>/dev/null || status=$?
    [ "${signal%:*}" = INT ] && [ "$status" = 1 ] && status=130 # a shell's children in the background ignore it
    expect "SIG${signal%:*} ends what waits for input, status ${signal#*:}" "${signal#*:}"
    [ -s "$tmp/out" ] && why="$why; half a document was coded"
    report "SIG${signal%:*} leaves nothing half done" "$why"
done
finish
