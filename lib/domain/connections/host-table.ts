const LARGEST_PORT = 65_535;
const NO_PORT = -1;
const ZERO = 48;

/** Distinct hosts, each once; an address is a host's number and a port. */
export class HostTable {
  private readonly byHost = new Map<string, number>();
  private readonly list: string[] = [];

  get size(): number {
    return this.list.length;
  }

  /** `10.0.3.11:50082` → its host's number and 50082; port -1 where the address has no plain port. */
  intern(addr: string): { host: number; port: number } {
    const colon = addr.lastIndexOf(":");
    const port = colon > 0 ? readPort(addr, colon + 1) : NO_PORT;
    return { host: this.internHost(port === NO_PORT ? addr : addr.slice(0, colon)), port };
  }

  addrOf(host: number, port: number): string {
    const text = this.hostAt(host);
    return port < 0 ? text : `${text}:${port}`;
  }

  hostAt(host: number): string {
    return this.list[host] ?? "";
  }

  internHost(text: string): number {
    const known = this.byHost.get(text);
    if (known !== undefined) return known;
    const host = this.list.length;
    this.byHost.set(text, host);
    this.list.push(text);
    return host;
  }
}

/** A port written as it would be printed: no leading zero, nothing behind it. */
function readPort(addr: string, start: number): number {
  const digits = addr.length - start;
  if (digits < 1 || digits > 5 || (digits > 1 && addr.charCodeAt(start) === ZERO)) return NO_PORT;
  let port = 0;
  for (let at = start; at < addr.length; at++) {
    const digit = addr.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return NO_PORT;
    port = port * 10 + digit;
  }
  return port <= LARGEST_PORT ? port : NO_PORT;
}
