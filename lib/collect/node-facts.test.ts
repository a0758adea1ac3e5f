import { expect, test } from "vitest";
import { parseInfo } from "@/lib/domain/redis/info";
import { parseRole } from "@/lib/domain/redis/role";
import { factsOf } from "./node-facts";

const info = (lines: string) => parseInfo(lines.trim().split("\n").join("\r\n"));

const PRIMARY = `
redis_version:7.0.15
redis_mode:standalone
run_id:c2e47aa667110a27758e36d22f44491134eeb52e
uptime_in_seconds:5
role:master
connected_slaves:2
slave0:ip=10.0.0.2,port=6379,state=online,offset=900,lag=0
slave1:ip=fd00::3,port=6379,state=online,offset=1000,lag=1
master_repl_offset:1000`;

const REPLICA = `
redis_version:7.2.4
valkey_version:8.0.1
redis_mode:standalone
run_id:aa
role:slave
master_host:10.0.0.1
master_port:6379
master_link_status:down
master_link_down_since_seconds:7`;

test("a primary tells its replicas and how far each is behind", () => {
  expect(factsOf(info(PRIMARY), null)).toMatchObject({
    runId: "c2e47aa667110a27758e36d22f44491134eeb52e",
    role: "primary",
    primary: null,
    isCluster: false,
    uptimeSec: 5,
    replicas: [
      { address: "10.0.0.2:6379", lagBytes: 100 },
      { address: "[fd00::3]:6379", lagBytes: 0 },
    ],
  });
});

test("a replica tells its primary and the state of the link; Valkey its own version beside the compatible one", () => {
  expect(factsOf(info(REPLICA), null)).toMatchObject({
    role: "replica",
    primary: "10.0.0.1:6379",
    primaryLinkUp: false,
    linkDownSec: 7,
    engine: "valkey",
    version: "8.0.1",
    redisVersion: "7.2.4",
    replicas: [],
  });
});

test("where INFO is refused, ROLE still tells role, primary and replicas", () => {
  expect(factsOf(null, parseRole(["slave", "10.0.0.1", 6379, "connected", 50]))).toMatchObject({
    runId: null,
    role: "replica",
    primary: "10.0.0.1:6379",
    primaryLinkUp: true,
  });
  expect(factsOf(null, parseRole(["master", 50, [["10.0.0.2", "6379", "40"]]]))).toMatchObject({
    role: "primary",
    replicas: [{ address: "10.0.0.2:6379", lagBytes: 10 }],
  });
  expect(factsOf(null, null)).toMatchObject({
    role: "unknown",
    primary: null,
    replicas: [],
    isCluster: null,
  });
});
