// coffer.html: a plan is opened, checked, edited, run and held against itself changed, all in the
// browser. The plan's files are kept here; the engine, in its worker, keeps nothing.
import { element } from '../report/dom.ts';
import { engineCode, examples, reportShell, workerScript } from './assets.ts';
import type { Example } from './assets.ts';
import { Client, Stopped } from './client.ts';
import type { Answer, Edit, Language, Message, Request } from './model.ts';
import { chosenFiles, droppedFiles, planOf } from './opening.ts';
import type { Files } from './opening.ts';
import { settingsView, tableView, whileRebuilding } from './tables.ts';
import type { Place } from './tables.ts';
import { language, say, setLanguage } from '../language.ts';
import { word } from './words.ts';
import type { Word } from './words.ts';

interface Shown {
    kind: 'forecast' | 'comparison';
    /** Tells one run from another. */
    number: number;
    answer: Answer;
    /** Of the plan that it tells of. */
    sha256: string | undefined;
}

interface State {
    files: Files | undefined;
    name: string;
    seen: Answer | undefined;
    before: Files[];
    edited: boolean;
    tab: string;
    paths: string;
    change: string;
    notice: string;
    running: boolean;
    reports: Partial<Record<Shown['kind'], Shown>>;
    open: Shown['kind'] | undefined;
}

const state: State = {
    files: undefined,
    name: '',
    seen: undefined,
    before: [],
    edited: false,
    tab: '',
    paths: '',
    change: '',
    notice: '',
    running: false,
    reports: {},
    open: undefined,
};

/** How far back edits can be undone. */
const mostUndone = 50;

let client: Client;
let shell: Uint8Array;
let samples: Example[] = [];

const button = (label: Word, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement => {
    const made = element('button', { type: 'button', ...attributes }, word(label));
    made.addEventListener('click', act);
    return made;
};

/** Asks the engine; a fault of the program is told, a stop is not one. */
const ask = async (request: Request, files: Files): Promise<Answer | undefined> => {
    try {
        return await client.ask(request, files);
    } catch (error) {
        state.notice = error instanceof Stopped ? word('stopped') : `${word('ended')} ${String(error)}`;
        return undefined;
    }
};

const firstTable = (seen: Answer): string => {
    const wrong = seen.messages?.find((message) => message.cell?.table)?.cell?.table;
    return wrong ?? seen.tables?.find((table) => table.name === 'projects' && table.rows.length > 0)?.name ?? 'settings';
};

const see = (seen: Answer | undefined): void => {
    if (!seen) return;
    state.seen = seen;
    if (state.paths === '' && seen.paths) state.paths = String(seen.paths);
};

/** Plans opened so far; for who watches from outside. */
let opened = 0;

const openPlan = async (files: Files, name: string): Promise<void> => {
    if (state.running) client.stop();
    Object.assign(state, { files, name, before: [], edited: false, paths: '', notice: '', reports: {}, open: undefined });
    const seen = await ask({ do: 'look', language: language() }, files);
    see(seen);
    state.tab = seen ? firstTable(seen) : '';
    build();
    document.documentElement.dataset.opened = String(++opened);
};

const openFiles = async (list: File[]): Promise<void> => {
    if (list.length === 0 || (state.edited && !window.confirm(word('replace')))) return;
    const plan = await planOf(list);
    if (typeof plan === 'string') {
        state.notice = word(plan);
        return build();
    }
    const folder = list[0]?.webkitRelativePath.split('/')[0] ?? '';
    await openPlan(plan, folder || Object.keys(plan).find((name) => name.endsWith('.xlsx')) || '');
};

const goTo = (place: Place): void => {
    document.querySelector<HTMLElement>(`#tables tbody [data-row="${place.row}"][data-column="${place.column}"]`)?.focus();
};

/** Edits go to the engine one after the other. */
let edits: Promise<void> = Promise.resolve();
const edit = (made: Edit, then?: Place): void => {
    edits = edits.then(async () => {
        const files = state.files;
        if (!files) return;
        if (state.running) {
            state.notice = word('busy');
            return build();
        }
        const seen = await ask({ do: 'edit', language: language(), edits: [made] }, files);
        if (seen) {
            state.before = [...state.before.slice(1 - mostUndone), files];
            state.files = seen.made;
            state.edited = true;
            see(seen);
        }
        build();
        if (then) goTo(then);
    });
};

const undo = async (): Promise<void> => {
    const files = state.before.pop();
    if (!files) return;
    state.files = files;
    see(await ask({ do: 'look', language: language() }, files));
    build();
};

const download = (bytes: Uint8Array, name: string, type: string): void => {
    const address = URL.createObjectURL(new Blob([bytes.slice()], { type }));
    element('a', { href: address, download: name }).click();
    // Some browsers read it only after the click has been handled.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

const fileName = (ending: string): string => {
    const name = state.name.replace(/\.xlsx$/i, '') || (state.seen?.name ? say(state.seen.name) : '') || 'coffer';
    return name.replace(/[\\/:*?"<>|]/g, '_') + ending;
};

const save = async (as: 'xlsx' | 'zip'): Promise<void> => {
    if (!state.files) return;
    const answer = await ask({ do: 'save', language: language(), as }, state.files);
    const made = answer?.files?.[0];
    if (answer && made && answer.made[made]) {
        download(answer.made[made], fileName(`.${as}`), as === 'zip' ? 'application/zip' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
        state.edited = false;
    } else if (answer?.messages) {
        state.notice = answer.messages.map(sentence).join('\n');
    }
    build();
};

const sentence = (message: Message): string => `${message.where} ${say(message.problem)} (${say(message.why)}) ${say(message.suggestion)}`;

const statements = (): string[] =>
    state.change
        .split(/[;；]/)
        .map((each) => each.trim())
        .filter((each) => each !== '');

let runs = 0;

const compute = async (kind: Shown['kind']): Promise<void> => {
    if (!state.files || state.running) return;
    const paths = Number(state.paths);
    state.running = true;
    state.notice = word('running');
    const before = state.seen?.sha256;
    build();
    const more = Number.isInteger(paths) && paths > 0 ? { paths } : {};
    const request: Request =
        kind === 'forecast' ? { do: 'run', language: language(), ...more } : { do: 'compare', language: language(), set: statements(), ...more };
    const begin = performance.now();
    const answer = await ask(request, { ...state.files, shell });
    state.running = false;
    if (answer?.ok) {
        state.notice = `${word('done')} ${((performance.now() - begin) / 1000).toFixed(1)} ${word('seconds')}`;
        state.reports[kind] = { kind, number: ++runs, answer, sha256: before };
        state.open = kind;
    } else if (answer) {
        state.notice = (answer.messages ?? []).filter((message) => message.severity === 'error').map(sentence).join('\n');
    }
    build();
    if (answer?.ok) document.getElementById('report')?.scrollIntoView();
};

// --- what is seen -------------------------------------------------------------------------------

const languageButton = (choice: Language, label: string): HTMLElement => {
    const made = element('button', { type: 'button', lang: choice === 'zh' ? 'zh-CN' : 'en', 'aria-pressed': String(language() === choice) }, label);
    made.addEventListener('click', () => {
        setLanguage(choice);
        void (async () => {
            if (state.files && !state.running) see(await ask({ do: 'look', language: choice }, state.files));
            state.notice = '';
            build();
        })();
    });
    return made;
};

const header = (): HTMLElement =>
    element(
        'header',
        {},
        element('div', { class: 'tools' }, element('span', { role: 'group', 'aria-label': word('language') }, languageButton('zh', '中文'), languageButton('en', 'English'))),
        element('h1', {}, word('title')),
        element('p', { class: 'subtitle' }, word('offline')),
    );

const part = (id: string, title: Word, ...children: (Node | string)[]): HTMLElement =>
    element('section', { id, class: 'part' }, element('h2', {}, word(title)), ...children);

const picker = (label: Word, attributes: Record<string, string>, pick: (list: FileList) => File[]): HTMLElement => {
    const input = element('input', { type: 'file', ...attributes });
    input.addEventListener('change', () => void openFiles(pick(input.files!)));
    return element('label', { class: 'picker' }, word(label), input);
};

const opening = (): HTMLElement => {
    const samplesBar = element('p', {}, word('orExample'), ' ');
    for (const sample of samples) {
        const made = element('button', { type: 'button' }, say(sample.name));
        made.addEventListener('click', () => {
            if (state.edited && !window.confirm(word('replace'))) return;
            const files = Object.fromEntries(Object.entries(sample.files).map(([name, text]) => [name, new TextEncoder().encode(text)]));
            void openPlan(files, '');
        });
        samplesBar.append(made, ' ');
    }
    const zone = element(
        'div',
        { class: 'drop-zone' },
        element('p', {}, word('drop')),
        element('p', {}, picker('chooseFiles', { multiple: '', accept: '.xlsx,.csv,.toml' }, (list) => [...list]), ' ', picker('chooseFolder', { webkitdirectory: '' }, chosenFiles)),
        samplesBar,
    );
    return part('open', 'open', zone);
};

const messageLine = (message: Message): HTMLElement => {
    const line = element(
        'li',
        { class: message.severity === 'error' ? 'bad' : 'warning' },
        element('span', { class: 'where' }, message.where),
        ` ${word(message.severity)}: ${say(message.problem)} (${say(message.why)}) `,
        element('span', { class: 'note' }, say(message.suggestion)),
    );
    const cell = message.cell;
    if (!cell) return line;
    const where = line.querySelector('.where')!;
    const link = element('button', { type: 'button', class: 'where' }, message.where);
    link.addEventListener('click', () => {
        state.tab = cell.table ?? 'settings';
        build();
        const row = cell.key ? (state.seen?.settings?.findIndex((setting) => setting.name === cell.key) ?? 0) : (cell.row ?? 0);
        goTo({ row, column: cell.column ?? 0 });
    });
    where.replaceWith(link);
    return line;
};

const checking = (seen: Answer): HTMLElement => {
    const all = [...(seen.messages ?? [])].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
    const errors = all.filter((message) => message.severity === 'error').length;
    const list = element('ul', { class: 'messages' });
    const first = 30;
    list.append(...all.slice(0, first).map(messageLine));
    const summary = all.length === 0 ? word('fine') : `${errors} ${word('errors')}, ${all.length - errors} ${word('warnings')}${errors > 0 ? `. ${word('mustMend')}` : ''}`;
    const box = part('check', 'check', element('p', { class: errors > 0 ? 'summary bad' : 'summary' }, summary), list);
    if (all.length > first) {
        const more = element('button', { type: 'button' }, `${word('more')} (${all.length})`);
        more.addEventListener('click', () => {
            list.append(...all.slice(first).map(messageLine));
            more.remove();
        });
        box.append(more);
    }
    return box;
};

const tabs = (seen: Answer): HTMLElement => {
    const bar = element('div', { class: 'tabs', role: 'tablist' });
    const tab = (name: string, label: string): void => {
        const made = element('button', { type: 'button', role: 'tab', 'aria-selected': String(state.tab === name), 'data-table': name }, label);
        made.addEventListener('click', () => {
            state.tab = name;
            build();
        });
        bar.append(made);
    };
    tab('settings', word('settings'));
    const used = (seen.tables ?? []).filter((table) => table.rows.length > 0 || table.name === state.tab);
    for (const table of used) tab(table.name, `${language() === 'zh' ? table.zh : table.name} ${table.rows.length}`);
    const unused = (seen.tables ?? []).filter((table) => !used.includes(table));
    const choice = element('select', { 'aria-label': word('empty') }, element('option', { value: '' }, word('empty')));
    choice.append(...unused.map((table) => element('option', { value: table.name, title: say(table.meaning) }, language() === 'zh' ? table.zh : table.name)));
    choice.addEventListener('change', () => {
        state.tab = choice.value;
        build();
    });
    bar.append(choice);
    return bar;
};

const editing = (seen: Answer): HTMLElement => {
    const messages = seen.messages ?? [];
    const table = seen.tables?.find((each) => each.name === state.tab);
    const view = table ? tableView(table, messages, { edit }) : settingsView(seen.settings ?? [], messages, { edit });
    const undoButton = button('undo', () => void undo());
    undoButton.disabled = state.before.length === 0;
    return part(
        'tables',
        'tables',
        element('p', { class: 'bar' }, undoButton, ' ', button('saveBook', () => void save('xlsx')), ' ', button('saveTables', () => void save('zip'))),
        tabs(seen),
        view,
    );
};

const running = (seen: Answer): HTMLElement => {
    const paths = element('input', { type: 'number', id: 'paths', min: '1', max: '1000000', value: state.paths });
    paths.addEventListener('input', () => {
        state.paths = paths.value;
    });
    const start = button('start', () => void compute('forecast'), { id: 'start', class: 'main' });
    start.disabled = !seen.ok || state.running;
    const stop = button('stop', () => client.stop(), { id: 'stop' });
    stop.disabled = !state.running;
    return part(
        'run',
        'run',
        element('p', { class: 'bar' }, element('label', {}, `${word('paths')} `, paths), ' ', start, ' ', stop, ' ', element('progress', { id: 'progress', max: '1', value: '0', ...(state.running ? {} : { hidden: '' }) })),
    );
};

const changing = (seen: Answer): HTMLElement => {
    const input = element('input', { type: 'text', id: 'change', class: 'long', spellcheck: 'false', value: state.change, placeholder: 'revenue[account=fund].base*=0.7' });
    input.addEventListener('input', () => {
        state.change = input.value;
        go.disabled = !seen.ok || state.running || statements().length === 0;
    });
    input.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !go.disabled) go.click();
    });
    const go = button('compare', () => void compute('comparison'), { id: 'compare', class: 'main' });
    go.disabled = !seen.ok || state.running || statements().length === 0;
    const offers = element('p', { class: 'note' }, word('forInstance'));
    const offer = (label: Word, change: string): void => {
        const made = element('button', { type: 'button', title: change }, word(label));
        made.addEventListener('click', () => {
            input.value = change;
            input.dispatchEvent(new Event('input'));
        });
        offers.append(' ', made);
    };
    offer('fundDown', 'revenue[account=fund].base*=0.7');
    offer('floorUp', 'treasury.cash_floor=500万');
    return part('assumption', 'change', element('p', { class: 'note' }, word('changeHint')), element('p', { class: 'bar' }, element('label', { class: 'wide' }, `${word('changeLabel')} `, input), ' ', go), offers);
};

/** Isolated: nothing in a report reaches this page. */
const frameOf = (answer: Answer): HTMLIFrameElement => {
    const frame = element('iframe', { sandbox: 'allow-scripts allow-modals', title: word('report') });
    frame.srcdoc = new TextDecoder().decode(answer.made['report.html']);
    return frame;
};

const reporting = (shown: Shown): HTMLElement => {
    const bar = element('div', { class: 'tabs', role: 'tablist' });
    for (const kind of ['forecast', 'comparison'] as const) {
        if (!state.reports[kind]) continue;
        const tab = button(kind, () => {
            state.open = kind;
            build();
        });
        tab.setAttribute('role', 'tab');
        tab.setAttribute('aria-selected', String(state.open === kind));
        bar.append(tab);
    }
    const { made } = shown.answer;
    const tools = element(
        'p',
        { class: 'bar' },
        button('saveReport', () => download(made['report.html']!, fileName('.html'), 'text/html')),
        ' ',
        button('saveResults', () => download(made['results.zip']!, fileName('-results.zip'), 'application/zip')),
    );
    return part('report', 'report', bar, tools, element('p', { id: 'outdated', class: 'summary bad' }, word('outdated')), frameOf(shown.answer));
};

let reportedAs = '';

/** A frame that is put into the document anew loads anew, so the report's part stays while it tells the same. */
const showReport = (): void => {
    const lower = document.getElementById('lower') ?? document.body.appendChild(element('div', { id: 'lower' }));
    const shown = state.open && state.reports[state.open];
    const key = shown ? [language(), shown.kind, ...Object.values(state.reports).map((each) => each.number)].join() : '';
    if (key !== reportedAs) {
        reportedAs = key;
        lower.replaceChildren(...(shown ? [reporting(shown)] : []));
    }
    const outdated = document.getElementById('outdated');
    if (outdated && shown) outdated.hidden = shown.sha256 === state.seen?.sha256;
};

const goOn = (place: DOMStringMap, text: string): void => {
    const cell = document.querySelector<HTMLElement>(`#tables tbody [data-row="${place.row}"][data-column="${place.column}"]`);
    cell?.click();
    const input = cell?.querySelector('input');
    if (input) input.value = text;
};

const notice = (): HTMLElement => element('p', { id: 'notice', class: 'notice', role: 'status', 'aria-live': 'polite' }, state.notice);

const build = (): void => {
    document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
    document.title = word('title');
    const scroll = document.querySelector('#tables .scroll');
    const place = { top: scroll?.scrollTop ?? 0, left: scroll?.scrollLeft ?? 0, tab: document.querySelector('#tables [aria-selected="true"]')?.getAttribute('data-table') };
    const entered = document.querySelector<HTMLInputElement>('#tables td input');
    const cell = entered?.closest<HTMLElement>('td')?.dataset;
    const seen = state.seen;
    const upper = document.getElementById('upper') ?? document.body.appendChild(element('div', { id: 'upper' }));
    const parts: HTMLElement[] = [header(), opening(), notice()];
    if (seen) {
        parts.push(checking(seen));
        if (seen.tables) parts.push(editing(seen));
        parts.push(running(seen), changing(seen));
    }
    whileRebuilding(() => upper.replaceChildren(...parts));
    showReport();
    const now = document.querySelector('#tables .scroll');
    if (now && place.tab === state.tab) {
        now.scrollTop = place.top;
        now.scrollLeft = place.left;
        // Who went on to the next cell while an edit was made writes on there.
        if (entered && cell) goOn(cell, entered.value);
    }
    document.documentElement.dataset.state = state.running ? 'running' : 'ready';
};

const listen = (): void => {
    document.addEventListener('dragover', (event) => event.preventDefault());
    document.addEventListener('drop', (event) => {
        event.preventDefault();
        const data = event.dataTransfer;
        if (data) void droppedFiles(data).then(openFiles);
    });
    window.addEventListener('beforeunload', (event) => {
        if (state.edited) event.preventDefault();
    });
};

const begin = async (): Promise<void> => {
    if (typeof DecompressionStream === 'undefined' || typeof WebAssembly === 'undefined') {
        document.body.append(element('p', { class: 'summary bad' }, word('old')));
        return;
    }
    const [code, script, page, list] = await Promise.all([engineCode(), workerScript(), reportShell(), examples()]);
    client = new Client(script, code);
    client.progress = (done, total) => document.getElementById('progress')?.setAttribute('value', String(done / total));
    shell = page;
    samples = list;
    listen();
    build();
};

void begin();
