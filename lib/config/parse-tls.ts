import type { TlsConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readName } from "./names";
import { type Outside, readPem } from "./secrets";

const TLS_KEYS = ["ca", "cert", "key", "serverName"];

/** `tls: true`, or a map with a CA, a client certificate, a server name. Certificates are always verified. */
export function parseTls(
  document: FleetDocument,
  place: Place,
  fleetPath: string,
  outside: Outside,
): TlsConfig | null {
  const written = document.scalar(place);
  if (written === true) return { ca: null, cert: null, key: null, serverName: null };
  if (written === false) return null;
  if (written !== undefined) {
    document.reportAt(
      place,
      "expected true, false or keys and values",
      `tls: true, or keys: ${TLS_KEYS.join(", ")}`,
    );
    return null;
  }
  const fields = document.fields(place, TLS_KEYS);
  if (fields === null) return null;
  if (fields.has("cert") !== fields.has("key")) {
    document.reportAt(place, "a client certificate needs both cert and key", null);
  }
  const pem = (key: string): string | null => {
    const field = fields.get(key);
    return field === undefined ? null : readPem(document, field, fleetPath, outside);
  };
  const serverName = fields.get("serverName");
  return {
    ca: pem("ca"),
    cert: pem("cert"),
    key: pem("key"),
    serverName: serverName === undefined ? null : readName(document, serverName),
  };
}
