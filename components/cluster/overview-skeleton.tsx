import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";

/** Stands where a chart will be, as high as it: only before the first answer. */
export function ChartSkeleton({
  title,
  heightPx,
  failed,
}: {
  title: string;
  heightPx: number;
  failed: boolean;
}) {
  return (
    <Panel title={title}>
      <div style={{ height: heightPx }} className="grid place-items-center" aria-busy={!failed}>
        {failed ? (
          <EmptyState title="No numbers yet">
            The question has not been answered; it is asked again by itself.
          </EmptyState>
        ) : (
          <p className="text-muted">reading …</p>
        )}
      </div>
    </Panel>
  );
}

export function OverviewSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-3.5">
      <ChartSkeleton title="Connections" heightPx={264} failed={false} />
      <ChartSkeleton title="Opened and closed" heightPx={224} failed={false} />
    </div>
  );
}

export function ClientsSkeleton() {
  return (
    <Panel title="Client groups">
      <div className="grid h-40 place-items-center" aria-busy="true">
        <p className="text-muted">reading …</p>
      </div>
    </Panel>
  );
}
