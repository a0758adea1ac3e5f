import { randomBytes } from "node:crypto";
import { AwsRefusal } from "./refusal";
import { checkClock, checkSignature, type RawRequest, readSignature, type SignedAs } from "./signature";
import type { AwsRegions, AwsWorld, WorldKey, WorldRole } from "./world";

/** Who calls, and what that caller's account holds. */
export interface Caller {
  readonly signed: SignedAs;
  readonly userArn: string;
  readonly accountId: string;
  readonly regions: AwsRegions;
}

export interface SessionKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
  /** Of the assumed role. */
  readonly userArn: string;
}

interface KnownKey extends WorldKey {
  readonly regions: AwsRegions;
  readonly expiresAtMs: number | null;
}

const USER_ARN = "arn:aws:iam::123456789012:user/evenkeel";
const SESSION_MS = 3_600_000;

/** The keys that the stand-in lets in: those of its world, and those that AssumeRole gave. */
export class KeyRing {
  private readonly sessions = new Map<string, KnownKey>();

  constructor(private readonly world: AwsWorld) {}

  /** Throws the refusal that AWS would give. */
  callerOf(request: RawRequest, nowMs: number): Caller {
    const signed = readSignature(request.headers);
    if (signed === null) throw new AwsRefusal("unsigned", "Request is missing Authentication Token");
    const key = this.find(signed.accessKeyId);
    const token = request.headers["x-amz-security-token"];
    if (key !== null && key.sessionToken !== token) throw unknownKey();
    if (key !== null && key.expiresAtMs !== null && key.expiresAtMs <= nowMs) throw expiredToken();
    checkClock(signed, nowMs);
    if (key !== null) checkSignature(request, signed, key.secretAccessKey);
    const userArn = key?.userArn ?? USER_ARN;
    return {
      signed,
      userArn,
      accountId: accountOf(userArn),
      regions: key?.regions ?? this.world.regions,
    };
  }

  /** Null: keys of any name are let in, and this one is not known. */
  private find(accessKeyId: string): KnownKey | null {
    const session = this.sessions.get(accessKeyId);
    if (session !== undefined) return session;
    if (this.world.keys === undefined) return null;
    const key = this.world.keys.find((known) => known.accessKeyId === accessKeyId);
    if (key === undefined) throw unknownKey();
    return { ...key, regions: this.world.regions, expiresAtMs: null };
  }

  /** Null: there is no such role, or it wants another external id. */
  assume(roleArn: string, externalId: string | null, session: string, nowMs: number): SessionKey | null {
    const role = this.world.roles?.find((known) => known.roleArn === roleArn);
    if (role === undefined || (role.externalId ?? null) !== externalId) return null;
    const key = { ...newKey(nowMs), userArn: sessionArn(role, session) };
    this.sessions.set(key.accessKeyId, { ...key, regions: role.regions });
    return key;
  }
}

function sessionArn({ roleArn }: WorldRole, session: string): string {
  return `${roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${session}`;
}

function newKey(nowMs: number): Omit<SessionKey, "userArn"> {
  return {
    accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString("hex"),
    sessionToken: randomBytes(60).toString("base64"),
    expiresAtMs: nowMs + SESSION_MS,
  };
}

function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}

function unknownKey(): AwsRefusal {
  return new AwsRefusal("unknown-key", "The security token included in the request is invalid.");
}

export function expiredToken(): AwsRefusal {
  return new AwsRefusal("expired", "The security token included in the request is expired");
}
