// figures.ts - how many, by whom: each source's figures as a line of its own, never joined, with the words below.
import uPlot from "uplot";
import { groups, Row, rows } from "../api";
import { h, number } from "../dom";
import { address } from "../place";
import { empty, pager, table, View, withoutPage } from "../view";

const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b5b95", "#777777"]; // Okabe and Ito: told apart by all eyes
const dashes = [[], [6, 3], [2, 3], [8, 3, 2, 3]];

const sourceOf = (row: Row): string => row.according_to || row.outlet || "no source";
const seconds = (row: Row): number => Date.parse(String(row.date ?? row.published ?? "").slice(0, 10)) / 1000;

function plot(into: HTMLElement, found: Row[]): void {
    const useful = found.filter(row => Number.isFinite(seconds(row)) && typeof row.low === "number");
    const sources = [...new Map(useful.map(row => [sourceOf(row), 0])).keys()].slice(0, colours.length);
    const xs = [...new Set(useful.map(seconds))].sort((a, b) => a - b);
    if (!xs.length || !sources.length) return;
    const series = sources.map(source => xs.map(x => {
        const here = useful.filter(row => sourceOf(row) === source && seconds(row) === x);
        return here.length ? Math.max(...here.map(row => row.low)) : null;
    }));
    const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim() || "#222";
    const grid = { stroke: "#8884", width: 1 };
    new uPlot({ width: Math.max(320, Math.min(960, into.clientWidth || 960)), height: 280, legend: { show: true },
        axes: [{ stroke: ink, grid }, { stroke: ink, grid, size: 70 }],
        scales: { x: { time: true } },
        series: [{ label: "Day", value: (_: uPlot, v: number | null) => (v === null ? "" : new Date(v * 1000).toISOString().slice(0, 10)) },
            ...sources.map((label, i) => ({ label, stroke: colours[i], dash: dashes[i % dashes.length], width: label === "no source" ? 0 : 2, spanGaps: true, points: { show: true, size: 6 } }))],
        tzDate: (ts: number) => uPlot.tzDate(new Date(ts * 1000), "Etc/UTC") }, [xs, ...series] as uPlot.AlignedData, into);
}

export const figures: View = async place => {
    const measures = (await groups("figures", ["measure"], withoutPage({ ...place.filters, type: "" }))).sort((a, b) => b[1] - a[1]);
    const type = place.filters.type ?? (measures.some(m => m[0] === "killed") ? "killed" : measures[0]?.[0] ?? "");
    const filters: Record<string, string> = { ...place.filters, type };
    const [series, answer] = await Promise.all([rows("figures", { ...withoutPage(filters), limit: "2000" }), rows("figures", { limit: "100", ...filters })]);
    const chart = h("div", { class: "plot", role: "img", "aria-label": `Figures of ${type} by source; the table below has the same rows` });
    requestAnimationFrame(() => plot(chart, series.rows));
    return h("section", null,
        h("h1", null, `Figures: ${type}`),
        h("p", { class: "lead" }, "Every figure of every source, as it was told. Nothing is averaged or overwritten."),
        h("ul", { class: "legend" }, measures.map(([measure, total]) => h("li", null, h("a", { href: address("figures", { ...withoutPage(place.filters), type: measure }), "aria-current": measure === type ? "true" : null }, `${measure} ${number(total)}`)))),
        chart,
        series.count > series.rows.length && h("p", { class: "quiet" }, `Drawn: the first ${number(series.rows.length)} of ${number(series.count)} rows; narrow by filters.`),
        await pager(answer, { ...place, filters }, "figures"),
        answer.rows.length ? table(answer, `Figures of ${type}`) : empty("figures"));
};
