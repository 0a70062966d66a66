// node build_app.mjs ENGINE SCENARIOS OUTPUT: packs the engine (WebAssembly), the page around it, the
// page of reports and examples into one HTML file. Runs in a folder where `npm ci` has run.
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { bundle, reportShell, sheet } from './bundle.mjs';

const largest = 8e6;
const [engine, scenarios, output] = process.argv.slice(2);

const packed = (bytes) => gzipSync(bytes, { level: 9 }).toString('base64');
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('base64');

/** A plan that the page can begin with. */
const example = async (folder, name) => {
    const files = {};
    for (const file of (await readdir(path.join(scenarios, folder))).sort()) {
        if (!/\.(csv|toml)$/.test(file)) continue;
        files[file] = await readFile(path.join(scenarios, folder, file), 'utf8');
    }
    return { name, files };
};

const examples = [
    await example('minimal', { zh: '最小样例（可作模板）', en: 'A small plan (a template)' }),
    await example('guzhang-2020', { zh: '古丈 2020（58 个项目）', en: 'Guzhang 2020 (58 projects)' }),
    await example('wanghua-2021', { zh: '望花 2021', en: 'Wanghua 2021' }),
];

const report = await reportShell();
const script = await bundle('app/main.ts');
const parts = {
    hash: sha256(script),
    reportHash: report.hash,
    style: (await sheet('report/style.css')) + (await sheet('app/style.css')),
    engine: packed(await readFile(engine)),
    worker: packed(await bundle('app/worker.ts')),
    shell: packed(report.html),
    examples: packed(JSON.stringify(examples)),
    script,
};
let page = await readFile(new URL('app/app.html', import.meta.url), 'utf8');
for (const [name, content] of Object.entries(parts)) page = page.replace(`{{${name}}}`, () => content);
if (Buffer.byteLength(page) > largest) throw new Error(`${output}: ${Buffer.byteLength(page)} bytes, ${largest} are the most`);
await writeFile(output, page);
