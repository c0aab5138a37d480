// network.ts - who does what to whom: those who appear most, on a circle, and all pairs as a table.
import { groups } from "../api";
import { h, number, s } from "../dom";
import { address, move } from "../place";
import { scroll, View, withoutPage } from "../view";

const size = 720, margin = 140, shown = 24;
interface Edge { from: string; to: string; type: string; count: number; mutual: boolean }

// Lists of names are separated by "; ". Those of an event without recipients act together.
function edges(found: any[][]): Edge[] {
    const sum = new Map<string, Edge>();
    const add = (from: string, to: string, type: string, count: number, mutual: boolean): void => {
        if (from === to) return;
        if (mutual && from > to) [from, to] = [to, from];
        const key = JSON.stringify([from, to, type]), edge = sum.get(key) ?? { from, to, type, count: 0, mutual };
        edge.count += count;
        sum.set(key, edge);
    };
    for (const [actors, recipients, type, count] of found) {
        const a = String(actors ?? "").split("; ").filter(Boolean), r = String(recipients ?? "").split("; ").filter(Boolean);
        if (r.length) a.slice(0, 8).forEach(x => r.slice(0, 8).forEach(y => add(x, y, type, count, false)));
        else a.slice(0, 8).forEach((x, i) => a.slice(i + 1, 8).forEach(y => add(x, y, type, count, true)));
    }
    return [...sum.values()].sort((a, b) => b.count - a.count || (a.from < b.from ? -1 : 1));
}

export const network: View = async place => {
    const filters = withoutPage(place.filters);
    const all = edges(await groups("events", ["actors", "recipients", "type"], filters));
    const weight = new Map<string, number>();
    for (const e of all) for (const name of [e.from, e.to]) weight.set(name, (weight.get(name) ?? 0) + e.count);
    const names = [...weight].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, shown).map(x => x[0]);
    const middle = size / 2, radius = size * 0.3;
    const at = new Map(names.map((name, i) => {
        const angle = (i / names.length) * 2 * Math.PI;
        return [name, { x: middle + radius * Math.cos(angle), y: middle + radius * Math.sin(angle), angle }] as const;
    }));
    const most = Math.max(1, ...all.map(e => e.count));
    const lines = all.filter(e => at.has(e.from) && at.has(e.to)).map(e => {
        const a = at.get(e.from)!, b = at.get(e.to)!;
        return s("path", { d: `M${a.x},${a.y} Q${middle},${middle} ${b.x},${b.y}`, class: "edge", "data-type": e.type, "stroke-width": 1 + 5 * (e.count / most),
            "marker-end": e.mutual ? null : "url(#arrow)" }, s("title", null, `${e.from} ${e.mutual ? "and" : "→"} ${e.to}: ${e.type} ${e.count}`));
    });
    const nodes = names.map(name => {
        const n = at.get(name)!, right = Math.cos(n.angle) >= 0, turn = (n.angle * 180) / Math.PI + (right ? 0 : 180);
        return s("a", { href: address("network", { ...filters, actor: name }) },
            s("circle", { cx: n.x, cy: n.y, r: 5, class: "node" }),
            s("text", { x: right ? 9 : -9, "text-anchor": right ? "start" : "end", "dominant-baseline": "middle",
                transform: `translate(${n.x},${n.y}) rotate(${turn})`, class: "name" }, name.length > 28 ? name.slice(0, 27) + "…" : name));
    });
    const types = [...new Set(all.map(e => e.type))].sort();
    return h("section", null,
        h("h1", null, "Network"),
        h("p", { class: "lead" }, `${number(weight.size)} actors, ${number(all.length)} ties. `,
            weight.size > shown ? `Drawn: the ${shown} that appear most. Choose one, or a kind of act, to see its own.` : "Choose one to see its own ties."),
        h("label", null, "Kind of act ", h("select", { change: (event: Event) => move(address("network", { ...filters, type: (event.target as HTMLSelectElement).value })) },
            h("option", { value: "" }, "all"), ["ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN"].map(type =>
                h("option", { value: type, selected: filters.type === type }, type)))),
        s("svg", { viewBox: `${-margin} 0 ${size + 2 * margin} ${size}`, class: "network", role: "group", "aria-label": `${lines.length} ties between ${names.length} actors` },
            s("defs", null, s("marker", { id: "arrow", viewBox: "0 0 10 10", refX: 14, refY: 5, markerWidth: 12, markerHeight: 12, markerUnits: "userSpaceOnUse", orient: "auto" }, s("path", { d: "M0,0 L10,5 L0,10 z", class: "arrow" }))),
            lines, nodes),
        h("ul", { class: "legend" }, types.map(type => h("li", null, h("span", { class: "type", "data-type": type }, type)))),
        scroll("Ties", h("table", { class: "rows" }, h("caption", null, `Ties, the first ${Math.min(200, all.length)}`),
            h("thead", null, h("tr", null, ["From", "", "To", "Act", "Events"].map(x => h("th", { scope: "col" }, x)))),
            h("tbody", null, all.slice(0, 200).map(e => h("tr", null, h("td", { dir: "auto" }, e.from), h("td", null, e.mutual ? "and" : "→"), h("td", { dir: "auto" }, e.to),
                h("td", null, h("span", { class: "type", "data-type": e.type }, e.type)),
                h("td", { class: "narrow" }, h("a", { href: address("events", { ...filters, actor: e.from, ...(e.mutual ? {} : { recipient: e.to }), type: e.type }) }, number(e.count)))))))));
};
