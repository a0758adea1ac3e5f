import type { z } from "zod";
import { clientsAnswer, clientsParams } from "./clients";
import { clusterAnswer, clusterParams } from "./cluster";
import { clustersAnswer, clustersParams } from "./clusters";
import { connectionsAnswer, connectionsParams } from "./connections";
import { healthAnswer, healthParams } from "./health";
import { metricsAnswer, metricsParams } from "./metrics";
import { skewAnswer, skewParams } from "./skew";

/** One question of the API: where it is asked, with what, and the shape of its answer. */
export interface Question {
  /** Path with {placeholders}, below the origin. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params: z.ZodObject;
  readonly answer: z.ZodObject;
  /** Statuses beside 200 that the question can have, each with what it means here. */
  readonly failures: Readonly<Record<number, string>>;
  /** True where 503 carries the usual answer instead of a problem. */
  readonly answerAt503?: boolean;
}

const AWAY = { 503: "The database does not answer; Retry-After says when to ask again." };
const BAD = { 400: "A parameter cannot be read; `errors` names it." };
const UNKNOWN = { 404: "No cluster has this id." };

/** Every question of /api/v1, the one list that OpenAPI, routes and tests share. */
export const questions = [
  {
    path: "/api/v1/clusters",
    operationId: "getClusters",
    summary: "The fleet, worst first",
    params: clustersParams,
    answer: clustersAnswer,
    failures: { ...BAD, ...AWAY },
  },
  {
    path: "/api/v1/clusters/{id}",
    operationId: "getCluster",
    summary: "One cluster now, node by node",
    params: clusterParams,
    answer: clusterAnswer,
    failures: { ...BAD, ...UNKNOWN, ...AWAY },
  },
  {
    path: "/api/v1/clusters/{id}/connections",
    operationId: "getConnections",
    summary: "Connections over time by proxy, client group or node",
    params: connectionsParams,
    answer: connectionsAnswer,
    failures: { ...BAD, ...UNKNOWN, ...AWAY },
  },
  {
    path: "/api/v1/clusters/{id}/skew",
    operationId: "getSkew",
    summary: "Who carries more than its share of connections, since when and why",
    params: skewParams,
    answer: skewAnswer,
    failures: { ...BAD, ...UNKNOWN, ...AWAY },
  },
  {
    path: "/api/v1/clusters/{id}/metrics",
    operationId: "getMetrics",
    summary: "CloudWatch, the engine's and the proxies' own numbers on one axis, and what they mean",
    params: metricsParams,
    answer: metricsAnswer,
    failures: { ...BAD, ...UNKNOWN, ...AWAY },
  },
  {
    path: "/api/v1/clusters/{id}/clients",
    operationId: "getClients",
    summary: "Who is connected, now or at any moment within sweep retention",
    params: clientsParams,
    answer: clientsAnswer,
    failures: { ...BAD, ...UNKNOWN, ...AWAY },
  },
  {
    path: "/api/v1/health",
    operationId: "getHealth",
    summary: "Is Evenkeel itself well?",
    params: healthParams,
    answer: healthAnswer,
    failures: { ...BAD, 503: "Evenkeel is not well: the same body says why." },
    answerAt503: true,
  },
] as const satisfies readonly Question[];
