// view.ts - what a view is, and the parts that several share: tables, links to articles, marks of how sure it is.
import { Column, csvOf, Filters, Row, Rows } from "./api";
import { h, number } from "./dom";
import { address, Place } from "./place";

export type View = (place: Place) => Promise<Node>;

const quiet = new Set(["id", "document", "event", "lat", "lon", "geonames", "date_precision", "date_to", "last_published", "actor", "holder_id",
    "speaker_id", "principal", "entry", "known", "mutual", "status", "act", "goldstein", "contexts", "conflicting", "cameo", "program",
    "knowledge", "models", "source", "first_date", "quotes", "kind", "stage_date", "high", "since", "part_of", "appearances", "byline",
    "similarity", "outlets", "qualifier", "documents", "event_type", "as_of", "country", "type_of"]);
const titles: Record<string, string> = {
    date_from: "Day", first_published: "First told", according_to: "According to", with_whom: "With", low: "Count", low_high: "Count", words: "In the text's words",
    moved_by: "Moved there by", not_taking_part: "Stays away", counted: "Of whom", published: "Published", first_seen: "First told",
    told: "What is told", content: "Said",
};
const wide = new Set(["sentence", "words", "content", "told", "moved_by", "snippet", "text", "title", "about"]);

export const titleOf = (name: string): string => titles[name] ?? (name.charAt(0).toUpperCase() + name.slice(1)).replace(/_/g, " ");

// Whether it is so: a word, never a colour alone.
export function factuality(value: string | null): Node | string {
    if (!value || value === "happened") return "";
    return h("span", { class: `fact fact-${value}` }, value);
}

export function count(row: Row): string {
    if (row.low === null || row.low === undefined) return "";
    const range = row.high !== null && row.high !== undefined && row.high !== row.low ? `${number(row.low)}–${number(row.high)}` : number(row.low);
    return (row.qualifier ? row.qualifier.replace(/-/g, " ") + " " : "") + range;
}

function cell(row: Row, column: Column): Node | string {
    const value = row[column.name];
    if (column.name === "low") return count(row);
    if (column.name === "factuality") return factuality(value);
    if (value === null || value === undefined) return "";
    if (column.name === "type") return h("span", { class: "type", "data-type": String(value) }, String(value) + (row.mode ? " " + row.mode : ""));
    if (column.name === "confidence") return Number(value).toFixed(2);
    if (column.name === "url") return h("a", { href: /^https?:/.test(value) ? value : null, rel: "noopener noreferrer" }, "page");
    if (wide.has(column.name) && row.document) {
        const id = row.event ?? row.id;
        return h("a", { href: address("article", id ? { entry: String(id) } : {}, String(row.document)), class: "words" }, String(value));
    }
    if ((column.name === "title" || column.name === "words") && row.id && !row.document)
        return h("a", { href: address("article", {}, String(row.id)) }, String(value));
    return typeof value === "number" ? number(value) : String(value);
}

export function table(answer: Rows, caption: string): HTMLElement {
    const names = new Set(answer.columns.map(c => c.name));
    const columns = answer.columns.filter(c => !quiet.has(c.name) && !(c.name === "mode" && names.has("type")) &&
        answer.rows.some(row => row[c.name] !== null && row[c.name] !== "" && !(c.name === "factuality" && row[c.name] === "happened")));
    if (answer.ledger === "documents" && !columns.some(c => c.name === "title")) columns.unshift({ name: "title", cell: "text" });
    return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
        h("table", { class: "rows" },
            h("caption", null, caption),
            h("thead", null, h("tr", null, columns.map(c => h("th", { scope: "col", title: c.meaning }, titleOf(c.name))))),
            h("tbody", null, answer.rows.map(row => h("tr", null, columns.map(c =>
                h("td", { class: c.cell === "text" ? (wide.has(c.name) ? "wide" : null) : "narrow", dir: c.cell === "text" ? "auto" : null }, cell(row, c))))))));
}

// What may be wider than the window scrolls by itself, by keyboard too.
export const scroll = (label: string, content: Node): HTMLElement =>
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, content);

export function empty(what: string): HTMLElement {
    return h("p", { class: "empty" }, `No ${what} with these filters. `, "Clear the filters, or add documents with ", h("code", null, "dragoman add"), ".");
}

// How many there are, which of them these are, and the way to the others.
export async function pager(answer: Rows, place: Place, name: string): Promise<HTMLElement> {
    const first = answer.count ? answer.offset + 1 : 0, last = answer.offset + answer.rows.length;
    const at = (offset: number): string => address(place.view, { ...place.filters, offset: offset ? String(offset) : "" }, place.id);
    return h("p", { class: "pager" },
        `${number(first)}–${number(last)} of ${number(answer.count)} `,
        answer.offset > 0 && h("a", { href: at(Math.max(0, answer.offset - answer.limit)) }, "← earlier"), " ",
        last < answer.count && h("a", { href: at(last) }, "later →"), " ",
        h("a", { href: await csvOf(name, withoutPage(place.filters)), download: `${name}.csv` }, "CSV"));
}

export const withoutPage = (filters: Filters): Filters =>
    Object.fromEntries(Object.entries(filters).filter(([key]) => key !== "offset" && key !== "limit" && key !== "entry"));
