/** What AWS says of an action that is not allowed. Null: it does not say. */
export interface Denial {
  readonly principal: string | null;
  /** "elasticache:DescribeEvents" */
  readonly action: string | null;
  readonly resource: string | null;
  /** "no identity-based policy allows the elasticache:DescribeEvents action" */
  readonly reason: string | null;
}

/** Reads "User: arn:… is not authorized to perform: service:Action on resource: arn:… because no … policy allows …". */
export function parseDenial(message: string): Denial {
  return {
    principal: /User: (arn:\S+)/.exec(message)?.[1] ?? null,
    action: /to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? null,
    resource: /on resource: (\S+)/.exec(message)?.[1]?.replace(/[.,]$/, "") ?? null,
    reason: /(?:because|with) ((?:no|an) [\w\s:*-]{5,120})/.exec(message)?.[1]?.trim() ?? null,
  };
}

export function denialSentence({ principal, action, reason }: Denial, fallbackAction: string): string {
  const who = principal === null ? "" : ` to ${principal}`;
  return `${action ?? fallbackAction} is not allowed${who}${reason === null ? "" : `: ${reason}`}`;
}

export function denialRemedy(
  { principal, action, resource, reason }: Denial,
  fallbackAction: string,
): string {
  const wanted = action ?? fallbackAction;
  const who = principal ?? "the user or role that Evenkeel uses";
  if (wanted === "sts:AssumeRole") {
    const role = resource === null ? "the role" : resource;
    return `Allow sts:AssumeRole on ${role} to ${who}, and name that user, and the external id if there is one, in the role's trust policy`;
  }
  if (reason?.includes("explicit deny")) return `Take away the explicit deny of ${wanted} for ${who}`;
  return `Allow ${wanted} to ${who}; docs/operations.md has the whole policy`;
}
