#!/usr/bin/env python3
"""Word F1 of the text that `dragoman read` gives for pages with known stories.

    python3 bench/main_text.py build/dragoman PAGES TRUTH

PAGES holds NUMBER.html, TRUTH NUMBER.json with ground_truth.main_content, as the tar file of corpora/article
has them. Words are lower-case runs of \\w, compared as multisets; the mean is over all pages, a page that gave
no document counting as one without words. The shipped model has learned from these pages: what it does on
others is what `dragoman-train-pages -f` prints. Here one sees what becomes of it in the text: with its title,
without it, and with the captions that stand apart.
"""
import collections
import json
import os
import re
import subprocess
import sys


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def f1(ours, theirs):
    common, all_words = sum((ours & theirs).values()), sum(ours.values()) + sum(theirs.values())
    return 2 * common / all_words if all_words else 1.0


def main():
    program, pages, truth = sys.argv[1:4]
    out = subprocess.run([program, "read", "--quiet", pages], stdout=subprocess.PIPE, check=False).stdout
    texts = collections.defaultdict(lambda: ["", "", ""])
    for line in out.decode().splitlines():
        document = json.loads(line)
        number = os.path.basename(document["source"]).split(".")[0]
        text, title = document["text"], document["title"] or ""
        body = text[len(title):] if text.startswith(title) else text
        for place, part in enumerate((text, body, text + "\n" + "\n".join(document["captions"]))):
            texts[number][place] += part + "\n"
    sums, count = [0.0, 0.0, 0.0], 0
    for name in sorted(os.listdir(truth)):
        with open(os.path.join(truth, name), encoding="utf-8") as file:
            gold = words(json.load(file)["ground_truth"].get("main_content") or "")
        for place, text in enumerate(texts[name.split(".")[0]]):
            sums[place] += f1(words(text), gold)
        count += 1
    for what, total in zip(("text, its title with it", "without the title", "with the captions"), sums):
        print(f"{what:25} {total / count:.4f}")


main()
