// The words of the page.
import { say } from '../language.ts';
import type { Text } from '../language.ts';

const words = {
    title: { zh: 'coffer 投资计划推演', en: 'coffer: forecasts of investment plans' },
    offline: {
        zh: '全部在本机计算，不联网，任何数据都不离开这台电脑。',
        en: 'Everything is computed on this machine: no network, nothing leaves this computer.',
    },
    language: { zh: '语言', en: 'Language' },
    open: { zh: '一、打开方案', en: '1. Open a plan' },
    drop: {
        zh: '把一个 .xlsx 工作簿，或方案文件夹（scenario.toml 和各表 CSV）拖到这里',
        en: 'Drop one .xlsx workbook here, or a folder (scenario.toml and CSV tables)',
    },
    chooseFiles: { zh: '选择文件…', en: 'Choose files…' },
    chooseFolder: { zh: '选择文件夹…', en: 'Choose a folder…' },
    orExample: { zh: '或从样例开始：', en: 'Or start from an example:' },
    noPlan: {
        zh: '其中没有方案：要一个 .xlsx，或 scenario.toml 和 CSV 表。',
        en: 'There is no plan in it: one .xlsx is wanted, or scenario.toml and CSV tables.',
    },
    manyBooks: { zh: '一次只能打开一个工作簿。', en: 'One workbook at a time.' },
    replace: { zh: '方案改过还没有保存，仍要换成别的吗？', en: 'The plan was edited and not saved. Open another all the same?' },
    check: { zh: '二、检查', en: '2. What is wrong' },
    fine: { zh: '没有错误，也没有存疑的数字。', en: 'No mistakes, and no doubtful figures.' },
    errors: { zh: '个错误', en: 'errors' },
    warnings: { zh: '处提醒', en: 'warnings' },
    mustMend: { zh: '改正错误之后才能推演。', en: 'The plan can be run when the errors are gone.' },
    error: { zh: '错误', en: 'error' },
    warning: { zh: '提醒', en: 'warning' },
    more: { zh: '显示全部', en: 'Show all' },
    tables: { zh: '三、表', en: '3. Tables' },
    settings: { zh: '设置', en: 'settings' },
    key: { zh: '项', en: 'key' },
    value: { zh: '值', en: 'value' },
    empty: { zh: '没有用到的表', en: 'tables that are not used' },
    addRow: { zh: '加一行', en: 'Add a row' },
    addColumn: { zh: '加一列…', en: 'Add a column…' },
    dropRow: { zh: '删去这一行', en: 'Delete this row' },
    undo: { zh: '撤销', en: 'Undo' },
    saveBook: { zh: '存为工作簿 (.xlsx)', en: 'Save as a workbook (.xlsx)' },
    saveTables: { zh: '存为 CSV 表 (.zip)', en: 'Save as CSV tables (.zip)' },
    run: { zh: '四、推演', en: '4. Forecast' },
    paths: { zh: '路径数', en: 'Paths' },
    start: { zh: '推演', en: 'Run' },
    stop: { zh: '停止', en: 'Stop' },
    stopped: { zh: '已停止。', en: 'Stopped.' },
    running: { zh: '正在推演…', en: 'Running…' },
    busy: { zh: '正在推演，停止之后才能改表。', en: 'A run is going on: stop it to edit.' },
    done: { zh: '推演完毕，用时', en: 'Done in' },
    seconds: { zh: '秒', en: 's' },
    change: { zh: '五、改一个假设', en: '5. Change an assumption' },
    changeHint: {
        zh: '写一个改动（几个用分号隔开），在同样的路径上与原方案逐条比较。',
        en: 'Write a change (several with semicolons); it is held against the plan on the same paths.',
    },
    changeLabel: { zh: '改动', en: 'Change' },
    compare: { zh: '比较', en: 'Compare' },
    forInstance: { zh: '例如：', en: 'For example:' },
    fundDown: { zh: '基金收入少三成', en: 'fund revenue 30 % lower' },
    floorUp: { zh: '最低库款 500 万', en: 'a cash floor of 5 million' },
    report: { zh: '六、报告', en: '6. Report' },
    forecast: { zh: '推演报告', en: 'Forecast' },
    comparison: { zh: '改动前后', en: 'Comparison' },
    saveReport: { zh: '保存报告 (.html)', en: 'Save the report (.html)' },
    saveResults: { zh: '保存结果表 (.zip)', en: 'Save the tables (.zip)' },
    outdated: { zh: '方案在此之后改过；请重新推演。', en: 'The plan was edited since; run it again.' },
    ended: {
        zh: '程序出错而中止，方案没有丢失。请把下面的话告诉维护者：',
        en: 'The program ended by a fault of its own; the plan is still here. Please report this:',
    },
    old: {
        zh: '这个浏览器太旧，不能运行本页。请用 2022 年以后的 Chrome、Edge、Firefox，或 360、QQ 浏览器的极速模式。',
        en: 'This browser is too old for this page. Use a Chrome, Edge or Firefox of 2022 or later.',
    },
} satisfies Record<string, Text>;

export type Word = keyof typeof words;

export const word = (key: Word): string => say(words[key]);
