import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Certificates {
  /** Paths of PEM files. */
  readonly key: string;
  readonly cert: string;
  /** PEM text. */
  readonly ca: string;
  /** Arguments with which redis-server speaks TLS, and nothing else, on `port`. */
  readonly redisArgs: (port: number) => string[];
  readonly remove: () => Promise<void>;
}

/** A certificate that vouches for itself, for these names: "DNS:cache.test,IP:127.0.0.1". */
export async function makeCertificates(names: string): Promise<Certificates> {
  const dir = await mkdtemp(join(tmpdir(), "evenkeel-tls-"));
  const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")] as const;
  await run("openssl", [
    ...["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cache.test"],
    ...["-addext", `subjectAltName=${names}`, "-keyout", key, "-out", cert],
  ]);
  const files = ["--tls-cert-file", cert, "--tls-key-file", key, "--tls-ca-cert-file", cert];
  return {
    key,
    cert,
    ca: await readFile(cert, "utf8"),
    redisArgs: (port) => ["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no", ...files],
    remove: () => rm(dir, { recursive: true }),
  };
}
