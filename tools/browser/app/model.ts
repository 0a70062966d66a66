// What the page and the engine tell each other; tools/browser/engine mirrors it.
import type { Language, Text } from '../language.ts';

export type { Language, Text };

export interface Field {
    name: string;
    zh: string;
    required: boolean;
    meaning: Text;
    /** What may stand there, when it is one of a few words. */
    words?: Text[];
}

export interface Table {
    name: string;
    zh: string;
    meaning: Text;
    /** Every column that there can be. */
    fields: Field[];
    /** Those that the plan has, by English name. */
    columns: string[];
    rows: string[][];
}

export interface Setting extends Field {
    list: boolean;
    /** None when the plan does not give it. */
    text?: string;
}

export interface Cell {
    table?: string;
    row?: number;
    column?: number;
    key?: string;
}

export interface Message {
    severity: 'error' | 'warning';
    where: string;
    problem: Text;
    why: Text;
    suggestion: Text;
    cell: Cell | null;
}

export type Edit =
    | { key: string; text: string }
    | { table: string; row: number; column: string; text: string }
    | { table: string; add: true }
    | { table: string; drop: number };

export type Request =
    | { do: 'look'; language: Language }
    | { do: 'edit'; language: Language; edits: Edit[] }
    | { do: 'run'; language: Language; paths?: number; seed?: number; set?: string[] }
    | { do: 'compare'; language: Language; paths?: number; seed?: number; set: string[] }
    | { do: 'save'; language: Language; as: 'xlsx' | 'zip' };

export interface Answer {
    ok: boolean;
    messages?: Message[];
    tables?: Table[];
    settings?: Setting[];
    name?: Text;
    paths?: number;
    sha256?: string;
    seconds?: number;
    files?: string[];
    /** The bytes of `files`; put there by engine.ts. */
    made: Record<string, Uint8Array>;
}

/** What the worker is told and tells. */
export type Order = { code: ArrayBuffer } | { number: number; request: Request; files: Record<string, Uint8Array> };
export type Report =
    | { progress: [number, number] }
    | { number: number; answer: Answer }
    | { number: number; ended: string };
