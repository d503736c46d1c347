/** Line icons on a 16 px grid; decoration only, the words stand beside them or in the label. */
const PATHS = {
  bot: "M4.5 5.5h7a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zM8 5.5V3M6 9v1M10 9v1M7 2.5h2",
  user: "M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.75 13.5c.6-2.4 2.7-3.5 5.25-3.5s4.65 1.1 5.25 3.5",
  agent:
    "M3 9V7.5a5 5 0 0 1 10 0V9M3 9h1.5v3.5H3.8a.8.8 0 0 1-.8-.8zM13 9h-1.5v3.5h.7a.8.8 0 0 0 .8-.8zM11.5 12.5c0 1-.9 1.5-2.5 1.5",
  system: "M2.5 3.5h11v8h-11zM6 14h4M8 11.5V14",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  check: "M3 8.5 6.5 12 13 4.5",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M9.5 3.5 5 8l4.5 4.5",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.75V8l2.25 1.5",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.75 10.75 14 14",
  note: "M3 2.5h10v7L9.5 13.5H3zM13 9.5H9.5v4M5.5 5.5h5M5.5 8h3",
  send: "M2.5 8 13.5 3l-3 10.5L8 9zM8 9l5.5-6",
  swap: "M3 5.5h9.5L10 3M13 10.5H3.5L6 13",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  book: "M8 4C6.500 3 4.500 2.500 2.500 2.750v9.500c2-.25 4 .25 5.500 1.250 1.500-1 3.500-1.500 5.500-1.250v-9.500C11.500 2.500 9.500 3 8 4zM8 4v9.500",
  article: "M4 2.5h5.5L12.5 5.5v8H4zM9.5 2.5v3h3M6 8.5h4.5M6 11h3",
  bell: "M4 11V7a4 4 0 0 1 8 0v4l1 1.25H3zM6.75 14h2.5",
  bellOff: "M4 11V7a4 4 0 0 1 6.5-3.1M12 7v4l1 1.25H4M6.75 14h2.5M2.5 2.5l11 11",
  shield: "M8 2 13 4v4c0 3-2 5-5 6-3-1-5-3-5-6V4z",
  flag: "M4 14V2.5h8L10 5.75 12 9H4",
  wrench: "M10 6 5 11a1.4 1.4 0 0 0 2 2l5-5a3 3 0 0 0 2-4L12 6l-2-2 2-2a3 3 0 0 0-4 2z",
  inbox: "M2.5 9 4.5 3h7l2 6v4h-11zM2.5 9H6c0 1.25.75 2 2 2s2-.75 2-2h3.5",
  ticket: "M2.5 4.5h11v2a1.5 1.5 0 0 0 0 3v2h-11v-2a1.5 1.5 0 0 0 0-3zM9.5 4.5v7",
  edit: "M3 13l.75-3L10.5 3.25l2.25 2.25L6 12.25zM9 4.75 11.25 7",
  help: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.25 6.5C6.25 5.5 7 5 8 5s1.75.6 1.75 1.5C9.75 7.75 8 7.75 8 9M8 11.25h.01",
  mask: "M4 7.5V6a4 4 0 0 1 8 0v1.5M3.5 7.5h9v6h-9z",
  download: "M8 2.5v7.5M4.75 7 8 10.25 11.25 7M3 13.5h10",
  clip: "M12.5 7.5 7.75 12.25a3 3 0 0 1-4.25-4.25l5-5a2 2 0 0 1 2.9 2.9l-5 5a1 1 0 0 1-1.4-1.4l4.5-4.5",
  down: "M4 6l4 4 4-4",
  desk: "M2.5 13.5v-5h3v5M6.5 13.5v-9h3v9M10.5 13.5V2.5h3v11",
  people:
    "M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM1.75 13c.4-2.4 2.1-3.5 4.25-3.5s3.85 1.1 4.25 3.5M10.5 3.25a2.25 2.25 0 0 1 0 4M12 9.75c1.3.5 2 1.6 2.25 3.25",
  sliders: "M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 8h2M7.5 8h6M6 6.5v3M2.5 11.5h5M10.5 11.5h3M9 10v3",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
