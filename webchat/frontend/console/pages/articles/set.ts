/** One field of the front matter, written into the text. */
import { withFront } from "./text/parts";
import { ORDER, type Step, withSteps } from "./text/steps";
import { setKeys } from "./text/yaml";
import type { Work } from "./work";

/** Nothing in it takes the field away. */
export function setField(work: Work, key: string, value: unknown): void {
  const isEmpty =
    value === "" || value === null || value === false || (Array.isArray(value) && value.length === 0);
  const change = { [key]: isEmpty ? undefined : value };
  work.edit(
    withFront(work.text.peek(), (front) => setKeys(front, change, ORDER)),
    key,
  );
}

export function setSteps(work: Work, steps: readonly Step[], burst = ""): void {
  work.edit(
    withFront(work.text.peek(), (front) => withSteps(front, steps)),
    burst,
  );
}
