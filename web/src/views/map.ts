// map.ts - where: a circle for each place, its area by the number of events. What has no place is counted and listed.
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { Topology } from "topojson-specification";
import { groups } from "../api";
import { h, number, s } from "../dom";
import { address } from "../place";
import { View, withoutPage } from "../view";

const width = 960, height = 500;
interface Spot { place: string; lat: number; lon: number; count: number }

let world: Promise<Topology> | null = null;
const atlas = (): Promise<Topology> => (world ??= fetch("/countries.json").then(answer => answer.json()));

export const map: View = async place => {
    const filters = withoutPage(place.filters);
    const [topology, found] = await Promise.all([atlas(), groups("events", ["place", "lat", "lon"], filters)]);
    const spots: Spot[] = [];
    let unplaced = 0, unlocated = 0;
    for (const [name, lat, lon, count] of found) {
        if (!name) unplaced += count;
        else if (lat === null || lon === null) unlocated += count;
        else spots.push({ place: name, lat: Number(lat), lon: Number(lon), count });
    }
    spots.sort((a, b) => b.count - a.count);
    const countries = topology.objects.countries as any;
    const projection = geoNaturalEarth1();
    const land = feature(topology, countries) as any;
    if (spots.length) {
        // The part of the world that the events are in, with room around.
        const lons = spots.map(x => x.lon), lats = spots.map(x => x.lat), room = 6;
        const [w, e, south, north] = [Math.min(...lons) - room, Math.max(...lons) + room, Math.min(...lats) - room, Math.max(...lats) + room];
        projection.fitExtent([[10, 10], [width - 10, height - 10]], { type: "MultiPoint", coordinates: [[w, south], [e, north], [w, north], [e, south]] } as any);
    } else projection.fitSize([width, height], land);
    const named = new Set(spots.slice(0, 12).map(x => x.place)); // names of more would cover each other
    const path = geoPath(projection), most = Math.max(1, ...spots.map(x => x.count));
    const chart = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "map", role: "group", "aria-label": `Map of ${spots.length} places` },
        s("path", { class: "land", d: path(land) ?? "" }),
        s("path", { class: "border", d: path(mesh(topology, countries, (a, b) => a !== b) as any) ?? "" }),
        spots.map(x => {
            const at = projection([x.lon, x.lat]);
            if (!at) return null;
            return s("a", { href: address("events", { ...filters, place: x.place }) },
                s("circle", { cx: at[0], cy: at[1], r: 4 + 14 * Math.sqrt(x.count / most), class: "spot" }, s("title", null, `${x.place}: ${number(x.count)}`)),
                named.has(x.place) && s("text", { x: at[0] + 8 + 14 * Math.sqrt(x.count / most), y: at[1] + 4, class: "place-name" }, x.place));
        }));
    return h("section", null,
        h("h1", null, "Map"),
        h("p", { class: "lead" }, `${number(spots.length)} places. A circle stands for a place as a whole; `,
            `${number(unplaced)} events name no place, ${number(unlocated)} one whose position is not known.`),
        chart,
        h("p", { class: "quiet" }, "Land and borders: Natural Earth through world-atlas (public domain), de facto and no statement on whose they are."),
        h("table", { class: "rows" }, h("caption", null, "Places"),
            h("thead", null, h("tr", null, h("th", { scope: "col" }, "Place"), h("th", { scope: "col" }, "Events"))),
            h("tbody", null, found.filter(x => x[0]).sort((a, b) => b[3] - a[3]).slice(0, 200).map(x =>
                h("tr", null, h("td", { dir: "auto" }, h("a", { href: address("events", { ...filters, place: x[0] }) }, x[0])), h("td", { class: "narrow" }, number(x[3])))))));
};
