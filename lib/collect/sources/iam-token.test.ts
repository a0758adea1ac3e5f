import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { secretsOfToken, signIamToken } from "./iam-token";
import { safeMessage } from "./redis-failure";

const AT = new Date("2026-11-23T00:15:00Z");
const KEYS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: null,
  expiresAtMs: null,
};
const SESSION = { ...KEYS, sessionToken: "IQoJb3JpZ2luX2VjE+/x==" };
const GROUP = { region: "eu-central-1", cache: "prod-orders", isServerless: false, user: "evenkeel" };

/** Signature Version 4 by its specification, with nothing but HMAC and SHA-256. */
function signatureOf(token: string, secretAccessKey: string): string {
  const host = token.slice(0, token.indexOf("/"));
  const pairs = token.slice(token.indexOf("?") + 1).split("&");
  const value = (name: string): string =>
    decodeURIComponent(pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "");
  const query = pairs.filter((pair) => !pair.startsWith("X-Amz-Signature=")).toSorted();
  const emptyBody = createHash("sha256").update("").digest("hex");
  const canonical = ["GET", "/", query.join("&"), `host:${host}`, "", "host", emptyBody].join("\n");
  const [, day = "", region = "", service = "", kind = ""] = value("X-Amz-Credential").split("/");
  const scope = [day, region, service, kind].join("/");
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const toSign = ["AWS4-HMAC-SHA256", value("X-Amz-Date"), scope, hashed].join("\n");
  const hmac = (key: string | Buffer, text: string): Buffer =>
    createHmac("sha256", key).update(text).digest();
  const key = [day, region, service, kind].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}

function partsOf(token: string): Record<string, string> {
  return Object.fromEntries(new URL(`http://${token}`).searchParams);
}

describe("a token", () => {
  test("is a presigned connect URL for the cache, without its scheme, valid for 15 minutes", async () => {
    const token = await signIamToken(GROUP, KEYS, AT);
    expect(token).toMatch(/^prod-orders\/\?Action=connect&User=evenkeel&/);
    expect(partsOf(token)).toEqual({
      Action: "connect",
      User: "evenkeel",
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "AKIDEXAMPLE/20261123/eu-central-1/elasticache/aws4_request",
      "X-Amz-Date": "20261123T001500Z",
      "X-Amz-Expires": "900",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": signatureOf(token, KEYS.secretAccessKey),
    });
    expect(token).toContain(
      "X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-central-1%2Felasticache%2Faws4_request",
    );
  });

  test("of a serverless cache says so, and names are signed in lower case", async () => {
    const token = await signIamToken(
      { ...GROUP, cache: "Prod-Feed", user: "Evenkeel", isServerless: true },
      KEYS,
      AT,
    );
    expect(token).toMatch(/^prod-feed\/\?Action=connect&User=evenkeel&ResourceType=ServerlessCache&/);
    expect(partsOf(token)["X-Amz-Signature"]).toBe(signatureOf(token, KEYS.secretAccessKey));
  });

  test("of a role holds its session token, signed along", async () => {
    const token = await signIamToken(GROUP, SESSION, AT);
    expect(token).toContain("X-Amz-Security-Token=IQoJb3JpZ2luX2VjE%2B%2Fx%3D%3D&");
    expect(partsOf(token)["X-Amz-Signature"]).toBe(signatureOf(token, KEYS.secretAccessKey));
  });

  test("depends on the time, the key, the region, the cache and the user", async () => {
    const signatures = await Promise.all([
      signIamToken(GROUP, KEYS, AT),
      signIamToken(GROUP, KEYS, new Date("2026-11-23T00:15:01Z")),
      signIamToken(GROUP, { ...KEYS, secretAccessKey: "other" }, AT),
      signIamToken({ ...GROUP, region: "eu-west-1" }, KEYS, AT),
      signIamToken({ ...GROUP, cache: "prod-feed" }, KEYS, AT),
      signIamToken({ ...GROUP, user: "other" }, KEYS, AT),
    ]).then((tokens) => tokens.map((token) => partsOf(token)["X-Amz-Signature"]));
    expect(new Set(signatures).size).toBe(6);
  });
});

test("no message shows a token, nor what of it would serve another", async () => {
  const token = await signIamToken(GROUP, SESSION, AT);
  const signature = partsOf(token)["X-Amz-Signature"] ?? "";
  const secrets = secretsOfToken(token);
  for (const words of [token, signature, SESSION.sessionToken, encodeURIComponent(SESSION.sessionToken)])
    expect(safeMessage(`ERR who is ${words}?`, secrets)).toBe("ERR who is ***?");
  const header = `Credential=AKID/x, SignedHeaders=host, Signature=${signature} x-amz-security-token:IQoJ`;
  expect(safeMessage(`ERR you sent ${header}`, [])).toBe(
    "ERR you sent Credential=***, SignedHeaders=host, Signature=*** x-amz-security-token=***",
  );
  const half = token.slice(token.indexOf("X-Amz-Security"), token.indexOf("X-Amz-Signature") + 40);
  const cut = safeMessage(`ERR bad password ${half}`, []);
  expect(cut).not.toContain("IQoJb3JpZ2lu");
  expect(cut).not.toContain(signature.slice(0, 12));
});
