// Money from its sources to its uses.
import type { EChartsCoreOption } from 'echarts/core';
import { chartBox, chartFont, tip } from '../charts.ts';
import { figure, plainTable } from '../figure.ts';
import { format, scaleFor, titled } from '../format.ts';
import type { Scale } from '../format.ts';
import { language, say } from '../../language.ts';
import { word } from '../words.ts';
import type { SankeyBlock } from '../model.ts';
import { ink, palette } from '../theme.ts';

const option = (block: SankeyBlock, scale: Scale): EChartsCoreOption => {
    // Nodes are told apart by their place: two may have the same name.
    const name = (at: number): string => say(block.nodes[Number(at)].name);
    return {
        animation: false,
        aria: { enabled: true, label: { enabled: false } },
        textStyle: { fontFamily: chartFont, color: ink },
        tooltip: {
            confine: true,
            formatter: (item: { dataType: string; value: number; data: { source: string; target: string }; name: string }) =>
                item.dataType === 'edge'
                    ? tip(`${name(Number(item.data.source))} → ${name(Number(item.data.target))}`, [[word('amount'), format(item.value, scale)]])
                    : tip(name(Number(item.name)), [[word('amount'), format(item.value, scale)]]),
        },
        series: [
            {
                type: 'sankey',
                left: 8,
                right: 190,
                top: 8,
                bottom: 8,
                nodeGap: 15,
                nodeWidth: 14,
                draggable: false,
                emphasis: { focus: 'adjacency' },
                label: { color: ink, fontSize: 12, width: 180, overflow: 'truncate', formatter: (item: { name: string }) => name(Number(item.name)) },
                lineStyle: { color: 'source', opacity: 0.35, curveness: 0.5 },
                data: block.nodes.map((node, at) => ({ name: String(at), depth: node.layer, itemStyle: { color: palette[at % palette.length] } })),
                links: block.links.map((link) => ({ source: String(link.from), target: String(link.to), value: link.value })),
            },
        ],
    };
};

export const sankey = (block: SankeyBlock): HTMLElement => {
    const scale = scaleFor(
        block.quantity,
        block.links.map((link) => link.value),
    );
    const title = titled(say(block.title), scale);
    const largest = [...block.links].sort((a, b) => b.value - a.value);
    const told = largest.slice(0, 3).map((link) => `${say(block.nodes[link.from].name)} → ${say(block.nodes[link.to].name)} ${format(link.value, scale)}`);
    const description = language() === 'zh' ? `桑基图：${title}。最大的几项：${told.join('；')}。` : `Sankey diagram: ${title}. Largest: ${told.join('; ')}.`;
    const data = (): Node =>
        plainTable(
            [word('from'), word('to'), word('amount')],
            largest.map((link) => [say(block.nodes[link.from].name), say(block.nodes[link.to].name), format(link.value, scale)]),
        );
    const most = [0, 1, 2].map((layer) => block.nodes.filter((node) => node.layer === layer).length);
    const height = Math.max(360, 30 * Math.max(...most));
    return figure(title, block.note, chartBox(() => option(block, scale), description, 0, height), data, true);
};
