/** A key to press: `g f` is two keys one after the other. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(" ").map((key, index) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: a key may come twice, the order never changes
          key={index}
          className="inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-chip border border-line bg-sunken px-1 font-sans text-caption text-ink"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
