// node build.mjs OUTPUT: bundles the page of reports and writes it as a C++ source that defines
// coffer::tool::report_shell(), or alone when OUTPUT ends in .html. Runs when coffer is built, in a folder where `npm ci` has run.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Modules stand in the build folder, not beside this file.
const { build, transform } = createRequire(path.join(process.cwd(), 'package.json'))('esbuild');

/** Compilers need not take string literals longer than this. */
const longestLiteral = 16000;

const home = path.dirname(fileURLToPath(import.meta.url));
const source = (name) => path.join(home, 'report', name);

const script = async () => {
    const result = await build({
        entryPoints: [source('main.ts')],
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

const style = async () => {
    const result = await transform(await readFile(source('style.css'), 'utf8'), { loader: 'css', minify: true, charset: 'utf8' });
    return result.code;
};

const literal = (text) => {
    const pieces = [];
    const bytes = Buffer.from(text, 'utf8');
    for (let at = 0; at < bytes.length; at += longestLiteral) {
        let piece = '';
        for (const byte of bytes.subarray(at, at + longestLiteral)) {
            if (byte === 0x22 || byte === 0x5c) piece += `\\${String.fromCharCode(byte)}`;
            // "??" would begin a trigraph.
            else if (byte >= 0x20 && byte < 0x7f && byte !== 0x3f) piece += String.fromCharCode(byte);
            else piece += `\\${byte.toString(8).padStart(3, '0')}`;
        }
        pieces.push(`    {"${piece}", ${Math.min(longestLiteral, bytes.length - at)}},`);
    }
    return pieces.join('\n');
};

const [code, css, shell] = await Promise.all([script(), style(), readFile(source('shell.html'), 'utf8')]);
const hash = createHash('sha256').update(code, 'utf8').digest('base64');
const filled = shell.replace('{{hash}}', () => hash).replace('{{style}}', () => css).replace('{{script}}', () => code);
/** The C++ source that holds `shell`. */
const sourceOf = (shell) => `// Made by tools/browser/build.mjs; do not edit.
#include <string>
#include <string_view>

#include "report_shell.hpp"

namespace coffer::tool {
namespace {

constexpr std::string_view pieces[] = {
${literal(shell)}
};

}  // namespace

std::string report_shell() {
    std::string shell;
    for (const std::string_view piece : pieces) shell += piece;
    return shell;
}

}  // namespace coffer::tool
`;

const output = process.argv[2];
await writeFile(output, output.endsWith('.html') ? filled : sourceOf(filled));
