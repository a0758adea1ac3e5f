import { startDashboardProcess } from "@/e2e/dashboard";
import { copyFleetFile } from "@/e2e/fleet-copy";
import { startLabProcess } from "@/e2e/lab";
import { writeStack } from "@/e2e/stack";

/** Playwright's global set-up: one fleet and one dashboard for all specs; returns the teardown. */
export default async function startStack(): Promise<() => Promise<void>> {
  const lab = await startLabProcess();
  try {
    const fleetFile = copyFleetFile(lab.fleetFile);
    const dashboard = await startDashboardProcess(fleetFile, "data");
    writeStack({
      dashboardUrl: dashboard.url,
      dashboardPid: dashboard.pid,
      dataDir: dashboard.dataDir,
      labUrl: lab.controlUrl,
      fleetFile,
    });
    return async () => {
      await dashboard.stop();
      await lab.stop();
    };
  } catch (error) {
    await lab.stop();
    throw error;
  }
}
