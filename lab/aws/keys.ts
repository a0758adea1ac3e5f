import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface LabKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where each is written, for `file:` in the fleet file. */
  readonly files: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Keys that the endpoint of this lab alone knows, readable by their owner alone. */
export function writeKeys(dir: string): LabKeys {
  const folder = join(dir, "aws");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, `${text}\n`, { mode: 0o600 });
    return path;
  };
  const accessKeyId = `AKIA${randomBytes(8).toString("hex").toUpperCase()}`;
  const secretAccessKey = randomBytes(30).toString("base64");
  return {
    accessKeyId,
    secretAccessKey,
    files: {
      accessKeyId: write("access-key-id", accessKeyId),
      secretAccessKey: write("secret-access-key", secretAccessKey),
    },
  };
}
