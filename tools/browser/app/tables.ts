// Tables as they can be edited: a cell becomes an input when it is entered.
import { element } from '../report/dom.ts';
import type { Edit, Field, Message, Setting, Table } from './model.ts';
import { language, say } from '../language.ts';
import { word } from './words.ts';

/** Rows shown at first: more take a browser's breath. */
const firstRows = 300;

export interface Editing {
    edit: (edit: Edit, then?: Place) => void;
}

/** The cell to go on with after an edit. */
export interface Place {
    row: number;
    column: number;
}

export const fieldName = (field: Field): string => (language() === 'zh' ? field.zh : field.name);

const marks = (messages: Message[]): Map<string, Message[]> => {
    const all = new Map<string, Message[]>();
    for (const message of messages) {
        if (message.cell?.row === undefined) continue;
        const place = `${message.cell.row},${message.cell.column ?? 0}`;
        all.set(place, [...(all.get(place) ?? []), message]);
    }
    return all;
};

const mark = (cell: HTMLElement, found: Message[] | undefined): void => {
    if (!found) return;
    cell.classList.add(found.some((message) => message.severity === 'error') ? 'wrong' : 'doubtful');
    cell.title = found.map((message) => `${say(message.problem)} (${say(message.why)}) ${say(message.suggestion)}`).join('\n');
};

let rebuilding = false;

/** Browsers tell an input that is taken out of the document that it was left; it was not. */
export const whileRebuilding = (act: () => void): void => {
    rebuilding = true;
    act();
    rebuilding = false;
};

/** Makes `cell` an input until it is left; `done` gets the text when it was changed, and where to go
 * from there when a key says so. */
const enter = (cell: HTMLElement, field: Field | undefined, done: (text: string, step?: Place) => void): void => {
    if (cell.querySelector('input')) return;
    const before = cell.textContent ?? '';
    const input = element('input', { type: 'text', 'aria-label': field ? fieldName(field) : '' });
    input.value = before;
    const list = element('datalist', { id: 'choices' });
    if (field?.words) {
        list.append(...field.words.map((each) => element('option', { value: say(each) })));
        input.setAttribute('list', 'choices');
    }
    let left = false;
    const leave = (keep: boolean, step?: Place): void => {
        if (left || rebuilding) return;
        left = true;
        const text = input.value.trim();
        cell.replaceChildren(keep ? text : before);
        if (keep && text !== before) done(text, step);
        else if (step) move(cell, step);
    };
    input.addEventListener('blur', () => leave(true));
    input.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') leave(true, { row: 1, column: 0 });
        else if (event.key === 'Escape') leave(false, { row: 0, column: 0 });
        else if (event.key === 'Tab') leave(true, { row: 0, column: event.shiftKey ? -1 : 1 });
        else return;
        event.preventDefault();
        event.stopPropagation();
    });
    cell.replaceChildren(input, list);
    input.focus();
    input.select();
};

const move = (cell: HTMLElement, step: Place): void => {
    const body = cell.closest('tbody');
    const row = Number(cell.dataset.row) + step.row;
    const column = Number(cell.dataset.column) + step.column;
    body?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)?.focus();
};

const steps: Record<string, Place> = {
    ArrowUp: { row: -1, column: 0 },
    ArrowDown: { row: 1, column: 0 },
    ArrowLeft: { row: 0, column: -1 },
    ArrowRight: { row: 0, column: 1 },
};

const editable = (cell: HTMLElement, row: number, column: number, open: () => void): void => {
    cell.tabIndex = 0;
    cell.dataset.row = String(row);
    cell.dataset.column = String(column);
    cell.addEventListener('click', open);
    cell.addEventListener('keydown', (event) => {
        const step = steps[event.key];
        if (event.target !== cell) return;
        if (event.key === 'Enter' || event.key === 'F2') open();
        else if (step) move(cell, step);
        else return;
        event.preventDefault();
    });
};

export const tableView = (table: Table, messages: Message[], editing: Editing): HTMLElement => {
    const fields = table.columns.map((name) => table.fields.find((field) => field.name === name));
    const head = fields.map((field, at) =>
        element(
            'th',
            { scope: 'col', title: field ? say(field.meaning) : '' },
            field ? fieldName(field) : (table.columns[at] ?? ''),
        ),
    );
    const found = marks(messages.filter((message) => message.cell?.table === table.name));
    const body = element('tbody');
    const addRows = (from: number, to: number): void => {
        for (let row = from; row < to; ++row) {
            const cells = (table.rows[row] ?? []).map((text, column) => {
                const cell = element('td', {}, text);
                mark(cell, found.get(`${row},${column}`));
                const name = table.columns[column] ?? '';
                editable(cell, row, column, () =>
                    enter(cell, fields[column], (next, step) =>
                        editing.edit({ table: table.name, row, column: name, text: next }, step && { row: row + step.row, column: column + step.column }),
                    ),
                );
                return cell;
            });
            const drop = element('button', { type: 'button', class: 'drop', title: word('dropRow'), 'aria-label': word('dropRow') }, '×');
            drop.addEventListener('click', () => editing.edit({ table: table.name, drop: row }));
            body.append(element('tr', {}, element('th', { scope: 'row' }, String(row + 1)), ...cells, element('td', { class: 'end' }, drop)));
        }
    };
    const shown = Math.min(table.rows.length, firstRows);
    addRows(0, shown);
    const tools = element('p', { class: 'table-tools' });
    if (shown < table.rows.length) {
        const more = element('button', { type: 'button' }, `${word('more')} (${table.rows.length})`);
        more.addEventListener('click', () => {
            addRows(shown, table.rows.length);
            more.remove();
        });
        tools.append(more);
    }
    const add = element('button', { type: 'button' }, word('addRow'));
    add.addEventListener('click', () => editing.edit({ table: table.name, add: true }, { row: table.rows.length, column: 0 }));
    tools.append(add);
    const left = table.fields.filter((field) => !table.columns.includes(field.name));
    if (left.length > 0 && table.rows.length > 0) {
        const choice = element('select', { 'aria-label': word('addColumn') }, element('option', { value: '' }, word('addColumn')));
        choice.append(...left.map((field) => element('option', { value: field.name, title: say(field.meaning) }, fieldName(field))));
        choice.addEventListener('change', () => {
            const field = left.find((each) => each.name === choice.value);
            if (!field) return;
            // A column without a cell in it would be forgotten: it is only shown.
            table.columns.push(field.name);
            for (const row of table.rows) row.push('');
            const next = tableView(table, messages, editing);
            box.replaceWith(next);
            next.querySelector<HTMLElement>(`[data-row="0"][data-column="${table.columns.length - 1}"]`)?.focus();
        });
        tools.append(choice);
    }
    const box = element(
        'div',
        { class: 'table' },
        element('p', { class: 'note' }, say(table.meaning)),
        element('div', { class: 'scroll' }, element('table', { class: 'sheet' }, element('thead', {}, element('tr', {}, element('th', {}, ''), ...head, element('th', {}, ''))), body)),
        tools,
    );
    return box;
};

export const settingsView = (settings: Setting[], messages: Message[], editing: Editing): HTMLElement => {
    const body = element('tbody');
    settings.forEach((setting, row) => {
        const cell = element('td', {}, setting.text ?? '');
        mark(cell, messages.filter((message) => message.cell?.key === setting.name).length > 0 ? messages.filter((message) => message.cell?.key === setting.name) : undefined);
        editable(cell, row, 0, () =>
            enter(cell, setting, (text, step) => editing.edit({ key: setting.name, text }, step && { row: row + step.row, column: 0 })),
        );
        const line = element('tr', setting.text === undefined ? { class: 'unset' } : {});
        line.append(element('th', { scope: 'row', title: setting.name }, fieldName(setting)), cell, element('td', { class: 'note' }, say(setting.meaning)));
        body.append(line);
    });
    return element('div', { class: 'table' }, element('div', { class: 'scroll' }, element('table', { class: 'sheet' }, body)));
};
