// The frame of a chart: title with unit, picture, note, and the table behind it.
import { element, unfold } from './dom.ts';
import { say } from '../language.ts';
import { word } from './words.ts';
import type { Text } from './model.ts';

/** An axis that does not begin at zero is told: a line that falls steeply may not fall far. */
export const withOffZero = (note: Text): Text => ({
    zh: note.zh + (note.zh === '' ? '' : '\n') + '注意：数值轴不从零开始。',
    en: note.en + (note.en === '' ? '' : '\n') + 'Note: the axis of values does not begin at zero.',
});

export const figure = (title: string, note: Text, picture: Node, data: (() => Node) | null, wide = false): HTMLElement => {
    const made = element('figure', wide ? { class: 'wide' } : {}, element('figcaption', {}, element('h3', {}, title)), picture);
    const words = say(note);
    if (words !== '') made.append(element('p', { class: 'note' }, words));
    if (data !== null) made.append(unfold(word('data'), data));
    return made;
};

/** A plain table of text cells; the first column names the row. */
export const plainTable = (heads: string[], rows: string[][]): HTMLElement => {
    const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
    const body = rows.map(([name, ...cells]) =>
        element('tr', {}, element('th', { scope: 'row' }, name), ...cells.map((text) => element('td', {}, text))),
    );
    return element('div', { class: 'scroll' }, element('table', { class: 'plain' }, element('thead', {}, head), element('tbody', {}, ...body)));
};
