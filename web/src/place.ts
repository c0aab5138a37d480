// place.ts - where the reader is: the view and its filters, both in the address, so that it can be sent to others.
import { Filters, query } from "./api";

export interface Place { view: string; id: string; filters: Filters }

export function here(): Place {
    const [view = "", id = ""] = location.pathname.split("/").filter(part => part !== "").map(decodeURIComponent);
    return { view: view || "overview", id, filters: Object.fromEntries(new URLSearchParams(location.search)) };
}

export const address = (view: string, filters: Filters = {}, id = ""): string =>
    `/${view === "overview" && !id ? "" : view}${id ? "/" + encodeURIComponent(id) : ""}${query(filters)}`;

let listener: () => void = () => undefined;
export function onMove(then: () => void): void {
    listener = then;
    addEventListener("popstate", then);
    addEventListener("click", event => {
        const link = (event.target as Element).closest?.("a");
        if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (link.origin !== location.origin || link.pathname.startsWith("/api") || link.hash) return;
        event.preventDefault();
        move(link.pathname + link.search);
    });
}
export function move(to: string): void {
    if (to === location.pathname + location.search) return;
    history.pushState(null, "", to);
    scrollTo(0, 0);
    listener();
}
