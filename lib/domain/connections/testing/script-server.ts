import type { PrintedClient } from "./print-clients";

/** One step of a script of known opens and closes. */
export type ScriptStep =
  | { readonly step: "open"; readonly proxy: number; readonly name: string; readonly flags: string }
  | { readonly step: "close"; readonly pick: number }
  | { readonly step: "rename"; readonly pick: number; readonly name: string }
  | { readonly step: "brief"; readonly count: number }
  | { readonly step: "restartServer" };

interface ScriptClient {
  readonly id: number;
  readonly addr: string;
  readonly openedAtMs: number;
  flags: string;
  name: string;
}

/** A server that does what a script says, and knows the truth about it. */
export class ScriptServer {
  run = 0;
  nextId = 1;
  /** `total_connections_received`: all but the link to the primary. */
  received = 0;
  readonly clients = new Map<number, ScriptClient>();

  get runId(): string {
    return `run-${this.run}`;
  }

  take(step: ScriptStep, nowMs: number): void {
    switch (step.step) {
      case "open":
        this.open(step.proxy, step.name, step.flags, nowMs);
        return;
      case "close":
        this.clients.delete(this.pick(step.pick)?.id ?? -1);
        return;
      case "rename": {
        const client = this.pick(step.pick);
        if (client !== undefined) client.name = step.name;
        return;
      }
      case "brief":
        this.nextId += step.count;
        this.received += step.count;
        return;
      case "restartServer":
        this.run++;
        this.nextId = 1;
        this.received = 0;
        this.clients.clear();
    }
  }

  /** What CLIENT LIST shows at this moment. */
  print(nowMs: number): PrintedClient[] {
    return Array.from(this.clients.values(), ({ id, addr, flags, name, openedAtMs }) => {
      const ageSec = Math.floor((nowMs - openedAtMs) / 1000);
      return { id, addr, flags, name, ageSec, idleSec: ageSec };
    });
  }

  private open(proxy: number, name: string, flags: string, nowMs: number): void {
    const id = this.nextId++;
    if (flags !== "M") this.received++;
    this.clients.set(id, {
      id,
      addr: `10.0.3.${proxy}:${1000 + (id % 60_000)}`,
      openedAtMs: nowMs,
      flags,
      name,
    });
  }

  private pick(pick: number): ScriptClient | undefined {
    return [...this.clients.values()][pick % Math.max(1, this.clients.size)];
  }
}
