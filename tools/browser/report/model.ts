// The data of a page, as engine/report/html/page_json.cpp writes it: sections of typed blocks. A new
// kind of result is another list of the same blocks; a new kind of block is an entry here, a struct
// in include/coffer/report/page.hpp and a file in blocks/.
import type { Language, Text } from '../language.ts';

export type { Language, Text };

export type MoneyUnit = 'yi' | 'wan' | 'yuan';

/** What a number is, and so how it is shown. Money is in yuan, a moment in months since the start;
 * a ratio reads as a percentage, a multiple as so many times, points are a difference of ratios. */
export type Quantity = 'money' | 'ratio' | 'multiple' | 'probability' | 'points' | 'count' | 'number' | 'month';

export type Numbers = (number | null)[];

/** How a sentence or figure is meant; never told by colour alone. */
export type Tone = 'plain' | 'good' | 'warning' | 'bad' | 'note';

export interface Page {
    format: number;
    language: Language;
    /** In which money is shown. */
    unit: MoneyUnit;
    /** The first month, from the begin of which moments count. */
    start: { year: number; month: number };
    title: Text;
    subtitle: Text;
    facts: { name: Text; value: Text }[];
    sections: Section[];
    /** The command line that made it; empty when it is not told. */
    command: string;
}

export interface Section {
    id: string;
    title: Text;
    blocks: Block[];
}

export type Block =
    | TextBlock
    | FiguresBlock
    | FanBlock
    | SeriesBlock
    | HeatBlock
    | RowsBlock
    | CurveBlock
    | GanttBlock
    | SankeyBlock
    | TableBlock
    | MissingBlock;

/** Sentences. */
export interface TextBlock {
    kind: 'text';
    items: { tone: Tone; text: Text }[];
}

/** A few figures that everybody asks for first. */
export interface FiguresBlock {
    kind: 'figures';
    items: { label: Text; value: number | null; quantity: Quantity; note: Text; tone: Tone }[];
}

interface Titled {
    title: Text;
    note: Text;
}

/** Quantiles of one quantity by period. */
export interface FanBlock extends Titled {
    kind: 'fan';
    quantity: Quantity;
    periods: string[];
    p05: Numbers;
    p25: Numbers;
    p50: Numbers;
    p75: Numbers;
    p95: Numbers;
    lines: NamedValues[];
}

export interface NamedValues {
    name: Text;
    values: Numbers;
    /** green, yellow, orange, red: the colours of debt tiers; empty for the next of the palette. */
    colour: string;
}

/** Bars that stand on each other, and lines over them, by period. */
export interface SeriesBlock extends Titled {
    kind: 'series';
    quantity: Quantity;
    periods: string[];
    bars: NamedValues[];
    lines: NamedValues[];
}

/** A table of numbers whose cells are shaded; low numbers dark where `low_is_dark`. */
export interface HeatBlock extends Titled {
    kind: 'heat';
    quantity: Quantity;
    corner: Text;
    columns: Text[];
    /** With the text of each cell, where the page does not write them. */
    rows: { name: Text; values: Numbers; texts: Text[] }[];
    low_is_dark: boolean;
    /** Of each column 1: more is better, -1: less is, 0: neither. Shaded to two sides of zero then. */
    good: number[];
}

/** A line across a chart; of the axis of x where `along`. */
export interface Mark {
    name: Text;
    value: number;
    along: boolean;
}

/** Named rows from top to bottom, values to the right. */
export interface RowsBlock extends Titled {
    kind: 'rows';
    shape: 'bars' | 'points' | 'dumbbells';
    quantity: Quantity;
    /** Numbers carry their sign. */
    change: boolean;
    logarithmic: boolean;
    /** One of several side by side. */
    small: boolean;
    corner: Text;
    rows: Text[];
    values: { name: Text; values: Numbers; low: Numbers; high: Numbers }[];
    marks: Mark[];
}

/** Values over another number. */
export interface CurveBlock extends Titled {
    kind: 'curve';
    x_name: Text;
    y_name: Text;
    x_quantity: Quantity;
    y_quantity: Quantity;
    joined: boolean;
    points: { name: Text; x: number | null; y: number | null; low: number | null; high: number | null }[];
    marks: Mark[];
}

export interface GanttRow {
    id: string;
    name: Text;
    start: number | null;
    planned: number | null;
    p10: number | null;
    p50: number | null;
    p90: number | null;
    finished: number;
    late: number | null;
    funded: number;
}

/** Projects over the months of the plan. */
export interface GanttBlock extends Titled {
    kind: 'gantt';
    months: number;
    rows: GanttRow[];
}

/** Money from where to what; nodes by their place in the list. */
export interface SankeyBlock extends Titled {
    kind: 'sankey';
    quantity: Quantity;
    nodes: { name: Text; layer: number }[];
    links: { from: number; to: number; value: number }[];
}

/** The middle of a sample and where nine tenths of it lie. */
export interface Spread {
    p05: number;
    p50: number;
    p95: number;
}

/** A number that is already written, in cells that differ in kind from row to row. */
export interface Written {
    value: number | null;
    text: Text;
}

export type Cell = string | number | Text | Spread | Written | null;

export interface Column {
    title: Text;
    kind: 'text' | Quantity;
    /** Draw a bar from 0 to 1 beside the number. */
    bar: boolean;
    /** Its texts are numbers already written. */
    right: boolean;
}

export interface TableBlock extends Titled {
    kind: 'table';
    columns: Column[];
    rows: Cell[][];
    /** Shown, and printed, only when it is opened. */
    folded: boolean;
    /** Rows that stay last when others are sorted. */
    pinned: number[];
    /** Rows set apart: sums, the ends of years. */
    totals: number[];
    /** Too long for it, but for those. */
    totals_on_paper: boolean;
}

/** What is not shown, and why. */
export interface MissingBlock extends Titled {
    kind: 'missing';
}
