# tap.sh - how a test script runs the program and reports its cases. A script sources it with the program's path in
# $program and ends with `finish`.
set -u
export LC_ALL=C
unset NO_COLOR
tmp=$(mktemp -d)
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
number=0 failed=0

# dragoman ARGUMENT...: leaves $tmp/out, $tmp/err and $status (124 when it takes longer than five minutes: it hangs).
dragoman() {
    status=0
    timeout 300 "$program" "$@" >"$tmp/out" 2>"$tmp/err" || status=$?
}

# expect NAME STATUS [out|err PATTERN]...: of the last run; a pattern is grep's.
expect() {
    local name=$1 why='' want=$2
    shift 2
    [ "$status" = "$want" ] || why="exit status $status, not $want"
    while [ $# -gt 1 ]; do
        grep -q -e "$2" "$tmp/$1" || why="$why; no \"$2\" in $1"
        shift 2
    done
    grep -qE 'ERROR: AddressSanitizer|runtime error:|LeakSanitizer' "$tmp/err" && why="$why; a sanitizer speaks"
    report "$name" "$why"
}

# report NAME WHY: passes when WHY is empty.
report() {
    number=$((number + 1))
    if [ -z "$2" ]; then
        echo "ok $number - $1"
    else
        failed=$((failed + 1))
        echo "not ok $number - $1"
        echo "#   ${2#; }"
        for stream in out err; do
            [ -f "$tmp/$stream" ] && head -c 2000 "$tmp/$stream" | head -n 20 | sed "s/^/#   $stream: /"
        done
    fi
}

skip() {
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

finish() {
    [ $failed = 0 ]
    exit
}
