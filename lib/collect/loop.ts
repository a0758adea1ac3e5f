export interface LoopOptions {
  /** Wait before the first turn: spreads nodes over the interval. */
  readonly firstDelayMs: number;
  /** One turn; resolves with the interval until the next, counted from this one's planned time. */
  readonly turn: (signal: AbortSignal) => Promise<number>;
  /** A turn is written never to throw; when one does, it is told here and tried again after `afterErrorMs`. */
  readonly onError: (error: unknown) => void;
  readonly afterErrorMs?: number;
}

export interface Loop {
  /** Runs the next turn now, or right after the one that is running. */
  hurry(): void;
  /** Aborts the signal and resolves when the turn that is running has ended. */
  stop(): Promise<void>;
}

/**
 * Turns at a steady beat that never overlap. A turn that takes longer than its interval skips the beats it missed
 * instead of making them up, so a node that hangs for a minute is not hammered afterwards.
 */
export function startLoop(options: LoopOptions): Loop {
  const abort = new AbortController();
  let plannedAt = performance.now() + options.firstDelayMs;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let hurried = false;

  const turn = async (): Promise<void> => {
    let intervalMs = options.afterErrorMs ?? 5000;
    try {
      intervalMs = await options.turn(abort.signal);
    } catch (error) {
      options.onError(error);
    }
    running = null;
    if (abort.signal.aborted) return;
    const now = performance.now();
    const beats = Math.max(1, Math.ceil((now - plannedAt) / intervalMs));
    plannedAt = hurried ? now : plannedAt + beats * intervalMs;
    hurried = false;
    timer = setTimeout(begin, plannedAt - now);
  };
  const begin = (): void => {
    running = turn();
  };

  timer = setTimeout(begin, options.firstDelayMs);
  return {
    hurry: () => {
      if (abort.signal.aborted) return;
      if (running !== null) {
        hurried = true;
        return;
      }
      clearTimeout(timer);
      plannedAt = performance.now();
      timer = setTimeout(begin, 0);
    },
    stop: async () => {
      abort.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
