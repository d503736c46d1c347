const EVERY_MS = 3_000;
const IDLE_MS = 5_000;

/** Tells at most every three seconds that someone is typing, and once that they stopped. */
export class Throttle {
  private last = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (on: boolean) => void) {}

  touch(now = performance.now()): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stop(), IDLE_MS);
    if (now - this.last < EVERY_MS) return;
    this.last = now;
    this.tell(true);
  }

  stop(): void {
    clearTimeout(this.timer);
    if (this.last === Number.NEGATIVE_INFINITY) return;
    this.last = Number.NEGATIVE_INFINITY;
    this.tell(false);
  }
}
