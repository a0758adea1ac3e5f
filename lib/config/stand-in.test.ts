import { describe, expect, it } from "vitest";
import { parseFleet } from "./parse-fleet";

const TEXT = `
clusters:
  - id: orders
    elasticache:
      { region: eu-central-1, replicationGroup: a, roleArn: "arn:aws:iam::123456789012:role/evenkeel", externalId: "\${EXTERNAL}", keys: { accessKeyId: "\${ID}", secretAccessKey: "file:key" } }
    auth: { username: evenkeel, password: \${ORDERS_PASSWORD} }
    tls: { ca: ca.pem, cert: cert.pem, key: "\${TLS_KEY}" }
    proxies:
      - { name: p1, addresses: [10.0.3.11], stats: { haproxy: "http://me:\${PROXY}@10.0.3.11:8404/;csv" } }
      - { name: p2, addresses: [10.0.3.12], stats: { haproxy: "\${PROXY_2}" } }
      - { name: p3, addresses: [10.0.3.13], stats: { haproxy: "\${PROXY_3}" } }
      - { name: p4, addresses: [10.0.3.14], stats: { predixy: { address: "10.0.3.14:7617", password: "file:x" } } }
  - id: same-cache-of-another-account
    elasticache:
      { region: eu-central-1, replicationGroup: a, roleArn: "arn:aws:iam::123456789012:role/evenkeel", externalId: "\${EXTERNAL_2}", keys: { accessKeyId: "\${ID_2}", secretAccessKey: "file:key" } }
    auth: { iam: { user: "\${IAM_USER}" } }
`;

describe("a fleet file without its secrets", () => {
  it("is checked in full; no variable and no secret file is looked at", () => {
    const asked: string[] = [];
    const result = parseFleet(TEXT, "/etc/evenkeel/evenkeel.yaml", {
      variables: null,
      readFile: (path) => {
        asked.push(path);
        return { failure: "no such file" };
      },
    });
    expect(result.state === "invalid" ? result.problems : []).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("is still refused where a secret is written out or is no name", () => {
    const result = parseFleet(
      'clusters:\n  - { id: a, nodes: [a:1], auth: { password: hunter2 } }\n  - { id: b, nodes: [b:1], auth: { password: "${1X}" } }\n',
      "/etc/evenkeel/evenkeel.yaml",
      { variables: null, readFile: () => ({ failure: "no such file" }) },
    );
    expect(result.state === "invalid" ? result.problems.map(({ message }) => message) : []).toEqual([
      "clusters[0].auth.password: the secret is written in the fleet file",
      "clusters[1].auth.password: this is not the name of an environment variable",
    ]);
  });
});
