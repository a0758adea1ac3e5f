import { type ByteReader, CorruptBytes } from "./byte-reader";
import type { ByteWriter } from "./byte-writer";
import { HostTable } from "./host-table";
import type { Connection } from "./model";
import { NumberedTexts, NumberedTuples } from "./numbered";

/** name, user, libName, libVer, group: texts by number. */
const IDENTITY_PARTS = 5;
/** host, proxy + 1 (0: none), 1 when a port follows the host. */
const PLACE_PARTS = 3;

/** What a row refers to by number: an identity with its group, a host with its proxy. */
export class ConnectionNumbers {
  private readonly texts = new NumberedTexts();
  private readonly identities = new NumberedTuples();
  private readonly places = new NumberedTuples();
  private readonly hosts = new HostTable();
  /** Clients of one name are mostly alike in all else, hosts belong to one proxy: comparing is quicker than numbering. */
  private readonly byName = new Map<string, { readonly connection: Connection; readonly identity: number }>();
  private readonly byHost: {
    readonly proxy: string | null;
    readonly hasPort: boolean;
    readonly place: number;
  }[] = [];

  number(connection: Connection): { identity: number; place: number; port: number } {
    const { host, port } = this.hosts.intern(connection.addr);
    const place = this.numberPlace(host, port >= 0, connection.proxy);
    return { identity: this.numberIdentity(connection), place, port: Math.max(0, port) };
  }

  write(writer: ByteWriter): void {
    this.texts.write(writer);
    this.identities.write(writer, IDENTITY_PARTS);
    this.places.write(writer, PLACE_PARTS);
  }

  private numberIdentity(connection: Connection): number {
    const before = this.byName.get(connection.name);
    if (before !== undefined && isAlike(before.connection, connection)) return before.identity;
    const { name, user, libName, libVer, group } = connection;
    const parts = [name, user, libName, libVer, group].map((text) => this.texts.number(text));
    const identity = this.identities.number(parts);
    this.byName.set(name, { connection, identity });
    return identity;
  }

  private numberPlace(host: number, hasPort: boolean, proxy: string | null): number {
    const before = this.byHost[host];
    if (before !== undefined && before.proxy === proxy && before.hasPort === hasPort) return before.place;
    const proxyNumber = proxy === null ? 0 : this.texts.number(proxy) + 1;
    const hostNumber = this.texts.number(this.hosts.hostAt(host));
    const place = this.places.number([hostNumber, proxyNumber, hasPort ? 1 : 0]);
    this.byHost[host] = { proxy, hasPort, place };
    return place;
  }
}

function isAlike(a: Connection, b: Connection): boolean {
  return a.user === b.user && a.libName === b.libName && a.libVer === b.libVer && a.group === b.group;
}

/** Reads what `ConnectionNumbers.write` wrote. Throws CorruptBytes. */
export function readIdentitiesAndPlaces(reader: ByteReader) {
  const texts = NumberedTexts.read(reader);
  const identities = NumberedTuples.read(reader, IDENTITY_PARTS).map(
    ([name, user, libName, libVer, group]) => ({
      name: at(texts, name),
      user: at(texts, user),
      libName: at(texts, libName),
      libVer: at(texts, libVer),
      group: at(texts, group),
    }),
  );
  const places = NumberedTuples.read(reader, PLACE_PARTS).map(([host, proxy = 0, hasPort]) => ({
    host: at(texts, host),
    proxy: proxy === 0 ? null : at(texts, proxy - 1),
    hasPort: hasPort === 1,
  }));
  return { identities, places };
}

/** Entry of a list that was just read; a number beyond it is corrupt. */
export function at<Value>(list: readonly Value[], number: number | undefined): Value {
  const value = number === undefined ? undefined : list[number];
  if (value === undefined) throw new CorruptBytes("a reference leads nowhere");
  return value;
}
