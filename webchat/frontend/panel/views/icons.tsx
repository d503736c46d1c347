const paths = {
  mark: "M12 3.5c5 0 8.5 3.2 8.5 7.5s-3.5 7.5-8.5 7.5c-.9 0-1.8-.1-2.6-.3L5 20.5l.7-3.8C4.3 15.3 3.5 13.3 3.5 11c0-4.3 3.5-7.5 8.5-7.5ZM8.5 11.2l2.4 2.3 4.6-4.7",
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  send: "M4.5 12h14M12.5 5.5l6.5 6.5-6.5 6.5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.8-3.7 3.7-5.5 7.5-5.5s6.7 1.8 7.5 5.5",
  article: "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 16h6",
  out: "M9 5h10v10M19 5L6 18",
  up: "M7.5 10.5V20M7.5 10.5l4-7c1.6 0 2.5 1 2.5 2.5l-.6 4.5H19c1 0 1.7.9 1.5 1.9l-1.3 6.1c-.2.9-.9 1.5-1.8 1.5H7.5M7.5 10.5H3.5V20h4",
  down: "M16.5 13.5V4M16.5 13.5l-4 7c-1.6 0-2.5-1-2.5-2.5l.6-4.5H5c-1 0-1.7-.9-1.5-1.9l1.3-6.1c.2-.9.9-1.5 1.8-1.5h9.9M16.5 13.5h4V4h-4",
  lock: "M6.5 11h11v9h-11zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  arrow: "M12 5v14M6 13l6 6 6-6",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L12 16.8l-5.3 2.9 1.1-5.9L3.5 9.7l5.9-.8z",
  globe:
    "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17",
  clip: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.7-7.7a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.6 1.6 0 0 1-2.2-2.2l6.8-6.8",
  again: "M19 12a7 7 0 1 1-2.1-5M19 3.5V8h-4.5",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2",
} as const;

/** A line icon; decoration, the words stand beside it or in the control's name. */
export function Icon({ name, size = 20 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "more" ? 2.8 : 1.8}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
