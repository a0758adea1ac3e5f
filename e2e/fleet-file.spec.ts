import { readCluster } from "@/e2e/api";
import { launchDashboard } from "@/e2e/dashboard";
import { spoilFleetFile } from "@/e2e/fleet-copy";
import { readStack } from "@/e2e/stack";
import { expect, test } from "@/e2e/test";

test("a fleet file that goes bad is reported with its line while the last good one is followed, until it is repaired", async ({
  page,
  open,
  request,
}) => {
  await open("/");
  const spoiled = spoilFleetFile(readStack().fleetFile, "clusterz: []");
  const notice = page.getByRole("status").filter({ hasText: "evenkeel.yaml has 1 error" });
  try {
    await expect(notice).toContainText("the last good one stays in force");
    await expect(notice).toContainText(`evenkeel.yaml:${spoiled.line}`);
    await expect(notice).toContainText("clusters");
    const reportedMs = Date.now();
    await expect(page.getByRole("table", { name: "Clusters" }).getByRole("rowheader")).toHaveCount(3);
    await expect
      .poll(async () => {
        const { now, ageMs } = await readCluster(request, "orders");
        return Date.parse(now) - (ageMs ?? Number.POSITIVE_INFINITY);
      })
      .toBeGreaterThan(reportedMs);
  } finally {
    spoiled.repair();
  }
  await expect(notice).toBeHidden();
});

test("a second dashboard on the same data folder refuses to start and says who holds it", async () => {
  const { fleetFile, dataDir, dashboardUrl } = readStack();
  const second = await launchDashboard(fleetFile, "data");
  try {
    expect(second.dataDir).toBe(dataDir);
    expect(await second.exited).not.toBe("code 0");
    expect(second.output()).toContain(`${dataDir} is held by pid `);
    expect(second.output()).toContain(`(dashboard on port ${new URL(dashboardUrl).port})`);
  } finally {
    await second.stop();
  }
});

test("a dashboard on a bad fleet file refuses to start and says where", async () => {
  const { fleetFile } = readStack();
  const spoiled = spoilFleetFile(fleetFile, "retention: { sweeps: soon }");
  try {
    const refused = await launchDashboard(fleetFile, "data-refused");
    try {
      expect(await refused.exited).toBe("code 1");
      expect(refused.output()).toContain(`${fleetFile}:${spoiled.line}`);
    } finally {
      await refused.stop();
    }
  } finally {
    spoiled.repair();
  }
});
