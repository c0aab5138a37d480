// article.ts - a text with everything that the record takes from it marked, and the entries beside it.
//
// Spans are bytes of UTF-8 and may overlap and nest, so the text is cut at every begin and end of a span; a piece
// knows all entries over it. A mark opens its entries, an entry shows its words.
import { article as fetchArticle } from "../api";
import { h, show } from "../dom";
import { address } from "../place";
import { View } from "../view";

interface Span { start: number; end: number; text: string }
interface Entry { kind: string; id: string; title: string; lines: string[]; spans: Span[]; sentence: Span | null }

const names = (record: any, ids: (string | null)[]): string =>
    ids.map(id => record.entities.find((e: any) => e.id === id)?.name ?? id ?? "").filter(Boolean).join(", ");

const source = (record: any, chain: any[]): string[] => (chain?.length ? [`according to ${names(record, chain.map(link => link.entity))}`] : []);
const spansOf = (evidence: any): Span[] => Object.values(evidence ?? {}).flat().filter((x: any) => x && typeof x.start === "number") as Span[];
function withoutSentence(evidence: any): any {
    const { sentence_span: _, ...rest } = evidence ?? {};
    return rest;
}

function entriesOf(record: any): Entry[] {
    const list: Entry[] = [];
    const add = (kind: string, item: any, title: string, lines: (string | null | undefined | false)[], spans?: Span[]): void => {
        list.push({ kind, id: item.id, title, lines: lines.filter(Boolean) as string[], spans: spans ?? spansOf(withoutSentence(item.evidence)), sentence: item.evidence?.sentence_span ?? null });
    };
    for (const e of record.events)
        add("event", e, `${e.type}${e.mode ? " " + e.mode : ""}${e.cameo ? " " + e.cameo : ""}`, [
            `${names(record, e.actors) || "nobody named"}${e.recipients.length ? " → " + names(record, e.recipients) : ""}`,
            e.mediators.length > 0 && `through ${names(record, e.mediators)}`, e.about && `about ${e.about.text}`,
            e.date && `${e.date.from ?? ""}${e.date.to && e.date.to !== e.date.from ? " to " + e.date.to : ""}${e.date.provenance ? ` (${e.date.provenance})` : ""}`,
            e.place && `in ${e.place.name}${e.place.provenance ? ` (${e.place.provenance})` : ""}`, e.factuality, ...source(record, e.according_to), `confidence ${Number(e.confidence).toFixed(2)}`, e.rule]);
    for (const s of record.statements)
        add("statement", s, `${names(record, s.speakers?.length ? s.speakers : [s.speaker])} ${s.cue ?? ""}`, [s.mode, s.venue && `in ${s.venue.text ?? s.venue}`, ...source(record, s.according_to)],
            [...(s.content ? [s.content] : []), ...(s.quotes ?? [])]);
    for (const f of record.figures)
        add("figure", f, `${f.measure} ${f.qualifier ? f.qualifier.replace(/-/g, " ") + " " : ""}${f.low ?? "an unknown number"}${f.high !== f.low && f.high ? "–" + f.high : ""}`, [f.of?.text ?? f.of, f.factuality, ...source(record, f.according_to)]);
    for (const c of record.captives)
        add("captive", c, `${c.name ?? `${c.count ?? ""} ${c.of?.text ?? c.of ?? ""}`}: ${c.status}`, [c.holder && `by ${names(record, [c.holder])}`, ...source(record, c.according_to)]);
    for (const e of record.entities)
        if (e.mentions?.length) add("entity", e, e.name, [e.kind, e.country, e.sector, ...(e.roles ?? []).map((r: any) => r.title)], e.mentions);
    return list;
}

const order = ["event", "figure", "captive", "statement", "entity"];

function mark(text: string, entries: Entry[], open: (pieces: number[]) => void): HTMLElement {
    const bytes = new TextEncoder().encode(text), decoder = new TextDecoder();
    const cuts = new Set<number>([0, bytes.length]);
    entries.forEach(e => e.spans.forEach(x => { cuts.add(x.start); cuts.add(x.end); }));
    const points = [...cuts].filter(x => x >= 0 && x <= bytes.length).sort((a, b) => a - b);
    const starts: number[][] = points.map(() => []);
    const at = new Map(points.map((p, i) => [p, i]));
    entries.forEach((e, number) => e.spans.forEach(x => {
        for (let i = at.get(x.start) ?? 0; i < points.length && points[i] < x.end; i++) if (!starts[i].includes(number)) starts[i].push(number);
    }));
    const box = h("div", { class: "text", dir: "auto" });
    for (let i = 0; i + 1 < points.length; i++) {
        const piece = decoder.decode(bytes.subarray(points[i], points[i + 1])), over = starts[i];
        if (!over.length) { box.append(piece); continue; }
        const kinds = order.filter(kind => over.some(number => entries[number].kind === kind));
        box.append(h("mark", { class: kinds.map(kind => "mark-" + kind).join(" "), tabindex: 0, "data-entries": over.join(" "), role: "button", title: over.map(n => entries[n].title).join("\n"),
            click: () => open(over), keydown: (event: KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(over); } } }, piece));
    }
    return box;
}

export const article: View = async place => {
    const record = await fetchArticle(place.id), document_ = record.document, entries = entriesOf(record);
    const kinds = new Set(order.filter(kind => kind !== "entity" || entries.length < 40));
    const side = h("aside", { class: "entries", "aria-label": "Entries" });
    const body = h("div");
    const card = (e: Entry, number: number): HTMLElement => h("li", { class: `entry entry-${e.kind}`, id: `entry-${number}` },
        h("button", { type: "button", click: () => focus(number) }, h("small", null, e.kind), " ", h("b", null, e.title)),
        h("div", { class: "lines" }, e.lines.map(line => h("span", { dir: "auto" }, line))));
    const list = (numbers: number[], title: string): void => show(side, h("h2", null, title), h("ul", null, numbers.map(n => card(entries[n], n))),
        numbers.length < entries.length && h("button", { type: "button", click: () => all() }, "All entries"));
    const all = (): void => list(entries.map((_, n) => n).filter(n => kinds.has(entries[n].kind)), "Entries");
    const focus = (number: number): void => {
        body.querySelectorAll("mark.chosen").forEach(x => x.classList.remove("chosen"));
        const marks = [...body.querySelectorAll<HTMLElement>("mark")].filter(x => x.dataset.entries!.split(" ").includes(String(number)));
        marks.forEach(x => x.classList.add("chosen"));
        marks[0]?.scrollIntoView({ block: "center" });
    };
    const redraw = (): void => {
        show(body, mark(document_.text, entries.map(e => (kinds.has(e.kind) ? e : { ...e, spans: [] })), numbers => { list(numbers, "Here"); if (numbers.length) focus(numbers[0]); }));
        all();
    };
    redraw();
    const wanted = entries.findIndex(e => e.id === place.filters.entry);
    if (wanted >= 0) requestAnimationFrame(() => { list([wanted], "Here"); focus(wanted); });
    return h("article", { class: "article", lang: document_.language ?? null },
        h("header", null,
            h("p", { class: "quiet" }, [document_.outlet, document_.published, document_.byline, document_.agency].filter(Boolean).join(" · ")),
            /^https?:/.test(document_.url ?? "") && h("p", null, h("a", { href: document_.url, rel: "noopener noreferrer" }, document_.url)),
            document_.copy_of && h("p", null, "A near copy of ", h("a", { href: address("article", {}, document_.copy_of) }, "another article"), "."),
            h("fieldset", { class: "kinds" }, h("legend", null, "Marks"), order.map(kind => h("label", { class: "mark-" + kind },
                h("input", { type: "checkbox", checked: kinds.has(kind), change: (event: Event) => { if ((event.target as HTMLInputElement).checked) kinds.add(kind); else kinds.delete(kind); redraw(); } }),
                ` ${kind} ${entries.filter(e => e.kind === kind).length}`)))),
        body, side);
};
