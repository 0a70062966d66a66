// A table of numbers with shaded cells: darker needs attention. The number stands in each cell, in ink
// that is legible on the darkest, since printers drop white text.
import { element, svg } from '../dom.ts';
import { format, scaleFor, titled } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { HeatBlock } from '../model.ts';

const lightest = [247, 243, 234];
const ends = { bad: [217, 141, 116], good: [133, 176, 214], plain: [186, 190, 196] };

type End = keyof typeof ends;

const shade = (share: number, end: End = 'bad'): string => {
    const mixed = lightest.map((light, at) => Math.round(light + (ends[end][at] - light) * share));
    return `rgb(${mixed.join(',')})`;
};

let hatches = 0;

/** A drawing, not a background: browsers print no backgrounds. What is better is hatched, so that grey tells it from what is worse. */
const painted = (share: number, end: End): SVGElement => {
    const whole = { width: '100%', height: '100%' };
    const made = svg('svg', { 'aria-hidden': 'true' }, svg('rect', { ...whole, fill: shade(share, end) }));
    if (end === 'good' && share > 0.02) {
        // A pattern: lines that are longer than the cell would make a printed page wider than its paper.
        const id = `hatch-${++hatches}`;
        const line = svg('line', { x1: 0, y1: 0, x2: 0, y2: 5, stroke: '#fff', 'stroke-width': 2.4, 'stroke-opacity': 0.75 });
        made.append(svg('defs', {}, svg('pattern', { id, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, line)));
        made.append(svg('rect', { ...whole, fill: `url(#${id})` }));
    }
    return made;
};

const key = (block: HeatBlock): HTMLElement[] => {
    const entry = (end: End, text: string): HTMLElement => {
        const box = painted(1, end);
        box.setAttribute('width', '24');
        box.setAttribute('height', '14');
        return element('span', {}, box as unknown as Node, text);
    };
    const entries = [
        ...(block.good.some((sign) => sign !== 0) ? [entry('bad', word('worse')), entry('good', word('better'))] : []),
        ...(block.good.includes(0) ? [entry('plain', word('neither'))] : []),
    ];
    return entries.length === 0 ? [] : [element('p', { class: 'key' }, ...entries)];
};

export const heat = (block: HeatBlock): HTMLElement => {
    const sided = block.good.length > 0;
    const values = block.rows.flatMap((row) => row.values).filter((value): value is number => value !== null);
    const scale = scaleFor(block.quantity, values);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const share = (value: number): number => {
        if (high === low) return 0;
        const rank = (value - low) / (high - low);
        return block.low_is_dark ? 1 - rank : rank;
    };
    // Columns of one quantity share a scale, others have their own.
    const size = (of: (number | null)[]): number => of.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
    const sizes = block.columns.map((_, at) => size(block.quantity === 'number' ? block.rows.map((row) => row.values[at]) : values));
    const paint = (value: number, at: number): SVGElement => {
        if (!sided) return painted(share(value) ** 2, 'bad');
        const sign = value * block.good[at];
        return painted(sizes[at] === 0 ? 0 : Math.sqrt(Math.abs(value) / sizes[at]), sign === 0 && value !== 0 ? 'plain' : sign > 0 ? 'good' : 'bad');
    };
    const head = element('tr', {}, element('th', { scope: 'col' }, say(block.corner)), ...block.columns.map((name) => element('th', { scope: 'col', class: 'number' }, say(name))));
    const rows = block.rows.map((row) =>
        element(
            'tr',
            {},
            element('th', { scope: 'row' }, say(row.name)),
            ...row.values.map((value, at) => {
                const cell = element('td', { class: 'heat' });
                if (value !== null) {
                    cell.append(paint(value, at));
                    cell.append(element('span', {}, row.texts.length > 0 ? say(row.texts[at]) : format(value, scale)));
                } else if (row.texts.length > 0) {
                    cell.append(element('span', {}, say(row.texts[at])));
                }
                return cell;
            }),
        ),
    );
    const title = sided ? say(block.title) : titled(say(block.title), scale);
    const note = say(block.note);
    return element(
        'section',
        { class: 'table wide whole' },
        element('h3', {}, title),
        ...key(block),
        element('div', { class: 'scroll', lang: language() }, element('table', { class: 'heatmap' }, element('thead', {}, head), element('tbody', {}, ...rows))),
        ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
    );
};
