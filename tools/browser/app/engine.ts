// The engine's module as functions: files and a request in, an answer and files out.
import type { Answer, Request } from './model.ts';
import { Wasi } from './wasi.ts';

interface Exports {
    memory: WebAssembly.Memory;
    _initialize?: () => void;
    take_memory: (size: number) => number;
    give_memory: (at: number) => void;
    put: (name: number, nameSize: number, at: number, size: number) => void;
    ask: (at: number, size: number) => void;
    answer: () => number;
    answer_size: () => number;
    file: (name: number, size: number) => number;
    file_size: (name: number, size: number) => number;
}

export class Engine {
    private constructor(
        private readonly exports: Exports,
        private readonly wasi: Wasi,
    ) {}

    static async load(code: BufferSource, progress: (done: number, total: number) => void): Promise<Engine> {
        const module = await WebAssembly.compile(code);
        const wasi = new Wasi();
        const wanted = WebAssembly.Module.imports(module).filter((each) => each.module !== 'page');
        const instance = await WebAssembly.instantiate(module, {
            wasi_snapshot_preview1: wasi.imports(wanted),
            env: wasi.imports(wanted),
            page: { progress },
        });
        const exports = instance.exports as unknown as Exports;
        wasi.use(exports.memory);
        exports._initialize?.();
        return new Engine(exports, wasi);
    }

    /** Throws when the module ends: then this engine must not be used again. */
    ask(request: Request, files: Record<string, Uint8Array>): Answer {
        this.wasi.clear();
        for (const [name, bytes] of Object.entries(files)) this.put(name, bytes);
        const text = new TextEncoder().encode(JSON.stringify(request));
        this.lend(text, (at) => this.exports.ask(at, text.length));
        const answer = JSON.parse(
            new TextDecoder().decode(this.bytes(this.exports.answer(), this.exports.answer_size())),
        ) as Answer;
        answer.made = {};
        for (const name of answer.files ?? []) answer.made[name] = this.take(name);
        return answer;
    }

    /** What the module said before it ended. */
    get lastWords(): string {
        return this.wasi.said;
    }

    private put(name: string, bytes: Uint8Array): void {
        const key = new TextEncoder().encode(name);
        this.lend(key, (keyAt) =>
            this.lend(bytes, (at) => this.exports.put(keyAt, key.length, at, bytes.length)),
        );
    }

    private take(name: string): Uint8Array {
        const key = new TextEncoder().encode(name);
        return this.lend(key, (at) => {
            const size = this.exports.file_size(at, key.length);
            return this.bytes(this.exports.file(at, key.length), size).slice();
        });
    }

    private lend<Result>(bytes: Uint8Array, use: (at: number) => Result): Result {
        const at = this.exports.take_memory(Math.max(bytes.length, 1));
        this.bytes(at, bytes.length).set(bytes);
        try {
            return use(at);
        } finally {
            this.exports.give_memory(at);
        }
    }

    private bytes(at: number, size: number): Uint8Array {
        return new Uint8Array(this.exports.memory.buffer, at >>> 0, size >>> 0);
    }
}
