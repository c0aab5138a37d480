#!/usr/bin/env python3
"""Types of events on the PLOVER gold standard records: plover_gsr.py PROGRAM GSR.jsonl [-v]

Each record is a sentence with one event. Prints in how many sentences the program codes an event of the record's type,
how many events it codes in all and how many sentences give none; -v lists what was missed.
"""
import json, os, subprocess, sys, tempfile

program, gold = sys.argv[1:3]
records = [json.loads(line) for line in open(gold, encoding="utf8")]
with tempfile.TemporaryDirectory() as folder:
    for number, record in enumerate(records):
        with open(os.path.join(folder, f"{number:04}.txt"), "w", encoding="utf8") as file:
            file.write(record["text"] + "\n")
    run = subprocess.run([program, "code", "--quiet", "--date", records[0]["date"], folder], capture_output=True)
coded = {}
for line in run.stdout.splitlines():
    document = json.loads(line)
    number = int(os.path.basename(document["document"]["source"]).split(".")[0])
    coded[number] = [event["type"] for event in document["events"]]
hits = 0
for number, record in enumerate(records):
    wanted = record["events"][0]["type"]
    found = coded.get(number, [])
    hits += wanted in found
    if wanted not in found and "-v" in sys.argv:
        print(f"wanted {wanted}, found {' '.join(found) or 'nothing'}: {record['text']}")
print(f"type found in {hits} of {len(records)} sentences, {sum(map(len, coded.values()))} events in all, "
      f"{sum(1 for types in coded.values() if not types)} sentences with none")
