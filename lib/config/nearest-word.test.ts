import { describe, expect, it } from "vitest";
import { nearestWord } from "./nearest-word";

const KEYS = ["id", "name", "nodes", "auth", "tls", "proxies", "clients", "watch"];

describe("the nearest word", () => {
  it.each([
    ["proxis", "proxies"],
    ["porxies", "proxies"],
    ["Nodes", "nodes"],
    ["node", "nodes"],
    ["client", "clients"],
    ["ids", "id"],
    ["colour", null],
    ["", null],
    ["watcher", "watch"],
    ["x", null],
  ])("to %j is %j", (word, expected) => {
    expect(nearestWord(word, KEYS)).toBe(expected);
  });
});
