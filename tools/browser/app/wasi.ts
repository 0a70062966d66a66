// What a WebAssembly module of WASI asks of its surroundings, as little as the engine needs: a
// clock, and a handful of files in memory for a library that writes workbooks to files only. There
// is no other way out of it.

/** Errors of WASI's preview 1. */
const badFile = 8;
const invalid = 28;
const notFound = 44;
const notSupported = 52;

const root = 3;
const directory = 3;
const regular = 4;
const createFile = 1;
const truncateFile = 8;
const append = 1;

interface OpenFile {
    file: MemoryFile;
    at: number;
    append: boolean;
}

class MemoryFile {
    bytes = new Uint8Array(1 << 16);
    size = 0;

    write(at: number, piece: Uint8Array): void {
        const end = at + piece.length;
        if (end > this.bytes.length) {
            const larger = new Uint8Array(Math.max(end, 2 * this.bytes.length));
            larger.set(this.bytes.subarray(0, this.size));
            this.bytes = larger;
        }
        this.bytes.set(piece, at);
        this.size = Math.max(this.size, end);
    }
}

export class Wasi {
    private memory: WebAssembly.Memory | undefined;
    private readonly files = new Map<string, MemoryFile>();
    private readonly open = new Map<number, OpenFile>();
    private next = root + 1;
    /** What the module wrote to its standard error: the reason when it ends. */
    said = '';

    use(memory: WebAssembly.Memory): void {
        this.memory = memory;
    }

    /** Functions for everything the module imports from WASI; what is not here is refused. */
    imports(wanted: WebAssembly.ModuleImportDescriptor[]): Record<string, WebAssembly.ImportValue> {
        const known: Record<string, (...values: never[]) => number> = {
            clock_time_get: (_clock: number, _precision: bigint, at: number) => this.time(at),
            environ_sizes_get: (count: number, size: number) => this.nothing(count, size),
            environ_get: () => 0,
            random_get: (at: number, size: number) => this.random(at, size),
            fd_close: (fd: number) => (this.open.delete(fd) || fd < root ? 0 : badFile),
            fd_fdstat_get: (fd: number, at: number) => this.kind(fd, at),
            fd_fdstat_set_flags: () => 0,
            fd_filestat_get: (fd: number, at: number) => this.facts(this.open.get(fd)?.file, at),
            fd_prestat_get: (fd: number, at: number) => this.rootSize(fd, at),
            fd_prestat_dir_name: (fd: number, at: number) => this.rootName(fd, at),
            fd_read: (fd: number, parts: number, count: number, done: number) => this.read(fd, parts, count, done),
            fd_seek: (fd: number, offset: bigint, whence: number, at: number) => this.seek(fd, offset, whence, at),
            fd_write: (fd: number, parts: number, count: number, done: number) => this.write(fd, parts, count, done),
            path_filestat_get: (_fd: number, _flags: number, path: number, size: number, at: number) =>
                this.facts(this.files.get(this.text(path, size)), at, notFound),
            path_open: (
                _fd: number,
                _lookup: number,
                path: number,
                size: number,
                flags: number,
                _rights: bigint,
                _inherited: bigint,
                how: number,
                at: number,
            ) => this.openFile(this.text(path, size), flags, how, at),
            path_unlink_file: (_fd: number, path: number, size: number) =>
                this.files.delete(this.text(path, size)) ? 0 : notFound,
            proc_exit: (code: number) => {
                throw new Error(`the engine ended (${code}) ${this.said}`);
            },
            sched_yield: () => 0,
        };
        const all: Record<string, WebAssembly.ImportValue> = {};
        for (const { name } of wanted) all[name] = known[name] ?? (() => notSupported);
        return all;
    }

    /** Forgets all files. */
    clear(): void {
        this.files.clear();
        this.open.clear();
        this.said = '';
    }

    private get view(): DataView {
        return new DataView(this.memory!.buffer);
    }

    private bytes(at: number, size: number): Uint8Array {
        return new Uint8Array(this.memory!.buffer, at, size);
    }

    private text(at: number, size: number): string {
        return new TextDecoder().decode(this.bytes(at, size).slice());
    }

    private time(at: number): number {
        this.view.setBigUint64(at, BigInt(Math.round(performance.now() * 1e6)), true);
        return 0;
    }

    private nothing(count: number, size: number): number {
        this.view.setUint32(count, 0, true);
        this.view.setUint32(size, 0, true);
        return 0;
    }

    /** The engine draws nothing from it; hash tables may. */
    private random(at: number, size: number): number {
        this.bytes(at, size).fill(0);
        return 0;
    }

    private rootSize(fd: number, at: number): number {
        if (fd !== root) return badFile;
        this.view.setUint32(at, 0, true);
        this.view.setUint32(at + 4, 1, true);
        return 0;
    }

    private rootName(fd: number, at: number): number {
        if (fd !== root) return badFile;
        this.bytes(at, 1)[0] = '/'.charCodeAt(0);
        return 0;
    }

    private kind(fd: number, at: number): number {
        if (fd > root && !this.open.has(fd)) return badFile;
        this.bytes(at, 24).fill(0);
        this.view.setUint8(at, fd === root ? directory : regular);
        this.view.setBigUint64(at + 8, ~0n & 0xffffffffffffffffn, true);
        this.view.setBigUint64(at + 16, ~0n & 0xffffffffffffffffn, true);
        return 0;
    }

    private facts(file: MemoryFile | undefined, at: number, otherwise = badFile): number {
        if (!file) return otherwise;
        this.bytes(at, 64).fill(0);
        this.view.setUint8(at + 16, regular);
        this.view.setBigUint64(at + 32, BigInt(file.size), true);
        return 0;
    }

    private openFile(name: string, flags: number, how: number, at: number): number {
        let file = this.files.get(name);
        if (!file) {
            if (!(flags & createFile)) return notFound;
            file = new MemoryFile();
            this.files.set(name, file);
        }
        if (flags & truncateFile) file.size = 0;
        this.open.set(this.next, { file, at: 0, append: (how & append) !== 0 });
        this.view.setUint32(at, this.next++, true);
        return 0;
    }

    private *parts(at: number, count: number): Generator<Uint8Array> {
        for (let i = 0; i < count; ++i) {
            const view = this.view;
            yield this.bytes(view.getUint32(at + 8 * i, true), view.getUint32(at + 8 * i + 4, true));
        }
    }

    private read(fd: number, parts: number, count: number, done: number): number {
        const open = this.open.get(fd);
        if (!open) return badFile;
        let total = 0;
        for (const room of this.parts(parts, count)) {
            const piece = open.file.bytes.subarray(open.at, Math.min(open.at + room.length, open.file.size));
            room.set(piece);
            open.at += piece.length;
            total += piece.length;
        }
        this.view.setUint32(done, total, true);
        return 0;
    }

    private write(fd: number, parts: number, count: number, done: number): number {
        const open = this.open.get(fd);
        if (!open && fd !== 1 && fd !== 2) return badFile;
        let total = 0;
        for (const piece of this.parts(parts, count)) {
            if (open) {
                if (open.append) open.at = open.file.size;
                open.file.write(open.at, piece);
                open.at += piece.length;
            } else if (this.said.length < 4000) {
                this.said += new TextDecoder().decode(piece.slice());
            }
            total += piece.length;
        }
        this.view.setUint32(done, total, true);
        return 0;
    }

    private seek(fd: number, offset: bigint, whence: number, at: number): number {
        const open = this.open.get(fd);
        if (!open) return badFile;
        const from = whence === 0 ? 0 : whence === 1 ? open.at : open.file.size;
        const place = from + Number(offset);
        if (place < 0) return invalid;
        open.at = place;
        this.view.setBigUint64(at, BigInt(place), true);
        return 0;
    }
}
