// main.ts - the frame of the page: navigation, filters, the view that the address names.
import { describe, Filters, Trouble } from "./api";
import { h, show } from "./dom";
import { address, here, move, onMove, Place } from "./place";
import { View } from "./view";
import { overview } from "./views/overview";
import { timeline } from "./views/timeline";
import { map } from "./views/map";
import { network } from "./views/network";
import { figures } from "./views/figures";
import { article } from "./views/article";
import { ledger } from "./views/ledger";

const views: { name: string; title: string; view: View }[] = [
    { name: "overview", title: "Overview", view: overview },
    { name: "timeline", title: "Timeline", view: timeline },
    { name: "map", title: "Map", view: map },
    { name: "network", title: "Network", view: network },
    { name: "captives", title: "Captives", view: ledger("captives") },
    { name: "figures", title: "Figures", view: figures },
    { name: "negotiations", title: "Talks", view: ledger("negotiations") },
    { name: "contacts", title: "Contacts", view: ledger("contacts") },
    { name: "statements", title: "Statements", view: ledger("statements") },
    { name: "positions", title: "Positions", view: ledger("positions") },
    { name: "disagreements", title: "Disagreements", view: ledger("disagreements") },
    { name: "actors", title: "Actors", view: ledger("actors") },
    { name: "events", title: "Events", view: ledger("events") },
    { name: "documents", title: "Articles", view: ledger("documents") },
    { name: "search", title: "Search", view: ledger("search") },
];
const hidden: Record<string, View> = { article };

const head = document.getElementById("head")!;
const main = document.getElementById("main")!;

// What stays when one goes to another view: the filters, not the page of a table.
const kept = (filters: Filters): Filters =>
    Object.fromEntries(Object.entries(filters).filter(([key]) => !["offset", "id", "token", "sort"].includes(key)));

function searchBox(place: Place): HTMLElement {
    const input = h("input", { type: "search", name: "words", "aria-label": "Search texts, statements and names", placeholder: "Search",
                               value: place.filters.words ?? "" }) as HTMLInputElement;
    return h("form", { role: "search", submit: (event: Event) => {
        event.preventDefault();
        if (input.value.trim()) move(address("search", { words: input.value.trim() }));
    } }, input);
}

async function filterBar(place: Place): Promise<HTMLElement> {
    const { filters, ledgers } = await describe();
    const ledgerName = place.view === "timeline" || place.view === "map" || place.view === "network" || place.view === "overview" ? "events" : place.view;
    const known = ledgers.find(l => l.name === ledgerName)?.filters ?? [];
    const open = Object.keys(place.filters).some(key => known.includes(key));
    const form = h("form", { class: "filters", submit: (event: Event) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        const chosen: Filters = {};
        data.forEach((value, key) => { if (String(value).trim()) chosen[key] = String(value).trim(); });
        move(address(place.view, chosen, place.id));
    } },
        filters.filter(f => known.includes(f.name)).map(f =>
            h("label", { title: f.meaning }, f.name,
              h("input", { name: f.name, placeholder: f.argument, value: place.filters[f.name] ?? "", type: f.argument === "DATE" ? "date" : "text" }))),
        h("button", { type: "submit" }, "Apply"), " ",
        h("a", { href: address(place.view, {}, place.id) }, "Clear"));
    return h("details", { open, class: "filter-box" }, h("summary", null, "Filters"), form);
}

function drawHead(place: Place): void {
    const dark = document.documentElement.dataset.theme === "dark";
    show(head,
        h("a", { class: "brand", href: "/" }, "Dragoman"),
        h("nav", { "aria-label": "Views" }, views.filter(v => v.name !== "search").map(v =>
            h("a", { href: address(v.name, kept(place.filters)), "aria-current": v.name === place.view ? "page" : null }, v.title))),
        searchBox(place),
        h("button", { type: "button", class: "theme", "aria-label": dark ? "Light colours" : "Dark colours", click: () => {
            setTheme(dark ? "light" : "dark");
            drawHead(here());
        } }, dark ? "☀" : "☾"));
}

function setTheme(theme: string): void {
    document.documentElement.dataset.theme = theme;
    try { localStorage.setItem("theme", theme); } catch { /* a browser that keeps nothing */ }
}

let turn = 0;
async function draw(): Promise<void> {
    const mine = ++turn, place = here();
    const found = views.find(v => v.name === place.view);
    const view = found?.view ?? hidden[place.view];
    document.title = `${found?.title ?? "Article"} – Dragoman`;
    drawHead(place);
    if (!view) {
        show(main, h("h1", null, "Nothing is here"), h("p", null, "There is no view of this name. ", h("a", { href: "/" }, "To the overview")));
        return;
    }
    main.setAttribute("aria-busy", "true");
    try {
        const [bar, content] = await Promise.all([found && place.view !== "search" ? filterBar(place) : null, view(place)]);
        if (mine !== turn) return;
        show(main, bar, content);
    } catch (trouble) {
        if (mine !== turn) return;
        show(main, h("div", { class: "trouble", role: "alert" },
            h("h1", null, "This could not be shown"),
            h("p", null, trouble instanceof Trouble ? trouble.message : String(trouble)),
            h("button", { type: "button", click: draw }, "Try again")));
        if (!(trouble instanceof Trouble)) console.error(trouble);
    }
    main.removeAttribute("aria-busy");
}

addEventListener("keydown", event => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as Element).tagName ?? "");
    if (event.key === "/" && !typing) {
        event.preventDefault();
        head.querySelector<HTMLInputElement>("input[type=search]")?.focus();
    }
});

let stored: string | null = null;
try { stored = localStorage.getItem("theme"); } catch { /* as above */ }
setTheme(stored ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
onMove(draw);
draw();

// What is new: the server says how many documents there are; when that changes, the view is drawn anew.
let known = "";
const changes = new EventSource("/api/changes");
changes.onmessage = event => {
    if (known && event.data !== known && document.visibilityState === "visible" && here().view !== "article") draw();
    known = event.data;
};
