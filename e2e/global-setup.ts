import { startDashboardProcess } from "@/e2e/dashboard";
import { startLabProcess } from "@/e2e/lab";
import { writeStack } from "@/e2e/stack";

/** Playwright's global set-up: one fleet and one dashboard for all specs; returns the teardown. */
export default async function startStack(): Promise<() => Promise<void>> {
  const lab = await startLabProcess();
  try {
    const dashboard = await startDashboardProcess(lab.fleetFile);
    writeStack({ dashboardUrl: dashboard.url, labUrl: lab.controlUrl, fleetFile: lab.fleetFile });
    return async () => {
      await dashboard.stop();
      await lab.stop();
    };
  } catch (error) {
    await lab.stop();
    throw error;
  }
}
