// Colours chosen so that neighbours differ in lightness too: the page is printed in grey.

export const ink = '#1d2733';
export const muted = '#5c6773';
export const rule = '#d5dae0';

export const fan = { median: '#173f66', half: '#7fa3c7', most: '#cfdeec', line: '#a3382f' };

export const palette = ['#1f4e79', '#d9a441', '#6d9f8b', '#8c4a5e', '#9fb4c7', '#5a5f2e', '#c9b79c', '#3e3e52'];

export const tiers: Record<string, string> = {
    green: '#4f8f63',
    yellow: '#ecd06f',
    orange: '#d8843a',
    red: '#96302b',
};

export const colourOf = (named: string, index: number): string => tiers[named] ?? palette[index % palette.length];

/** Symbols that tell lines apart without colour. */
export const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect', 'emptyTriangle', 'emptyDiamond'];
export const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]] as const;
