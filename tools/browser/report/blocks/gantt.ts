// Projects over time, a row each, in a table: it breaks over pages, sorts, and is read by screen readers.
import { element, svg } from '../dom.ts';
import { finish, format, scaleFor, yearsOf } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { Cell, GanttBlock, GanttRow } from '../model.ts';
import { fan, rule } from '../theme.ts';
import { filterBox, heading, sortable } from './table.ts';

const height = 18;

/** Calendar years as ticks, plan as a thin bar, P10–P90 as a band, the median as a line, an arrow beyond the end. */
const track = (row: GanttRow, months: number): SVGElement => {
    const x = (moment: number): number => Math.max(0, Math.min(months, moment));
    const made = svg('svg', { class: 'track', viewBox: `0 0 ${months} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    let begin = 0;
    for (const year of yearsOf(months)) {
        if (begin > 0) made.append(svg('line', { x1: begin, x2: begin, y1: 0, y2: height, stroke: rule, 'vector-effect': 'non-scaling-stroke' }));
        begin += year.months;
    }
    if (row.start !== null || row.planned !== null) {
        const from = x(row.start ?? 0);
        const to = x(row.planned ?? months);
        if (row.start !== null) made.append(svg('rect', { x: from, y: 10, width: Math.max(0.15, to - from), height: 4, fill: fan.median }));
        if (row.planned !== null) made.append(svg('rect', { x: to - 0.15, y: 7, width: 0.3, height: 10, fill: fan.median }));
    }
    if (row.p10 !== null) {
        const to = row.p90 === null ? months : x(row.p90);
        made.append(svg('rect', { x: x(row.p10), y: 2, width: Math.max(0.3, to - x(row.p10)), height: 6, fill: row.p90 === null ? '#e0b04d' : fan.half }));
    }
    if (row.p50 !== null) made.append(svg('rect', { x: x(row.p50) - 0.2, y: 0, width: 0.4, height: 10, fill: fan.line }));
    return made;
};

/** Finishes are told by calendar month: so are the years above them, of which a plan's first and last may be parts. */
const years = (months: number): HTMLElement =>
    element('div', { class: 'years', 'aria-hidden': 'true' }, ...yearsOf(months).map((each) => element('span', { style: `width: ${(100 * each.months) / months}%` }, String(each.year))));

const legend = (): HTMLElement => {
    const entry = (kind: string, text: string): HTMLElement => {
        const shapes: Record<string, SVGElement> = {
            plan: svg('rect', { x: 0, y: 7, width: 24, height: 4, fill: fan.median }),
            spread: svg('rect', { x: 0, y: 5, width: 24, height: 7, fill: fan.half }),
            median: svg('rect', { x: 10, y: 2, width: 3, height: 13, fill: fan.line }),
            beyond: svg('rect', { x: 0, y: 5, width: 24, height: 7, fill: '#e0b04d' }),
        };
        return element('span', {}, svg('svg', { width: 24, height: 17, 'aria-hidden': 'true' }, shapes[kind]) as unknown as Node, text);
    };
    return element('p', { class: 'key' }, entry('plan', word('plannedMark')), entry('spread', word('spreadMark')), entry('median', word('medianMark')), entry('beyond', word('beyondMark')));
};

export const gantt = (block: GanttBlock): HTMLElement => {
    const late = scaleFor('probability', []);
    const heads = [
        heading(word('project'), false),
        { ...heading(word('schedule'), false), head: element('th', { scope: 'col', class: 'trackhead' }, years(block.months)) },
        heading(word('planned'), true),
        heading('P50', true),
        heading('P90', true),
        heading(word('late'), true),
        heading(word('funded'), true),
    ];
    const rows = block.rows.map((row) => {
        const numbers: [number | null, string][] = [
            [row.planned ?? block.months + 1, finish(row.planned)],
            [row.p50 ?? block.months + 1, finish(row.p50)],
            [row.p90 ?? block.months + 1, finish(row.p90)],
            [row.late, row.late === null ? '–' : format(row.late, late)],
            [row.funded, format(row.funded, { ...late, quantity: 'ratio' })],
        ];
        const made = element(
            'tr',
            {},
            element('th', { scope: 'row' }, say(row.name)),
            element('td', { class: 'trackcell' }, track(row, block.months) as unknown as Node),
            ...numbers.map(([, text]) => element('td', { class: 'number' }, text)),
        );
        const cells: Cell[] = [row.name, row.p50, ...numbers.map(([value]) => value)];
        return { cells, element: made, text: `${row.name.zh}\n${row.name.en}\n${row.id}`.toLowerCase() };
    });
    const body = element('tbody', {}, ...rows.map((row) => row.element));
    sortable(heads, rows, body);
    const title = say(block.title);
    const note = say(block.note);
    return element(
        'section',
        { class: 'table gantt wide' },
        element('h3', {}, title),
        legend(),
        filterBox(rows, title),
        element(
            'div',
            { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title, lang: language() },
            element('table', {}, element('thead', {}, element('tr', {}, ...heads.map((made) => made.head))), body),
        ),
        ...(note === '' ? [] : [element('p', { class: 'note' }, note)]),
    );
};
