import { LAYERS, SETTING_KINDS, type Setting, type SettingSource, type SettingValue } from "../model";
import { assembleStack, type StackShape, type TimeoutStack } from "../stack";

/** A number is ms or a count, as its key asks; "infinite" and "unset" are what they say. */
export type Short = number | boolean | string;

export const SHAPE: StackShape = {
  groups: [{ name: "orders-api", library: null, libraryVersion: null }],
  proxies: [],
  kind: "elasticache",
};

/** { "client.commandTimeout": 500, "proxy.serverTimeout@fe": "infinite" } as settings of one source. */
export function settingsOf(
  short: Readonly<Record<string, Short>>,
  kind: SettingSource["kind"] = "declared",
  readAtMs: number | null = null,
): Setting[] {
  return Object.entries(short).map(([place, value]) => {
    const [path = "", subject = null] = place.split("@");
    const [name = "", key = ""] = path.split(".");
    const layer = LAYERS.find((known) => known === name);
    const kinds: Readonly<Record<string, string>> = layer === undefined ? {} : SETTING_KINDS[layer];
    const wanted = kinds[key];
    if (layer === undefined || wanted === undefined) throw new Error(`no such setting: ${place}`);
    const source = {
      kind,
      name: kind === "file" ? "deploy/app.yaml" : "fleet file",
      line: null,
      reference: null,
    };
    return { layer, key, subject, value: typedValue(value, wanted), source, readAtMs, assumed: false };
  });
}

function typedValue(value: Short, wanted: string): SettingValue {
  if (value === "infinite" || value === "unset") return { kind: value };
  if (typeof value === "boolean") return { kind: "flag", isOn: value };
  if (typeof value === "string") return { kind: "word", word: value };
  return wanted === "count" ? { kind: "count", count: value } : { kind: "duration", ms: value };
}

export function stackOf(
  short: Readonly<Record<string, Short>>,
  shape: Partial<StackShape> = {},
): TimeoutStack {
  return assembleStack(settingsOf(short), { ...SHAPE, ...shape });
}
