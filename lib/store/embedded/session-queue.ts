import type { PGlite } from "@electric-sql/pglite";

/** Takes turns for many clients on one database session. */
export interface SessionQueue {
  /** Runs one unit of messages when it is the client's turn; answers arrive at `onData`. */
  run(client: number, unit: Uint8Array, onData: (data: Uint8Array) => void): Promise<void>;
  /** The client is gone: forgets what it still wanted, and rolls back what it had begun. */
  leave(client: number): void;
}

export interface SessionQueueOptions {
  /** How long a transaction may sit idle, holding everybody up, before it is rolled back. */
  readonly idleTransactionMs: number;
  /** The client whose transaction was rolled back for sitting idle is to be disconnected. */
  readonly onEvict: (client: number) => void;
  /** The database itself failed: its state is unknown and the process must end. */
  readonly onFatal: (error: unknown) => void;
}

interface Turn {
  readonly client: number;
  readonly unit: Uint8Array;
  readonly onData: (data: Uint8Array) => void;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

type Session = Pick<PGlite, "runExclusive" | "execProtocolRawStream" | "isInTransaction" | "exec">;

export function createSessionQueue(db: Session, options: SessionQueueOptions): SessionQueue {
  let turns: Turn[] = [];
  let running = false;
  /** The client in whose transaction the session is; nobody else gets a turn until it ends. */
  let owner: number | null = null;
  let idleTimer: NodeJS.Timeout | null = null;
  /** Clients that left while their statement ran: what it began is rolled back when it ends. */
  const departed = new Set<number>();

  function nextTurn(): Turn | null {
    const index = owner === null ? 0 : turns.findIndex((turn) => turn.client === owner);
    const [turn] = index < 0 ? [] : turns.splice(index, 1);
    return turn ?? null;
  }

  async function takeTurns(): Promise<void> {
    if (running) return;
    running = true;
    stopIdleTimer();
    for (let turn = nextTurn(); turn !== null; turn = nextTurn()) {
      await takeTurn(turn);
      if (owner !== null && departed.has(owner)) await rollBack();
    }
    running = false;
    if (owner !== null) idleTimer = setTimeout(evictOwner, options.idleTransactionMs);
  }

  async function takeTurn(turn: Turn): Promise<void> {
    try {
      await db.runExclusive(() => db.execProtocolRawStream(turn.unit, { onRawData: turn.onData }));
      owner = db.isInTransaction() ? turn.client : null;
      turn.resolve();
    } catch (error) {
      // SQL errors arrive as answers; what is thrown is the engine itself.
      turn.reject(error instanceof Error ? error : new Error(String(error)));
      options.onFatal(error);
    }
  }

  function evictOwner(): void {
    const evicted = owner;
    if (evicted === null || running) return;
    departed.add(evicted);
    options.onEvict(evicted);
    void takeTurnsAfterRollBack();
  }

  async function takeTurnsAfterRollBack(): Promise<void> {
    if (running) return;
    running = true;
    stopIdleTimer();
    await rollBack();
    running = false;
    await takeTurns();
  }

  async function rollBack(): Promise<void> {
    try {
      await db.exec("ROLLBACK");
      owner = null;
    } catch (error) {
      options.onFatal(error);
    }
  }

  function stopIdleTimer(): void {
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = null;
  }

  return {
    run: (client, unit, onData) =>
      new Promise((resolve, reject) => {
        turns.push({ client, unit, onData, resolve, reject });
        void takeTurns();
      }),
    leave: (client) => {
      departed.add(client);
      const gone = turns.filter((turn) => turn.client === client);
      turns = turns.filter((turn) => turn.client !== client);
      for (const turn of gone) turn.reject(new Error("the client disconnected"));
      if (owner === client) void takeTurnsAfterRollBack();
    },
  };
}
