#!/usr/bin/env python3
"""Makes a set of near copies and of what is none, for bench/copies: copies.py ROOT > SET

ROOT is the folder that holds examples/ of this repository's checkout and, beside it, ../shared/corpora. Stories: the
examples, the article pages (their gold text), ECB+ and the UN general debate. Each story is added; some are already
near copies of one before, which is judged by the share of the shorter one's words in common runs of eight words or
more: above 0.6 a copy, below 0.3 none, between either; of
several earlier ones each is right, and what that one is near to. What is added to a story comes from texts that stand in no story. Each story of 120 words or more is asked for in changed
forms. The same set each time.
"""
import glob, io, json, os, random, re, subprocess, sys, tarfile

root = sys.argv[1]
shared = os.path.join(root, "..", "shared", "corpora")


def unpacked(path):
    data = subprocess.run(["zstd", "--long=27", "-dqc", os.path.join(shared, path)], capture_output=True, check=True).stdout
    return tarfile.open(fileobj=io.BytesIO(data))


def stories():
    """(id, group within which natural copies are likely, text)"""
    for path in sorted(glob.glob(os.path.join(root, "examples", "*.txt"))):
        with open(path, encoding="utf8") as file:
            yield "example-" + os.path.basename(path), "examples", file.read().split("\n", 1)[1]
    found = []
    tar = unpacked("article/wcxb-dev-articles.tar.zst")
    for member in tar:
        if member.name.endswith(".json"):
            page = json.load(tar.extractfile(member))
            found.append((member.name, "page", page["ground_truth"].get("main_content") or ""))
    for name, host, text in sorted(found):
        yield "page-" + os.path.basename(name), host, text
    found = []
    for part in ("train", "dev"):
        tar = unpacked(f"ecbplus/ecbplus-{part}.tar.zst")
        for member in tar:
            if not member.name.endswith(".xml"):
                continue
            xml = tar.extractfile(member).read().decode("utf8", "replace")
            lines = {}
            for sentence, word in re.findall(r'<token [^>]*?sentence="(\d+)"[^>]*>(.*?)</token>', xml, re.S):
                lines.setdefault(int(sentence), []).append(word)
            topic = "ecb-" + os.path.basename(member.name).split("_")[0]
            found.append((os.path.basename(member.name), topic, "\n".join(" ".join(lines[i]) for i in sorted(lines))))
    for name, topic, text in sorted(found):
        yield "ecb-" + name, topic, text
    data = subprocess.run(["zstd", "-dqc", os.path.join(shared, "raw/ungdc-1985-2023.txt.zst")], capture_output=True).stdout
    speeches = [s for s in re.split(r"^# .*\n", data.decode("utf8", "replace"), flags=re.M) if len(s) > 2000]
    for number, speech in enumerate(speeches[::max(1, len(speeches) // 600)]):
        yield f"speech-{number}", "donors" if number % 2 else "speeches", speech[:8000]


def words_of(text):
    return re.findall(r"\w+", text.lower())


def runs_of(words):
    return [hash(tuple(words[i:i + 8])) for i in range(len(words) - 7)]


def coverage(a, b):
    """Share of the shorter one's words that stand in runs of eight words of the longer one. Both: (runs, set of runs)."""
    if a[1].isdisjoint(b[1]):
        return 0
    if len(a[0]) > len(b[0]):
        a, b = b, a
    inside = [False] * (len(a[0]) + 7)
    for i, run in enumerate(a[0]):
        if run in b[1]:
            inside[i:i + 8] = [True] * 8
    return sum(inside) / len(inside)


def sentences_of(text):
    return [s for s in re.split(r"(?<=[.!?]) +|\n+", text) if s]


def cut(text, share):
    want, kept = len(text.split()) * share, []
    for sentence in sentences_of(text):
        kept.append(sentence)
        want -= len(sentence.split())
        if want <= 0:
            break
    return "\n".join(kept)


def edited(text, share, chance):
    return re.sub(r"\w+", lambda m: chance.choice(vocabulary) if chance.random() < share else m[0], text)


def renumbered(text, chance):
    return re.sub(r"\d+", lambda m: str(int(m[0][:12]) + chance.randint(1, 30)), text)


def dropped(text, share, chance):
    return "\n".join(s for s in sentences_of(text) if chance.random() >= share)


def credited(text, chance):
    headline = " ".join(chance.choice(vocabulary) for _ in range(9))
    credit = chance.choice(["(Reuters) - ", "TOLVA (AP) - ", "Con información de EFE. ", "With information from EFE. ",
                            "Avec AFP. ", "Mit Material von dpa. "])
    return f"{headline}\n{credit}{text}\n{chance.choice(['© AFP', 'Reporting by the newsroom', 'Redacción y agencias'])}"


def added(text, other, share):
    return text + "\n" + cut(other, share * len(text.split()) / max(1, len(other.split())))


def shuffled(text, chance):
    parts = text.split("\n") if text.count("\n") > 3 else sentences_of(text)
    chance.shuffle(parts)
    return "\n".join(parts)


def write(verb, name, expected, kind, text):
    data = text.encode("utf8", "replace")
    sys.stdout.buffer.write(f"{verb}\t{name}\t{expected}\t{kind}\t{len(data)}\n".encode() + data)


everything = []
for name, group, text in stories():
    everything.append((name[:32], group, text, words_of(text)))
vocabulary = sorted({w for _, _, _, words in everything for w in words[:200] if w.isalpha()})
by_group, originals = {}, []
donors = [text for _, group, text, _ in everything if group == "donors"]  # stand in no story
for name, group, text, words in everything:
    if group == "donors":
        continue
    runs = runs_of(words)
    runs = (runs, set(runs))
    kind = group.split("-")[0] if group.startswith(("ecb", "speech", "examples")) else "page"
    best, right, near = 0, [], []
    if len(words) >= 14:
        for earlier, earlier_group, earlier_runs in by_group.get(group, []):
            share = coverage(runs, earlier_runs)
            best = max(best, share)
            if share >= 0.3:
                near += earlier_group
            if share > 0.6:
                right += earlier_group
    write("add", name, "|".join(right) if right else "?" if best >= 0.3 else "-", f"as they are: {kind}", text)
    by_group.setdefault(group, []).append((name, [name] + near, runs))
    if best < 0.3 and len(words) >= 120:
        originals.append((name, text))
for number, (name, text) in enumerate(originals):
    chance = random.Random(number)
    other = donors[number % len(donors)]
    forms = {
        "first third": cut(text, 1 / 3),
        "first half": cut(text, 1 / 2),
        "last half": "\n".join(sentences_of(text)[len(sentences_of(text)) // 2:]),
        "half more added": added(text, other, 0.5),
        "as much added": added(text, other, 1),
        "5% of words edited": edited(text, 0.05, chance),
        "10% of words edited": edited(text, 0.1, chance),
        "15% of words edited": edited(text, 0.15, chance),
        "headline and credit": credited(text, chance),
        "other figures": renumbered(text, chance),
        "a quarter dropped": dropped(text, 0.25, chance),
        "other order": shuffled(text, chance),
        "third, edited, credited": credited(edited(cut(text, 1 / 3), 0.05, chance), chance),
        "update": credited(added(renumbered(edited(dropped(text, 0.15, chance), 0.05, chance), chance), other, 0.4), chance),
    }
    for kind, form in forms.items():
        write("look", f"{name[:24]}/{len(kind)}", name, kind, form)
