import type { ImportDraft, SettingPath } from "./import-draft";
import { durationIn } from "./scalar-values";
import type { YamlEntry } from "./yaml-tree";

const seconds = durationIn(1000, "seconds", {});

/** Annotations of AWS's balancers in front of a Service; `name` of readAttribute stands behind it. */
export const AWS_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-";

/** `attribute`: a value of a list `a=1,b=2`; null: the annotation is the value. True: it stands there, read or refused. */
export function readAttribute(
  draft: ImportDraft,
  annotations: readonly YamlEntry[],
  name: RegExp,
  attribute: string | null,
  path: SettingPath,
  subject: string,
): boolean {
  const matching = annotations.filter(({ key }) =>
    name.test(key.startsWith(AWS_ANNOTATION) ? key.slice(AWS_ANNOTATION.length) : key),
  );
  const values = matching.flatMap(({ line, value }) => {
    if (value.kind !== "scalar") return [];
    const pairs = value.text
      .slice(0, 10_000)
      .split(",")
      .map((pair) => pair.trim());
    if (attribute === null) return [{ line, text: value.text }];
    return pairs
      .filter((pair) => pair.startsWith(`${attribute}=`))
      .map((pair) => ({ line, text: pair.slice(attribute.length + 1) }));
  });
  for (const { line, text } of values) {
    const read = seconds({ kind: "scalar", line, text, isNull: false });
    if (read.kind === "unread") draft.reject(line, attribute ?? "time-out annotation", read.reason);
    else if (read.kind !== "assumed") draft.set(path, subject, read, line);
  }
  return values.length > 0;
}
