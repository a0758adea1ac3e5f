import { describe, expect, it } from "vitest";
import { printText } from "./print-text";
import { REPORT, UNREADABLE } from "./testing/made-up-report";

describe("the report as text", () => {
  it("tells what is broken in full, what is not evaluated by its reason, what holds as a number", () => {
    // Narrow spaces stand between numbers and units.
    expect(printText(REPORT).replaceAll("\u202f", "_").split("\n")).toEqual([
      "orders (Orders cache), ops/evenkeel.yaml:2",
      "  read ops/deploy/ha proxy.cfg: HAProxy configuration, 1 setting",
      "    not understood, line 3: timeout chek: not a keyword that is known here",
      "    not understood, line 4: timeout chek: not a keyword that is known here",
      "    not understood, line 5: timeout chek: not a keyword that is known here",
      "    not understood, line 6: timeout chek: not a keyword that is known here",
      "    not understood, line 8: timeout chek: not a keyword that is known here",
      "    and 2 more (--format json has them)",
      "  NOT READ /etc/none.yaml: no such file",
      "",
      "  CRITICAL pool-wait-bounded",
      "    orders-api: the pool lets callers wait for ever",
      "    When all connections are busy, every further request hangs.",
      "    Fix: Bound the wait to 1 s",
      "        config.setMaxWait(",
      "            Duration.ofSeconds(1));",
      "    From: pool.maxWait = for ever (ops/evenkeel.yaml:12)",
      "    Why: Apache Commons Pool",
      "      https://example.com/pool",
      "",
      "  WARNING idle-below-proxy",
      "    orders-api: nothing ends the silence, but the proxy closes idle clients after 50 s",
      "    The first command after 50 s of quiet fails.",
      "    From: pool.minEvictableIdle = 30_min (assumed: Jedis 5.1.0); proxy.clientTimeout = 50_s (ops/deploy/ha",
      "    proxy.cfg:7); pool.maxWait = for ever (ops/evenkeel.yaml:12)",
      "    Why: HAProxy: timeout client",
      "",
      "  no client group is called checkout-api: what the files say of them counts for nobody",
      "",
      "  not evaluated (2)",
      "    - retry-budget-within-deadline, pool-budget: the request deadline is not known: declare",
      "      timeouts.requestDeadline",
      "",
      "sessions, ops/evenkeel.yaml:30",
      "",
      "  nothing broken",
      "",
      "clusters that discover finds have no entry in the file: nothing is said of them",
      "",
      "ops/evenkeel.yaml: 2 broken (1 critical, 1 warning), 2 hold, 2 not evaluated",
      "",
    ]);
  });

  it("lists the problems of a file that cannot be read", () => {
    expect(printText(UNREADABLE)).toBe(
      '/srv/evenkeel.yaml:4: clusters[0]: unknown key "proxis"\n    did you mean "proxies"?\n/srv/evenkeel.yaml: and 3 more problems\n',
    );
  });
});
