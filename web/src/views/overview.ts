// overview.ts - what happened, tolls by source, captives, talks, disagreements: one look.
import { ledgerOf, Row, Rows, rows } from "../api";
import { h, number } from "../dom";
import { address } from "../place";
import { count, factuality, View } from "../view";

const few = "6";

async function latest(name: string, filters: Record<string, string>): Promise<Rows | null> {
    return (await ledgerOf(name)) ? rows(name, { limit: few, newest: "1", ...filters }) : null;
}

function card(title: string, name: string, filters: Record<string, string>, answer: Rows | null, line: (row: Row) => (Node | string)[]): HTMLElement | null {
    if (!answer) return null;
    return h("section", { class: "card" },
        h("h2", null, h("a", { href: address(name, filters) }, title), " ", h("small", null, number(answer.count))),
        answer.rows.length
            ? h("ul", null, answer.rows.map(row => h("li", { dir: "auto" }, line(row))))
            : h("p", { class: "quiet" }, "None."));
}

const words = (row: Row): Node => h("a", { class: "words", href: address("article", row.event ?? row.id ? { entry: String(row.event ?? row.id) } : {}, row.document) }, row.words ?? row.content ?? "");
const day = (value: string | null): Node => h("time", { datetime: value ?? "" }, value ?? "undated");
const who = (row: Row): string => [row.actors, row.recipients].filter(Boolean).join(" → ") || "nobody named";

export const overview: View = async place => {
    const f = place.filters;
    const [documents, events, figures, captives, talks, disagreements, contacts, statements] = await Promise.all([
        latest("documents", f), latest("timeline", f), latest("figures", { type: "killed", ...f }), latest("captives", f), latest("negotiations", f),
        latest("disagreements", f), latest("contacts", f), latest("statements", f)]);
    return h("section", null,
        h("h1", null, "Overview"),
        h("p", { class: "lead" }, `${number(documents?.count ?? 0)} articles, ${number(events?.count ?? 0)} dated events.`),
        documents?.count === 0 && h("p", { class: "empty" }, "The store is empty. Add documents with ", h("code", null, "dragoman add FILE..."), "."),
        h("div", { class: "cards" },
            card("Latest events", "timeline", f, events, row => [day(row.date_from), " ", h("b", { class: "type", "data-type": row.type }, row.type), " ", who(row), " ", factuality(row.factuality), words(row)]),
            card("Killed, by source", "figures", { type: "killed", ...f }, figures, row => [h("b", null, count(row)), " ", row.counted ?? "", row.place ? ` in ${row.place}` : "", ", ", row.according_to ?? row.outlet ?? "no source", " ", day(row.date ?? row.published)]),
            card("Captives", "captives", f, captives, row => [h("b", null, row.name ?? `${count(row)} ${row.counted ?? ""}`), ` ${row.status ?? ""}`, row.holder ? ` by ${row.holder}` : "", row.conflicting ? h("span", { class: "fact" }, "accounts differ") : ""]),
            card("Talks", "negotiations", f, talks, row => [h("b", null, row.parties ?? ""), ` ${row.stage ?? ""}`, row.issue ? `: ${row.issue}` : "", row.mediators ? `, through ${row.mediators}` : ""]),
            card("Disagreements", "disagreements", f, disagreements, row => [h("b", null, row.kind ?? ""), ` ${row.subject ?? ""}: `, row.told ?? ""]),
            card("Contacts", "contacts", f, contacts, row => [day(row.date_from), " ", row.parties ?? "", row.with_whom ? ` with ${row.with_whom}` : "", " ", factuality(row.factuality), words(row)]),
            card("Statements", "statements", f, statements, row => [day(row.date), " ", h("b", null, row.speaker ?? ""), ` ${row.cue ?? ""}: `, words(row)])));
};
