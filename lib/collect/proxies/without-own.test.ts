import { expect, test } from "vitest";
import type { ProxyStep } from "@/lib/domain/proxies/model";
import { withoutOwn } from "./without-own";

const step: ProxyStep = {
  atMs: 1000,
  spanMs: 5000,
  restarted: false,
  connections: 41,
  opened: 7,
  closed: 3,
  requests: null,
  bytesIn: null,
  bytesOut: null,
  backConnections: null,
  uptimeSec: 60,
};

test.each([
  ["kept all along", { open: 1, opened: 1 }, { open: 1, opened: 1 }, [40, 7, 3]],
  ["opened in between", { open: 0, opened: 0 }, { open: 1, opened: 1 }, [40, 6, 3]],
  ["lost in between", { open: 1, opened: 1 }, { open: 0, opened: 1 }, [41, 7, 2]],
  ["lost and opened anew", { open: 1, opened: 1 }, { open: 1, opened: 2 }, [40, 6, 2]],
  ["tried in vain twice", { open: 0, opened: 1 }, { open: 0, opened: 3 }, [41, 5, 1]],
  ["none at all", { open: 0, opened: 0 }, { open: 0, opened: 0 }, [41, 7, 3]],
] as const)("our connection, %s, is no client's", (_, before, now, [connections, opened, closed]) => {
  expect(withoutOwn(step, before, now)).toEqual({ ...step, connections, opened, closed });
});

test("counts do not fall below zero, and what is not known stays unknown", () => {
  const own = { open: 1, opened: 2 };
  const idle = { ...step, connections: 0, opened: 0, closed: 0 };
  expect(withoutOwn(idle, { open: 0, opened: 0 }, own)).toEqual(idle);
  const unknown = { ...step, connections: null, opened: null, closed: null };
  expect(withoutOwn(unknown, { open: 0, opened: 0 }, own)).toEqual(unknown);
});
