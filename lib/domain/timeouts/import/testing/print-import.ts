import type { Import, Setting, SettingValue } from "../../model";

/** An import as lines of text: what a golden file holds. `= file:12` is a line of the file, `~ name` a default. */
export function printImport({ format, settings, rejects }: Import): string {
  const lines = [
    format,
    ...settings.map(printSetting),
    ...rejects.map(({ line, text, reason }) => `! ${line ?? "-"} [${text}] ${reason}`),
  ];
  return `${lines.join("\n")}\n`;
}

function printSetting({ layer, key, subject, value, source, assumed }: Setting): string {
  const from =
    source.kind === "default" ? `~ ${source.name}${assumed ? ", assumed" : ""}` : `line ${source.line}`;
  return `${layer}.${key} (${subject ?? "all"}) = ${printValue(value)} | ${from}`;
}

export function printValue(value: SettingValue): string {
  switch (value.kind) {
    case "duration":
      return `${value.ms} ms`;
    case "count":
      return String(value.count);
    case "flag":
      return value.isOn ? "on" : "off";
    case "word":
      return `"${value.word}"`;
    case "infinite":
    case "unset":
      return value.kind;
  }
}
