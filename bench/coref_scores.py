#!/usr/bin/env python3
"""Measures who a pronoun stands for on GAP: coref_scores.py [--program "build/dragoman"] [--errors] GAP.tsv[.zst]...

Each passage has one pronoun and two names; gold says of each name whether the pronoun means it. A name is taken
for meant when the entity of the pronoun's mention has a mention that overlaps the name. Printed are, over all
names and by the pronoun's gender, precision, recall and F1 of "meant" and the share of passages of which both
names are right, and how many pronouns have no entity at all."""
import argparse, csv, io, json, shlex, subprocess, sys
from collections import Counter

FEMALE = {"she", "her", "hers", "herself"}


def rows(path):
    data = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout if path.endswith(".zst") \
        else open(path, "rb").read()
    return list(csv.DictReader(io.StringIO(data.decode("utf8")), delimiter="\t", quoting=csv.QUOTE_NONE))


def entity_at(record, start, end):
    """The entity with the shortest mention over these bytes."""
    found = [(m["end"] - m["start"], e["id"]) for e in record["entities"] for m in e["mentions"]
             if m["start"] < end and start < m["end"]]
    return min(found)[1] if found else None


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default="build/dragoman")
    arguments.add_argument("--errors", action="store_true")
    arguments.add_argument("gap", nargs="+")
    options = arguments.parse_args()
    gap = [row for path in options.gap for row in rows(path)]
    feed = "".join(json.dumps({"text": row["Text"], "language": "en"}, ensure_ascii=False) + "\n" for row in gap)
    run = subprocess.run(shlex.split(options.program) + ["code", "--quiet", "-"], input=feed.encode(),
                         capture_output=True, check=False)
    records = {int(r["document"]["source"].rsplit("#", 1)[-1]): r for r in map(json.loads, run.stdout.splitlines())}
    counts = Counter()
    for number, row in enumerate(gap, 1):
        record = records.get(number)
        group = "feminine" if row["Pronoun"].lower() in FEMALE else "masculine"
        text = record["document"]["text"] if record else ""

        def span(offset, words):
            """The bytes of `words` in the clean text, the occurrence nearest to where they stood."""
            best, at = -1, text.find(words)
            while at >= 0:
                if best < 0 or abs(at - offset) < abs(best - offset):
                    best = at
                at = text.find(words, at + 1)
            start = len(text[:best].encode()) if best >= 0 else 0
            return start, start + len(words.encode()) if best >= 0 else 0

        pronoun = entity_at(record, *span(int(row["Pronoun-offset"]), row["Pronoun"])) if record else None
        counts["none"] += pronoun is None
        right = True
        for name in "AB":
            gold = row[name + "-coref"].upper() == "TRUE"
            start, end = span(int(row[name + "-offset"]), row[name]) if record else (0, 0)
            meant = pronoun is not None and any(
                m["start"] < end and start < m["end"]
                for e in record["entities"] if e["id"] == pronoun for m in e["mentions"])
            for key in (group, "all"):
                counts[key, "tp"] += gold and meant
                counts[key, "fp"] += meant and not gold
                counts[key, "fn"] += gold and not meant
            right = right and gold == meant
        counts["right"] += right
        if options.errors and not right:
            print(row["ID"], row["Pronoun"], "->", pronoun, "|", row["A"], row["A-coref"], "|", row["B"], row["B-coref"])
    for key in ("all", "masculine", "feminine"):
        tp, fp, fn = (counts[key, part] for part in ("tp", "fp", "fn"))
        precision, recall = tp / max(1, tp + fp), tp / max(1, tp + fn)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{key:10} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   ({tp} right, {fp} extra, {fn} missed)")
    print(f"passages   {counts['right'] / max(1, len(gap)):.3f} right of {len(gap)}; {counts['none']} pronouns without an entity")


main()
