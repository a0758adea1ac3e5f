import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { ClusterFrame } from "@/components/cluster/cluster-frame";
import { clusterQuery } from "@/lib/browser/queries";
import { seedQuery } from "@/lib/browser/seed-query";
import { readCluster } from "./read-cluster";

interface Props {
  params: Promise<{ id: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: (await params).id };
}

/** Title, facts and tabs of one cluster, around its pages. An unknown id is a 404 before anything is drawn. */
export default async function ClusterLayout({ params, children }: Props) {
  const { id } = await params;
  const reply = await readCluster(id);
  if (reply.state === "failed" && reply.failure.code === "unknown-cluster") notFound();
  const client = new QueryClient();
  seedQuery(client, clusterQuery(id), reply);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClusterFrame id={id}>{children}</ClusterFrame>
    </HydrationBoundary>
  );
}
