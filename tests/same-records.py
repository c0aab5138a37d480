#!/usr/bin/env python3
"""same-records.py BEFORE AFTER: whether two runs of `dragoman code` or `read` say the same.

BEFORE and AFTER are files of JSON lines. Keys that only AFTER has are named and left out; all else must be the
same bytes in the same order. Ends with status 1 when something differs.
"""
import json
import sys

added = {}


def without_added(before, after, where):
    """`after` with only the keys that `before` has."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in after:
            if key not in before:
                added[where + "." + key] = added.get(where + "." + key, 0) + 1
        return {k: without_added(before[k], v, where + "." + k) for k, v in after.items() if k in before}
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [without_added(b, a, where) for b, a in zip(before, after)]
    return after


def first_difference(before, after, where):
    if type(before) is not type(after):
        return f"{where}: {before!r} became {after!r}"
    if isinstance(before, dict):
        if list(before) != list(after):
            return f"{where}: keys {list(before)} became {list(after)}"
        pairs = [(before[k], after[k], f"{where}.{k}") for k in before]
    elif isinstance(before, list):
        if len(before) != len(after):
            return f"{where}: {len(before)} items became {len(after)}"
        pairs = [(b, a, f"{where}[{i}]") for i, (b, a) in enumerate(zip(before, after))]
    else:
        return None if before == after else f"{where}: {before!r} became {after!r}"
    return next((d for d in (first_difference(*pair) for pair in pairs) if d), None)


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[1], encoding="utf-8") as before, open(sys.argv[2], encoding="utf-8") as after:
        old, new = before.readlines(), after.readlines()
    differing = abs(len(old) - len(new))
    for number, (one, two) in enumerate(zip(old, new), 1):
        one, two = json.loads(one), json.loads(two)
        rest = without_added(one, two, "")
        if json.dumps(one) != json.dumps(rest):
            differing += 1
            if differing <= 20:
                print(f"line {number}: {first_difference(one, rest, '')}")
    for key, count in sorted(added.items()):
        print(f"added {key[1:]} ({count} times)")
    print(f"{len(new)} records, {differing} differ")
    return 1 if differing else 0


sys.exit(main())
