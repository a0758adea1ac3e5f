import type { Metadata } from "next";
import { UnknownCluster } from "@/components/cluster/unknown-cluster";
import { ask } from "@/lib/reports/ask";
import { reportClusters } from "@/lib/reports/clusters";

export const metadata: Metadata = { title: "Unknown cluster" };

export default async function ClusterNotFound() {
  const reply = await ask(reportClusters, {});
  return <UnknownCluster clusters={reply.state === "answered" ? reply.answer.clusters : null} />;
}
