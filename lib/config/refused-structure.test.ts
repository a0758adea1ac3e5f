import { describe, expect, it } from "vitest";
import { ORDERS, printProblems } from "./testing/parse-text";

describe("a fleet file is refused: its form", () => {
  const TOP = "allowed: discover, clusters, cloudwatch, watch, retention";
  const KEYS = "allowed: id, name, nodes, elasticache, auth, tls, proxies, clients, timeouts, watch";
  const NODES = "nodes: [host:port], one is enough; with elasticache none is needed";
  const NAME = "text of up to 100 characters on one line";

  it.each<[string, string, readonly string[]]>([
    ["empty", "", ["-: the file is empty | clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]"]],
    [
      "only a comment",
      "# nothing\n",
      ["-: the file is empty | clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]"],
    ],
    [
      "text",
      "hello",
      ["1: expected keys and values, found text | keys: discover, clusters, cloudwatch, watch, retention"],
    ],
    [
      "a list",
      "- a",
      ["1: expected keys and values, found a list | keys: discover, clusters, cloudwatch, watch, retention"],
    ],
    [
      "without clusters",
      "watch: { maxStall: 5ms }",
      ["1: has no clusters | clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]"],
    ],
    [
      "with no cluster in the list",
      "clusters: []",
      ["1: clusters: names no cluster | clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]"],
    ],
    [
      "with text for a list",
      "clusters: orders",
      [
        '1: clusters: expected a list of clusters, found text | each on a line of its own with "- " before it',
      ],
    ],
    [
      "a slip of the key",
      "cluster: []\n",
      [
        `1: unknown key "cluster" | did you mean "clusters"? ${TOP}`,
        `1: has no clusters | clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]`,
      ],
    ],
    [
      "a slip in a cluster",
      `${ORDERS}    proxis: []\n`,
      [`4: clusters[0]: unknown key "proxis" | did you mean "proxies"? ${KEYS}`],
    ],
    [
      "two letters swapped",
      `${ORDERS}    porxies: []\n`,
      [`4: clusters[0]: unknown key "porxies" | did you mean "proxies"? ${KEYS}`],
    ],
    ["nothing near", `${ORDERS}    colour: red\n`, [`4: clusters[0]: unknown key "colour" | ${KEYS}`]],
    [
      "a key in the wrong place",
      `${ORDERS}    costBudget: 1%\n`,
      ['4: clusters[0]: "costBudget" belongs under watch | watch: { costBudget: … }'],
    ],
    ["the key twice", `${ORDERS}    id: other\n`, ["4: clusters[0].id: the key is written twice | -"]],
    [
      "an id twice",
      `${ORDERS}  - { id: orders, nodes: [b:1] }\n`,
      ['4: clusters[1].id: "orders" is used twice | first used on line 2'],
    ],
    [
      "no id",
      "clusters:\n  - nodes: [a:1]\n",
      [
        "2: clusters[0]: has no id | text of lower-case letters, digits and dashes, at most 63: it is part of URLs",
      ],
    ],
    [
      "an id that is no id",
      "clusters:\n  - { id: Orders/1, nodes: [a:1] }\n",
      [
        '2: clusters[0].id: "Orders/1" is not an id | text of lower-case letters, digits and dashes, at most 63: it is part of URLs',
      ],
    ],
    [
      "a number for an id",
      "clusters:\n  - { id: 7, nodes: [a:1] }\n",
      [
        "2: clusters[0].id: expected text, found a number | text of lower-case letters, digits and dashes, at most 63: it is part of URLs",
      ],
    ],
    ["no nodes", "clusters:\n  - { id: a }\n", [`2: clusters[0]: has no nodes | ${NODES}`]],
    [
      "no node in the list",
      "clusters:\n  - { id: a, nodes: [] }\n",
      [`2: clusters[0].nodes: names no node | ${NODES}`],
    ],
    [
      "a node twice",
      "clusters:\n  - { id: a, nodes: [a:1] }\n  - { id: b, nodes: [a:1] }\n",
      ["3: clusters[1].nodes[0]: a:1 is listed twice | first listed on line 2"],
    ],
    ["an empty key", `${ORDERS}    name:\n`, [`4: clusters[0].name: expected text, found nothing | ${NAME}`]],
    [
      "a variable outside secrets",
      `${ORDERS}    name: \${ORDERS_PASSWORD}\n`,
      [
        "4: clusters[0].name: environment variables are read under auth, tls, stats and keys only | write the text itself",
      ],
    ],
    [
      "later settings",
      `${ORDERS}    endpoints: {}\n`,
      ['4: clusters[0]: "endpoints" is not supported in this version | leave it out'],
    ],
  ])("%s", (_, text, expected) => {
    expect(printProblems(text)).toEqual(expected);
  });
});
