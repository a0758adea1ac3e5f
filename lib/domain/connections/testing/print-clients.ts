import { type ClientRows, parseClientList } from "@/lib/domain/redis/client-list";

/** One line of CLIENT LIST to be; what is not given is as a quiet client has it. */
export interface PrintedClient {
  readonly id: number;
  readonly addr?: string;
  readonly name?: string;
  readonly user?: string;
  readonly libName?: string;
  readonly ageSec?: number;
  readonly idleSec?: number;
  readonly flags?: string;
  readonly totCmds?: number;
  readonly replyPeakBytes?: number;
}

/** Clients as a server of Redis 7.2, or Valkey 8 with `totCmds`, prints them. */
export function printClients(clients: Iterable<PrintedClient>): Buffer {
  const lines = Array.from(clients, (client) => {
    const {
      id,
      addr = `10.0.3.11:${1024 + (id % 60_000)}`,
      name = "",
      user = "default",
      libName = "",
    } = client;
    const { ageSec = 0, idleSec = 0, flags = "N", totCmds, replyPeakBytes } = client;
    const commands = totCmds === undefined ? "" : ` tot-net-in=1 tot-net-out=1 tot-cmds=${totCmds}`;
    const peak = replyPeakBytes === undefined ? "" : ` rbs=1024 rbp=${replyPeakBytes}`;
    return `id=${id} addr=${addr} laddr=10.0.5.21:6379 fd=8 name=${name} age=${ageSec} idle=${idleSec} flags=${flags} db=0${peak} cmd=get user=${user} redir=-1 resp=2 lib-name=${libName} lib-ver=${commands}\n`;
  });
  return Buffer.from(lines.join(""));
}

export function rowsOf(clients: Iterable<PrintedClient>): ClientRows {
  return parseClientList(printClients(clients));
}
