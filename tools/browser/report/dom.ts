// Elements are made by name and text only: what a plan holds never becomes markup.

type Child = Node | string;

export const element = <K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes: Record<string, string> = {},
    ...children: Child[]
): HTMLElementTagNameMap[K] => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
};

const svgNamespace = 'http://www.w3.org/2000/svg';

export const svg = (tag: string, attributes: Record<string, string | number> = {}, ...children: Child[]): SVGElement => {
    const made = document.createElementNS(svgNamespace, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
    made.append(...children);
    return made;
};

/** Calls `make` for the content of a <details> when it is first opened. */
export const unfold = (summary: string, make: () => Node): HTMLDetailsElement => {
    const details = element('details', {}, element('summary', {}, summary));
    details.addEventListener(
        'toggle',
        () => {
            if (details.childElementCount === 1) details.append(make());
        },
    );
    return details;
};
