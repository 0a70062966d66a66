import { element } from '../dom.ts';
import { say } from '../../language.ts';
import { word } from '../words.ts';
import { withUnit } from '../format.ts';
import type { FiguresBlock, MissingBlock, TextBlock } from '../model.ts';

export const text = (block: TextBlock): HTMLElement =>
    element('ul', { class: 'sentences' }, ...block.items.map((item) => element('li', { class: item.tone }, say(item.text))));

export const figures = (block: FiguresBlock): HTMLElement =>
    element(
        'dl',
        { class: 'figures' },
        ...block.items.map((item) => {
            const { number, unit } = withUnit(item.value, item.quantity);
            return element(
                'div',
                { class: item.tone },
                element('dt', {}, say(item.label)),
                element('dd', {}, number, ...(unit === '' ? [] : [' ', element('small', {}, unit)])),
                element('dd', { class: 'note' }, say(item.note)),
            );
        }),
    );

export const missing = (block: MissingBlock): HTMLElement =>
    element('figure', { class: 'missing wide' }, element('figcaption', {}, element('h3', {}, `${say(block.title)} · ${word('missing')}`)), element('p', { class: 'note' }, say(block.note)));
