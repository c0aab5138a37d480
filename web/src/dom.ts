// dom.ts - elements made in one expression. Text is always text: nothing that was read from a store is ever markup.

export type Child = Node | string | number | null | undefined | false | Child[];
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

function append(parent: Element, child: Child): void {
    if (child === null || child === undefined || child === false) return;
    if (Array.isArray(child)) child.forEach(c => append(parent, c));
    else parent.append(child instanceof Node ? child : String(child));
}

function fill<E extends Element>(element: E, attributes: Attributes | null, children: Child[]): E {
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") element.addEventListener(name, value);
        else element.setAttribute(name, value === true ? "" : String(value));
    }
    children.forEach(child => append(element, child));
    return element;
}

export const h = (tag: string, attributes: Attributes | null = null, ...children: Child[]): HTMLElement =>
    fill(document.createElement(tag), attributes, children);
export const s = (tag: string, attributes: Attributes | null = null, ...children: Child[]): SVGElement =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

export function show(parent: Element, ...children: Child[]): void {
    parent.replaceChildren();
    children.forEach(child => append(parent, child));
}

export const number = (value: unknown): string =>
    typeof value === "number" ? value.toLocaleString("en") : value === null || value === undefined ? "" : String(value);
