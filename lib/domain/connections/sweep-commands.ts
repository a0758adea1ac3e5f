import { busiestOf } from "./busiest";
import type { CellProfiles } from "./cell-profiles";

/** Commands that each connection of a sweep has sent since the sweep before, by row of the reply. */
export class SweepCommands {
  private sent: { readonly commands: Float64Array; readonly cells: Uint32Array } | null = null;
  private isMissing = false;

  reset(): void {
    this.sent = null;
    this.isMissing = false;
  }

  /** `commands` below 0: the row counts them, but how many it had at the sweep before is not known. */
  add(rows: number, row: number, cell: number, commands: number): void {
    this.sent ??= { commands: new Float64Array(rows).fill(-1), cells: new Uint32Array(rows) };
    if (commands < 0) this.isMissing = true;
    this.sent.commands[row] = commands;
    this.sent.cells[row] = cell;
  }

  /** The server counts commands, and it is known of every row how many. */
  get isKnown(): boolean {
    return this.sent !== null && !this.isMissing;
  }

  tellBusiest(profiles: CellProfiles): void {
    if (this.sent === null) return;
    const { commands, cells } = this.sent;
    profiles.setBusiest(busiestOf(commands), cells, commands);
  }
}
