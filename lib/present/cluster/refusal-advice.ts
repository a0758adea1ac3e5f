/** A command refused by a server, and the line that would allow it. */
export interface RefusalAdvice {
  /** Run on the server by somebody who may; null: rights are not the reason. */
  readonly grant: string | null;
  readonly sentence: string;
}

/** Redis says: NOPERM User evenkeel has no permissions to run the 'client|list' command (7.0 on), or this user … (6). */
const NO_PERMISSION = /NOPERM|no permissions/i;
const NAMED_USER = /\buser (\S+) has no permissions/i;
const UNKNOWN_COMMAND = /unknown (?:sub)?command/i;

export function adviseOnRefusal(refusal: { command: string; reason: string }): RefusalAdvice {
  const { command, reason } = refusal;
  if (NO_PERMISSION.test(reason)) {
    const user = NAMED_USER.exec(reason)?.[1] ?? "evenkeel";
    return {
      grant: `ACL SETUSER ${user} ${rightsFor(command).join(" ")}`,
      sentence: `The user ${user} may not run ${command}.`,
    };
  }
  if (UNKNOWN_COMMAND.test(reason)) {
    return {
      grant: null,
      sentence: `This server has no ${command}: it was renamed, switched off, or is too new.`,
    };
  }
  return { grant: null, sentence: reason };
}

/** The list in chunks asks by id, which is the same command with other arguments. */
function rightsFor(command: string): string[] {
  const words = command.trim().toLowerCase().split(/\s+/);
  return [`+${words.slice(0, 2).join("|")}`];
}
