/** What is fetched again and again while a page is open: quickly while something is under way, else now and then. */
import { useEffect, useRef, useState } from "preact/hooks";
import { reasonOf } from "../../actions";

const FAST_MS = 1000;
const SLOW_MS = 15_000;

export interface Live<T> {
  value: T | null;
  /** Why the last try failed; what was fetched before stays. */
  error: string | null;
  again: () => Promise<void>;
}

export function useLive<T>(
  fetch: () => Promise<T>,
  isUnderWay: (value: T) => boolean,
  on: unknown[] = [],
): Live<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const turn = useRef(0);
  const again = async () => {
    const mine = ++turn.current;
    clearTimeout(timer.current);
    let wait = SLOW_MS;
    try {
      const found = await fetch();
      if (mine !== turn.current) return;
      setValue(found);
      setError(null);
      if (isUnderWay(found)) wait = FAST_MS;
    } catch (cause) {
      if (mine !== turn.current) return;
      setError(reasonOf(cause));
      wait = FAST_MS * 3;
    }
    timer.current = setTimeout(() => void again(), wait);
  };
  useEffect(() => {
    void again();
    return () => {
      turn.current += 1;
      clearTimeout(timer.current);
    };
  }, on);
  return { value, error, again };
}
