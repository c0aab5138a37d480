#!/usr/bin/env bash
# page.sh PROGRAM ROOT BUILD: the page of `dragoman serve` over a store of the examples, as curl asks and a browser shows it.
program=$(realpath "$1") root=$2 build=$3
. "$root/tests/tap.sh"
cd "$root" || exit 1

dragoman add --db "$tmp/store.db" --knowledge examples/knowledge --quiet examples/*.txt
expect 'the examples are added to a store' 0
"$program" serve --db "$tmp/store.db" --port 0 >"$tmp/address" 2>"$tmp/serve" &
server=$!
for _ in $(seq 100); do
    [ -s "$tmp/address" ] && break
    sleep 0.2
done
address=$(cat "$tmp/address")
address=${address%/}
port=${address##*:}

# ask NAME STATUS [CURL ARGUMENT]...: what the server answers
ask() {
    local name=$1 want=$2 got
    shift 2
    got=$(curl -s -m 20 -o "$tmp/out" -D "$tmp/err" -w '%{http_code}' "$@")
    report "$name" "$([ "$got" = "$want" ] || echo "status $got, not $want")"
}
ask 'the page is there' 200 "$address/"
report 'it may load nothing from elsewhere' "$(grep -qi "^content-security-policy: default-src 'none'" "$tmp/err" || echo 'no policy')"
ask 'its views are addresses' 200 "$address/timeline?type=ASSAULT"
ask 'ledgers are described' 200 "$address/api"
ask 'the same for programs' 200 "$address/api/openapi.json"
ask 'rows are answered' 200 "$address/api/rows/events?limit=3"
report 'they say how many there are' "$(grep -q '"count":[1-9][0-9]*,"limit":3' "$tmp/out" || echo 'no count')"
etag=$(sed -n 's/^[Ee][Tt]ag: //p' "$tmp/err" | tr -d '\r')
ask 'what is known is not sent again' 304 -H "If-None-Match: $etag" "$address/api/rows/events?limit=3"
ask 'rows are to be had as CSV' 200 "$address/api/rows/figures.csv"
for ledger in timeline events contacts negotiations captives figures statements positions actors disagreements documents; do
    ask "the ledger of $ledger" 200 "$address/api/rows/$ledger?limit=5000"
    rows=$(grep -c '^\[' "$tmp/out")
    dragoman "$ledger" --db "$tmp/store.db" --csv --limit 5000
    if [ "$ledger" != documents ] && [ "$status" = 0 ]; then
        report "$ledger: as many rows as the command gives" "$(python3 -c 'import csv,sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], newline="")))-1)' "$tmp/out" |
            grep -qx "$rows" || echo "the page has $rows")"
    fi
done
ask 'an argument that is not known is an error' 400 "$address/api/rows/events?no-such=1"
ask 'a number that is none is an error' 400 "$address/api/rows/events?limit=many"
ask 'a ledger that is not known is an error' 404 "$address/api/rows/none"
ask 'there is no way to files' 404 --path-as-is "$address/../../etc/passwd.html"
ask 'another host is not answered' 421 -H 'Host: evil.example' "$address/api"
ask 'another port is not answered' 421 -H 'Host: localhost:1' "$address/api"
ask 'another site is not answered' 403 -H 'Sec-Fetch-Site: cross-site' "$address/api/rows/events"
ask 'another origin is not answered' 403 -H 'Origin: http://evil.example' "$address/api/rows/events"
ask 'nothing can be changed' 403 -X POST -H 'Content-Type: application/json' -d '{}' "$address/api/amend"
ask 'a method that is not understood' 405 -X DELETE "$address/api"
ask 'a body that is too large' 413 -X POST -H 'Content-Type: application/json' -H 'Expect:' --data-binary "@$program" "$address/api/amend"
ask 'more arguments than are read' 413 "$address/api/rows/events?$(printf 'a%d=1&' $(seq 40))"

# A thousand requests as nobody means them: no answer may be an error of the server.
python3 - "$port" >"$tmp/out" 2>"$tmp/err" <<'END'
import random, socket, sys
random.seed(5)
port, bad = int(sys.argv[1]), 0
parts = [b"GET", b"POST", b"HEAD", b"PUT", b"/", b"/api", b"/api/rows/events", b"?since=", b"&", b"%00", b"%", b"..", b" HTTP/1.1\r\n", b" HTTP/9\r\n", b"Host: 127.0.0.1:%d\r\n" % port,
         b"Host: x\r\n", b"Content-Length: 99999999\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n", b"\r\n", b"\r\n\r\n", b"\x00\xff", b"A" * 3000, b"zz\r\n", b"Cookie: dragoman_token=\r\n"]
for number in range(1000):
    message = b"".join(random.choice(parts) for _ in range(random.randint(1, 12)))
    if number % 2: message = b"GET /api/rows/" + message.replace(b"\r\n", b"") + b" HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port
    with socket.create_connection(("127.0.0.1", port), 5) as s:
        s.settimeout(0.5)
        s.sendall(message)
        try: s.shutdown(socket.SHUT_WR); answer = s.recv(200)
        except OSError: answer = b""
        if b" 500 " in answer[:20]: bad += 1; print(message, answer)
print(bad, "errors")
END
report 'a thousand hostile requests' "$(grep -qx '0 errors' "$tmp/out" || tail -n 2 "$tmp/out")"
ask 'it answers after them' 200 "$address/api"

playwright=$build/src/serve/web-build/node_modules/playwright-core
if command -v chromium >/dev/null && [ -d "$playwright" ]; then
    timeout 1800 node "$root/tests/page.mjs" "$address" "$playwright" "${playwright%/*}/axe-core" >"$tmp/out" 2>"$tmp/err"
    while read -r verdict name; do report "browser: $name" "$([ "$verdict" = ok ] || echo "$verdict")"; done < <(sed -n 's/^case: //p' "$tmp/out")
    report 'the browser saw all views' "$(grep -q '^done$' "$tmp/out" || tail -n 3 "$tmp/err")"
else
    skip 'views in a browser' 'there is no chromium, or the page was built without npm'
fi

kill -TERM "$server"
wait "$server"
report 'it ends when it is told to' "$([ $? = 0 ] || echo 'another exit status')"
report 'no sanitizer speaks' "$(grep -E 'AddressSanitizer|runtime error:|LeakSanitizer' "$tmp/serve")"
echo "1..$number"
finish
