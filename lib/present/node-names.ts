/** Names of ElastiCache are long and differ in their first label: that label is shown, the whole name where it is copied. */

const SERVICE_NAME = /^([a-z0-9-]+)((?:\.[a-z0-9-]+)*)\.cache\.amazonaws\.com(?:\.cn)?(?::(\d{1,5}))?$/i;
/** The same inside a sentence. */
const IN_TEXT = /[a-z0-9-]+(?:\.[a-z0-9-]+)*\.cache\.amazonaws\.com(?:\.cn)?(?::\d{1,5})?/gi;
/** Endpoints of a whole group begin with one of these; which group it is stands in the label after it. */
const OF_A_GROUP = ["master", "replica", "clustercfg"];
const USUAL_PORT = "6379";

/**
 * "prod-orders-001.abc123.0001.euc1.cache.amazonaws.com:6379" → "prod-orders-001"; another port stays.
 * Every other address comes back as it is.
 */
export function shortNode(address: string): string {
  const match = SERVICE_NAME.exec(address);
  if (!match) return address;
  const [, first = "", rest = "", port] = match;
  const group = rest.split(".")[1];
  const label = OF_A_GROUP.includes(first.toLowerCase()) && group !== undefined ? `${first}.${group}` : first;
  return port === undefined || port === USUAL_PORT ? label : `${label}:${port}`;
}

/** A sentence with every such address shortened. */
export function shortenNodes(sentence: string): string {
  return sentence.replace(IN_TEXT, shortNode);
}
