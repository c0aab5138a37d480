#!/usr/bin/env python3
"""Writes knowledge/en/inflections.txt: the inflected forms of every verb and noun of the English tables.

    python3 knowledge/inflections.py [FOLDER OF WORDNET] >knowledge/en/inflections.txt

Irregular forms are those of WordNet's exception lists (Debian: wordnet-base, /usr/share/wordnet), regular ones follow the
rules of spelling. Run it again when a verb or a noun comes into a table: a test says so.
"""
import collections
import os
import re
import sys

HEAD = """# Inflected forms and what they are forms of: of each verb and noun of the tables, and all irregular verbs. What the model has
# learned of endings is right for most words and wrong for some: "fined" is no fin, "freed" no fre. Written by
# knowledge/inflections.py. A form that is a word of its own too ("found") has a row for itself.
# Source: exception lists of WordNet 3.0 (Princeton University, WordNet licence); rules of spelling.
# form	pos	lemma"""
HERE = os.path.dirname(os.path.abspath(__file__))
VOWELS = "aeiou"


def exceptions(folder, name):
    forms = collections.defaultdict(set)
    for line in open(os.path.join(folder, name), encoding="utf-8"):
        form, *lemmas = line.split()
        for lemma in lemmas:
            if re.fullmatch("[a-z]+", form) and re.fullmatch("[a-z]+", lemma) and form != lemma:
                forms[lemma].add(form)
    return forms


def lemmas_of(folder, name):
    lines = open(os.path.join(folder, name), encoding="utf-8")
    return {line.split()[0] for line in lines if not line.startswith(" ")}


def table_lemmas():
    """Of the tables' cells: "attack/v" and "attack/n"; rows of reporting.txt say their part of speech beside."""
    found = {"v": set(), "n": set()}
    for name in sorted(os.listdir(os.path.join(HERE, "en"))):
        if name == "inflections.txt":
            continue
        for line in open(os.path.join(HERE, "en", name), encoding="utf-8"):
            if line.startswith("#"):
                continue
            for word, pos in re.findall(r"\b([a-z]+)/([vn])\b", line):
                found[pos].add(word)
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and cells[1] in found and re.fullmatch("[a-z]+", cells[0]):
                found[cells[1]].add(cells[0])
            if name == "agents.txt" and re.fullmatch("[a-z]+", cells[0]):
                found["n"].add(cells[0])
    return found


def with_s(word):
    if re.search("(s|x|z|ch|sh|[^aeiou]o)$", word):
        return word + "es"
    return word[:-1] + "ies" if re.search("[^aeiou]y$", word) else word + "s"


def stems(word):
    """What -ed and -ing are put behind, apart from silent e and y."""
    closed = re.search("[^aeiou][aeiou][bcdfgklmnprstvz]$", word) or re.fullmatch("[aeiou][bdgmnpt]", word)
    closed = closed or re.search("qu[aeiou][bdgmnpt]$", word)
    syllables = len(re.findall("[aeiouy]+", word))
    if closed and syllables == 1:
        return [word + word[-1]]
    return [word, word + word[-1]] if closed and word.endswith("l") else [word]


def verb_forms(word, irregular):
    forms = {with_s(word)} | irregular
    past = {form for form in irregular if not form.endswith("ing")}
    for stem in stems(word):
        if word.endswith("ie"):
            forms.add(word[:-2] + "ying")
        elif word.endswith("e") and not re.search("(ee|oe|ye)$", word):
            forms.add(word[:-1] + "ing")
        else:
            forms.add(stem + "ing")
        if past and not any(form.endswith("ed") for form in past):
            continue
        if word.endswith("e"):
            forms.add(word + "d")
        elif re.search("[^aeiou]y$", word):
            forms.add(word[:-1] + "ied")
        else:
            forms.add(stem + "ed")
    return forms


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"
    verbs, nouns = exceptions(folder, "verb.exc"), exceptions(folder, "noun.exc")
    own_verbs, tables = lemmas_of(folder, "index.verb"), table_lemmas()
    rows = set()
    for lemma in sorted(set(verbs) | tables["v"]):
        forms = verb_forms(lemma, verbs[lemma]) if lemma in tables["v"] else verbs[lemma]
        for form in forms - {lemma}:
            rows.add((form, "verb", lemma))
            if form in own_verbs:
                rows.add((form, "verb", form))
    for lemma in sorted(tables["n"]):
        for form in {with_s(lemma)} | nouns[lemma]:
            if form != lemma:
                rows.add((form, "noun", lemma))
            if form in tables["n"]:
                rows.add((form, "noun", form))
    print(HEAD)
    for row in sorted(rows, key=lambda row: (row[0], row[1], row[0] == row[2], row[2])):
        print("\t".join(row))


main()
