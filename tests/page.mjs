// page.mjs ADDRESS PLAYWRIGHT AXE: each view in a browser. A line "case: ok NAME" or "case: WHAT-IS-WRONG NAME" each.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const [address, playwright, axe] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const axeSource = readFileSync(axe + "/axe.min.js", "utf8");
const say = (name, wrong) => console.log(`case: ${wrong ? String(wrong).replace(/\s+/g, "_") : "ok"} ${name}`);
const rowsOf = async name => (await (await fetch(`${address}/api/rows/${name}?limit=100`)).json());

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const views = ["", "timeline", "map", "network", "captives", "figures", "negotiations", "contacts", "statements", "positions", "disagreements", "actors", "events", "documents"];
for (const [width, theme] of [[1280, "light"], [390, "dark"]]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, reducedMotion: "reduce", bypassCSP: true });
    const page = await context.newPage();
    const troubles = [];
    page.on("pageerror", error => troubles.push(String(error)));
    page.on("console", message => { if (message.type() === "error") troubles.push(message.text()); });
    page.on("request", request => { if (!request.url().startsWith(address) && !request.url().startsWith("data:")) troubles.push("asked " + request.url()); });
    for (const view of views) {
        const name = `${view || "overview"} at ${width}, ${theme}`;
        troubles.length = 0;
        await page.goto(`${address}/${view}`);
        await page.waitForSelector("main h1");
        const wrong = await page.evaluate(() => document.querySelector(".trouble")?.textContent ?? (document.documentElement.scrollWidth > innerWidth + 1 ? "wider than the window" : ""));
        say(name, troubles[0] ?? wrong);
        await page.evaluate(axeSource);
        const faults = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
        const serious = faults.violations.filter(v => v.impact === "serious" || v.impact === "critical");
        say(`axe on ${name}`, serious.map(v => `${v.id}: ${v.nodes[0].target} ${v.nodes[0].failureSummary ?? ""}`)[0]);
    }
    await context.close();
}

const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
await page.goto(`${address}/events`);
await page.waitForSelector("table.rows tbody tr");
const events = await rowsOf("events");
say("events: as many rows as the API gives", (await page.locator("table.rows tbody tr").count()) === events.rows.length ? "" : "another number");
await page.locator("td a.words").first().click();
await page.waitForSelector(".text mark");
const marked = await page.evaluate(() => ({ chosen: [...document.querySelectorAll("mark.chosen")].map(m => m.textContent).join(""), entries: document.querySelectorAll(".entry").length, text: document.querySelector(".text").textContent }));
say("an entry opens its sentence", marked.chosen && marked.entries === 1 ? "" : `chosen "${marked.chosen}", ${marked.entries} entries`);
const id = new URL(page.url()).pathname.split("/").pop();
const record = await (await fetch(`${address}/api/article/${id}`)).json();
say("the text is the document's", marked.text === record.document.text ? "" : "another text");
await page.goBack();
await page.waitForSelector("table.rows");
say("back leads back", new URL(page.url()).pathname === "/events" ? "" : page.url());
await page.goto(`${address}/events?type=ASSAULT`);
await page.waitForSelector("table.rows tbody tr");
say("a filter in the address holds", (await page.locator("table.rows tbody .type").allTextContents()).every(t => t.startsWith("ASSAULT")) ? "" : "other types");

// By keyboard alone: every view can be come to and opened.
await page.goto(address);
await page.waitForSelector("main h1");
const reached = new Set();
for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => (document.activeElement?.closest("nav") ? document.activeElement.getAttribute("href") : null));
    if (where) reached.add(where);
}
say("all views are reached by Tab", reached.size === views.length ? "" : `${reached.size} of ${views.length}`);
await page.keyboard.press("Escape");
await page.locator("nav a", { hasText: "Captives" }).focus();
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.querySelector("main h1")?.textContent === "Captives");
say("Enter opens a view", "");
await page.keyboard.press("/");
say("/ goes to the search", (await page.evaluate(() => document.activeElement?.getAttribute("type"))) === "search" ? "" : "elsewhere");
await browser.close();
console.log("done");
