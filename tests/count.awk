# count.awk - counts test cases in Meson's testlog.txt and prints those that failed.
#
# A test program prints a line for each case: "ok N - NAME" and "not ok N - NAME" as cmocka does under
# CMOCKA_MESSAGE_OUTPUT=TAP, "ok N - NAME # SKIP WHY", and "known N - NAME" for a case of tests/known-failures.txt that
# does not pass yet. A program that prints none of these is one case. One that fails without a failing case (a crash, a
# sanitizer's report, a time limit) counts as one more failure.
function finish() {
    if (name == "") return
    if (result ~ /exit status 77/) { skipped++; print "skipped: " name }
    else if (bad == 0 && good + known + left == 0 && result ~ /exit status 0/) passed++
    else {
        if (bad == 0 && result !~ /exit status 0/) { bad = 1; output = output "\n" result }
        passed += good; failed += bad; skipped += left; expected += known
        case_passed += cases
    }
    if (bad) printf "--- %s: %d failed\n%s\n", name, bad, output
    name = ""
}
/^=+ [0-9]+\/[0-9]+ =+$/ { finish(); next }
/^test: / { name = $0; sub(/^test: +/, "", name); good = bad = known = left = cases = 0; output = result = ""; stream = 0; next }
!stream && /^result: / { result = $0; next }
/^-+ (stdout|stderr) -+$/ { stream = 1; next }
/^=+$/ { next }
/^Summary of Failures:$/ { finish(); exit_stream = 1 }
exit_stream { next }
stream && /^ok [0-9]+ - .*# SKIP/ { left++; print "skipped: " name ": " $0; next }
stream && /^ok [0-9]+ - / { good++; next }
stream && /^case [0-9]+ - / { good++; cases++; next }
stream && /^known [0-9]+ - / { known++; next }
stream && /^not ok [0-9]+ - / { bad++ }
stream { if (++lines[name] <= 400) output = output "\n" $0 }
END {
    finish()
    printf "cases: %d pass, %d known not to pass yet\n", case_passed, expected
    if (skipped) printf "skipped: %d\n", skipped
    printf "%d passed, %d failed\n", passed, failed
    exit failed > 0
}
