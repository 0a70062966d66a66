// What the pages are made of: scripts bundled and styles minified by esbuild, found in the folder
// where `npm ci` has run.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Modules stand in the build folder, not beside this file.
const { build, transform } = createRequire(path.join(process.cwd(), 'package.json'))('esbuild');

const home = path.dirname(fileURLToPath(import.meta.url));
const source = (name) => path.join(home, name);

/** The script `entry` with all that it imports. */
export const bundle = async (entry) => {
    const result = await build({
        entryPoints: [source(entry)],
        bundle: true,
        minify: true,
        write: false,
        format: 'iife',
        target: ['es2020'],
        charset: 'utf8',
        // The licences of what is bundled travel with every page.
        legalComments: 'eof',
        nodePaths: [path.join(process.cwd(), 'node_modules')],
        define: { 'process.env.NODE_ENV': '"production"' },
    });
    return result.outputFiles[0].text;
};

export const sheet = async (name) => {
    const result = await transform(await readFile(source(name), 'utf8'), { loader: 'css', minify: true, charset: 'utf8' });
    return result.code;
};

/** The page of reports with places for title, plain text and data; and the hash of its script. */
export const reportShell = async () => {
    const [code, css, shell] = await Promise.all([bundle('report/main.ts'), sheet('report/style.css'), readFile(source('report/shell.html'), 'utf8')]);
    const hash = createHash('sha256').update(code, 'utf8').digest('base64');
    const html = shell.replace('{{hash}}', () => hash).replace('{{style}}', () => css).replace('{{script}}', () => code);
    return { html, hash };
};
