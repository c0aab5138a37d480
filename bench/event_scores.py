#!/usr/bin/env python3
"""How right the events are on labelled sentences: event_scores.py SHARED COMMAND [OPTION]...

  score PART            event, who and whole P/R/F1 of fit, choose or report (SHARED/tools/score_sentences.py)
  kinds VECTORS         with one kind of outlet left out of the fit, its sentences of choose and report scored
  off-topic [--most N]  events per 1,000 words on every other page of corpora/article (those not learned from)
  reliability PART      how often events of a confidence are right, by tenths

--program FILE (default build/dragoman), --models DIR (default models), --trainer FILE. Read report seldom: what is
chosen by it is worth nothing."""
import argparse, glob, io, json, os, subprocess, sys, tarfile, tempfile

KINDS = [("cnc", ["cnc"]), ("gh,cl", ["gh", "cl"]), ("cf,re3d,fn", ["cf", "re3d", "fnara", "fneng", "fnfre", "fnheb", "fnhin"])]


def files(o, part):
    return sorted(glob.glob(f"{o.shared}/gold/sentences/{part}-*.txt"))


def code(o, items, models):
    feed = "".join(json.dumps(i) + "\n" for i in items).encode()
    run = subprocess.run([o.program, "code", "--quiet", "--models", models, "-"], input=feed, capture_output=True)
    return [line for line in run.stdout.decode().splitlines() if line.startswith('{"document"')]


def gold(o, paths):
    sys.path.insert(0, f"{o.shared}/tools")
    import check_sentences
    return [i for p in paths for i in check_sentences.read(p)]


def score(o, paths, models):
    """What score_sentences.py says of these files: its lines of event, who and whole."""
    items = gold(o, paths)
    lines = code(o, [{"text": i["text"], "pub_date": i["date"], "language": "en"} for i in items], models)
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as f:
        f.write("\n".join(lines) + "\n")
        f.flush()
        out = subprocess.run([sys.executable, f"{o.shared}/tools/score_sentences.py", "--predictions", f.name] + paths,
                             capture_output=True, text=True)
    return out.stdout.splitlines()[1:4]


def with_model(o, model):
    """A folder with the models of --models, but for this scorer."""
    folder = tempfile.mkdtemp()
    for path in glob.glob(f"{os.path.abspath(o.models)}/*.model"):
        if not path.endswith("en-events.model"):
            os.symlink(path, f"{folder}/{os.path.basename(path)}")
    if model:
        os.symlink(os.path.abspath(model), f"{folder}/en-events.model")
    return folder


def kinds(o):
    for name, prefixes in KINDS:
        with tempfile.TemporaryDirectory() as folder:
            model = f"{folder}/left-out.model"
            subprocess.run([o.trainer, "-S", "2", "-s", "2500,500,3500", "-w", ",".join(prefixes), "-v", o.argument, "-o", model, o.shared],
                           check=True, capture_output=True)
            part = f"{folder}/kind.txt"
            with open(part, "w", encoding="utf8") as out:
                for path in files(o, "choose") + files(o, "report"):
                    for block in open(path, encoding="utf8").read().split("\n\n"):
                        at = block.find("= ")
                        if at >= 0 and block[at + 2:].split("-", 1)[0] in prefixes:
                            out.write(block.strip("\n") + "\n\n")
            for what, use in (("rows", None), ("left out", model)):
                print(f"{name:12} {what:9}", " | ".join(score(o, [part], with_model(o, use))), flush=True)


def off_topic(o):
    import shutil
    raw = subprocess.run(["zstd", "-dcq", "--long=27", f"{o.shared}/corpora/article/wcxb-dev-articles.tar.zst"],
                         capture_output=True).stdout
    tar = tarfile.open(fileobj=io.BytesIO(raw))
    names = [m for m in tar.getmembers() if m.name.endswith(".json")]
    items = []
    for member in names[1::2][:o.most]:
        page = json.load(tar.extractfile(member))
        text = page.get("main_content") or (page.get("ground_truth") or {}).get("main_content")
        if isinstance(text, str) and text:
            items.append({"text": text, "pub_date": "2020-01-01", "language": "en"})
    words = events = 0
    for line in code(o, items, o.models):
        d = json.loads(line)
        words += len(d["document"]["text"].split())
        events += len(d["events"])
    print(f"{len(items)} pages, {words} words, {events} events: {events * 1000 / max(1, words):.2f} per 1,000 words")


def reliability(o):
    items = gold(o, files(o, o.argument))
    lines = code(o, [{"text": i["text"], "pub_date": i["date"], "language": "en"} for i in items], o.models)
    by = {int(d["document"]["source"].rsplit("#", 1)[-1]): d for d in map(json.loads, lines)}
    tenths = [[0, 0.0, 0] for _ in range(10)]
    for n, g in enumerate(items, 1):
        d = by.get(n) or {"events": [], "document": {"text": ""}}
        raw = d["document"]["text"].encode()
        for e in d["events"]:
            t = e["evidence"]["trigger"]
            start, end = len(raw[:t["start"]].decode()), len(raw[:t["end"]].decode())
            right = any(e["type"] in x["types"] and any(a < end and start < b for a, b in x["trigger"]) for x in g["events"])
            row = tenths[min(9, int(e["confidence"] * 10))]
            row[0] += 1
            row[1] += e["confidence"]
            row[2] += right
    for i, (count, total, right) in enumerate(tenths):
        if count:
            print(f"{i / 10:.1f} to {(i + 1) / 10:.1f}  {count:4} events  mean confidence {total / count:.2f}  right {right / count:.2f}")


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("shared")
    a.add_argument("command", choices=["score", "kinds", "off-topic", "reliability"])
    a.add_argument("argument", nargs="?", default="choose")
    a.add_argument("--program", default="build/dragoman")
    a.add_argument("--trainer", default="build/src/learn/dragoman-train-events")
    a.add_argument("--models", default="models")
    a.add_argument("--most", type=int, default=1000)
    o = a.parse_args()
    if o.command == "score":
        print("\n".join(score(o, files(o, o.argument), o.models)))
    elif o.command == "kinds":
        kinds(o)
    elif o.command == "off-topic":
        off_topic(o)
    else:
        reliability(o)


main()
