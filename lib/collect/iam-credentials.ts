import type { AwsAccess } from "@/lib/config/fleet";
import { accessKeyOf, accessOf } from "./elasticache/wanted-regions";
import { type AwsCredentials, type AwsSource, openAws } from "./sources/aws-source";

/** Credentials for IAM tokens, of whichever account a cluster is in. */
export interface IamCredentials {
  /** Renewed before they expire. Rejects with an AwsError that says what is missing. */
  of(access: AwsAccess): Promise<AwsCredentials>;
  close(): void;
}

/** One source for each distinct way to reach AWS: a role is assumed once, not once a connection. */
export function keepIamCredentials(open: (access: AwsAccess) => AwsSource = openAws): IamCredentials {
  const sources = new Map<string, AwsSource>();
  return {
    of(access) {
      const key = accessKeyOf(access);
      const source = sources.get(key) ?? open(accessOf(access));
      sources.set(key, source);
      return source.credentials();
    },
    close() {
      for (const source of sources.values()) source.close();
      sources.clear();
    },
  };
}
