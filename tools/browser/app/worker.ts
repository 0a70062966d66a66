// The engine in a thread of its own, so that the page stays alive and can end it.
import { Engine } from './engine.ts';
import type { Order, Report } from './model.ts';

const tell = (report: Report, give: Transferable[] = []): void =>
    (self as unknown as { postMessage: (report: Report, give: Transferable[]) => void }).postMessage(report, give);

let engine: Promise<Engine> | undefined;
let told = 0;

const progress = (done: number, total: number): void => {
    const now = performance.now();
    if (now - told < 50 && done < total) return;
    told = now;
    tell({ progress: [done, total] });
};

self.addEventListener('message', (event: MessageEvent<Order>) => {
    const order = event.data;
    if ('code' in order) {
        engine = Engine.load(order.code, progress);
        return;
    }
    void engine
        ?.then((loaded) => {
            try {
                const answer = loaded.ask(order.request, order.files);
                const give = Object.values(answer.made).map((bytes) => bytes.buffer as ArrayBuffer);
                tell({ number: order.number, answer }, give);
            } catch (error) {
                tell({ number: order.number, ended: `${String(error)} ${loaded.lastWords}` });
            }
        })
        .catch((error: unknown) => tell({ number: order.number, ended: String(error) }));
});
