/** One of several that can be ticked. */
interface CheckProps {
  label: string;
  checked: boolean;
  toggle: (on: boolean) => void;
}

export function Check({ label, checked, toggle }: CheckProps) {
  return (
    <label class="option">
      <input type="checkbox" checked={checked} onChange={(event) => toggle(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

/** All, with or without one of them. */
export function toggled<T>(all: readonly T[], one: T, on: boolean): T[] {
  const others = all.filter((each) => each !== one);
  return on ? [...others, one] : others;
}
