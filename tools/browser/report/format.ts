// Numbers as a reader wants them: one unit for a chart or table, sensible digits, no locale.
import { language } from '../language.ts';
import { word } from './words.ts';
import type { Language, MoneyUnit, Numbers, Quantity } from './model.ts';

/** How the numbers of one chart or table are written. */
export interface Scale {
    quantity: Quantity;
    /** What a number is divided by. */
    factor: number;
    decimals: number;
    /** Name of the unit; empty where every number carries its own sign. */
    unit: string;
}

let start = 0;
/** Moments are months since the begin of this one. */
export const setStart = (year: number, month: number): void => {
    start = 12 * year + month - 1;
};

const largest = (values: Numbers): number =>
    values.reduce<number>((most, value) => Math.max(most, value === null ? 0 : Math.abs(value)), 0);

/** Three or four digits for the largest number. */
const decimalsFor = (size: number): number => {
    if (size >= 1000) return 0;
    if (size >= 100) return 1;
    if (size >= 0.1 || size === 0) return 2;
    return size >= 0.01 ? 3 : 4;
};

/** English pages count in millions where Chinese ones do in 亿元. */
const units: Record<MoneyUnit, Record<Language, { factor: number; name: string }>> = {
    yi: { zh: { factor: 1e8, name: '亿元' }, en: { factor: 1e6, name: 'million yuan' } },
    wan: { zh: { factor: 1e4, name: '万元' }, en: { factor: 1e4, name: '10,000 yuan' } },
    yuan: { zh: { factor: 1, name: '元' }, en: { factor: 1, name: 'yuan' } },
};

let moneyUnit: MoneyUnit = 'yi';
export const setMoneyUnit = (unit: MoneyUnit): void => {
    moneyUnit = unit;
};

/** One scale for all of `values`. */
export const scaleFor = (quantity: Quantity, values: Numbers): Scale => {
    const size = largest(values);
    if (quantity === 'money') {
        const unit = units[moneyUnit][language()];
        // Nothing below a yuan.
        const decimals = Math.min(decimalsFor(size / unit.factor), Math.round(Math.log10(unit.factor)));
        return { quantity, factor: unit.factor, decimals, unit: unit.name };
    }
    if (quantity === 'ratio' || quantity === 'probability') {
        return { quantity, factor: 0.01, decimals: size >= 10 ? 0 : 1, unit: '%' };
    }
    if (quantity === 'points') return { quantity, factor: 0.01, decimals: size >= 0.1 || size === 0 ? 1 : size >= 0.01 ? 2 : 3, unit: language() === 'zh' ? '百分点' : 'points' };
    if (quantity === 'number') return { quantity, factor: 1, decimals: values.every((value) => value === null || Number.isInteger(value)) ? 0 : decimalsFor(size), unit: '' };
    if (quantity === 'multiple') return { quantity, factor: 1, decimals: size >= 100 ? 0 : 1, unit: '' };
    const whole = values.every((value) => value === null || Number.isInteger(value));
    return { quantity, factor: 1, decimals: whole ? 0 : 1, unit: '' };
};

/** The same unit with digits for `values`, which may be much smaller than their neighbours. */
export const finer = (scale: Scale, values: Numbers): Scale =>
    scale.quantity === 'money' ? { ...scale, decimals: Math.min(4, Math.round(Math.log10(scale.factor)), Math.max(scale.decimals, decimalsFor(largest(values) / scale.factor))) } : scaleFor(scale.quantity, values);

/** The same unit with digits for the least of `values`, as far as people write them: what adds up is checked by eye. */
export const addable = (scale: Scale, values: Numbers): Scale => {
    const least = values.reduce<number>((small, value) => (value === null || value === 0 ? small : Math.min(small, Math.abs(value))), Infinity);
    const written = Math.ceil(Math.log10(scale.factor) / 2);
    return Number.isFinite(least) ? { ...scale, decimals: Math.max(scale.decimals, Math.min(written, decimalsFor(least / scale.factor))) } : scale;
};

const grouped = (text: string): string => {
    const [whole, fraction] = text.split('.');
    const groups = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
    return fraction === undefined ? groups : `${groups}.${fraction}`;
};

const fixed = (value: number, decimals: number): string => {
    const text = value.toFixed(decimals);
    // "-0.00" says nothing that "0.00" does not.
    return grouped(/[1-9]/.test(text) ? text : text.replace('-', '')).replace('-', '−');
};

/** The calendar month in which a moment lies; one at the border of two belongs to the earlier. */
export const monthOf = (moment: number): string => {
    const months = start + (moment <= 0 ? 0 : Math.ceil(moment) - 1);
    return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
};

/** The calendar years of the first `months` months, and how many of the months each has. */
export const yearsOf = (months: number): { year: number; months: number }[] => {
    const years = [];
    for (let from = 0; from < months; ) {
        const whole = 12 - ((start + from) % 12);
        const here = Math.min(whole, months - from);
        years.push({ year: Math.floor((start + from) / 12), months: here });
        from += here;
    }
    return years;
};

/** 0 and 1 only for what never or always happened. */
const probability = (value: number): string => {
    if (value > 0 && value < 0.0005) return '<0.1%';
    if (value < 1 && value >= 0.9995) return '>99.9%';
    return `${fixed(value * 100, 1)}%`;
};

/** A number with its sign of percent or month, without the unit that the scale names. */
export const format = (value: number | null, scale: Scale): string => {
    if (value === null) return '–';
    switch (scale.quantity) {
        case 'probability':
            return probability(value);
        case 'ratio':
            return `${fixed(value * 100, scale.decimals)}%`;
        case 'month':
            return monthOf(value);
        case 'multiple':
            return `${fixed(value, scale.decimals)}${language() === 'zh' ? ' 倍' : '×'}`;
        case 'count':
        case 'number':
            return fixed(value, scale.decimals);
        case 'points':
            return fixed(value / scale.factor, scale.decimals);
        case 'money': {
            // Nothing is "0"; what is only too small for the digits of its neighbours is "0.00".
            return value === 0 ? '0' : fixed(value / scale.factor, scale.decimals);
        }
    }
};

/** A change carries its sign. */
export const signed = (value: number | null, scale: Scale): string => {
    const text = format(value, scale);
    return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
};

/** Two digits that count, however small a share is. */
export const smallShare = (value: number | null): string => (value === null ? '–' : value <= 0 ? '0%' : `${Number((value * 100).toPrecision(2))}%`);

/** A round number of an axis, already divided by the factor. */
export const axisLabel = (value: number, scale: Scale): string => {
    const text = grouped(String(Math.round(value * 1e6) / 1e6)).replace('-', '−');
    return scale.unit === '%' ? `${text}%` : text;
};

/** A single number and its unit. */
export const withUnit = (value: number | null, quantity: Quantity): { number: string; unit: string } => {
    const scale = scaleFor(quantity, [value]);
    return { number: format(value, scale), unit: quantity === 'money' && value !== null ? scale.unit : '' };
};

/** "Title (亿元)"; percentages carry their sign in every number. */
export const titled = (title: string, scale: Scale): string => {
    if (scale.unit === '' || scale.unit === '%') return title;
    return language() === 'zh' ? `${title}（${scale.unit}）` : `${title} (${scale.unit})`;
};

/** Where a share of paths does not finish. */
export const finish = (moment: number | null): string => (moment === null ? word('beyond') : monthOf(moment));
