// A table that is sorted by its headings and filtered by a word. Plain elements: they print whole,
// screen readers know them, and two thousand rows take a few milliseconds.
import { element, svg } from '../dom.ts';
import { addable, finer, format, scaleFor, titled } from '../format.ts';
import type { Scale } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { Cell, Column, Numbers, Spread, TableBlock, Written } from '../model.ts';
import { palette } from '../theme.ts';

/** From how many rows on a filter helps more than it takes room. */
const filterFrom = 12;

interface Row {
    /** It stays last when others are sorted. */
    pinned: boolean;
    cells: Cell[];
    element: HTMLTableRowElement;
    text: string;
}

const isNumeric = (column: Column): boolean => column.kind !== 'text';

const isSpread = (cell: Cell): cell is Spread => typeof cell === 'object' && cell !== null && 'p50' in cell;

const isWritten = (cell: Cell): cell is Written => typeof cell === 'object' && cell !== null && 'text' in cell;

const numbersIn = (cell: Cell): Numbers => (typeof cell === 'number' ? [cell] : isSpread(cell) ? [cell.p05, cell.p50, cell.p95] : []);

const numbersOf = (block: TableBlock, at: number): Numbers => block.rows.flatMap((row) => numbersIn(row[at]));

/** Money columns share one scale, so that they can be compared. */
const scalesOf = (block: TableBlock): (Scale | null)[] => {
    const money = block.columns.flatMap((column, at) => (column.kind === 'money' ? numbersOf(block, at) : []));
    return block.columns.map((column, at) => {
        if (column.kind === 'text') return null;
        if (column.kind !== 'money') return scaleFor(column.kind, numbersOf(block, at));
        const scale = scaleFor('money', money);
        return block.totals.length > 0 ? addable(scale, money) : scale;
    });
};

const textOf = (cell: Cell, scale: Scale | null): string => {
    if (cell === null) return '–';
    if (typeof cell === 'number') return scale === null ? String(cell) : format(cell, scale);
    if (isSpread(cell)) return scale === null ? String(cell.p50) : format(cell.p50, scale);
    if (isWritten(cell)) return say(cell.text);
    return typeof cell === 'string' ? cell : say(cell);
};

/** The share as a bar; an SVG, since browsers print no backgrounds. */
export const shareBar = (share: number): SVGElement =>
    svg(
        'svg',
        { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('rect', { width: 100, height: 10, fill: '#e6eaef' }),
        svg('rect', { width: Math.max(0, Math.min(1, share)) * 100, height: 10, fill: palette[0] }),
    );

/** A month, a year, a word: what is one to the eye is not broken. */
const isShort = (text: string): boolean => [...text].length <= 4 || /^\d{4}-\d{2}$/.test(text);

const cellElement = (cell: Cell, column: Column, scale: Scale | null, first: boolean): HTMLTableCellElement => {
    const made = first ? element('th', { scope: 'row' }) : element('td');
    if (isNumeric(column) || column.right) made.classList.add('number');
    if (column.bar && typeof cell === 'number') {
        made.classList.add('share');
        made.append(shareBar(cell));
    }
    const text = textOf(cell, scale);
    if (isShort(text)) made.classList.add('nowrap');
    made.append(text);
    if (isSpread(cell) && scale !== null && cell.p05 !== cell.p95) {
        made.append(element('small', {}, `${format(cell.p05, scale)} – ${format(cell.p95, scale)}`));
    }
    return made;
};

const isNothing = (cell: Cell): boolean => cell === null || (isWritten(cell) && cell.value === null);

const compare = (a: Cell, b: Cell): number => {
    if (isNothing(a) || isNothing(b)) return isNothing(a) === isNothing(b) ? 0 : isNothing(a) ? 1 : -1;
    const [first, second] = [a, b].map((cell) => (isSpread(cell) ? cell.p50 : isWritten(cell) ? cell.value : cell));
    if (typeof first === 'number' && typeof second === 'number') return first - second;
    return textOf(a, null).localeCompare(textOf(b, null), language() === 'zh' ? 'zh-CN' : 'en');
};

/** Headings that sort; the first press puts large numbers first, and words in their order. */
export const sortable = (heads: { button: HTMLButtonElement; head: HTMLElement; numeric: boolean }[], rows: { cells: Cell[]; element: HTMLElement; pinned?: boolean }[], body: HTMLElement): void => {
    heads.forEach(({ button, head, numeric }, at) => {
        button.addEventListener('click', () => {
            const before = head.getAttribute('aria-sort');
            const next = before === 'descending' ? 'ascending' : before === 'ascending' ? 'descending' : numeric ? 'descending' : 'ascending';
            for (const other of heads) other.head.removeAttribute('aria-sort');
            head.setAttribute('aria-sort', next);
            const sign = next === 'ascending' ? 1 : -1;
            const pinned = rows.filter((row) => row.pinned === true);
            const sorted = rows.filter((row) => row.pinned !== true).sort((a, b) => {
                // What is not there stands last either way.
                if (isNothing(a.cells[at]) || isNothing(b.cells[at])) return compare(a.cells[at], b.cells[at]);
                return sign * compare(a.cells[at], b.cells[at]);
            });
            body.append(...sorted.map((row) => row.element), ...pinned.map((row) => row.element));
        });
    });
};

export const filterBox = (rows: { text: string; element: HTMLElement }[], label: string): HTMLElement => {
    const count = element('span', { class: 'count', 'aria-live': 'polite' });
    const input = element('input', { type: 'search', placeholder: word('filterHint'), 'aria-label': `${word('filter')}: ${label}` });
    const show = (): void => {
        const wanted = input.value.trim().toLowerCase();
        let kept = 0;
        for (const row of rows) {
            const keep = row.text.includes(wanted);
            row.element.hidden = !keep;
            if (keep) kept += 1;
        }
        count.textContent = kept === rows.length ? `${kept} ${word('rows')}` : `${kept}${word('of')} ${rows.length} ${word('rows')}`;
    };
    input.addEventListener('input', show);
    show();
    return element('div', { class: 'filter' }, input, count);
};

export const heading = (title: string, numeric: boolean): { button: HTMLButtonElement; head: HTMLTableCellElement; numeric: boolean } => {
    const button = element('button', { type: 'button', title: word('sortBy'), ...(isShort(title) ? { class: 'nowrap' } : {}) }, title);
    const head = element('th', numeric ? { scope: 'col', class: 'number' } : { scope: 'col' }, button);
    return { button, head, numeric };
};

export const table = (block: TableBlock): HTMLElement => {
    const scales = scalesOf(block);
    const heads = block.columns.map((column) => {
        return heading(say(column.title), isNumeric(column) || column.right);
    });
    const rows: Row[] = block.rows.map((cells, at) => {
        const mixed = cells.some(isSpread);
        const made = cells.map((cell, place) => {
            const scale = scales[place];
            // Rows of different quantities: digits that suit the row.
            return cellElement(cell, block.columns[place], mixed && scale !== null ? finer(scale, cells.flatMap(numbersIn)) : scale, place === 0);
        });
        const total = block.totals.includes(at);
        return { pinned: block.pinned.includes(at), cells, element: element('tr', total ? { class: 'total' } : {}, ...made), text: made.map((cell) => cell.textContent ?? '').join('\n').toLowerCase() };
    });
    const body = element('tbody', {}, ...rows.map((row) => row.element));
    sortable(heads, rows, body);
    const money = scales.find((scale) => scale?.quantity === 'money');
    const title = money === undefined || money === null ? say(block.title) : titled(say(block.title), money);
    const note = say(block.note);
    const content = [
        ...(rows.length >= filterFrom ? [filterBox(rows, title)] : []),
        element(
            'div',
            { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
            element('table', {}, element('thead', {}, element('tr', {}, ...heads.map((made) => made.head))), body),
        ),
        ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
    ];
    if (block.folded) {
        const details = element('details', { class: 'table wide' }, element('summary', {}, title), ...content);
        return details;
    }
    return element('section', { class: block.totals_on_paper ? 'table wide long' : 'table wide' }, element('h3', {}, title), ...content);
};
