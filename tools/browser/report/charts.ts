// What all charts share: ECharts with the parts that are used, drawing, resizing, printing, keys.
import * as echarts from 'echarts/core';
import { BarChart, CustomChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import type { EChartsCoreOption } from 'echarts/core';
import { element } from './dom.ts';
import { language } from '../language.ts';
import { word } from './words.ts';
import { fan, ink, muted, rule } from './theme.ts';

// The aria component is dropped from custom bundles unless named here.
echarts.use([
    BarChart,
    CustomChart,
    LineChart,
    SankeyChart,
    ScatterChart,
    AriaComponent,
    GridComponent,
    LegendComponent,
    MarkLineComponent,
    TooltipComponent,
    SVGRenderer,
]);

/** Widths on A4 without its margins, in CSS pixels: a column of two, and the whole. */
const printColumn = 328;
const printWide = 680;
const printHeight = 205;
/** A page less its heading. */
const highestOnPaper = 880;
/** From more periods than this on a chart takes the whole width. */
export const manyPeriods = 24;
/** Longest name in a legend, in pixels. */
const legendText = 230;

interface Drawing {
    box: HTMLElement;
    option: () => EChartsCoreOption;
    points: number;
    height: number;
    /** Its height follows from what it holds, on paper too. */
    keeps: boolean;
    /** The series that keys step through. */
    stepped: number;
    chart: echarts.ECharts | null;
}

let drawings: Drawing[] = [];
let waiting: Drawing[] = [];

const draw = (drawing: Drawing): void => {
    if (drawing.chart !== null) return;
    drawing.chart = echarts.init(drawing.box, undefined, { renderer: 'svg', locale: language() === 'zh' ? 'ZH' : 'EN' });
    drawing.chart.setOption(drawing.option());
    settle(drawing);
    drawing.box.dataset.drawn = 'yes';
};

/** Draws now, not with the next frame, and lets the picture scale with its box on paper. */
const settle = (drawing: Drawing): void => {
    const chart = drawing.chart;
    if (chart === null) return;
    chart.getZr().flush();
    drawing.box.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
};

/** One chart at a time, so that the page can be read and scrolled meanwhile. */
const drawNext = (): void => {
    const next = waiting.shift();
    if (next === undefined) {
        document.documentElement.dataset.charts = 'drawn';
        return;
    }
    draw(next);
    setTimeout(drawNext, 0);
};

/** Forgets the charts of the language before. */
export const clearCharts = (): void => {
    for (const drawing of drawings) drawing.chart?.dispose();
    drawings = [];
    waiting = [];
    delete document.documentElement.dataset.charts;
};

export const drawCharts = (): void => {
    waiting = [...drawings];
    // The words first.
    setTimeout(drawNext, 0);
};

const stepThrough = (drawing: Drawing): void => {
    let at = -1;
    drawing.box.addEventListener('keydown', (event) => {
        const chart = drawing.chart;
        if (chart === null || drawing.points === 0) return;
        if (event.key === 'ArrowRight') at = Math.min(drawing.points - 1, at + 1);
        else if (event.key === 'ArrowLeft') at = Math.max(0, at - 1);
        else if (event.key === 'Home') at = 0;
        else if (event.key === 'End') at = drawing.points - 1;
        else if (event.key === 'Escape') {
            chart.dispatchAction({ type: 'hideTip' });
            return;
        } else return;
        event.preventDefault();
        chart.dispatchAction({ type: 'showTip', seriesIndex: drawing.stepped, dataIndex: at });
    });
    drawing.box.addEventListener('blur', () => drawing.chart?.dispatchAction({ type: 'hideTip' }));
};

/**
 * A box in which `option` will be drawn. `description` is what a screen reader says instead of the
 * picture; `points` is how many there are to step through.
 */
export const chartBox = (option: () => EChartsCoreOption, description: string, points: number, height = 280, keeps = false, stepped = 0): HTMLElement => {
    const box = element('div', {
        class: 'chart',
        role: 'img',
        tabindex: '0',
        'aria-label': points > 0 ? `${description} ${word('keys')}` : description,
        style: `height:${height}px`,
    });
    const drawing: Drawing = { box, option, points, height, keeps, stepped, chart: null };
    drawings.push(drawing);
    stepThrough(drawing);
    return box;
};

const toScreen = (): void => {
    for (const drawing of drawings) {
        drawing.chart?.resize({ width: 'auto', height: 'auto' });
        settle(drawing);
    }
};

const toPaper = (): void => {
    for (const drawing of drawings) {
        draw(drawing);
        const wide = drawing.box.closest('.wide') !== null;
        const height = drawing.keeps ? Math.min(drawing.height, highestOnPaper) : wide ? Math.min(drawing.height, 2 * printHeight) : printHeight;
        drawing.chart?.resize({ width: wide ? printWide : printColumn, height });
        settle(drawing);
    }
};

export const followWindow = (): void => {
    let timer = 0;
    window.addEventListener('resize', () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(toScreen, 100);
    });
    window.addEventListener('beforeprint', toPaper);
    window.addEventListener('afterprint', toScreen);
};

const font = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", system-ui, sans-serif';

/** A tooltip of rows "name value", made of text nodes. */
export const tip = (heading: string, rows: [string, string][]): HTMLElement =>
    element(
        'div',
        { class: 'tip' },
        element('strong', {}, heading),
        ...rows.map(([name, value]) => element('div', {}, element('span', {}, name), element('b', {}, value))),
    );

/** Rows that a legend takes in a column of paper, where it has the least room. */
const legendRows = (names: string[], wide: boolean): number => {
    const room = (wide ? printWide : printColumn) - 20;
    let rows = 1;
    let used = 0;
    for (const name of names) {
        const letters = [...name].reduce((width, letter) => width + (letter > '\u2e80' ? 12 : 6.8), 0);
        const width = Math.min(letters, wide ? 2 * legendText : legendText) + 38;
        if (used > 0 && used + width > room) {
            rows += 1;
            used = 0;
        }
        used += width;
    }
    return rows;
};

/** What every chart with axes begins with. */
export const axes = (periods: string[], label: (value: number) => string, legend: { name: string; icon?: string }[], decals: boolean): EChartsCoreOption => ({
    animation: false,
    // The description stands on the box; decals tell bars apart in grey, bands differ in lightness.
    aria: { enabled: true, label: { enabled: false }, decal: { show: decals } },
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 6, right: 16, top: 14, bottom: legend.length > 0 ? 10 + 21 * legendRows(legend.map((entry) => entry.name), periods.length > manyPeriods) : 8, containLabel: true },
    legend: {
        show: legend.length > 0,
        data: legend,
        bottom: 0,
        left: 'center',
        itemWidth: 20,
        itemHeight: 9,
        itemGap: 12,
        textStyle: { color: ink, fontSize: 12, width: periods.length > manyPeriods ? 2 * legendText : legendText, overflow: 'truncate' },
        selectedMode: false,
    },
    xAxis: {
        type: 'category',
        data: periods,
        axisLine: { lineStyle: { color: muted } },
        axisTick: { show: false },
        axisLabel: { color: ink, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
        type: 'value',
        axisLabel: { color: muted, fontSize: 12, formatter: label },
        splitLine: { lineStyle: { color: rule } },
    },
});

/** A line with caps at its ends, for series that draw their own shapes. */
export const whisker = (x1: number, y1: number, x2: number, y2: number, cap: number, stroke: string, width: number): object => {
    const line = (fromX: number, fromY: number, toX: number, toY: number): object => ({ type: 'line', shape: { x1: fromX, y1: fromY, x2: toX, y2: toY }, style: { stroke, lineWidth: width, fill: 'none' } });
    const level = y1 === y2;
    const caps = [
        [x1, y1],
        [x2, y2],
    ].map(([x, y]) => (level ? line(x, y - cap, x, y + cap) : line(x - cap, y, x + cap, y)));
    return { type: 'group', children: [line(x1, y1, x2, y2), ...(cap > 0 ? caps : [])] };
};

/** Lines across a chart, each with its name. */
export const markLines = (marks: { name: string; value: number; axis: 'x' | 'y'; top: boolean }[]): object =>
    marks.length === 0
        ? {}
        : {
              markLine: {
                  silent: true,
                  symbol: 'none',
                  lineStyle: { color: fan.line, width: 1.5 },
                  label: { color: fan.line, fontSize: 12 },
                  data: marks.map((mark, at) => ({
                      [mark.axis === 'x' ? 'xAxis' : 'yAxis']: mark.value,
                      name: mark.name,
                      lineStyle: { type: at === 0 ? 'dashed' : 'solid' },
                      label: { formatter: () => mark.name, position: mark.axis === 'y' ? 'insideEndTop' : mark.top ? 'end' : 'start' },
                  })),
              },
          };

export const chartFont = font;
