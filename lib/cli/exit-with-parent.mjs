/** Preloaded into the dashboard's server: it ends as by SIGTERM when the command that started it is gone. */
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
