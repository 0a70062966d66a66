// Quantiles by period: the median as a line, bands where half and nine tenths of the paths lie.
import type { EChartsCoreOption } from 'echarts/core';
import { axes, chartBox, manyPeriods, tip } from '../charts.ts';
import { figure, plainTable, withOffZero } from '../figure.ts';
import { axisLabel, format, scaleFor, titled } from '../format.ts';
import type { Scale } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { FanBlock, Numbers } from '../model.ts';
import { dashes, fan as colours, symbols } from '../theme.ts';

const scaled = (values: Numbers, scale: Scale): (number | null)[] => values.map((value) => (value === null ? null : value / scale.factor));

/** ECharts stacks areas: the lower edge is drawn unseen, the band's height on top of it. */
const band = (name: string, low: Numbers, high: Numbers, scale: Scale, colour: string): object[] => {
    const bottom = scaled(low, scale);
    const height = scaled(high, scale).map((value, at) => {
        const from = bottom[at];
        return value === null || from === null ? null : value - from;
    });
    const common = { type: 'line', stack: name, stackStrategy: 'all', symbol: 'none', silent: true, lineStyle: { opacity: 0 } };
    return [
        { ...common, name: `${name} `, data: bottom, areaStyle: { opacity: 0 } },
        { ...common, name, data: height, itemStyle: { color: colour }, areaStyle: { color: colour, opacity: 1 } },
    ];
};

const known = (values: Numbers): number[] => values.filter((value): value is number => value !== null);

/** Levels far from zero would be flat lines if the axis began there. */
const offZero = (block: FanBlock): boolean => Math.min(...known(block.p05)) > 0.5 * Math.max(...known(block.p95));

const option = (block: FanBlock, scale: Scale): EChartsCoreOption => {
    const lines = block.lines.map((line, at) => {
        // What stands for one year only is a mark, not a line.
        const single = line.values.filter((value) => value !== null).length === 1;
        return {
            type: 'line',
            name: say(line.name),
            data: scaled(line.values, scale),
            symbol: single ? symbols[1 + (at % (symbols.length - 1))] : 'none',
            symbolSize: 9,
            color: colours.line,
            z: 5,
            lineStyle: { width: 1.5, type: dashes[1 + (at % 3)], color: colours.line },
        };
    });
    const few = block.periods.length <= 12;
    const legend = [
        { name: word('most'), icon: 'rect' },
        { name: word('half'), icon: 'rect' },
        { name: word('median') },
        ...block.lines.map((line) => ({ name: say(line.name) })),
    ];
    const base = axes(block.periods, (value) => axisLabel(value, scale), legend, false);
    return {
        ...base,
        yAxis: { ...(base.yAxis as object), scale: offZero(block) },
        tooltip: {
            trigger: 'axis',
            confine: true,
            formatter: (parameters: { dataIndex: number }[]) => {
                const at = parameters[0].dataIndex;
                return tip(block.periods[at], rows(block, scale, at));
            },
        },
        series: [
            ...band(word('most'), block.p05, block.p95, scale, colours.most),
            ...band(word('half'), block.p25, block.p75, scale, colours.half),
            {
                type: 'line',
                name: word('median'),
                data: scaled(block.p50, scale),
                symbol: few ? 'circle' : 'none',
                symbolSize: 6,
                color: colours.median,
                lineStyle: { width: 2.2, color: colours.median },
            },
            ...lines,
        ],
    };
};

const rows = (block: FanBlock, scale: Scale, at: number): [string, string][] => [
    ['P95', format(block.p95[at], scale)],
    ['P75', format(block.p75[at], scale)],
    [`P50 ${word('median')}`, format(block.p50[at], scale)],
    ['P25', format(block.p25[at], scale)],
    ['P5', format(block.p05[at], scale)],
    ...block.lines.map((line): [string, string] => [say(line.name), format(line.values[at], scale)]),
];

const description = (block: FanBlock, scale: Scale): string => {
    const last = block.periods.length - 1;
    const at = (place: number): string => {
        const [low, middle, high] = [block.p05, block.p50, block.p95].map((values) => format(values[place], scale));
        return language() === 'zh' ? `${block.periods[place]} 年中位数 ${middle}，九成可能在 ${low} 到 ${high} 之间` : `${block.periods[place]}: median ${middle}, nine paths of ten from ${low} to ${high}`;
    };
    const title = titled(say(block.title), scale);
    return language() === 'zh' ? `扇形图：${title}。${at(0)}；${at(last)}。` : `Fan chart: ${title}. ${at(0)}; ${at(last)}.`;
};

export const fan = (block: FanBlock): HTMLElement => {
    const scale = scaleFor(block.quantity, [...block.p05, ...block.p95, ...block.lines.flatMap((line) => line.values)]);
    const wide = block.periods.length > manyPeriods;
    const heads = [word('period'), 'P5', 'P25', 'P50', 'P75', 'P95', ...block.lines.map((line) => say(line.name))];
    const data = (): Node =>
        plainTable(
            heads,
            block.periods.map((period, at) => [
                period,
                ...[block.p05, block.p25, block.p50, block.p75, block.p95, ...block.lines.map((line) => line.values)].map((values) => format(values[at], scale)),
            ]),
        );
    return figure(titled(say(block.title), scale), offZero(block) ? withOffZero(block.note) : block.note, chartBox(() => option(block, scale), description(block, scale), block.periods.length), data, wide);
};
