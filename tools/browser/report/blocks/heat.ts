// A table of numbers with shaded cells: darker needs attention. The number stands in each cell, in ink
// that is legible on the darkest, since printers drop white text.
import { element, svg } from '../dom.ts';
import { format, scaleFor, titled } from '../format.ts';
import { language, say } from '../../language.ts';
import type { HeatBlock } from '../model.ts';

const lightest = [247, 243, 234];
const darkest = [217, 141, 116];

const shade = (share: number): string => {
    const mixed = lightest.map((light, at) => Math.round(light + (darkest[at] - light) * share));
    return `rgb(${mixed.join(',')})`;
};

export const heat = (block: HeatBlock): HTMLElement => {
    const values = block.rows.flatMap((row) => row.values).filter((value): value is number => value !== null);
    const scale = scaleFor(block.quantity, values);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const share = (value: number): number => {
        if (high === low) return 0;
        const rank = (value - low) / (high - low);
        return block.low_is_dark ? 1 - rank : rank;
    };
    const head = element('tr', {}, element('th', { scope: 'col' }, say(block.corner)), ...block.columns.map((name) => element('th', { scope: 'col', class: 'number' }, say(name))));
    const rows = block.rows.map((row) =>
        element(
            'tr',
            {},
            element('th', { scope: 'row' }, say(row.name)),
            ...row.values.map((value) => {
                const cell = element('td', { class: 'heat' });
                if (value !== null) {
                    // A drawing, not a background: browsers print no backgrounds.
                    const part = share(value) ** 2;
                    cell.append(svg('svg', { viewBox: '0 0 1 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, svg('rect', { width: 1, height: 1, fill: shade(part) })));
                    cell.append(element('span', {}, format(value, scale)));
                }
                return cell;
            }),
        ),
    );
    const title = titled(say(block.title), scale);
    const note = say(block.note);
    return element(
        'section',
        { class: 'table wide' },
        element('h3', {}, title),
        element('div', { class: 'scroll', lang: language() }, element('table', { class: 'heatmap' }, element('thead', {}, head), element('tbody', {}, ...rows))),
        ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
    );
};
