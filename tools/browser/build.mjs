// node build.mjs OUTPUT: bundles the page of reports and writes it as a C++ source that defines
// coffer::tool::report_shell(), or alone when OUTPUT ends in .html. Runs when coffer is built, in a folder where `npm ci` has run.
import { writeFile } from 'node:fs/promises';

import { reportShell } from './bundle.mjs';

/** Compilers need not take string literals longer than this. */
const longestLiteral = 16000;

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
const { html } = await reportShell();
await writeFile(output, output.endsWith('.html') ? html : sourceOf(html));
