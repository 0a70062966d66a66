// node app_page.mjs COFFER PAGE WORK SCENARIOS: coffer.html in headless Chromium, opened from a file.
// Fails when its results differ from those of COFFER by a byte, anything is written to the console or
// requested, or a step that an officer takes does not work.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateRawSync } from 'node:zlib';

const [coffer, app, work, scenarios] = process.argv.slice(2);
const { chromium } = createRequire(path.join(path.resolve(work), 'package.json'))('playwright-core');

const largest = 8e6;
const address = pathToFileURL(path.resolve(app)).href;
const folder = mkdtempSync(path.join(tmpdir(), 'coffer-app-'));
const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** A page, and what must not happen on it. A blob is of the page itself and leaves nothing. */
const open = async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    const troubles = [];
    page.on('console', (message) => troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => void dialog.accept());
    page.on('request', (request) => {
        const url = request.url();
        if (url !== address && !url.startsWith('blob:')) troubles.push(`request: ${url.slice(0, 200)}`);
    });
    await page.goto(address);
    await ready(page);
    return { page, troubles };
};

const ready = (page) => page.waitForSelector('html[data-state=ready] #open', { timeout: 60_000 });

/** By the keyboard: where the page was just scrolled, a busy browser still sends the mouse to the frame of a report
 * that was there before. */
const click = async (page, selector) => {
    await page.focus(selector);
    await page.keyboard.press('Enter');
};

/** The parts of a zip archive. */
const unzip = (bytes) => {
    const parts = {};
    let at = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'));
    const count = bytes.readUInt16LE(at + 10);
    at = bytes.readUInt32LE(at + 16);
    for (let i = 0; i < count; ++i) {
        const [size, name, extra, comment] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
        const local = bytes.readUInt32LE(at + 42);
        const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
        const content = bytes.subarray(begin, begin + size);
        parts[bytes.toString('utf8', at + 46, at + 46 + name)] = bytes.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content);
        at += 46 + name + extra + comment;
    }
    return parts;
};

const downloaded = async (page, click) => {
    const [download] = await Promise.all([page.waitForEvent('download'), click()]);
    return readFileSync(await download.path());
};

const results = async (page) => unzip(await downloaded(page, () => click(page, '#report .bar button:nth-of-type(2)')));

const openIn = async (page, input, place) => {
    const before = Number(await page.evaluate(() => document.documentElement.dataset.opened ?? 0));
    await page.setInputFiles(input, place);
    await page.waitForSelector(`html[data-opened="${before + 1}"] #check`, { timeout: 60_000 });
};
const openFolder = (page, plan) => openIn(page, 'input[webkitdirectory]', plan);
const openFile = (page, file) => openIn(page, 'input[type=file]:not([webkitdirectory])', file);

const report = async (page) => {
    const frame = await (await page.waitForSelector('#report iframe')).contentFrame();
    await frame.waitForSelector('html[data-charts=drawn]', { timeout: 60_000 });
    return frame;
};

const run = async (page, paths) => {
    await page.fill('#paths', String(paths));
    await click(page, '#start');
    await page.waitForSelector('html[data-state=running]');
    await page.waitForSelector('html[data-state=ready]', { timeout: 240_000 });
    return report(page);
};

/** Every table that both wrote has the same bytes; at least `least` of them. */
const checkSame = (made, results, least) => {
    const names = readdirSync(results).filter((name) => name.endsWith('.csv'));
    assert.ok(names.length >= least, `${results}: ${names}`);
    for (const name of names) {
        assert.ok(made[name], `the browser made no ${name}`);
        assert.ok(made[name].equals(readFileSync(path.join(results, name))), `${name} differs`);
    }
};

const native = (name, ...words) => {
    const out = path.join(folder, name);
    execFileSync(coffer, [...words, '--quiet', '--out', out]);
    return out;
};

const plan = path.join(scenarios, 'guzhang-2020');
const change = 'revenue[account=fund].base*=0.7';

const checkForecast = async (page) => {
    await openFolder(page, plan);
    assert.equal(await page.locator('#check li.bad').count(), 0);
    const frame = await run(page, 2000);
    assert.ok((await frame.locator('.chart svg').count()) >= 8, 'charts are missing');
    assert.equal(await frame.locator('html').getAttribute('lang'), 'zh-CN');
    const begin = Date.now();
    checkSame(await results(page), native('run', 'run', plan, '--paths', '2000'), 6);
    console.log(`2,000 paths: ${await page.textContent('#notice')} (${Date.now() - begin} ms natively)`);
};

const checkComparison = async (page) => {
    await page.fill('#paths', '1000');
    await page.fill('#change', change);
    await click(page, '#compare');
    await page.waitForSelector('#report [role=tab][aria-selected=true] >> text=改动前后', { timeout: 240_000 });
    const frame = await report(page);
    assert.ok((await frame.textContent('body')).includes(change));
    checkSame(await results(page), native('compare', 'compare', plan, '--set', change, '--paths', '1000'), 3);
    await page.fill('#change', 'nonsense[');
    await click(page, '#compare');
    await page.waitForSelector('html[data-state=ready]');
    await page.waitForFunction(() => document.getElementById('notice').textContent.includes('nonsense['));
};

/** An amount that is none is told at its cell, and the plan cannot run until it is mended. */
const checkEditing = async (page) => {
    await click(page, '[data-table=revenue]');
    const column = await page.$$eval('#tables thead th', (all) => all.findIndex((head) => head.textContent.startsWith('上年数')) - 1);
    assert.ok(column > 0, 'no column 上年数');
    const cell = `#tables [data-row="0"][data-column="${column}"]`;
    const before = await page.textContent(cell);
    const type = async (text) => {
        await click(page, cell);
        await page.fill(`${cell} input`, text);
        await page.press(`${cell} input`, 'Enter');
    };
    // Who goes on to the next cell at once writes on there.
    const next = cell.replace('row="0"', 'row="1"');
    await click(page, cell);
    await page.fill(`${cell} input`, '三千万左右');
    await page.$eval(next, (other) => {
        other.focus();
        other.click();
    });
    await page.fill(`${next} input`, '12');
    await page.waitForSelector(`${cell}.wrong`);
    assert.equal(await page.inputValue(`${next} input`), '12');
    await page.press(`${next} input`, 'Escape');
    assert.ok(await page.isDisabled('#start'));
    const message = await page.textContent('#check li.bad');
    assert.ok(message.includes('三千万左右'), message);
    await click(page, '[data-table=projects]');
    await click(page, '#check li.bad button');
    await page.waitForFunction((place) => document.activeElement === document.querySelector(place), cell);
    await type(before);
    await page.waitForSelector('#start:not([disabled])');
    assert.equal(await page.locator('#check li.bad').count(), 0);
    await click(page, 'text=撤销');
    await page.waitForSelector(`${cell}.wrong`);
    await click(page, 'text=撤销');
    await page.waitForSelector('#start:not([disabled])');
};

const shaOf = (place) => JSON.parse(execFileSync(coffer, ['run', place, '--paths', '64', '--json', '--force', '--out', path.join(folder, 'sha')], { stdio: ['ignore', 'pipe', 'ignore'] })).manifest.scenario.sha256;

/** What is saved says what was opened; and a workbook that the program wrote gives the same figures. */
const checkSaving = async (page) => {
    const wanted = shaOf(plan);
    const book = path.join(folder, 'saved.xlsx');
    writeFileSync(book, await downloaded(page, () => click(page, 'text=存为工作簿')));
    assert.equal(shaOf(book), wanted);
    const tables = path.join(folder, 'saved');
    mkdirSync(tables);
    for (const [name, bytes] of Object.entries(unzip(await downloaded(page, () => click(page, 'text=存为 CSV'))))) writeFileSync(path.join(tables, name), bytes);
    assert.equal(shaOf(tables), wanted);
    const written = path.join(folder, 'written.xlsx');
    execFileSync(coffer, ['workbook', plan, written, '--quiet']);
    await openFile(page, written);
    await run(page, 400);
    checkSame(await results(page), native('book', 'run', plan, '--paths', '400'), 6);
};

const checkStopping = async (page) => {
    await page.fill('#paths', '100000');
    await click(page, '#start');
    await page.waitForFunction(() => Number(document.getElementById('progress')?.getAttribute('value')) > 0, undefined, { timeout: 60_000 });
    await click(page, '#stop');
    await page.waitForSelector('#start:not([disabled])');
    assert.equal(await page.textContent('#notice'), '已停止。');
    await run(page, 200);
};

const checkLanguage = async (page) => {
    await click(page, '#upper button[lang=en]');
    await page.waitForSelector('html[lang=en]');
    const left = await page.$$eval('#upper h1, #upper h2, #upper header p, #upper .bar, #upper thead, #upper .tabs, #upper .table-tools, #upper .drop-zone > p:first-child', (all) =>
        all.map((part) => part.textContent ?? '').filter((part) => /[\u4e00-\u9fff]/.test(part.replace('中文', ''))),
    );
    assert.deepEqual(left, [], 'Chinese in the English page');
    await click(page, '#upper button[lang=zh-CN]');
    await page.waitForSelector('html[lang=zh-CN]');
};

/** Files that are no plan are told of, all at once, and end nothing. */
const checkHostile = async (page) => {
    const broken = path.join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(path.join(broken, 'scenario.toml'), '[\n');
    writeFileSync(path.join(broken, 'projects.csv'), 'id,name_zh\n"<img src=x onerror=alert(1)>,\n');
    await openFolder(page, broken);
    await page.waitForSelector('#check li.bad >> text=TOML');
    const book = path.join(folder, 'broken.xlsx');
    writeFileSync(book, 'PK\u0003\u0004 no archive');
    await openFile(page, book);
    await page.waitForSelector('#check li.bad >> text=.xlsx');
    assert.equal(await page.locator('img').count(), 0);
};

/** Negative control: the page cannot ask for anything, and what it writes is noticed. */
const checkSealed = async () => {
    const { page, troubles } = await open();
    const asked = await page.evaluate(() => fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused'));
    assert.equal(asked, 'refused');
    assert.ok(troubles.some((trouble) => trouble.includes('Content Security Policy')), troubles.join('\n'));
    await page.close();
};

try {
    const { size } = statSync(app);
    assert.ok(size <= largest, `${size} bytes`);
    console.log(`coffer.html: ${size} bytes`);
    const { page, troubles } = await open();
    for (const check of [checkForecast, checkComparison, checkEditing, checkSaving, checkStopping, checkLanguage, checkHostile]) {
        await check(page);
        console.log(`${check.name}: as it should be`);
        assert.deepEqual(troubles, [], check.name);
    }
    await checkSealed();
} finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
}
