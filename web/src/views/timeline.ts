// timeline.ts - events by day and type: bars to choose days from, and the events below.
import { groups, rows } from "../api";
import { h, number, s, show } from "../dom";
import { address, move } from "../place";
import { empty, pager, scroll, table, View, withoutPage } from "../view";

const width = 960, height = 180, foot = 18;

interface Day { day: string; total: number; types: Map<string, number> }

function days(found: any[][]): Day[] {
    const byDay = new Map<string, Day>();
    for (const [day, type, count] of found) {
        if (!day) continue;
        const entry = byDay.get(day) ?? { day, total: 0, types: new Map() };
        entry.total += count;
        entry.types.set(type, count);
        byDay.set(day, entry);
    }
    return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

// More days than can be told apart are joined to months.
function coarse(all: Day[]): Day[] {
    if (all.length <= 200) return all;
    return days(all.flatMap(d => [...d.types].map(([type, count]) => [d.day.slice(0, 7), type, count])).reduce((sum: any[][], [day, type, count]) => {
        const last = sum.find(x => x[0] === day && x[1] === type);
        if (last) last[2] += count; else sum.push([day, type, count]);
        return sum;
    }, []));
}

function bars(list: Day[], choose: (since: string, until: string) => void): SVGElement {
    const most = Math.max(1, ...list.map(d => d.total)), step = width / Math.max(1, list.length);
    let start = -1;
    const chosen = s("rect", { class: "brush", y: 0, height: height - foot, width: 0, x: 0 });
    const chart = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "bars", role: "img",
        "aria-label": `Events by day, ${list.length} days, at most ${most} on one` });
    list.forEach((d, i) => {
        let y = height - foot;
        const bar = s("g", { class: "bar" }, s("title", null, `${d.day}: ${d.total} (${[...d.types].map(([t, c]) => `${t} ${c}`).join(", ")})`));
        for (const [type, count] of [...d.types].sort()) {
            const size = (count / most) * (height - foot - 4);
            y -= size;
            bar.append(s("rect", { x: i * step + step * 0.1, y, width: Math.max(1, step * 0.8), height: size, "data-type": type, class: "type-bar" }));
        }
        chart.append(bar);
        if (list.length <= 14 || i % Math.ceil(list.length / 10) === 0)
            chart.append(s("text", { x: Math.max(34, Math.min(width - 34, i * step + step / 2)), y: height - 4, class: "tick" }, d.day));
    });
    chart.append(chosen);
    const index = (event: PointerEvent): number => {
        const box = chart.getBoundingClientRect();
        return Math.max(0, Math.min(list.length - 1, Math.floor(((event.clientX - box.left) / box.width) * list.length)));
    };
    const paint = (a: number, b: number): void => {
        chosen.setAttribute("x", String(Math.min(a, b) * step));
        chosen.setAttribute("width", String((Math.abs(a - b) + 1) * step));
    };
    chart.addEventListener("pointerdown", event => { start = index(event); chart.setPointerCapture(event.pointerId); paint(start, start); });
    chart.addEventListener("pointermove", event => { if (start >= 0) paint(start, index(event)); });
    chart.addEventListener("pointerup", event => {
        const end = index(event), from = list[Math.min(start, end)], to = list[Math.max(start, end)];
        start = -1;
        const last = to.day.length === 7 ? new Date(Date.UTC(+to.day.slice(0, 4), +to.day.slice(5, 7), 0)).toISOString().slice(0, 10) : to.day;
        choose(from.day.length === 7 ? from.day + "-01" : from.day, last);
    });
    return chart;
}

export const timeline: View = async place => {
    const filters = withoutPage(place.filters);
    const { since: _since, until: _until, ...whole } = filters;
    const [found, answer] = await Promise.all([groups("timeline", ["date_from:10", "type"], whole), rows("timeline", { limit: "100", ...place.filters })]);
    const list = days(found);
    const types = [...new Set(list.flatMap(d => [...d.types.keys()]))].sort();
    const page = h("section", null,
        h("h1", null, "Timeline"),
        h("p", { class: "lead" }, "Events by the day on which they happened. Drag over days to choose them."),
        list.length > 0 && scroll("Events by day", bars(coarse(list), (since, until) => move(address("timeline", { ...filters, since, until })))),
        h("ul", { class: "legend" }, types.map(type => h("li", null, h("a", { href: address("timeline", { ...filters, type }), class: "type", "data-type": type }, type)))),
        (place.filters.since || place.filters.until) && h("p", null, `${place.filters.since ?? "…"} to ${place.filters.until ?? "…"} `, h("a", { href: address("timeline", whole) }, "all days")),
        await pager(answer, place, "timeline"),
        answer.rows.length ? table(answer, `Events, ${number(answer.rows.length)} rows`) : empty("events"),
        h("details", null, h("summary", null, "Days as a table"), h("table", { class: "rows" },
            h("thead", null, h("tr", null, h("th", { scope: "col" }, "Day"), h("th", { scope: "col" }, "Events"))),
            h("tbody", null, list.map(d => h("tr", null, h("td", null, h("a", { href: address("timeline", { ...filters, since: d.day, until: d.day }) }, d.day)), h("td", { class: "narrow" }, number(d.total))))))));
    show(page, ...Array.from(page.childNodes));
    return page;
};
