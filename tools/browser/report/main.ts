// Reads the data of the page and builds it, in one language at a time.
import { clearCharts, drawCharts, followWindow } from './charts.ts';
import { element } from './dom.ts';
import { setMoneyUnit, setStart } from './format.ts';
import { language, say, setLanguage } from '../language.ts';
import { word } from './words.ts';
import type { Block, Language, Page } from './model.ts';
import { curve } from './blocks/curve.ts';
import { fan } from './blocks/fan.ts';
import { gantt } from './blocks/gantt.ts';
import { heat } from './blocks/heat.ts';
import { rows } from './blocks/rows.ts';
import { sankey } from './blocks/sankey.ts';
import { series } from './blocks/series.ts';
import { table } from './blocks/table.ts';
import { figures, missing, text } from './blocks/text.ts';

const render = (block: Block): HTMLElement => {
    switch (block.kind) {
        case 'text':
            return text(block);
        case 'figures':
            return figures(block);
        case 'fan':
            return fan(block);
        case 'series':
            return series(block);
        case 'heat':
            return heat(block);
        case 'rows':
            return rows(block);
        case 'curve':
            return curve(block);
        case 'gantt':
            return gantt(block);
        case 'sankey':
            return sankey(block);
        case 'table':
            return table(block);
        case 'missing':
            return missing(block);
    }
};

const languageButton = (page: Page, choice: Language, label: string): HTMLElement => {
    const button = element('button', { type: 'button', lang: choice === 'zh' ? 'zh-CN' : 'en', 'aria-pressed': String(language() === choice) }, label);
    button.addEventListener('click', () => {
        const place = window.scrollY;
        setLanguage(choice);
        build(page);
        window.scrollTo(0, place);
        document.querySelector<HTMLElement>('header [aria-pressed="true"]')?.focus();
    });
    return button;
};

const header = (page: Page): HTMLElement => {
    const print = element('button', { type: 'button' }, word('print'));
    print.addEventListener('click', () => window.print());
    const facts = page.facts.map((fact) => element('div', {}, element('dt', {}, say(fact.name)), element('dd', {}, say(fact.value))));
    return element(
        'header',
        {},
        element(
            'div',
            { class: 'tools' },
            element('span', { role: 'group', 'aria-label': word('language') }, languageButton(page, 'zh', '中文'), languageButton(page, 'en', 'English')),
            print,
        ),
        element('h1', {}, say(page.title)),
        element('p', { class: 'subtitle' }, say(page.subtitle)),
        element('dl', { class: 'facts' }, ...facts),
    );
};

const contents = (page: Page): HTMLElement =>
    element(
        'nav',
        { 'aria-label': word('contents') },
        element('ol', {}, ...page.sections.map((section) => element('li', {}, element('a', { href: `#${section.id}` }, say(section.title))))),
    );

const build = (page: Page): void => {
    clearCharts();
    document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en';
    document.title = say(page.title);
    const sections = page.sections.map((section) =>
        element('section', { id: section.id, class: 'part' }, element('h2', {}, say(section.title)), element('div', { class: 'blocks' }, ...section.blocks.map(render))),
    );
    if (page.command !== '') sections[sections.length - 1]?.append(element('p', { class: 'note' }, `${word('command')} `, element('code', {}, page.command)));
    // What stands alone under a heading needs none of its own.
    for (const part of sections) {
        const title = part.querySelector('h2')?.textContent;
        for (const heading of part.querySelectorAll('h3')) {
            if (heading.textContent === title) heading.remove();
        }
    }
    document.body.replaceChildren(
        element('a', { class: 'skip', href: '#report' }, word('skip')),
        header(page),
        contents(page),
        element('main', { id: 'report', tabindex: '-1' }, ...sections),
    );
    drawCharts();
};

const page = JSON.parse(document.getElementById('page-data')?.textContent ?? '') as Page;
setLanguage(page.language);
setStart(page.start.year, page.start.month);
setMoneyUnit(page.unit);
build(page);
followWindow();
