import { Agent, type AgentOptions } from "node:http";
import { Agent as TlsAgent } from "node:https";
import {
  type FromTemporaryCredentialsOptions,
  fromIni,
  fromNodeProviderChain,
  fromTemporaryCredentials,
} from "@aws-sdk/credential-providers";
import type { AwsAccess } from "@/lib/config/fleet";
import type { AwsCredentials } from "./aws-model";

type ClientPlugins = NonNullable<FromTemporaryCredentialsOptions["clientPlugins"]>;
type Provider = ReturnType<typeof fromIni>;
type Identity = Awaited<ReturnType<Provider>>;

/** For every client: of the two services, and of STS and SSO where credentials come from there. */
export interface ClientConfig {
  readonly region: string;
  readonly endpoint?: string;
  readonly maxAttempts: number;
  readonly userAgentAppId: string;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
    readonly httpAgent: AgentOptions;
    readonly httpsAgent: AgentOptions;
  };
}

/** Where credentials come from. Once closed it keeps no connection, and is asked no more. */
export interface CredentialSource {
  readonly ask: Provider;
  close(): void;
}

/** Renewed this long before they expire, so that none runs out on its way. */
const RENEW_BEFORE_MS = 5 * 60_000;
/** Who gives no answer for so long gives none: all calls would wait for it for ever. It is asked anew. */
const GIVEN_UP_AFTER_MS = 60_000;
const ROLE_SESSION_NAME = "evenkeel";

/** Credentials of one access, shared by its clients: a role is assumed once, not once for each service. */
export class SharedCredentials {
  private identity: Identity | null = null;
  private pending: { readonly identity: Promise<Identity>; readonly sinceMs: number } | null = null;
  private source: CredentialSource;

  constructor(private readonly open: () => CredentialSource) {
    this.source = open();
  }

  /** For the clients. `memoized`: they shall not keep a copy of their own. */
  readonly resolve = Object.assign(() => this.current(), { memoized: true });

  async read(): Promise<AwsCredentials> {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await this.current();
    return {
      accessKeyId,
      secretAccessKey,
      sessionToken: sessionToken ?? null,
      expiresAtMs: expiration?.getTime() ?? null,
    };
  }

  /** AWS does not take them: the next call reads files and environment anew. */
  forget(): void {
    this.identity = null;
    const { source, pending } = this;
    this.source = this.open();
    // Who waits for an answer gets it.
    const answered = pending?.identity.catch(() => undefined) ?? Promise.resolve();
    void answered.then(() => source.close());
  }

  close(): void {
    this.source.close();
  }

  /** What must appear nowhere. */
  secrets(): readonly string[] {
    const { secretAccessKey = "", sessionToken = "" } = this.identity ?? {};
    return [secretAccessKey, sessionToken].filter((secret) => secret !== "");
  }

  private ask(): { readonly identity: Promise<Identity>; readonly sinceMs: number } {
    return { identity: this.source.ask(), sinceMs: Date.now() };
  }

  private async current(): Promise<Identity> {
    const kept = this.identity;
    const expiresAtMs = kept?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (kept !== null && expiresAtMs - RENEW_BEFORE_MS > Date.now()) return kept;
    const waited = this.pending;
    const asked = waited !== null && Date.now() - waited.sinceMs < GIVEN_UP_AFTER_MS ? waited : this.ask();
    this.pending = asked;
    try {
      this.identity = await asked.identity;
      return this.identity;
    } finally {
      if (this.pending === asked) this.pending = null;
    }
  }
}

/**
 * The fleet file's keys, profile or role, else the SDK's usual chain: environment, shared files, web identity, container,
 * instance. `config` and `plugins` are for the clients that ask STS.
 */
export function credentialsOf(
  access: AwsAccess,
  config: ClientConfig,
  plugins: ClientPlugins,
): SharedCredentials {
  return new SharedCredentials(() => {
    // The SDK's providers keep their clients to themselves: the connections are ours instead, so that they can be closed.
    const agents = [
      new Agent(config.requestHandler.httpAgent),
      new TlsAgent(config.requestHandler.httpsAgent),
    ] as const;
    const requestHandler = { ...config.requestHandler, httpAgent: agents[0], httpsAgent: agents[1] };
    const ask = providerOf(access, { ...config, requestHandler }, plugins);
    return {
      ask,
      close() {
        for (const agent of agents) agent.destroy();
      },
    };
  });
}

type OwnConfig = Omit<ClientConfig, "requestHandler"> & {
  readonly requestHandler: Omit<ClientConfig["requestHandler"], "httpAgent" | "httpsAgent"> & {
    readonly httpAgent: Agent;
    readonly httpsAgent: TlsAgent;
  };
};

function providerOf(access: AwsAccess, config: OwnConfig, plugins: ClientPlugins): Provider {
  const own = ownProvider(access, config);
  if (access.roleArn === null) return own;
  return fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: access.roleArn,
      RoleSessionName: ROLE_SESSION_NAME,
      ...(access.externalId === null ? {} : { ExternalId: access.externalId }),
    },
    clientConfig: config,
    clientPlugins: plugins,
  });
}

function ownProvider({ keys, profile }: AwsAccess, clientConfig: OwnConfig): Provider {
  if (keys !== null) {
    const { accessKeyId, secretAccessKey, sessionToken } = keys;
    return async () => ({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === null ? {} : { sessionToken }),
    });
  }
  if (profile !== null) return fromIni({ profile, clientConfig, ignoreCache: true });
  return fromNodeProviderChain({ clientConfig, ignoreCache: true });
}

/** Where credentials were looked for, for a sentence. */
export function credentialSources({ keys, profile }: AwsAccess): string {
  if (keys !== null) return "the keys of the fleet file";
  if (profile !== null) return `profile ${profile} of the shared AWS files`;
  return "the environment, the shared AWS files, web identity, container and instance";
}
