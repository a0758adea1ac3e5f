import { proxyCountOf, UNCOUNTED_PROXIES } from "../path";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, missing, notEvaluated, type Rule } from "./rule";

export const poolOrderFitsPath: Rule = {
  id: "pool-order-fits-path",
  title: "FIFO behind several proxies, LIFO straight to a node",
  severity: "critical",
  scope: "group",
  reference: REFERENCES.commonsPool,
  evaluate(path) {
    const order = path.word("pool", "order");
    const size = path.count("pool", "maxTotal");
    const who = clientsOf(path);
    if (size.state === "count" && size.count <= 1)
      return holds(`${who}: one connection, so no order in which to hand them out`, size);
    if (order.state === "unknown") return missing(order);
    const isLifo = order.word.toLowerCase() === "lifo";
    const proxies = proxyCountOf(path);
    const said = `${isLifo ? "last in, first out" : "first in, first out"}${order.setting.assumed ? ` (assumed: ${order.setting.source.name})` : ""}`;
    if (proxies === null) {
      return isLifo
        ? notEvaluated(`the pool hands connections out ${said}, and ${UNCOUNTED_PROXIES}`, order, size)
        : holds(`${who}: the pool hands connections out ${said}, behind proxies`, order, size);
    }
    if (proxies > 1 && isLifo) {
      return broken(
        {
          sentence: `${who}: the pool hands connections out ${said}, behind ${proxies} proxies`,
          consequence: `Connections to the slowest of the ${proxies} proxies are returned last, so they are borrowed first: in every lull the others are closed, and the slow proxy gets more and more of the load.`,
          fix: clientFix(path, "Hand connections out first in, first out", { set: "order", order: "fifo" }),
        },
        order,
        size,
      );
    }
    if (proxies === 0 && !isLifo) {
      return broken(
        {
          sentence: `${who}: the pool hands connections out ${said}, straight to the nodes`,
          consequence:
            "Every connection is used in turn, so none becomes idle and none is closed: after a burst the pool stays at its largest.",
          fix: clientFix(path, "Hand connections out last in, first out", { set: "order", order: "lifo" }),
          severity: "notice",
        },
        order,
        size,
      );
    }
    const way =
      proxies > 1
        ? `behind ${proxies} proxies`
        : proxies === 0
          ? "straight to the nodes"
          : "behind one proxy";
    return holds(`${who}: the pool hands connections out ${said}, ${way}`, order, size);
  },
};
