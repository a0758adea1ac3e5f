/** A hull on an even keel. */
export function Logo() {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className="shrink-0 text-accent">
      <path
        d="M9.6 2.4v8.4M9.6 3l4.6 3.4-4.6 2.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path
        d="M3 11.6h13.4a6.7 6 0 0 1-13.4 0Z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M1 11.6h17.6" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M9.7 17.6v1.6" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
