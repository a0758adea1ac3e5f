import { ChartSkeleton } from "@/components/cluster/overview-skeleton";

/** Before the first answer, about as large as what will stand here. */
export function MetricsSkeleton({ failed }: { failed: boolean }) {
  return (
    <div className="grid grid-cols-1 gap-3.5">
      {["Events", "Connections", "New connections", "CPU", "Latency"].map((title) => (
        <ChartSkeleton key={title} title={title} heightPx={118} failed={failed} />
      ))}
    </div>
  );
}
