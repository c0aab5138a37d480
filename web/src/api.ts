// api.ts - what the server answers, as rows with names.

export interface Column { name: string; cell: "text" | "date" | "integer" | "number"; meaning?: string }
export interface Ledger { name: string; summary: string; columns: Column[]; filters: string[] }
export interface Filter { name: string; argument: string; meaning: string }
export interface Description { version: string; editable: boolean; filters: Filter[]; ledgers: Ledger[] }
export type Row = Record<string, any>;
export interface Rows { ledger: string; count: number; limit: number; offset: number; columns: Column[]; rows: Row[] }
export type Filters = Record<string, string>;

export class Trouble extends Error {}

async function get(path: string): Promise<any> {
    let response: Response;
    try {
        response = await fetch(path, { headers: { Accept: "application/json" } });
    } catch {
        throw new Trouble("The server does not answer. Is dragoman serve still running?");
    }
    const body = await response.json().catch(() => null);
    if (!response.ok) throw new Trouble(body?.error?.message ?? `The server answered ${response.status}.`);
    return body;
}

export function query(parameters: Filters): string {
    const pairs = Object.entries(parameters).filter(([, value]) => value !== "");
    return pairs.length ? "?" + new URLSearchParams(pairs).toString() : "";
}

let description: Promise<Description> | null = null;
export const describe = (): Promise<Description> => (description ??= get("/api"));
export const ledgerOf = async (name: string): Promise<Ledger | undefined> =>
    (await describe()).ledgers.find(ledger => ledger.name === name);

// Filters that a ledger does not know are left out: one set of filters serves all views.
async function fitting(name: string, filters: Filters): Promise<Filters> {
    const ledger = await ledgerOf(name);
    const own = ["limit", "offset", "newest", "words", "id", "by"];
    return Object.fromEntries(Object.entries(filters).filter(([key]) => own.includes(key) || ledger?.filters.includes(key)));
}

export async function rows(name: string, filters: Filters = {}): Promise<Rows> {
    const answer = await get(`/api/rows/${name}${query(await fitting(name, filters))}`);
    answer.rows = answer.rows.map((cells: any[]) => Object.fromEntries(answer.columns.map((c: Column, i: number) => [c.name, cells[i]])));
    return answer;
}

export async function groups(name: string, by: string[], filters: Filters = {}): Promise<any[][]> {
    return (await get(`/api/groups/${name}${query({ ...(await fitting(name, filters)), by: by.join(",") })}`)).groups;
}

export const article = (id: string): Promise<any> => get(`/api/article/${encodeURIComponent(id)}`);
export const csvOf = async (name: string, filters: Filters): Promise<string> => `/api/rows/${name}.csv${query(await fitting(name, filters))}`;
