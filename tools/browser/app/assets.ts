// What is packed into the page beside its script: compressed, since a mailbox has limits.

export interface Example {
    name: { zh: string; en: string };
    files: Record<string, string>;
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
    return bytes;
};

const unpacked = (id: string): Response => {
    const packed = bytesOf(document.getElementById(id)?.textContent?.trim() ?? '');
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')));
};

export const engineCode = (): Promise<ArrayBuffer> => unpacked('engine').arrayBuffer();
export const workerScript = (): Promise<string> => unpacked('worker').text();
export const reportShell = async (): Promise<Uint8Array> => new Uint8Array(await unpacked('shell').arrayBuffer());
export const examples = async (): Promise<Example[]> => (await unpacked('examples').json()) as Example[];
