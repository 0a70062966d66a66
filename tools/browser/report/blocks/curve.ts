// Values over another number, with intervals, and lines where something is asked for or found.
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { axes, chartBox, markLines, tip, whisker } from '../charts.ts';
import { figure, plainTable, withOffZero } from '../figure.ts';
import { axisLabel, format, scaleFor, titled } from '../format.ts';
import type { Scale } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { CurveBlock } from '../model.ts';
import { ink, palette } from '../theme.ts';

type Point = CurveBlock['points'][number];

const intervalText = (point: Point, scale: Scale): string => (point.low === null || point.high === null || point.low === point.high ? '' : `[${format(point.low, scale)}, ${format(point.high, scale)}]`);

/** Two corners that hold all that is drawn. */
const reach = (block: CurveBlock): [number, number][] => {
    const ends = (values: (number | null)[], quantity: string): [number, number] => {
        const known = values.filter((value): value is number => value !== null);
        const [low, high] = [Math.min(...known), Math.max(...known)];
        const room = high > low ? 0.04 * (high - low) : Math.max(0.02 * Math.abs(high), 1e-6);
        // No probability lies beyond them.
        return quantity === 'probability' ? [Math.max(0, low - room), Math.min(1, high + room)] : [low - room, high + room];
    };
    const along = block.marks.filter((mark) => mark.along).map((mark) => mark.value);
    const across = block.marks.filter((mark) => !mark.along).map((mark) => mark.value);
    const x = ends([...block.points.map((point) => point.x), ...along], block.x_quantity);
    const y = ends([...block.points.flatMap((point) => [point.y, point.low, point.high]), ...across], block.y_quantity);
    return [
        [x[0], y[0]],
        [x[1], y[1]],
    ];
};

const bounds = (quantity: string, end: number): object => (quantity === 'probability' && end > 0.8 ? { max: 100 } : {});

const option = (block: CurveBlock, x: Scale, y: Scale): EChartsCoreOption => {
    const base = axes([], (value) => axisLabel(value, y), [], false);
    const down = (value: number | null, scale: Scale): number | null => (value === null ? null : value / scale.factor);
    const axis = base.yAxis as object;
    const name = { nameTextStyle: { color: ink, fontSize: 12 } };
    return {
        ...base,
        grid: { left: 12, right: 30, top: 34, bottom: 30, containLabel: true },
        xAxis: { ...axis, type: 'value', scale: true, ...bounds(block.x_quantity, reach(block)[1][0]), name: titled(say(block.x_name), x), nameLocation: 'middle', nameGap: 28, ...name, axisLabel: { color: ink, fontSize: 12, formatter: (value: number) => axisLabel(value, x) } },
        yAxis: { ...axis, scale: true, ...bounds(block.y_quantity, reach(block)[1][1]) },
        tooltip: {
            trigger: 'item',
            confine: true,
            formatter: (item: { dataIndex: number }) => {
                const point = block.points[item.dataIndex];
                return tip(say(point.name), [
                    [say(block.x_name), format(point.x, x)],
                    [say(block.y_name), `${format(point.y, y)} ${intervalText(point, y)}`],
                ]);
            },
        },
        series: [
            // Lines are drawn within the reach of the data only, and points that are all alike need some room.
            {
                type: 'scatter',
                silent: true,
                symbolSize: 0,
                data: reach(block).map(([of, at]) => [down(of, x), down(at, y)]),
            },
            {
                type: block.joined ? 'line' : 'scatter',
                data: block.points.map((point) => [down(point.x, x), down(point.y, y)]),
                symbol: 'circle',
                symbolSize: 8,
                color: palette[0],
                lineStyle: { width: 2, color: palette[0] },
                z: 5,
                ...markLines(block.marks.map((mark) => ({ name: say(mark.name), value: mark.value / (mark.along ? x : y).factor, axis: mark.along ? 'x' : 'y', top: true }))),
            },
            {
                type: 'custom',
                silent: true,
                z: 4,
                data: block.points.filter((point) => intervalText(point, y) !== '').map((point) => [down(point.x, x), down(point.low, y), down(point.high, y)]),
                encode: { x: 0, y: [1, 2] },
                renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
                    const from = api.coord([api.value(0), api.value(1)]);
                    const to = api.coord([api.value(0), api.value(2)]);
                    return whisker(from[0], from[1], to[0], to[1], 4, palette[0], 1.4);
                },
            },
        ],
    };
};

export const curve = (block: CurveBlock): HTMLElement => {
    const x = scaleFor(block.x_quantity, block.points.map((point) => point.x));
    const y = scaleFor(block.y_quantity, block.points.flatMap((point) => [point.y, point.low, point.high]));
    const title = titled(say(block.title), y);
    const told = [block.points[0], block.points[block.points.length - 1]].map((point) => `${format(point.x, x)}: ${format(point.y, y)}`);
    const marks = block.marks.map((mark) => say(mark.name));
    const description = language() === 'zh' ? `曲线图：${title}，${say(block.y_name)}随${say(block.x_name)}。${told.join('；')}。${marks.join('；')}` : `Curve: ${title}, ${say(block.y_name)} over ${say(block.x_name)}. ${[...told, ...marks].join('; ')}.`;
    const named = block.points.some((point) => say(point.name) !== '' && say(point.name) !== format(point.x, x));
    const data = (): Node =>
        plainTable(
            [say(block.x_name), say(block.y_name), word('interval'), ...(named ? [word('which')] : [])],
            block.points.map((point) => [format(point.x, x), format(point.y, y), intervalText(point, y) || '–', ...(named ? [say(point.name)] : [])]),
        );
    const [[, low], [, high]] = reach(block);
    return figure(title, low > 0 || high < 0 ? withOffZero(block.note) : block.note, chartBox(() => option(block, x, y), description, block.points.length, 340, true, 1), data, true);
};
