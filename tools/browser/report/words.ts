// The words of the page itself.
import { say } from '../language.ts';
import type { Text } from '../language.ts';

const words = {
    contents: { zh: '目录', en: 'Contents' },
    skip: { zh: '跳到正文', en: 'Skip to the report' },
    language: { zh: '语言', en: 'Language' },
    print: { zh: '打印', en: 'Print' },
    data: { zh: '数据表', en: 'Figures' },
    period: { zh: '时间', en: 'Period' },
    median: { zh: '中位数', en: 'Median' },
    half: { zh: 'P25–P75', en: 'P25–P75' },
    most: { zh: 'P5–P95', en: 'P5–P95' },
    filter: { zh: '筛选', en: 'Filter' },
    filterHint: { zh: '输入文字，只留下含有它的行', en: 'Type to keep only rows that contain the text' },
    rows: { zh: '行', en: 'rows' },
    of: { zh: '，共', en: ' of' },
    project: { zh: '项目', en: 'Project' },
    planned: { zh: '计划完工', en: 'Planned' },
    beyond: { zh: '规划期外', en: 'after plan' },
    finished: { zh: '期内完工', en: 'Finished' },
    late: { zh: '延期', en: 'Late' },
    funded: { zh: '资金到位', en: 'Funded' },
    schedule: { zh: '进度', en: 'Schedule' },
    plannedMark: { zh: '计划工期', en: 'planned' },
    spreadMark: { zh: '完工 P10–P90', en: 'finish P10–P90' },
    medianMark: { zh: '完工 P50', en: 'finish P50' },
    beyondMark: { zh: 'P90 在规划期外', en: 'P90 beyond the plan' },
    from: { zh: '来源', en: 'From' },
    to: { zh: '用途', en: 'To' },
    amount: { zh: '金额', en: 'Amount' },
    keys: { zh: '左右方向键逐点查看', en: 'Left and right keys step through the points' },
    interval: { zh: '95% 区间', en: '95 % interval' },
    which: { zh: '哪一个', en: 'Which' },
    worse: { zh: '变差（越深越重）', en: 'worse (darker: more)' },
    better: { zh: '变好', en: 'better' },
    neither: { zh: '升降无所谓好坏', en: 'neither better nor worse' },
    command: { zh: '命令：', en: 'Command:' },
    missing: { zh: '未绘出', en: 'Not shown' },
    none: { zh: '无', en: 'none' },
    sortBy: { zh: '按此列排序', en: 'Sort by this column' },
} satisfies Record<string, Text>;

export type Word = keyof typeof words;

export const word = (key: Word): string => say(words[key]);
