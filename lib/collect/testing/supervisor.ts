import { superviseChild } from "../supervise-child";

/** A server in miniature for supervise-child.real.test.ts: keeps the program in argv running and tells its pid. */
const [entry = ""] = process.argv.slice(2);
const child = superviseChild({ entry, variables: {}, log: (line) => process.send?.({ log: line }) });
setInterval(() => process.send?.({ pid: child.pid() }), 20);
