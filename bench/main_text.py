#!/usr/bin/env python3
"""Word F1 of the text that `dragoman read` gives for pages with known stories.

    python3 bench/main_text.py build/dragoman PAGES TRUTH [--train build/src/learn/dragoman-train-pages]

PAGES holds NUMBER.html, TRUTH NUMBER.json with ground_truth.main_content, as the tar file of corpora/article
has them. Words are lower-case runs of \\w, compared as multisets; the mean is over all pages, a page that gave
no document counting as one without words. What becomes of the story in the text is seen: with its title,
without it, and with the captions that stand apart.

The shipped model has learned from these pages. With --train each fifth of them is read with a model that was
trained on the other four (a minute and a half): what to expect of pages that nobody has learned from.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import tarfile
import tempfile

FOLDS = 5
WHAT = ("text, its title with it", "without the title", "with the captions")


def words(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


def f1(ours, theirs):
    common, all_words = sum((ours & theirs).values()), sum(ours.values()) + sum(theirs.values())
    return 2 * common / all_words if all_words else 1.0


def read(program, options, inputs):
    """The texts of each page, by its number."""
    out = subprocess.run([program, "read", "--quiet", *options, "--files-from", "-"], stdout=subprocess.PIPE,
                         input="\n".join(inputs).encode(), check=False).stdout
    texts = collections.defaultdict(lambda: ["", "", ""])
    for line in out.decode().splitlines():
        document = json.loads(line)
        number = os.path.basename(document["source"]).split(".")[0]
        text, title = document["text"], document["title"] or ""
        body = text[len(title):] if text.startswith(title) else text
        for place, part in enumerate((text, body, text + "\n" + "\n".join(document["captions"]))):
            texts[number][place] += part + "\n"
    return texts


def train(trainer, pages, truth, numbers, folder):
    """A model of the pages with these numbers, in the folder."""
    path = os.path.join(folder, "pages.tar")
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for number in numbers:
            tar.add(os.path.join(pages, number + ".html"), f"html/{number}.html")
            tar.add(os.path.join(truth, number + ".json"), f"truth/{number}.json")
    subprocess.run([trainer, "-o", os.path.join(folder, "pages.model"), path], stdout=subprocess.DEVNULL, check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("pages")
    parser.add_argument("truth")
    parser.add_argument("--train")
    given = parser.parse_args()
    numbers = sorted(name.split(".")[0] for name in os.listdir(given.truth))
    paths = [os.path.join(given.pages, number + ".html") for number in numbers]
    texts = {} if given.train else read(given.program, [], paths)
    for fold in range(FOLDS if given.train else 0):
        with tempfile.TemporaryDirectory() as folder:
            others = [number for place, number in enumerate(numbers) if place % FOLDS != fold]
            train(given.train, given.pages, given.truth, others, folder)
            texts.update(read(given.program, ["--models", folder], paths[fold::FOLDS]))
    sums = [0.0, 0.0, 0.0]
    for number in numbers:
        with open(os.path.join(given.truth, number + ".json"), encoding="utf-8") as file:
            gold = words(json.load(file)["ground_truth"].get("main_content") or "")
        for place, text in enumerate(texts.get(number, ["", "", ""])):
            sums[place] += f1(words(text), gold)
    for what, total in zip(WHAT, sums):
        print(f"{what:25} {total / len(numbers):.4f}")


main()
