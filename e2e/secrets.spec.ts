import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { logOf } from "@/e2e/dashboard";
import { readStack } from "@/e2e/stack";
import { expect, test } from "@/e2e/test";
import { questions } from "@/lib/contract/questions";

/** Of a signed request and of an IAM token, whosever they are. */
const SIGNED =
  /X-Amz-(Signature|Credential|Security-Token)|Signature=[0-9a-f]{64}|Action=connect&(amp;)?User=/i;
const PAGES = ["", "/skew", "/metrics", "/clients"];
const CLUSTERS = ["orders", "catalog", "feed"];

test("neither a page nor an answer nor the log of the run holds the secret key, a signature or a token", async ({
  page,
  open,
  request,
}) => {
  const { fleetFile, dashboardUrl } = readStack();
  const fleet = parseDocument(readFileSync(fleetFile, "utf8"));
  const file = String(fleet.getIn(["clusters", 0, "elasticache", "keys", "secretAccessKey"]));
  expect(file).toMatch(/^file:/);
  const secret = readFileSync(file.replace(/^file:/, ""), "utf8").trim();
  expect(secret.length).toBeGreaterThan(30);
  const written = [secret, encodeURIComponent(secret), secret.replaceAll("/", "\\/"), btoa(secret)];
  const holdsNone = (what: string, text: string) => {
    for (const form of written) expect(text.includes(form), what).toBe(false);
    expect(text, what).not.toMatch(SIGNED);
  };

  for (const id of CLUSTERS) {
    for (const { path } of questions) {
      const asked = path.replace("{id}", id);
      const response = await request.get(asked);
      expect(response.status(), asked).toBe(200);
      holdsNone(asked, await response.text());
    }
    for (const part of PAGES) {
      const path = `/clusters/${id}${part}`;
      holdsNone(path, await (await request.get(path)).text());
    }
  }
  holdsNone("/", await (await request.get("/")).text());
  await open("/clusters/orders/metrics");
  await expect(page.getByText("What AWS answers")).toBeVisible();
  holdsNone("the page as it is drawn", await page.content());

  const log = readFileSync(logOf("data"), "utf8");
  expect(log).toContain(new URL(dashboardUrl).port);
  holdsNone("the log", log);
});
