import { ChartSkeleton } from "@/components/cluster/overview-skeleton";
import { Panel } from "@/components/ui/panel";
import { LIVES_HEIGHT_PX, SHARE_HEIGHT_PX } from "./skew-charts";

/** Before the first answer, as large as what will stand here; `failed`: it was asked for, and has not come. */
export function SkewSkeleton({ failed }: { failed: boolean }) {
  return (
    <div className="grid grid-cols-1 gap-3.5">
      <Panel>
        <div className="grid h-56 place-items-center" aria-busy={!failed}>
          <p className="text-muted">{failed ? "The verdict cannot be read at the moment." : "reading …"}</p>
        </div>
      </Panel>
      <div className="grid grid-cols-1 gap-3.5 lg:grid-cols-2">
        <ChartSkeleton title="Share of connections" heightPx={SHARE_HEIGHT_PX} failed={failed} />
        <ChartSkeleton title="Opened and closed" heightPx={SHARE_HEIGHT_PX} failed={failed} />
        <ChartSkeleton title="How long connections live" heightPx={LIVES_HEIGHT_PX} failed={failed} />
        <ChartSkeleton title="Latency" heightPx={LIVES_HEIGHT_PX} failed={failed} />
      </div>
    </div>
  );
}
