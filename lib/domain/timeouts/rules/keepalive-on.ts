import { saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Rule } from "./rule";

const USUAL_KEEPALIVE_MS = 60_000;
const CONSEQUENCE =
  "Peers that vanished without a goodbye stay connected for hours: they count against maxclients, and a subscriber waits for messages that never come.";

export const keepaliveOn: Rule = {
  id: "keepalive-on",
  title: "TCP keepalive is on at one end of the client's connection at least",
  severity: "warning",
  scope: "path",
  reference: REFERENCES.serverClients,
  evaluate(path) {
    const client = path.duration("client", "tcpKeepalive");
    const who = clientsOf(path);
    if (client.state === "duration")
      return holds(`${who}: TCP keepalive is sent by the client after ${saidMs(client)}`, client);
    // The client's connection ends at the proxy where there is one.
    if (path.proxy !== null) {
      const proxy = path.flag("proxy", "clientKeepalive");
      if (proxy.state === "flag" && proxy.isOn)
        return holds(`${who}: TCP keepalive is sent by the proxy`, client, proxy);
      if (isUnknown(client) || isUnknown(proxy)) return missing(client, proxy);
      return broken(
        {
          sentence: `${who}: TCP keepalive is off at the client (${saidMs(client)}) and at the proxy`,
          consequence: CONSEQUENCE,
          fix: {
            sentence: "Turn keepalive on at the proxy",
            code: "# HAProxy\noption clitcpka\n# twemproxy\ntcpkeepalive: true",
            language: "text",
          },
        },
        client,
        proxy,
      );
    }
    const server = path.duration("server", "tcpKeepalive");
    if (server.state === "duration")
      return holds(`${who}: TCP keepalive is sent by the server after ${saidMs(server)}`, client, server);
    if (isUnknown(client) || isUnknown(server)) return missing(client, server);
    return broken(
      {
        sentence: `${who}: TCP keepalive is off at the client (${saidMs(client)}) and at the server (${saidMs(server)})`,
        consequence: CONSEQUENCE,
        fix:
          /jedis/i.test(path.group?.library ?? "") || path.group?.library === null
            ? {
                sentence: "Turn keepalive on at the server",
                code: "tcp-keepalive 300",
                language: "redis.conf",
              }
            : clientFix(path, "Turn TCP keepalive on", { set: "keepalive", ms: USUAL_KEEPALIVE_MS }),
      },
      client,
      server,
    );
  },
};
