// Plans come in as dropped files or folders, or are chosen.
import type { Word } from './words.ts';

export type Files = Record<string, Uint8Array>;

const isPlanFile = (name: string): boolean => /\.(csv|toml|xlsx)$/i.test(name) && !/^[.~]/.test(name);

/** The files of a plan, by bare name; or why there is none. */
export const planOf = async (files: File[]): Promise<Files | Word> => {
    const wanted = files.filter((file) => isPlanFile(file.name));
    const books = wanted.filter((file) => /\.xlsx$/i.test(file.name));
    if (books.length > 1) return 'manyBooks';
    const chosen = books.length === 1 ? books : wanted;
    if (chosen.length === 0) return 'noPlan';
    const plan: Files = {};
    for (const file of chosen) plan[file.name] = new Uint8Array(await file.arrayBuffer());
    return plan;
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject));

const childrenOf = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
    const reader = folder.createReader();
    const all: FileSystemEntry[] = [];
    for (;;) {
        // It hands out a hundred at a time.
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (some.length === 0) return all;
        all.push(...some);
    }
};

/** What was dropped: files, and those that lie directly in folders. */
export const droppedFiles = async (data: DataTransfer): Promise<File[]> => {
    const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
    if (entries.length === 0) return [...data.files];
    const files: File[] = [];
    for (const entry of entries) {
        const inside = entry.isDirectory ? await childrenOf(entry as FileSystemDirectoryEntry) : [entry];
        for (const each of inside) if (each.isFile) files.push(await fileOf(each as FileSystemFileEntry));
    }
    return files;
};

/** Of a chosen folder, what lies directly in it. */
export const chosenFiles = (list: FileList): File[] => [...list].filter((file) => file.webkitRelativePath.split('/').length <= 2);
