import { expect, test } from "vitest";
import { escapeXml, layoutPicture, plainColour } from "./picture";

const caption = { title: "Connections", unit: "by proxy", source: "orders, 13:00 – 14:00" };

test("a picture has its title above the chart and its source below", () => {
  const picture = layoutPicture({ chartPx: { width: 600, height: 200 }, caption, below: [] });
  expect(picture.texts.map((one) => one.text)).toEqual(["Connections", "by proxy", "orders, 13:00 – 14:00"]);
  expect(picture.widthPx).toBe(632);
  for (const one of picture.texts) expect(one.y).toBeLessThan(picture.heightPx);
});

test("labels that stood under the chart are wrapped inside the picture", () => {
  const below = Array.from({ length: 9 }, (_, index) => ({ text: `proxy-${index} 1,204`, colour: "red" }));
  const picture = layoutPicture({ chartPx: { width: 320, height: 180 }, caption, below });
  const labels = picture.texts.filter((one) => one.text.startsWith("proxy-"));
  expect(labels).toHaveLength(9);
  expect(new Set(labels.map((one) => one.y)).size).toBeGreaterThan(1);
  for (const label of labels) expect(label.x).toBeLessThan(picture.widthPx - 60);
});

test.each([
  ["color(srgb 0.2 0.4 1)", "rgb(51, 102, 255)"],
  ["color(srgb 0 0 0 / 0.5)", "rgba(0, 0, 0, 0.5)"],
  ["rgb(1, 2, 3)", "rgb(1, 2, 3)"],
  ["none", "none"],
])("%s is written %s", (value, plain) => {
  expect(plainColour(value)).toBe(plain);
});

test("a hostile name stays text", () => {
  expect(escapeXml(`<script>"&'`)).toBe("&lt;script&gt;&quot;&amp;&apos;");
  expect(escapeXml("a\u0007b")).toBe("a\ufffdb");
});
