import { describe, expect, it } from "vitest";
import { oddityOf } from "./aws-answer-check";
import { denialRemedy, denialSentence, parseDenial } from "./aws-denied";
import { OddAnswer } from "./aws-exchange";
import { awsFailure, type FailedCall } from "./aws-failure";
import { allPages } from "./aws-paging";

const SECRET = "s3cr3tKeyOfTheTest";
const TOKEN = "tokenOfTheTest";

function failureOf(error: unknown, changes: Partial<FailedCall> = {}) {
  return awsFailure(error, {
    call: "DescribeEvents",
    operation: "DescribeEvents",
    region: "eu-central-1",
    endpoint: null,
    credentialSources: "the keys of the fleet file",
    clockSkewMs: null,
    retryAfterMs: null,
    secrets: [SECRET, TOKEN],
    ...changes,
  });
}

function answered(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

function network(code: string, parts: object = {}): Error {
  return Object.assign(new Error(code), { code, ...parts });
}

describe("an answer of AWS that is a no", () => {
  it.each([
    ["Throttling", 400, "throttled"],
    ["ThrottlingException", 400, "throttled"],
    ["TooManyRequestsException", 429, "throttled"],
    ["RequestLimitExceeded", 503, "throttled"],
    ["SomethingNew", 429, "throttled"],
    ["ExpiredToken", 403, "expired"],
    ["ExpiredTokenException", 400, "expired"],
    ["RequestExpired", 400, "clock"],
    ["AccessDenied", 403, "denied"],
    ["AccessDeniedException", 400, "denied"],
    ["UnauthorizedOperation", 403, "denied"],
    ["SomethingNew", 403, "denied"],
    ["InvalidClientTokenId", 403, "credentials"],
    ["UnrecognizedClientException", 400, "credentials"],
    ["SignatureDoesNotMatch", 403, "credentials"],
    ["InvalidSignatureException", 400, "credentials"],
    ["MissingAuthenticationToken", 403, "credentials"],
    ["CacheParameterGroupNotFoundFault", 404, "unknown-id"],
    ["InvalidAction", 400, "refused"],
    ["UnknownOperationException", 400, "refused"],
    ["NotFound", 404, "refused"],
    ["InternalFailure", 501, "refused"],
    ["InvalidParameterValueException", 400, "refused"],
    ["ValidationError", 400, "refused"],
    ["SomethingNew", 418, "refused"],
    ["InternalFailure", 500, "server"],
    ["ServiceUnavailable", 503, "server"],
  ])("%s (%i): %s", (name, status, code) => {
    const failure = failureOf(answered(name, "words", status));
    expect(failure.code).toBe(code);
    expect(failure.sentence).toMatch(/^DescribeEvents in eu-central-1: ./);
  });

  it("about time is the clock's, whatever it is called; which side is wrong is told when it is known", () => {
    const message =
      "Signature expired: 20261123T000000Z is now earlier than 20261123T001000Z (20261123T001500Z - 5 min.)";
    for (const name of ["SignatureDoesNotMatch", "InvalidSignatureException"])
      expect(failureOf(answered(name, message)).code).toBe("clock");
    const behind = failureOf(answered("RequestTimeTooSkewed", "", 403), { clockSkewMs: 900_000 });
    expect(behind.sentence).toBe(
      "DescribeEvents in eu-central-1: this machine's clock is 15 min behind AWS's",
    );
    const ahead = failureOf(answered("RequestTimeTooSkewed", "", 403), { clockSkewMs: -420_000 });
    expect(ahead.sentence).toBe(
      "DescribeEvents in eu-central-1: this machine's clock is 7 min ahead of AWS's",
    );
  });

  it("of a signature repeats nothing of the request, which holds the token", () => {
    const canonical = `The request signature we calculated does not match. The Canonical String should have been 'POST\nx-amz-security-token:${TOKEN}'`;
    const failure = failureOf(answered("SignatureDoesNotMatch", canonical, 403));
    expect(JSON.stringify(failure)).not.toContain(TOKEN);
    const other = failureOf(answered("ValidationError", `bad ${TOKEN} and ${SECRET}`));
    expect(other.sentence).toBe("DescribeEvents in eu-central-1: refused (ValidationError): bad *** and ***");
  });

  it("of a region that does not exist is the region's", () => {
    const message = "Credential should be scoped to a valid region. ";
    expect(failureOf(answered("SignatureDoesNotMatch", message, 403)).code).toBe("region");
  });

  it("passes on how long to wait", () => {
    const wait = { retryAfterMs: 7000 };
    expect(failureOf(answered("Throttling", ""), wait).retryAfterMs).toBe(7000);
    expect(failureOf(answered("AccessDenied", "", 403), wait).retryAfterMs).toBeNull();
  });
});

describe("no answer", () => {
  it("because a name of AWS does not resolve: the region is wrong", () => {
    const failure = failureOf(network("ENOTFOUND", { hostname: "elasticache.eu-centrall-1.amazonaws.com" }), {
      region: "eu-centrall-1",
    });
    expect(failure).toMatchObject({
      code: "region",
      sentence: "DescribeEvents in eu-centrall-1: AWS has no endpoint for region eu-centrall-1",
    });
  });

  it.each([
    [network("ENOTFOUND", { hostname: "aws.example.com" }), "unreachable", "its name does not resolve"],
    [network("ECONNREFUSED", { name: "TimeoutError" }), "unreachable", "nothing listens there"],
    [network("ECONNRESET", { name: "TimeoutError" }), "unreachable", "closed the connection"],
    [network("EHOSTUNREACH"), "unreachable", "no route to the host"],
    [network("ETIMEDOUT", { name: "TimeoutError" }), "timeout", "no answer in time"],
    [network("HPE_INVALID_CONSTANT"), "garbled", "cut or not AWS's"],
    [Object.assign(new Error("aborted"), { name: "AbortError" }), "timeout", "no answer in time"],
    [Object.assign(new Error("late"), { name: "TimeoutError" }), "timeout", "no answer in time"],
    [new OddAnswer("html", 200), "garbled", "HTML page (status 200)"],
    [new OddAnswer("empty", 200), "garbled", "status 200 and nothing else"],
    [new OddAnswer("empty", 404), "refused", "does not know DescribeEvents"],
    [new OddAnswer("html", 501), "refused", "does not know DescribeEvents"],
    [new OddAnswer("html", 500), "server", "status 500 and an HTML page: it failed, or does not know Desc"],
    [new OddAnswer("empty", 502), "server", "status 502 and nothing else: it failed"],
    [new OddAnswer("other", 503), "server", "status 503 and no words of AWS: it failed"],
    [new OddAnswer("cut", 503), "garbled", "cut off"],
    [
      new Error('Region not accepted: region="no way" is not a valid hostname component.'),
      "region",
      "region",
    ],
    ["not even an error", "unreachable", "not even an error"],
    [null, "unreachable", "null"],
  ])("%s", (error, code, words) => {
    const failure = failureOf(error);
    expect(failure.code).toBe(code);
    expect(failure.sentence).toContain(words);
  });

  it("of an endpoint of one's own names it without its password", () => {
    const failure = failureOf(network("ECONNREFUSED"), { endpoint: "http://me:pw@aws.example.com:4566/x" });
    expect(failure.remedy).toBe("Check that http://aws.example.com:4566 can be reached from here");
  });

  it("but a page of an endpoint that failed speaks of no proxy, and says how long to wait", () => {
    const page = new OddAnswer("html", 503);
    expect(failureOf(page, { endpoint: "http://127.0.0.1:4566", retryAfterMs: 2000 })).toMatchObject({
      remedy: "Check that http://127.0.0.1:4566 works and knows DescribeEvents",
      retryAfterMs: 2000,
    });
    expect(failureOf(page).remedy).toMatch(/^If AWS_ENDPOINT_URL is set/);
    expect(failureOf(new OddAnswer("html", 200)).remedy).toContain("without a proxy or sign-in page");
  });

  it("for want of credentials says what the SDK knows of it", () => {
    const error = Object.assign(new Error("Could not resolve credentials using profile: [x]"), {
      name: "CredentialsProviderError",
    });
    expect(failureOf(error, { operation: "" }).sentence).toBe(
      "DescribeEvents in eu-central-1: no credentials for AWS were found (Could not resolve credentials using profile: [x]); looked in the keys of the fleet file",
    );
  });
});

describe("a denied action", () => {
  it("is read from AWS's words, whichever they are", () => {
    const user = "arn:aws:iam::123456789012:user/watch";
    const plain = parseDenial(
      `User: ${user} is not authorized to perform: elasticache:DescribeEvents on resource: arn:aws:elasticache:eu-central-1:123456789012:* because no identity-based policy allows the elasticache:DescribeEvents action`,
    );
    expect(plain).toEqual({
      principal: user,
      action: "elasticache:DescribeEvents",
      resource: "arn:aws:elasticache:eu-central-1:123456789012:*",
      reason: "no identity-based policy allows the elasticache:DescribeEvents action",
    });
    const denied = parseDenial(
      `User: ${user} is not authorized to perform: cloudwatch:GetMetricData with an explicit deny in a service control policy`,
    );
    expect(denialSentence(denied, "x:Y")).toBe(
      `cloudwatch:GetMetricData is not allowed to ${user}: an explicit deny in a service control policy`,
    );
    expect(denialRemedy(denied, "x:Y")).toBe(
      `Take away the explicit deny of cloudwatch:GetMetricData for ${user}`,
    );
  });

  it("that AWS does not name is the one that was asked for", () => {
    const nothing = parseDenial("Access denied");
    expect(denialSentence(nothing, "elasticache:DescribeEvents")).toBe(
      "elasticache:DescribeEvents is not allowed",
    );
    expect(denialRemedy(nothing, "elasticache:DescribeEvents")).toMatch(
      /^Allow elasticache:DescribeEvents to the user or role that Evenkeel uses/,
    );
    expect(failureOf(answered("AccessDenied", "no", 403), { operation: "GetMetricData" }).remedy).toContain(
      "cloudwatch:GetMetricData",
    );
  });
});

describe("the form of an answer", () => {
  const query = { operation: "DescribeEvents", wire: "query", status: 200, contentType: "text/xml" } as const;
  const json = { operation: "GetMetricData", wire: "json", status: 200, contentType: "" } as const;

  it.each([
    [{ ...query, text: "<DescribeEventsResponse><DescribeEventsResult/></DescribeEventsResponse>" }, null],
    [
      { ...query, text: '<?xml version="1.0"?>\n<R><DescribeEventsResult>x</DescribeEventsResult></R>' },
      null,
    ],
    [{ ...query, text: "<R><DescribeEventsResults/></R>" }, "other"],
    [{ ...query, status: 400, text: "<ErrorResponse><Error><Code>X</Code></Error></ErrorResponse>" }, null],
    [{ ...query, status: 400, text: "<oops/>" }, "other"],
    [{ ...query, text: " \n" }, "empty"],
    [{ ...query, text: "<!doctype html>\n<html lang=en>" }, "html"],
    [{ ...query, text: "<!-- a --><HTML>" }, "html"],
    [{ ...query, contentType: "text/html; charset=utf-8", text: "<p>" }, "html"],
    [{ ...query, text: "{}" }, "other"],
    [{ ...json, text: "{}" }, null],
    [{ ...json, text: "[]" }, "other"],
    [{ ...json, text: '{"a":' }, "other"],
    [{ ...json, text: "<html>" }, "html"],
  ])("%#", (answer, oddity) => {
    expect(oddityOf(answer)).toBe(oddity);
  });
});

describe("pages", () => {
  it("end with an empty marker, or none", async () => {
    const markers = ["a", "b", ""];
    const asked: (string | undefined)[] = [];
    const items = await allPages(async (marker) => {
      asked.push(marker);
      return { items: [asked.length], next: markers[asked.length - 1] };
    });
    expect(items).toEqual([1, 2, 3]);
    expect(asked).toEqual([undefined, "a", "b"]);
  });

  it("that never end are given up: a marker comes twice, or there are too many", async () => {
    let asked = 0;
    const endless = (next: () => string) =>
      allPages(async () => {
        asked++;
        return { items: [], next: next() };
      });
    await expect(endless(() => "again")).rejects.toThrow(OddAnswer);
    expect(asked).toBe(2);
    await expect(endless(() => `marker-${asked}`)).rejects.toThrow(OddAnswer);
    expect(asked).toBeLessThan(600);
  });
});
