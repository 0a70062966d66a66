// Bars that stand on each other and lines over them, by period.
import type { EChartsCoreOption } from 'echarts/core';
import { axes, chartBox, manyPeriods, tip } from '../charts.ts';
import { figure, plainTable } from '../figure.ts';
import { axisLabel, format, scaleFor, titled } from '../format.ts';
import type { Scale } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { SeriesBlock } from '../model.ts';
import { colourOf, dashes, ink, palette, symbols } from '../theme.ts';

const option = (block: SeriesBlock, scale: Scale): EChartsCoreOption => {
    const all = [...block.bars, ...block.lines];
    const few = block.periods.length <= 12;
    const values = (line: { values: (number | null)[] }): (number | null)[] => line.values.map((value) => (value === null ? null : value / scale.factor));
    const share = block.quantity === 'probability';
    const legend = [
        ...block.bars.map((bar) => ({ name: say(bar.name), icon: 'rect' })),
        ...block.lines.map((line) => ({ name: say(line.name) })),
    ];
    const base = axes(block.periods, (value) => axisLabel(value, scale), legend, true);
    return {
        ...base,
        yAxis: { ...(base.yAxis as object), ...(share && block.bars.length > 0 ? { max: 100 } : {}) },
        tooltip: {
            trigger: 'axis',
            confine: true,
            axisPointer: { type: block.bars.length > 0 ? 'shadow' : 'line' },
            formatter: (parameters: { dataIndex: number }[]) => {
                const at = parameters[0].dataIndex;
                return tip(
                    block.periods[at],
                    all.map((line): [string, string] => [say(line.name), format(line.values[at], scale)]),
                );
            },
        },
        series: [
            ...block.bars.map((bar, at) => ({
                type: 'bar',
                name: say(bar.name),
                stack: 'all',
                data: values(bar),
                barMaxWidth: 46,
                itemStyle: { color: colourOf(bar.colour, at), borderColor: '#fff', borderWidth: 1 },
            })),
            ...block.lines.map((line, at) => ({
                type: 'line',
                name: say(line.name),
                data: values(line),
                symbol: few ? symbols[at % symbols.length] : 'none',
                symbolSize: 7,
                // By month things happen at once, not bit by bit.
                step: few ? false : 'end',
                color: block.bars.length > 0 ? ink : palette[at % palette.length],
                lineStyle: { width: 2, type: dashes[at % dashes.length] },
            })),
        ],
    };
};

const description = (block: SeriesBlock, scale: Scale): string => {
    const last = block.periods.length - 1;
    const parts = [...block.bars, ...block.lines].map((line) => `${say(line.name)} ${format(line.values[last], scale)}`);
    const title = titled(say(block.title), scale);
    return language() === 'zh' ? `图：${title}。${block.periods[last]}：${parts.join('，')}。` : `Chart: ${title}. ${block.periods[last]}: ${parts.join(', ')}.`;
};

export const series = (block: SeriesBlock): HTMLElement => {
    const all = [...block.bars, ...block.lines];
    const scale = scaleFor(
        block.quantity,
        all.flatMap((line) => line.values),
    );
    const data = (): Node =>
        plainTable(
            [word('period'), ...all.map((line) => say(line.name))],
            block.periods.map((period, at) => [period, ...all.map((line) => format(line.values[at], scale))]),
        );
    return figure(titled(say(block.title), scale), block.note, chartBox(() => option(block, scale), description(block, scale), block.periods.length), data, block.periods.length > manyPeriods);
};
