// The language a page is read in.

export type Language = 'zh' | 'en';

/** One text in both languages. */
export interface Text {
    zh: string;
    en: string;
}

let current: Language = 'zh';

export const language = (): Language => current;
export const setLanguage = (next: Language): void => {
    current = next;
};

/** A text in the language the page is read in; the other one where this one is empty. */
export const say = (text: Text): string => text[current] || (current === 'zh' ? text.en : text.zh);
