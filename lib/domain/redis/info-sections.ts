import { type InfoFields, present, readInteger, readParts, readText } from "./info-fields";

/** What each field is and since when: Redis and Valkey INFO documentation; all were seen in captured replies. */
export function parseServer(fields: InfoFields) {
  const valkeyVersion = readText(fields.get("valkey_version"));
  const redisVersion = readText(fields.get("redis_version"));
  return present({
    runId: readText(fields.get("run_id")),
    engine: valkeyVersion !== undefined ? "valkey" : redisVersion !== undefined ? "redis" : undefined,
    /** The engine's own version; Valkey's `redis_version` is the one it is compatible with. */
    version: valkeyVersion ?? redisVersion,
    redisVersion,
    mode: readText(fields.get("redis_mode")) ?? readText(fields.get("server_mode")),
    os: readText(fields.get("os")),
    tcpPort: readInteger(fields.get("tcp_port")),
    uptimeSec: readInteger(fields.get("uptime_in_seconds")),
    hz: readInteger(fields.get("hz")),
  });
}

export function parseClients(fields: InfoFields) {
  return present({
    /** Leaves replicas out, counts the primary link. */
    connectedClients: readInteger(fields.get("connected_clients")),
    /** Not in INFO before 4.0. */
    maxclients: readInteger(fields.get("maxclients")),
    clusterConnections: readInteger(fields.get("cluster_connections")),
    blockedClients: readInteger(fields.get("blocked_clients")),
    trackingClients: readInteger(fields.get("tracking_clients")),
    pubsubClients: readInteger(fields.get("pubsub_clients")),
    watchingClients: readInteger(fields.get("watching_clients")),
  });
}

export function parseMemory(fields: InfoFields) {
  return present({
    usedMemoryBytes: readInteger(fields.get("used_memory")),
    maxmemoryBytes: readInteger(fields.get("maxmemory")),
  });
}

export function parseStats(fields: InfoFields) {
  return present({
    /** Without rejected ones and without failed TLS handshakes. */
    totalConnectionsReceived: readInteger(fields.get("total_connections_received")),
    rejectedConnections: readInteger(fields.get("rejected_connections")),
    totalCommandsProcessed: readInteger(fields.get("total_commands_processed")),
    instantaneousOpsPerSec: readInteger(fields.get("instantaneous_ops_per_sec")),
    evictedClients: readInteger(fields.get("evicted_clients")),
    queryBufferDisconnections: readInteger(fields.get("client_query_buffer_limit_disconnections")),
    outputBufferDisconnections: readInteger(fields.get("client_output_buffer_limit_disconnections")),
    totalErrorReplies: readInteger(fields.get("total_error_replies")),
    aclDeniedAuth: readInteger(fields.get("acl_access_denied_auth")),
    syncFull: readInteger(fields.get("sync_full")),
    syncPartialOk: readInteger(fields.get("sync_partial_ok")),
    syncPartialErr: readInteger(fields.get("sync_partial_err")),
    eventloopCycles: readInteger(fields.get("eventloop_cycles")),
    eventloopDurationUsec: readInteger(fields.get("eventloop_duration_sum")),
  });
}

/** One replica as its primary sees it. */
export interface ReplicaOfPrimary {
  readonly host: string;
  readonly port: number;
  /** `online`, `wait_bgsave`, `send_bulk`. */
  readonly state?: string;
  readonly offset?: number;
  readonly lagSec?: number;
}

export function parseReplication(fields: InfoFields) {
  const masterHost = readText(fields.get("master_host"));
  const masterPort = readInteger(fields.get("master_port"));
  const role = fields.get("role");
  return {
    ...present({
      role: role === "master" ? "primary" : role === "slave" || role === "replica" ? "replica" : undefined,
      primary:
        masterHost !== undefined && masterPort !== undefined
          ? { host: masterHost, port: masterPort }
          : undefined,
      linkUp: readLink(fields.get("master_link_status")),
      lastIoSec: readInteger(fields.get("master_last_io_seconds_ago")),
      linkDownSec: readInteger(fields.get("master_link_down_since_seconds")),
      syncInProgress: readFlag(fields.get("master_sync_in_progress")),
      failoverState: readText(fields.get("master_failover_state")),
      replicationId: readText(fields.get("master_replid")),
      /** Own stream's end on a primary; what a replica has read is `replicaOffset`. */
      primaryOffset: readInteger(fields.get("master_repl_offset")),
      replicaOffset: readInteger(fields.get("slave_repl_offset")),
      connectedReplicas: readInteger(fields.get("connected_slaves")),
    }),
    replicas: readReplicas(fields),
  };
}

function readLink(text: string | undefined): boolean | undefined {
  return text === "up" ? true : text === "down" ? false : undefined;
}

function readFlag(text: string | undefined): boolean | undefined {
  return text === "1" ? true : text === "0" ? false : undefined;
}

/** `slave0:ip=127.0.0.1,port=17039,state=online,offset=50,lag=0,type=replica`; what is not of that form is left out. */
function readReplicas(fields: InfoFields): readonly ReplicaOfPrimary[] {
  const replicas: ReplicaOfPrimary[] = [];
  for (const [key, value] of fields) {
    if (!/^slave\d+$/.test(key)) continue;
    const parts = readParts(value);
    const host = readText(parts.get("ip"));
    const port = readInteger(parts.get("port"));
    if (host === undefined || port === undefined) continue;
    const optional = {
      state: readText(parts.get("state")),
      offset: readInteger(parts.get("offset")),
      lagSec: readInteger(parts.get("lag")),
    };
    replicas.push({ host, port, ...present(optional) });
  }
  return replicas;
}
