import { describe, expect, it } from "vitest";
import { parseLintArguments } from "./arguments";

describe("the arguments of lint", () => {
  it.each([
    [[], { fleetFile: null, format: "text", output: null, isStrict: false }],
    [["fleet.yaml"], { fleetFile: "fleet.yaml", format: "text", output: null, isStrict: false }],
    [
      ["--format=sarif", "--output", "out.sarif", "fleet.yaml", "--strict"],
      { fleetFile: "fleet.yaml", format: "sarif", output: "out.sarif", isStrict: true },
    ],
    [
      ["--", "--odd-name.yaml"],
      { fleetFile: "--odd-name.yaml", format: "text", output: null, isStrict: false },
    ],
  ])("%j", (args, given) => {
    expect(parseLintArguments(args)).toEqual({ state: "ok", given });
  });

  it("ask for help", () => {
    expect(parseLintArguments(["fleet.yaml", "--help"])).toEqual({ state: "help" });
  });

  it.each([
    [["--format", "xml"], '"xml" is not a format (allowed: text, json, sarif)'],
    [["a", "b"], "one fleet file at a time, found 2"],
    [["--fromat", "json"], "Unknown option '--fromat'"],
    [["--output"], "argument missing"],
  ])("%j are refused", (args, message) => {
    expect(parseLintArguments(args)).toMatchObject({
      state: "refused",
      message: expect.stringContaining(message),
    });
  });
});
