/** Where the rules come from. */
export const REFERENCES = {
  clients: {
    title: "Amazon ElastiCache: best practices for clients",
    url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/BestPractices.Clients.html",
  },
  tcpRetries: {
    title: "Linux: tcp_retries2, 924.6 s until a silent peer is given up",
    url: "https://docs.kernel.org/networking/ip-sysctl.html",
  },
  retries: {
    title: "Amazon Builders' Library: timeouts, retries and backoff with jitter",
    url: "https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/",
  },
  commonsPool: {
    title: "Apache Commons Pool: GenericObjectPoolConfig",
    url: "https://commons.apache.org/proper/commons-pool/apidocs/org/apache/commons/pool2/impl/GenericObjectPoolConfig.html",
  },
  serverClients: {
    title: "Redis: client timeouts, TCP keepalive and the maximum of clients",
    url: "https://redis.io/docs/latest/develop/reference/clients/",
  },
  nlbIdle: {
    title: "Network Load Balancer: TCP idle timeout",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html",
  },
  haproxyTimeouts: {
    title: "HAProxy: timeout client, timeout server",
    url: "https://docs.haproxy.org/3.0/configuration.html#4.2-timeout%20client",
  },
  jvmDns: {
    title: "Java: networkaddress.cache.ttl",
    url: "https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/net/doc-files/net-properties.html",
  },
  failover: {
    title: "Amazon ElastiCache: minimizing downtime with Multi-AZ",
    url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html",
  },
  lettuceTopology: {
    title: "Lettuce: topology refresh",
    url: "https://redis.github.io/lettuce/ha-sharding/",
  },
  probes: {
    title: "Kubernetes: liveness, readiness and startup probes",
    url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  },
  podEnd: {
    title: "Kubernetes: termination of pods",
    url: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
  },
  nlbDrain: {
    title: "Network Load Balancer: deregistration delay",
    url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html",
  },
  emptyMaster: {
    title: "Redis replication: safety when the master has persistence turned off",
    url: "https://redis.io/docs/latest/operate/oss_and_stack/management/replication/",
  },
  iam: {
    title: "Amazon ElastiCache: authenticating with IAM",
    url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html",
  },
  userTimeout: {
    title: "Linux: TCP_USER_TIMEOUT",
    url: "https://man7.org/linux/man-pages/man7/tcp.7.html",
  },
} as const;
