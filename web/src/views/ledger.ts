// ledger.ts - a view for each ledger that is best read as a table.
import { ledgerOf, rows, Trouble } from "../api";
import { h } from "../dom";
import { empty, pager, table, titleOf, View } from "../view";

const rowsOfPage = "100";
const newestFirst = new Set(["statements", "documents", "contacts", "events", "disagreements"]);

export const ledger = (name: string): View => async place => {
    const about = await ledgerOf(name);
    if (!about) throw new Trouble(`The store has no ledger "${name}".`);
    const answer = await rows(name, { limit: rowsOfPage, newest: newestFirst.has(name) ? "1" : "", ...place.filters });
    return h("section", null,
        h("h1", null, titleOf(name)),
        h("p", { class: "lead" }, about.summary.charAt(0).toUpperCase() + about.summary.slice(1) + "."),
        await pager(answer, place, name),
        answer.rows.length ? table(answer, `${titleOf(name)}, ${answer.rows.length} rows`) : empty(name));
};
