/** The product's mark: three lines of a queue, the first one the longest. */
export function Mark({ withName = true }: { withName?: boolean }) {
  return (
    <span class="mark">
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" class="mark-tile" />
        <path d="M9 10h14M9 16h9M9 22h5" class="mark-lines" />
      </svg>
      {withName && <span class="mark-name">Firstline</span>}
    </span>
  );
}
