/** Which of AWS's wire formats a request speaks: form and XML, or JSON. */
export type Wire = "query" | "json";

interface RefusalNames {
  readonly query: readonly [code: string, status: number];
  readonly json: readonly [type: string, status: number];
}

/** The same refusal has one name in Query and another in JSON. */
const REFUSALS = {
  unsigned: {
    query: ["MissingAuthenticationToken", 403],
    json: ["MissingAuthenticationTokenException", 400],
  },
  incomplete: { query: ["IncompleteSignature", 400], json: ["IncompleteSignatureException", 400] },
  "unknown-key": { query: ["InvalidClientTokenId", 403], json: ["UnrecognizedClientException", 400] },
  signature: { query: ["SignatureDoesNotMatch", 403], json: ["InvalidSignatureException", 400] },
  expired: { query: ["ExpiredToken", 403], json: ["ExpiredTokenException", 400] },
  skewed: { query: ["RequestTimeTooSkewed", 403], json: ["RequestTimeTooSkewedException", 400] },
  denied: { query: ["AccessDenied", 403], json: ["AccessDeniedException", 400] },
  throttled: { query: ["Throttling", 400], json: ["ThrottlingException", 400] },
  "unknown-operation": { query: ["InvalidAction", 400], json: ["UnknownOperationException", 400] },
  "not-implemented": { query: ["InternalFailure", 501], json: ["InternalFailure", 501] },
  internal: { query: ["InternalFailure", 500], json: ["InternalFailure", 500] },
  malformed: { query: ["MalformedQueryString", 400], json: ["SerializationException", 400] },
  value: { query: ["InvalidParameterValue", 400], json: ["InvalidParameterValueException", 400] },
  combination: {
    query: ["InvalidParameterCombination", 400],
    json: ["InvalidParameterCombinationException", 400],
  },
  validation: { query: ["ValidationError", 400], json: ["ValidationError", 400] },
  "next-token": { query: ["InvalidNextToken", 400], json: ["InvalidNextToken", 400] },
  "no-group": {
    query: ["ReplicationGroupNotFoundFault", 404],
    json: ["ReplicationGroupNotFoundFault", 404],
  },
  "no-cluster": { query: ["CacheClusterNotFound", 404], json: ["CacheClusterNotFoundFault", 404] },
  "no-cache": { query: ["ServerlessCacheNotFoundFault", 404], json: ["ServerlessCacheNotFoundFault", 404] },
  "no-parameters": {
    query: ["CacheParameterGroupNotFound", 404],
    json: ["CacheParameterGroupNotFoundFault", 404],
  },
} satisfies Readonly<Record<string, RefusalNames>>;

/** AWS's no to a request. */
export class AwsRefusal extends Error {
  constructor(
    private readonly kind: keyof typeof REFUSALS,
    message: string,
  ) {
    super(message);
  }

  named(wire: Wire): { readonly code: string; readonly status: number } {
    const [code, status] = REFUSALS[this.kind][wire];
    return { code, status };
  }
}
