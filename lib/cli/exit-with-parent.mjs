/** Preloaded into the dashboard's server: it ends as by SIGTERM when the command that started it is gone. */
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
// Listening holds the channel, and the channel the process: one that has nothing left to do shall end all the same.
process.channel?.unref();
