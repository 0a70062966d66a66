// Named rows with values beside them: bars from zero, marks with intervals, or marks that are joined.
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { axes, chartBox, markLines, tip, whisker } from '../charts.ts';
import { figure, plainTable, withOffZero } from '../figure.ts';
import { axisLabel, format, scaleFor, signed, smallShare, titled } from '../format.ts';
import type { Scale } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { RowsBlock } from '../model.ts';
import { ink, palette, symbols } from '../theme.ts';

type Values = RowsBlock['values'][number];

const writer = (block: RowsBlock, scale: Scale): ((value: number | null) => string) => {
    if (block.logarithmic) return smallShare;
    return (value) => (block.change ? signed(value, scale) : format(value, scale));
};

/** Height of one row, of which its values share a part. */
const rowHeight = (block: RowsBlock): number => (block.shape === 'bars' ? Math.max(26, 15 * block.values.length + 10) : Math.max(26, 13 * block.values.length + 8));

const thickness = (block: RowsBlock): number => (block.values.length === 1 ? 14 : 13);

/** Where in its row a value stands. */
const offset = (block: RowsBlock, at: number): number => {
    if (block.shape === 'dumbbells') return 0;
    return (at - (block.values.length - 1) / 2) * thickness(block);
};

const intervalText = (each: Values, row: number, write: (value: number | null) => string): string => {
    const low = each.low[row];
    const high = each.high[row];
    return low === null || high === null || low === high ? '' : ` [${write(low)}, ${write(high)}]`;
};

const cellText = (each: Values, row: number, write: (value: number | null) => string): string => write(each.values[row]) + intervalText(each, row, write);

/** Lines between the ends of an interval, or between the marks of a row. */
const lines = (spans: { row: number; low: number; high: number }[], shift: number, capped: boolean, colour: string): object => ({
    type: 'custom',
    silent: true,
    z: capped ? 4 : 1,
    data: spans.map((span) => [span.low, span.high, span.row]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
        const from = api.coord([api.value(0), api.value(2)]);
        const to = api.coord([api.value(1), api.value(2)]);
        return whisker(from[0], from[1] + shift, to[0], to[1] + shift, capped ? 3.5 : 0, colour, capped ? 1.3 : 2.5);
    },
});

/** Bars begin at zero; marks far from it would stand on one another if the axis did. */
const offZero = (block: RowsBlock, all: number[]): boolean => block.shape !== 'bars' && !block.logarithmic && Math.min(...all) > 0.5 * Math.max(...all);

const numbers = (block: RowsBlock): number[] => [...block.values.flatMap((each) => [...each.values, ...each.low, ...each.high]), ...block.marks.map((mark) => mark.value)].filter((value): value is number => value !== null);

const option = (block: RowsBlock, scale: Scale): EChartsCoreOption => {
    const write = writer(block, scale);
    const names = block.rows.map(say);
    const legend = block.values.length > 1 ? block.values.map((each) => ({ name: say(each.name), ...(block.shape === 'bars' ? { icon: 'rect' } : {}) })) : [];
    const base = axes(names, (value) => axisLabel(value, scale), legend, block.shape === 'bars' && block.values.length > 1);
    const axis = base.yAxis as object;
    const all = numbers(block);
    const least = block.logarithmic ? Math.min(...all.filter((value) => value > 0)) / 2 : Math.min(...all);
    const most = Math.max(...all);
    const point = (value: number | null): number | null => (value === null || (block.logarithmic && value <= 0) ? null : value / scale.factor);
    // Lines are drawn within the reach of the data only.
    const series: object[] = [{ type: 'scatter', silent: true, symbolSize: 0, data: block.marks.map((mark) => [mark.value / scale.factor, 0]) }];
    if (block.shape === 'dumbbells') {
        const spans = block.rows.flatMap((_, row) => {
            const known = block.values.map((each) => point(each.values[row])).filter((value): value is number => value !== null);
            return known.length < 2 ? [] : [{ row, low: Math.min(...known), high: Math.max(...known) }];
        });
        series.push(lines(spans, 0, false, '#9fb4c7'));
    }
    block.values.forEach((each, at) => {
        const colour = palette[at % palette.length];
        const shift = offset(block, at);
        const name = say(each.name);
        const data = each.values.map(point);
        const marks = at === 0 ? markLines(block.marks.map((mark) => ({ name: say(mark.name), value: mark.value / scale.factor, axis: 'x', top: false }))) : {};
        if (block.shape === 'bars') {
            series.push({ type: 'bar', name, data, barWidth: thickness(block), barGap: '0%', itemStyle: { color: colour }, ...marks });
        } else {
            series.push({
                type: 'scatter',
                name,
                data: data.map((value, row) => [value, row]),
                symbol: symbols[at % symbols.length],
                symbolSize: block.shape === 'dumbbells' ? 11 : 9,
                symbolOffset: [0, shift],
                itemStyle: { color: colour },
                z: 5,
                ...marks,
            });
        }
        const spans = each.values.flatMap((_, row) => {
            const low = each.low[row];
            const high = each.high[row];
            if (low === null || high === null || low === high || (block.logarithmic && high <= 0)) return [];
            return [{ row, low: (block.logarithmic ? Math.max(low, least) : low) / scale.factor, high: high / scale.factor }];
        });
        series.push(lines(spans, shift, true, block.shape === 'bars' ? ink : colour));
    });
    return {
        ...base,
        legend: { ...(base.legend as object), itemWidth: block.shape === 'bars' ? 20 : 10, itemHeight: block.shape === 'bars' ? 9 : 10 },
        grid: { ...(base.grid as object), right: 26, top: block.marks.length > 0 ? 26 : 10 },
        xAxis: {
            ...axis,
            type: block.logarithmic ? 'log' : 'value',
            scale: offZero(block, all),
            ...(block.quantity === 'probability' && !block.logarithmic && most > 0.8 ? { max: 100 } : {}),
            ...(block.logarithmic ? { min: least / scale.factor, axisLabel: { color: ink, formatter: (value: number) => smallShare(value * scale.factor) } } : {}),
        },
        yAxis: {
            type: 'category',
            data: names,
            inverse: true,
            axisLine: { lineStyle: { color: '#d5dae0' }, onZero: false },
            axisTick: { show: false },
            axisLabel: { color: ink, fontSize: 12, width: block.small ? 120 : 250, overflow: 'truncate', interval: 0 },
        },
        tooltip: {
            trigger: 'axis',
            confine: true,
            axisPointer: { type: 'shadow' },
            formatter: (parameters: { dataIndex: number; axisValue?: string; seriesType: string; seriesIndex: number }[]) => {
                const shown = parameters.find((each) => each.seriesType === 'bar' || (each.seriesType === 'scatter' && each.seriesIndex > 0)) ?? parameters[0];
                const row = shown.dataIndex;
                return tip(
                    names[row] ?? '',
                    block.values.map((each): [string, string] => [say(each.name), cellText(each, row, write)]),
                );
            },
        },
        series,
    };
};

const description = (block: RowsBlock, title: string, write: (value: number | null) => string): string => {
    const told = block.rows.slice(0, 3).map((name, row) => `${say(name)} ${block.values.map((each) => (block.values.length > 1 ? `${say(each.name)} ` : '') + cellText(each, row, write)).join(language() === 'zh' ? '，' : ', ')}`);
    const kind = {
        bars: { zh: '条形图', en: 'Bar chart' },
        points: { zh: '点图', en: 'Dot plot' },
        dumbbells: { zh: '哑铃图', en: 'Dumbbell chart' },
    }[block.shape];
    return language() === 'zh' ? `${kind.zh}：${title}，${block.rows.length} 行。${told.join('；')}。` : `${kind.en}: ${title}, ${block.rows.length} rows. ${told.join('; ')}.`;
};

export const rows = (block: RowsBlock): HTMLElement => {
    const scale = scaleFor(
        block.quantity,
        block.values.flatMap((each) => [...each.values, ...each.low, ...each.high]),
    );
    const write = writer(block, scale);
    const title = block.quantity === 'money' || block.quantity === 'points' ? titled(say(block.title), scale) : say(block.title);
    // Beside another chart there is no room for columns of intervals.
    const apart = (each: Values): boolean => !block.small && each.low.some((value) => value !== null);
    const heads = [say(block.corner), ...block.values.flatMap((each) => [say(each.name), ...(apart(each) ? [word('interval')] : [])])];
    const data = (): Node =>
        plainTable(
            heads,
            block.rows.map((name, row) => [
                say(name),
                ...block.values.flatMap((each) => (apart(each) ? [write(each.values[row]), intervalText(each, row, write).trim() || '–'] : [cellText(each, row, write)])),
            ]),
        );
    const height = 70 + rowHeight(block) * block.rows.length + (block.values.length > 1 ? 20 : 0) + (block.marks.length > 0 ? 14 : 0);
    return figure(title, offZero(block, numbers(block)) ? withOffZero(block.note) : block.note, chartBox(() => option(block, scale), description(block, title, write), block.rows.length, height, true, block.shape === 'dumbbells' ? 2 : 1), data, !block.small);
};
