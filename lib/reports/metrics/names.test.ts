import { describe, expect, it } from "vitest";
import { wantedNames } from "./names";

const KNOWN = ["CurrConnections", "NewConnections", "EngineCPUUtilization", "connected_clients", "ping"];

function messageOf(text: string): string {
  const wanted = wantedNames(text, KNOWN);
  return wanted.state === "unknown" ? wanted.message : "";
}

describe("names of metrics", () => {
  it("without any all of them are wanted", () => {
    for (const text of [undefined, "", " , ,"]) {
      const wanted = wantedNames(text, KNOWN);
      expect(wanted.state === "read" && KNOWN.every(wanted.isWanted)).toBe(true);
    }
  });

  it("several are separated by commas", () => {
    const wanted = wantedNames("ping, CurrConnections", KNOWN);
    expect(wanted.state === "read" && KNOWN.filter(wanted.isWanted)).toEqual(["CurrConnections", "ping"]);
  });

  it("an unknown one is refused with the one that was probably meant", () => {
    expect(messageOf("currconnections")).toMatch(/“currconnections”.*did you mean CurrConnections\?/);
    expect(messageOf("CPUUtilization")).toMatch(/did you mean EngineCPUUtilization\?/);
    expect(messageOf("ping,ConnectedClients")).toMatch(/did you mean connected_clients\?/);
  });

  it("where none is near, some that are known are listed", () => {
    expect(messageOf("Zebra")).toMatch(/known are CurrConnections, .* and 0 more$/);
    expect(messageOf("x")).toMatch(/known are/);
    expect(messageOf("x".repeat(500)).length).toBeLessThan(400);
  });
});
