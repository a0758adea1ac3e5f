import { queryOptions } from "@tanstack/react-query";
import type { ClientsAnswer, ClientsParams } from "@/lib/contract/clients";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { ClustersAnswer, ClustersParams } from "@/lib/contract/clusters";
import type { ConnectionsAnswer, ConnectionsParams } from "@/lib/contract/connections";
import type { HealthAnswer } from "@/lib/contract/health";
import type { MetricsAnswer, MetricsParams } from "@/lib/contract/metrics";
import type { SkewAnswer, SkewParams } from "@/lib/contract/skew";
import { getJson, ProblemError } from "./get-json";

/** Live views ask again at half the default sweep interval: no sweep is seen later than half of it. */
export const LIVE_REFETCH_MS = 5_000;
/** CloudWatch's points are a minute wide and come minutes late: nothing is gained by asking as often as for sweeps. */
export const METRICS_REFETCH_MS = 20_000;

/** Keys begin with the cluster, so that data kept while the next loads can be told apart by `queryKey[1]`. */
export function clustersQuery(params: Given<ClustersParams> = {}) {
  return queryOptions({
    queryKey: ["clusters", sorted(params)] as const,
    queryFn: ({ signal }) => getJson<ClustersAnswer>(`/api/v1/clusters${search(params)}`, signal),
    refetchInterval: isLive(params) ? LIVE_REFETCH_MS : (false as const),
    retry: retryUnlessRefused,
  });
}

export function clusterQuery(id: string) {
  return queryOptions({
    queryKey: ["cluster", id, "now"] as const,
    queryFn: ({ signal }) => getJson<ClusterAnswer>(clusterPath(id), signal),
    refetchInterval: LIVE_REFETCH_MS,
    retry: retryUnlessRefused,
  });
}

export function connectionsQuery(id: string, params: Given<ConnectionsParams> = {}) {
  return queryOptions({
    queryKey: ["cluster", id, "connections", sorted(params)] as const,
    queryFn: ({ signal }) =>
      getJson<ConnectionsAnswer>(`${clusterPath(id)}/connections${search(params)}`, signal),
    refetchInterval: isLive(params) ? LIVE_REFETCH_MS : (false as const),
    retry: retryUnlessRefused,
  });
}

export function skewQuery(id: string, params: Given<SkewParams> = {}) {
  return queryOptions({
    queryKey: ["cluster", id, "skew", sorted(params)] as const,
    queryFn: ({ signal }) => getJson<SkewAnswer>(`${clusterPath(id)}/skew${search(params)}`, signal),
    refetchInterval: isLive(params) ? LIVE_REFETCH_MS : (false as const),
    retry: retryUnlessRefused,
  });
}

export function metricsQuery(id: string, params: Given<MetricsParams> = {}) {
  return queryOptions({
    queryKey: ["cluster", id, "metrics", sorted(params)] as const,
    queryFn: ({ signal }) => getJson<MetricsAnswer>(`${clusterPath(id)}/metrics${search(params)}`, signal),
    refetchInterval: isLive(params) ? METRICS_REFETCH_MS : (false as const),
    retry: retryUnlessRefused,
  });
}

/** Live while neither a moment nor a page of one is asked for: a cursor keeps its moment. */
export function clientsQuery(id: string, params: Given<ClientsParams> = {}) {
  const live = params.at === undefined && params.cursor === undefined;
  return queryOptions({
    queryKey: ["cluster", id, "clients", sorted(params)] as const,
    queryFn: ({ signal }) => getJson<ClientsAnswer>(`${clusterPath(id)}/clients${search(params)}`, signal),
    refetchInterval: live ? LIVE_REFETCH_MS : (false as const),
    retry: retryUnlessRefused,
  });
}

export function healthQuery() {
  return queryOptions({
    queryKey: ["health"] as const,
    queryFn: ({ signal }) => getJson<HealthAnswer>("/api/v1/health", signal, [503]),
    refetchInterval: LIVE_REFETCH_MS,
    retry: retryUnlessRefused,
  });
}

/** Parameters as far as the caller gives them: the server knows the defaults. */
type Given<Params> = { readonly [Name in keyof Params]?: Params[Name] | undefined };
type Values = Readonly<Record<string, string | number | undefined>>;

/** A window with both ends set is history: it does not change by waiting. */
function isLive(params: { readonly to?: string | undefined }): boolean {
  return params.to === undefined;
}

/** Without undefined and in one order, so that equal questions share one key. */
function sorted(params: Values): Readonly<Record<string, string | number>> {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries.sort(([left], [right]) => left.localeCompare(right)));
}

function search(params: Values): string {
  const text = new URLSearchParams(
    Object.entries(sorted(params)).map(([name, value]) => [name, String(value)]),
  ).toString();
  return text === "" ? "" : `?${text}`;
}

function clusterPath(id: string): string {
  return `/api/v1/clusters/${encodeURIComponent(id)}`;
}

/** What the server refused it will refuse again; everything else deserves two more attempts. */
function retryUnlessRefused(failures: number, error: Error): boolean {
  if (error instanceof ProblemError && error.problem.status < 500) return false;
  return failures < 2;
}
