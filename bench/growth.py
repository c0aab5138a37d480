#!/usr/bin/env python3
"""How the time of one document grows with its length: growth.py PROGRAM [LARGEST [KNOWLEDGE]]

Makes documents of one kind of paragraph each (dates, months' names, releases of captives, the same date over
and over, quotations, names) from 10 KB to LARGEST bytes (8 MB when not said), codes each on one thread and prints the
processor seconds, and how many times longer each takes than the one of a quarter of its length. Linear work is 4.0.
KNOWLEDGE is laid over the built-in tables (examples/knowledge, whose states and groups the texts name)."""
import os
import resource
import subprocess
import sys
import tempfile

MONTHS = ("January February March April May June July August September October November December").split()


def dates(i):
    return (f"Karsian troops shelled the town of Marn on Monday, killing {i % 90 + 2} people, officials said on October "
            f"{i % 28 + 1}. Talks were held in Halm on {MONTHS[i % 12]} {i % 28 + 1}, 2030.")


def months(i):
    return (f"In {MONTHS[i % 12]} the army attacked rebels; in {MONTHS[(i + 3) % 12]} 20{i % 30 + 10} it signed a truce, "
            f"and by {MONTHS[(i + 5) % 12]} it had withdrawn.")


def releases(i):
    return (f"The Tarn Brigade released {i % 50 + 2} prisoners on Tuesday. Karsia demanded the release of {i % 60 + 3} "
            f"hostages who were seized in {MONTHS[i % 12]}. Sovarra freed Omar Belloc.")


def repeated(i):
    return "Karsian troops shelled the town of Marn on Monday, officials said."


def quotations(i):
    return (f"“We will not accept it,” Mara Quist said on Monday. “They attacked us {i % 30 + 2} times,” she told "
            "reporters, and “it was wrong.”")


def names(i):
    return f"Arlo Benn{i % 997} met Tess Vorn{i % 991} in Halm. He said that the minister had called her."


def plain(i):
    return "The committee met and discussed the budget, which the members had not read before the session began."


def document(kind, size):
    paragraphs, length, i = [], 0, 0
    while length < size:
        paragraphs.append(kind(i))
        length += len(paragraphs[-1].encode()) + 2
        i += 1
    return "\n\n".join(paragraphs) + "\n"


def seconds(program, knowledge, path):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "code", "--quiet", "--threads", "1", "--date", "2031-05-14", "--knowledge", knowledge, path],
                   stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program, largest = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 8 << 20
    knowledge = sys.argv[3] if len(sys.argv) > 3 else "examples/knowledge"
    sizes = [size for size in (10 << 10, 128 << 10, 512 << 10, 2 << 20, 8 << 20) if size <= largest]
    print("kind".ljust(12) + "".join(f"{size >> 10:>9} KB" + " " * 7 for size in sizes))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "document.txt")
        for kind in (plain, dates, months, releases, repeated, quotations, names):
            row, last = kind.__name__.ljust(12), None
            for size in sizes:
                with open(path, "w", encoding="utf8") as out:
                    out.write(document(kind, size))
                spent = seconds(program, knowledge, path)
                grown = f" x{spent / last:4.1f}" if last and size >= 2 << 20 else " " * 6
                row += f"{spent:10.2f} s{grown} "
                last = spent
            print(row, flush=True)


main()
