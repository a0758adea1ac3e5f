/** Health checks of HAProxy that speak to something other than Redis. */
const CHECKS: Readonly<Record<string, string>> = {
  "pgsql-check": "PostgreSQL",
  "mysql-check": "MySQL",
  "ldap-check": "LDAP",
  smtpchk: "SMTP",
};

/** Ports that nobody gives to Redis. */
const PORTS: Readonly<Record<string, string>> = {
  "22": "SSH",
  "25": "SMTP",
  "80": "HTTP",
  "389": "LDAP",
  "443": "HTTPS",
  "3306": "MySQL",
  "5432": "PostgreSQL",
  "5672": "AMQP",
  "9092": "Kafka",
  "9200": "Elasticsearch",
  "11211": "memcached",
  "27017": "MongoDB",
};

/** What `option` says that servers are. undefined: nothing; null: that they may be Redis. */
export function protocolOfCheck(option: string): string | null | undefined {
  if (option === "redis-check" || option === "tcp-check") return null;
  return Object.hasOwn(CHECKS, option) ? CHECKS[option] : undefined;
}

/** What all of these addresses (`10.0.0.1:5432`) are of, by their ports; null: at least one may be Redis. */
export function protocolOfServers(addresses: readonly string[]): string | null {
  const protocols = addresses.map((address) => {
    const port = /:(\d{1,5})$/.exec(address)?.[1] ?? "";
    return Object.hasOwn(PORTS, port) ? (PORTS[port] ?? null) : null;
  });
  const [first = null] = protocols;
  return protocols.includes(null) ? null : first;
}
