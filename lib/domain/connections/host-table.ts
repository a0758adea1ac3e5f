const LARGEST_PORT = 65_535;

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
    const written = addr.slice(colon + 1);
    const isPort = colon > 0 && /^(0|[1-9]\d{0,4})$/.test(written) && Number(written) <= LARGEST_PORT;
    const port = isPort ? Number(written) : -1;
    return { host: this.internHost(port < 0 ? addr : addr.slice(0, colon)), port };
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
