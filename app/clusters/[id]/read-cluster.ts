import { cache } from "react";
import { ask } from "@/lib/reports/ask";
import { reportCluster } from "@/lib/reports/cluster";

/** The cluster's answer, asked once for layout and page of one request. */
export const readCluster = cache((id: string) => ask(reportCluster, id));
