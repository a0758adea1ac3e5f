import { readCsv } from "./csv";
import type { ProxyReadingResult } from "./model";
import { countOf, kindOfText, listed, readable, sumOf, unreadable } from "./reading";

/** Columns that are looked for, by their names; what else there is, and in which order, does not matter. */
const NEEDED = ["pxname", "svname", "scur", "stot"] as const;
const USED = [...NEEDED, "bin", "bout", "mode"] as const;

type Row = Readonly<Record<(typeof USED)[number], string | undefined>>;

/**
 * HAProxy's `show stat` CSV, by HTTP (`;csv`) or from its socket, where `show info` may stand before it (its `Uptime_sec`).
 * `frontend`: the name of a frontend, or `backend/server` for HAProxy as the balancer in front of proxies; null: all
 * frontends of TCP mode, which leaves out the statistics page. In that mode requests are not known.
 * Opened is `stot`; closed is not counted and follows from `scur` (HAProxy management guide, 9.1 "CSV format").
 */
export function parseHaproxyCsv(text: string, frontend: string | null): ProxyReadingResult {
  const { info, csv } = splitInfo(text);
  // Servers are by far the most rows, and only one that is asked for is looked at.
  const server = frontend?.split("/")[1] ?? null;
  const { rows: lines, cut } = readCsv(
    csv,
    (line) => /FRONTEND|BACKEND/.test(line) || (server !== null && line.includes(server)),
  );
  const [header, ...body] = lines;
  const columns = columnsOf(header);
  if (columns === null) return unreadable(explainOther(text));
  const missing = NEEDED.filter((name) => columns[name] === undefined);
  if (missing.length > 0)
    return unreadable(`answers a CSV without the columns ${missing.join(", ")}: is it HAProxy's?`);
  if (cut) return unreadable("cut its CSV in the middle of a line");
  const rows = body.map((fields) => rowOf(fields, columns));
  const wanted = rows.filter((row) => isWanted(row, frontend));
  if (wanted.length === 0) return unreadable(explainMissing(rows, frontend));
  if (wanted.some(({ scur, stot }) => countOf(scur) === null || countOf(stot) === null))
    return unreadable("answers a CSV whose columns scur and stot hold no numbers");
  return readable({
    connections: sumOf(wanted.map(({ scur }) => countOf(scur))),
    openedTotal: sumOf(wanted.map(({ stot }) => countOf(stot))),
    bytesInTotal: sumOf(wanted.map((row) => countOf(row.bin))),
    bytesOutTotal: sumOf(wanted.map((row) => countOf(row.bout))),
    backConnections: sumOf(rows.filter((row) => isBack(row, frontend)).map(({ scur }) => countOf(scur))),
    uptimeSec: countOf(/^Uptime_sec: (\d+)\r?$/m.exec(info)?.[1]),
  });
}

function splitInfo(text: string): { readonly info: string; readonly csv: string } {
  const start = text.search(/^#\s*\w+,/m);
  return start <= 0 ? { info: "", csv: text } : { info: text.slice(0, start), csv: text.slice(start) };
}

type Columns = Readonly<Partial<Record<(typeof USED)[number], number>>>;

function columnsOf(header: readonly string[] | undefined): Columns | null {
  if (header === undefined) return null;
  const names = header.map((name) => name.replace(/^#\s*/, "").trim());
  if (!names.includes("pxname") && !names.includes("svname")) return null;
  return Object.fromEntries(
    USED.flatMap((name) => (names.includes(name) ? [[name, names.indexOf(name)]] : [])),
  );
}

function rowOf(fields: readonly string[], columns: Columns): Row {
  const at = (name: (typeof USED)[number]): string | undefined => fields[columns[name] ?? -1];
  return {
    pxname: at("pxname"),
    svname: at("svname"),
    scur: at("scur"),
    stot: at("stot"),
    bin: at("bin"),
    bout: at("bout"),
    mode: at("mode"),
  };
}

function isWanted(row: Row, frontend: string | null): boolean {
  if (frontend !== null && frontend === `${row.pxname}/${row.svname}`) return true;
  if (row.svname !== "FRONTEND") return false;
  return frontend === null ? !isHttp(row) : row.pxname === frontend;
}

/** Its own connections: the backends of TCP mode, or the one that a `listen` section has under the frontend's name. */
function isBack(row: Row, frontend: string | null): boolean {
  return row.svname === "BACKEND" && !isHttp(row) && (frontend === null || row.pxname === frontend);
}

/** Before 1.7 there was no column `mode`: there the statistics page is known by its usual name. */
function isHttp({ mode, pxname }: Row): boolean {
  return mode === undefined ? /^(http_)?stats$/i.test(pxname ?? "") : mode === "http";
}

function explainOther(text: string): string {
  const kind = kindOfText(text);
  if (kind === "HTML") return "answers HTML, not HAProxy CSV: append ;csv to the URL";
  if (/^(Unknown command|Permission denied)/m.test(text)) {
    return "refuses `show stat` on this socket: it needs `level user` or more";
  }
  return `answers ${kind ?? "something else"}, not HAProxy CSV`;
}

function explainMissing(rows: readonly Row[], frontend: string | null): string {
  const there = rows.filter((row) => row.svname === "FRONTEND");
  if (frontend === null) {
    const names = there.map(({ pxname, mode }) => `${pxname ?? ""} (mode ${mode ?? "unknown"})`);
    return `has no frontend in mode tcp; its frontends: ${listed(names)}`;
  }
  return `has no frontend "${frontend}"; its frontends: ${listed(there.map(({ pxname }) => pxname ?? ""))}`;
}
