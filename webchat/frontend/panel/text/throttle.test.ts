import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Throttle } from "./throttle";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("tells twice in four seconds of typing, and once that it stopped", () => {
  const told: boolean[] = [];
  const throttle = new Throttle((on) => told.push(on));
  for (let ms = 0; ms <= 4_000; ms += 100) throttle.touch(ms);
  vi.advanceTimersByTime(10_000);
  throttle.stop();
  expect(told).toEqual([true, true, false]);
});
