import { type Parsed, parseHostPort } from "./addresses";
import type { Address } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { type Outside, readWithVariables } from "./secrets";

/** What reading a proxy's entry needs of the file around it. */
export interface ProxyContext {
  readonly document: FleetDocument;
  readonly fleetPath: string;
  readonly outside: Outside;
}

/** `host:port`, or `:port` for the proxy's own host, which is "" here. The port is always written: there is no usual one. */
export function readStatisticsAddress(
  document: FleetDocument,
  place: Place,
  usualPort: number,
): Address | null {
  const example = `10.0.3.11:${usualPort}, or :${usualPort} for the proxy's own host`;
  const text = document.text(place, example);
  if (text === null) return null;
  const parsed = parsePlace(text, example);
  if (parsed.ok) return parsed.value;
  document.reportAt(place, parsed.message, parsed.hint);
  return null;
}

function parsePlace(text: string, example: string): Parsed<Address> {
  // Not repeated in the message: it may hold a password.
  if (/:\/\/|@/.test(text)) return { ok: false, message: "this is a URL", hint: example };
  if (/^([^:[\]]+|\[[^\]]*\])$/.test(text))
    return { ok: false, message: `"${text}" has no port`, hint: example };
  const ownHost = /^:\d+$/.test(text);
  const parsed = parseHostPort(ownHost ? `host${text}` : text);
  return ownHost && parsed.ok ? { ok: true, value: { ...parsed.value, host: "" } } : parsed;
}

/**
 * `http://host:port/path`, `http://:port/path` for the proxy's own host, or `:port/path` for short. A password stands
 * in it as `${NAME}`; the result holds the password, so no message repeats the text.
 */
export function readStatisticsUrl(context: ProxyContext, place: Place, example: string): string | null {
  const { document, fleetPath, outside } = context;
  const text = document.text(place, example);
  if (text === null) return null;
  const password = /^[^/]*\/\/[^/?#@:]*:([^/?#]*)@/.exec(text)?.[1];
  if (password !== undefined && !/^\$\{[^}]*\}$/.test(password)) {
    document.reportAt(place, "the password is written in the fleet file", "http://user:${NAME}@host:port/");
    return null;
  }
  const filled = readWithVariables(document, place, text, fleetPath, outside);
  if (filled === null) return null;
  const url = /^:\d/.test(filled) ? `http://${filled}` : filled;
  const placed = url.replace(/^(https?:\/\/(?:[^/?#@]*@)?)(?=:\d)/, "$1host");
  if (/^https?:\/\/[^/?#]/.test(url) && URL.canParse(placed) && !/\s|\p{Cc}/u.test(url)) return url;
  document.reportAt(place, "this is not a URL", example);
  return null;
}
