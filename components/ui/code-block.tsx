import { CopyButton } from "./copy-button";

/** Text to take along. `label` names it for those who do not see it. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <figure className="relative rounded-control border border-line bg-sunken">
      <figcaption className="sr-only">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto py-2.5 pr-12 pl-3 font-mono text-small leading-[19px]">
        <code>{code.trimEnd()}</code>
      </pre>
      <CopyButton compact label={`Copy: ${label}`} text={() => code} className="absolute top-1.5 right-1.5" />
    </figure>
  );
}
