#!/usr/bin/env python3
"""Events of different documents that are one, on ECB+: ecbplus.py PROGRAM FOLDER SENTENCES.csv [--topics 1,2] [-v]

FOLDER holds the unpacked topics (1/1_10ecb.xml ...). The texts go to `dragoman add` as raw text, all topics into one
store. Of the gold mentions in the checked sentences those count whose trigger the program has an event at; B-cubed is
over these: what is measured is the joining, not the finding, whose recall stands beside it. "alone" is the score of
joining nothing, "type" of joining all events of one type in one topic.
"""
import collections, csv, json, os, subprocess, sys, tempfile
import xml.etree.ElementTree as xml

program, folder, sentences_file = sys.argv[1:4]
verbose = "-v" in sys.argv
topics = sys.argv[sys.argv.index("--topics") + 1].split(",") if "--topics" in sys.argv else None
checked = collections.defaultdict(set)
for row in csv.DictReader(open(sentences_file, encoding="utf8")):
    checked[f"{row['Topic']}_{row['File']}"].add(row["Sentence Number"])


def read(path):
    """Tokens [(id, sentence, text)], and gold mentions {token ids: cluster}."""
    root = xml.parse(path).getroot()
    tokens = [(t.get("t_id"), t.get("sentence"), t.text or "") for t in root.iter("token")]
    mentions, instances = {}, {}
    for mark in root.find("Markables"):
        anchors = [a.get("t_id") for a in mark.findall("token_anchor")]
        if anchors and (mark.tag.startswith("ACTION") or mark.tag.startswith("NEG_ACTION")):
            mentions[mark.get("m_id")] = anchors
        elif not anchors:
            instances[mark.get("m_id")] = mark.get("instance_id") or ""
    cluster = {}
    name = os.path.basename(path)
    for relation in root.find("Relations"):
        to = relation.find("target").get("m_id")
        note = relation.get("note") or instances.get(to) or ""
        if relation.tag == "CROSS_DOC_COREF":
            label = note or f"{name}:{relation.get('r_id')}"
        else:
            label = f"{name}:{relation.get('r_id')}"
        for source in relation.findall("source"):
            cluster[source.get("m_id")] = label
    return tokens, {m: (anchors, cluster.get(m, f"{name}:{m}")) for m, anchors in mentions.items()}


def write(tokens, path):
    """The text, a sentence a paragraph's line, as somebody would have typed it."""
    out, last = "", None
    for _, sentence, text in tokens:
        glued = text in (".", ",", "'s", "n't", ";", ":", ")", "?", "!", "%") or out.endswith(("(", "$"))
        out += ("" if last is None else " " if last == sentence and not glued else "" if last == sentence else "\n\n" if sentence == "1" else " ")
        out += text
        last = sentence
    with open(path, "w", encoding="utf8") as file:
        file.write(out + "\n")


def bcubed(gold, found):
    by_gold, by_found = collections.defaultdict(set), collections.defaultdict(set)
    for m in gold:
        by_gold[gold[m]].add(m)
        by_found[found[m]].add(m)
    p = sum(len(by_gold[gold[m]] & by_found[found[m]]) / len(by_found[found[m]]) for m in gold) / len(gold)
    r = sum(len(by_gold[gold[m]] & by_found[found[m]]) / len(by_gold[gold[m]]) for m in gold) / len(gold)
    return p, r, 2 * p * r / (p + r)


with tempfile.TemporaryDirectory() as work:
    documents = {}
    for topic in sorted(os.listdir(folder), key=lambda t: (len(t), t)):
        if topics and topic not in topics or not os.path.isdir(os.path.join(folder, topic)):
            continue
        for name in sorted(os.listdir(os.path.join(folder, topic))):
            documents[name[:-4]] = read(os.path.join(folder, topic, name))
            write(documents[name[:-4]][0], os.path.join(work, name[:-4] + ".txt"))
    db = os.environ.get("ECBPLUS_DB") or os.path.join(work, "ecb.db")
    if os.path.exists(db):  # joined anew only
        subprocess.run([program, "join", "--db", db], check=True)
    else:
        subprocess.run([program, "add", "--quiet", "--db", db, work], check=True)
    ask = lambda ledger: map(json.loads, subprocess.run([program, ledger, "--db", db, "--json"], capture_output=True,
                                                        check=True, text=True).stdout.splitlines())
    source = {d["id"]: os.path.basename(d["source"])[:-4] for d in ask("documents")}
    # Which token each event's trigger is, by walking over the stored text.
    import sqlite3
    base = sqlite3.connect(db)
    gold, found, types, pages = {}, {}, {}, {}
    total = 0
    for document, text in base.execute("SELECT id, text FROM document"):
        name = source[document]
        tokens, mentions = documents[name]
        data, at, where = text.encode(), 0, {}
        for token, sentence, word in tokens:
            start = data.find(word.encode(), at)
            if 0 <= start < at + 60:
                where[start] = (token, sentence)
                at = start + len(word.encode())
        wanted = {}
        for mention, (anchors, label) in mentions.items():
            sentence = next((s for t, s, _ in tokens if t == anchors[0]), None)
            if sentence in checked.get(name.replace(name.split("_")[0] + "_", name.split("_")[0] + "_"), ()):
                total += 1
                for anchor in anchors:
                    wanted[anchor] = (mention, label)
        for event, start, happening, kind in base.execute(
                "SELECT e.id, e.trigger_start, r.happening, e.type FROM event e JOIN report r ON r.event = e.id "
                "WHERE e.document = ?", (document,)):
            token = where.get(start)
            if token and token[0] in wanted:
                mention, label = wanted[token[0]]
                key = (name, mention)
                gold[key], found[key] = label, happening
                types[key] = (name.split("_")[0], kind)
    print(f"{len(documents)} documents, {total} gold mentions in checked sentences, events at {len(gold)} of them "
          f"({100 * len(gold) / max(total, 1):.0f}%), {len(set(gold.values()))} gold happenings among these")
    for title, clusters in (("joined", found), ("alone", {m: m for m in gold}), ("type", types)):
        p, r, f = bcubed(gold, clusters)
        print(f"{title:7} B3 P {p:.3f} R {r:.3f} F1 {f:.3f}")
    if verbose:
        pairs = collections.defaultdict(list)
        for m in gold:
            pairs[found[m]].append(m)
        for happening, members in sorted(pairs.items()):
            labels = {gold[m] for m in members}
            if len(labels) > 1:
                print("wrong", happening, [(m[0], gold[m]) for m in members])
