import type { ClientIdentity } from "./model";

/** The group of clients that say nothing of themselves. */
export const UNNAMED_GROUP = "unnamed";

/** Users that everybody has: they tell nobody apart. */
const COMMON_USERS = new Set(["default", "(superuser)"]);

/**
 * Endings that name one instance of an application, with their separator; tried in this order, again and again.
 * Kubernetes draws its endings from `bcdfghjklmnpqrstvwxz2456789` (rand.SafeEncodeString): no vowels, hence no words.
 */
const INSTANCE_ENDINGS: readonly RegExp[] = [
  /[-_.:@#/][0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, // UUID
  /-(?=[a-z]*[0-9])[bcdfghjklmnpqrstvwxz2456789]{4,10}-[a-z0-9]{5}$/, // Deployment: template hash, pod
  /-(?=[a-z]*[0-9])(?=[0-9]*[a-z])[bcdfghjklmnpqrstvwxz2456789]{5}$/, // DaemonSet, Job: pod
  /[-_.:@#/](?=[a-f]*[0-9])[0-9a-f]{7,64}$/i, // container or commit id
  /[-_.:@#/]\d+$/, // ordinal, port, process id, part of an address
];

/** A Sentinel names its links by its own id in the middle. */
const SENTINEL_LINK = /^sentinel-[0-9a-f]{8}-(cmd|pubsub)$/;

const TRAILING_SEPARATORS = /[-_.:@#/]+$/;

/** `orders-api-7f9c4-x2x8l` → `orders-api`. Empty when nothing but an instance id is there. */
export function stripInstanceEnding(name: string): string {
  if (SENTINEL_LINK.test(name)) return "sentinel";
  // With a separator in front, an id that is the whole name is an ending like any other.
  let base = `-${name}`;
  for (let stripped = true; stripped; ) {
    const shorter = INSTANCE_ENDINGS.reduce((text, ending) => text.replace(ending, ""), base);
    stripped = shorter !== base;
    base = shorter;
  }
  return base.slice(1).replace(TRAILING_SEPARATORS, "");
}

/** Group of a client that no rule of the fleet file matches: its name, else its library, else its user. */
export function deriveGroup(identity: ClientIdentity): string {
  const name = stripInstanceEnding(identity.name);
  if (name !== "") return name;
  const library = libraryOf(identity);
  if (library !== "") return library;
  return COMMON_USERS.has(identity.user) || identity.user === "" ? UNNAMED_GROUP : identity.user;
}

/** Library without the wrappers that some add in parentheses: `redis-py(celery_v5.4)` → `redis-py`. */
export function libraryOf(identity: ClientIdentity): string {
  const wrapper = identity.libName.indexOf("(");
  return wrapper > 0 ? identity.libName.slice(0, wrapper) : identity.libName;
}
