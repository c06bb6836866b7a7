/** An illuminated initial: the B of the name, with a tail. */
export function BrandMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M9 7h8.2c3.6 0 5.8 1.7 5.8 4.5 0 2-1.1 3.3-2.9 3.9 2.4.5 3.9 2 3.9 4.4 0 1.4-.5 2.6-1.5 3.5l2.5 2.7H9v-1.9l1.6-.5V9.4L9 8.9z"
        className="fill-on-accent"
      />
      <path
        d="M14 10v4.3h2.4c1.9 0 3-.8 3-2.3 0-1.4-1-2-2.7-2zM14 16.8v6.2h3c2.2 0 3.4-1.1 3.4-3.1s-1.3-3.1-3.6-3.1z"
        className="fill-accent"
      />
    </svg>
  );
}
