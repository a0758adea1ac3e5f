import { describe, expect, it } from "vitest";
import { ORDERS, printProblems } from "./testing/parse-text";

describe("a fleet file is refused: its values", () => {
  const SECRET = "${NAME} for an environment variable, or file:PATH";
  const RANGE = "10.0.3.11, 10.0.3.64/28 or fd00::/64; no names, no ports";
  const NAME = "text of up to 100 characters on one line";

  it.each<[string, string, readonly string[]]>([
    [
      "a duration without a unit",
      `${ORDERS}    watch: { maxStall: 5 }\n`,
      [
        "4: clusters[0].watch.maxStall: expected text, found a number | a number with its unit: 500ms, 30s, 5m, 2h, 14d",
      ],
    ],
    [
      "a bad duration",
      `${ORDERS}    watch: { maxStall: 5 parsecs }\n`,
      [
        '4: clusters[0].watch.maxStall: "5 parsecs" is not a duration | a number with its unit: 500ms, 30s, 5m, 2h, 14d',
      ],
    ],
    [
      "a duration out of bounds",
      `${ORDERS}    watch: { probeInterval: 1ms }\n`,
      ["4: clusters[0].watch.probeInterval: 1ms is out of bounds | 200ms to 1m"],
    ],
    [
      "half a day of retention",
      `retention: { sweeps: 36h, minutes: 5y, hours: 20000d }\n${ORDERS}`,
      [
        "1: retention.sweeps: this is not a number of whole days | 14d",
        '1: retention.minutes: "5y" is not a duration | a number with its unit: 500ms, 30s, 5m, 2h, 14d',
        "1: retention.hours: 20000d is out of bounds | 1d to 3650d",
      ],
    ],
    [
      "minutes kept shorter than sweeps",
      `retention: { sweeps: 40d }\n${ORDERS}`,
      [
        "1: retention: sweeps (40 d), minutes (30 d) and hours (400 d) must not be kept shorter from one to the next | sweeps ≤ minutes ≤ hours; by default 14d, 30d, 400d",
      ],
    ],
    [
      "a bad percentage",
      `watch: { costBudget: "0.002" }\n${ORDERS}`,
      ['1: watch.costBudget: "0.002" is not a percentage | a number with a percent sign: 0.2%'],
    ],
    [
      "a budget out of bounds",
      `watch: { costBudget: 50% }\n${ORDERS}`,
      ["1: watch.costBudget: 50% is out of bounds | more than 0%, at most 10% of a server's main thread"],
    ],
    [
      "a secret written out",
      `${ORDERS}    auth: { password: hunter2 }\n`,
      [`4: clusters[0].auth.password: the secret is written in the fleet file | ${SECRET}`],
    ],
    [
      "an unset variable",
      `${ORDERS}    auth: { password: \${NOPE} }\n`,
      [
        "4: clusters[0].auth.password: environment variable NOPE is not set | set it before starting, or use file:PATH",
      ],
    ],
    [
      "an empty variable",
      `${ORDERS}    auth: { password: \${EMPTY} }\n`,
      [
        "4: clusters[0].auth.password: environment variable EMPTY is empty | set it before starting, or use file:PATH",
      ],
    ],
    [
      "no variable",
      `${ORDERS}    auth: { password: "\${}" }\n`,
      [`4: clusters[0].auth.password: this is not the name of an environment variable | ${SECRET}`],
    ],
    [
      "a missing secret file",
      `${ORDERS}    auth: { password: "file:nope" }\n`,
      [
        "4: clusters[0].auth.password: /etc/evenkeel/nope: no such file | paths are relative to the fleet file",
      ],
    ],
    [
      "an empty secret file",
      `${ORDERS}    auth: { password: "file:empty" }\n`,
      ["4: clusters[0].auth.password: /etc/evenkeel/empty: the file is empty | -"],
    ],
    [
      "a user without a password",
      `${ORDERS}    auth: { username: me }\n`,
      ["4: clusters[0].auth: has no password | password: ${NAME}, or file:PATH"],
    ],
    [
      "a certificate without a key",
      `${ORDERS}    tls: { cert: ca.pem }\n`,
      ["4: clusters[0].tls: a client certificate needs both cert and key | -"],
    ],
    [
      "a file that is no PEM",
      `${ORDERS}    tls: { ca: notes.txt }\n`,
      ["4: clusters[0].tls.ca: holds no PEM block | a text with a line -----BEGIN …-----"],
    ],
    [
      "yes for true",
      `${ORDERS}    tls: yes\n`,
      [
        "4: clusters[0].tls: expected true, false or keys and values | tls: true, or keys: ca, cert, key, serverName",
      ],
    ],
    [
      "a proxy without a name",
      `${ORDERS}    proxies: [{ addresses: [10.0.0.1] }]\n`,
      [`4: clusters[0].proxies[0]: has no name | ${NAME}`],
    ],
    [
      "a proxy without addresses",
      `${ORDERS}    proxies: [{ name: p }]\n`,
      [
        "4: clusters[0].proxies[0]: has no addresses | addresses: the IP addresses or CIDR ranges that the proxy connects to Redis from",
      ],
    ],
    [
      "a proxy's name for an address",
      `${ORDERS}    proxies: [{ name: p, addresses: [p.internal] }]\n`,
      [`4: clusters[0].proxies[0].addresses[0]: "p.internal" is not an IP address or CIDR range | ${RANGE}`],
    ],
    [
      "a range that begins in the middle",
      `${ORDERS}    proxies: [{ name: p, addresses: [10.0.3.70/28] }]\n`,
      [
        '4: clusters[0].proxies[0].addresses[0]: "10.0.3.70/28" is not the start of its range | 10.0.3.64/28, or 10.0.3.70 for the one address',
      ],
    ],
    [
      "a range too long",
      `${ORDERS}    proxies: [{ name: p, addresses: [10.0.3.64/33] }]\n`,
      ['4: clusters[0].proxies[0].addresses[0]: "10.0.3.64/33": /33 is too long for IPv4 | /0 to /32'],
    ],
    [
      "overlapping proxies",
      `${ORDERS}    proxies:\n      - { name: a, addresses: [10.0.3.64/28] }\n      - { name: b, addresses: ["::ffff:10.0.3.70"] }\n`,
      [
        '6: clusters[0].proxies[1].addresses[0]: ::ffff:10.0.3.70 overlaps 10.0.3.64/28 of proxy "a" (line 5) | an address belongs to one proxy',
      ],
    ],
    [
      "a reserved name",
      `${ORDERS}    proxies: [{ name: direct, addresses: [10.0.0.1] }]\n`,
      ['4: clusters[0].proxies[0].name: "direct" is reserved | choose another name'],
    ],
    [
      "a group without a rule",
      `${ORDERS}    clients: [{ name: g }]\n`,
      [
        '4: clusters[0].clients[0]: has no match | at least one of name, user, library, address; * and ? are wildcards: match: { name: "orders-*" }',
      ],
    ],
    [
      "a unix socket",
      "clusters: [{ id: a, nodes: [/run/redis.sock] }]",
      [
        '1: clusters[0].nodes[0]: "/run/redis.sock" is a unix socket | Redis is reached over TCP only: host:port',
      ],
    ],
    [
      "a URL with a password",
      'clusters: [{ id: a, nodes: ["redis://u:hunter2@h:1"] }]',
      ["1: clusters[0].nodes[0]: this is a URL | host:port; user and password go under auth, TLS under tls"],
    ],
    [
      "a bare IPv6 address",
      'clusters: [{ id: a, nodes: ["fd00::1"] }]',
      ['1: clusters[0].nodes[0]: "fd00::1" is an IPv6 address without brackets | [fd00::1]:6379'],
    ],
    [
      "a port out of range",
      "clusters: [{ id: a, nodes: [h:70000] }]",
      ["1: clusters[0].nodes[0]: 70000 is not a port | 1 to 65535"],
    ],
    ["a tab", "clusters:\n\t- id: a\n", ["2: a tab is used for indentation | indent with spaces"]],
    ["an open quote", 'clusters:\n  - id: "a\n', ["3: a quote is opened and not closed | -"]],
    [
      "two documents",
      `${ORDERS}---\n${ORDERS}`,
      ["4: a second document begins here | leave out the line ---"],
    ],
    [
      "an alias of nothing",
      "clusters: *all\n",
      ["1: *name is used, but no &name is set before it | quote text that begins with *"],
    ],
    [
      "text that begins with @",
      "clusters: [{ id: a, nodes: [@home] }]",
      ["1: text may not begin with this character | put the text in quotes"],
    ],
  ])("%s", (_, text, expected) => {
    expect(printProblems(text)).toEqual(expected);
  });
});
