import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { waitFor } from "../testing/wait-for";
import { credentialsOf } from "./aws-credentials";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ASSUMED = `<AssumeRoleResponse><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>example</SecretAccessKey>
<SessionToken>example</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`;

test("connections to STS are kept while they serve, and closed when what they brought is forgotten", async () => {
  const sockets = new Set<unknown>();
  const server = createServer({ keepAliveTimeout: 600_000 }, (_, response) => {
    response.writeHead(200, { "content-type": "text/xml" }).end(ASSUMED);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens");
  const endpoint = `http://127.0.0.1:${address.port}`;
  const agent = { keepAlive: true, maxSockets: 6 };
  const credentials = credentialsOf(
    {
      ...{ region: "eu-central-1", profile: null, endpoint },
      ...{ roleArn: "arn:aws:iam::123456789012:role/watch", externalId: null },
      keys: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example", sessionToken: null },
    },
    {
      ...{ region: "eu-central-1", endpoint, maxAttempts: 1, userAgentAppId: "evenkeel" },
      requestHandler: {
        ...{ connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
        ...{ httpAgent: agent, httpsAgent: agent },
      },
    },
    [],
  );
  closers.push(() => credentials.close());
  expect((await credentials.read()).accessKeyId).toBe("ASIAEXAMPLE");
  expect(sockets.size).toBe(1);
  credentials.forget();
  await waitFor("the connection to close", () => sockets.size === 0);
  expect((await credentials.read()).accessKeyId).toBe("ASIAEXAMPLE");
  expect(sockets.size).toBe(1);
  credentials.close();
  await waitFor("the last connection to close", () => sockets.size === 0);
});
