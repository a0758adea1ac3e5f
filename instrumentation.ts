/** Next calls this once when the server starts (not when it is built). */
export async function register(): Promise<void> {
  // Next replaces this text when it compiles, so that nothing of Node's is bundled for its edge runtime.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startBeside } = await import("./lib/collect/supervise");
    await startBeside();
  }
}
