// One worker with one engine at a time. What is stopped, and what ends by itself, takes its worker
// with it; the next question starts another.
import type { Answer, Order, Report, Request } from './model.ts';

export class Stopped extends Error {}
/** The engine ended in the middle: its reason is for who mends it. */
export class Ended extends Error {}

interface Waiting {
    resolve: (answer: Answer) => void;
    reject: (why: Error) => void;
}

export class Client {
    progress: (done: number, total: number) => void = () => undefined;
    private worker: Worker | undefined;
    private readonly waiting = new Map<number, Waiting>();
    private last = 0;

    constructor(
        private readonly script: string,
        private readonly code: ArrayBuffer,
    ) {}

    ask(request: Request, files: Record<string, Uint8Array>): Promise<Answer> {
        const worker = (this.worker ??= this.start());
        const number = ++this.last;
        return new Promise((resolve, reject) => {
            this.waiting.set(number, { resolve, reject });
            worker.postMessage({ number, request, files } satisfies Order);
        });
    }

    stop(): void {
        this.end(new Stopped());
    }

    private start(): Worker {
        const address = URL.createObjectURL(new Blob([this.script], { type: 'text/javascript' }));
        const worker = new Worker(address);
        URL.revokeObjectURL(address);
        worker.addEventListener('message', (event: MessageEvent<Report>) => this.hear(event.data));
        worker.addEventListener('error', (event) => this.end(new Ended(event.message)));
        worker.postMessage({ code: this.code } satisfies Order);
        return worker;
    }

    private hear(report: Report): void {
        if ('progress' in report) return this.progress(...report.progress);
        if ('ended' in report) return this.end(new Ended(report.ended));
        this.waiting.get(report.number)?.resolve(report.answer);
        this.waiting.delete(report.number);
    }

    private end(why: Error): void {
        this.worker?.terminate();
        this.worker = undefined;
        for (const { reject } of this.waiting.values()) reject(why);
        this.waiting.clear();
    }
}
