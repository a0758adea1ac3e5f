import { LABEL } from "./evidence-labels";
import type { SkewVerdict } from "./model";
import { lifetimeStep, poolSteps } from "./remedy-libraries";
import { rebalanceStep } from "./remedy-rebalance";
import { type LibraryInUse, type OldestConnection, type RemedyStep, step } from "./remedy-steps";
import { evidenceValue, nounOf } from "./words";

export interface Remedy {
  readonly sentence: string;
  readonly steps: readonly RemedyStep[];
}

/**
 * What to change, for the libraries seen on the connections that the verdict is about, and the lines that re-balance by
 * hand. Null where there is nothing to change.
 */
export function remedyOf(
  verdict: SkewVerdict,
  libraries: readonly LibraryInUse[],
  oldest: readonly OldestConnection[],
): Remedy | null {
  switch (verdict.kind) {
    case "lifo-drift":
      return driftRemedy(verdict, libraries, oldest);
    case "uneven-arrivals":
      return arrivalsRemedy(verdict, oldest);
    case "proxy-restarted":
    case "proxy-added":
      return happenedRemedy(verdict, libraries);
    case "leak":
      return leakRemedy(verdict, libraries);
    case "hot-connections":
      return hotRemedy(verdict);
    case "balanced":
    case "insufficient-data":
      return null;
  }
}

function driftRemedy(
  verdict: SkewVerdict,
  libraries: readonly LibraryInUse[],
  oldest: readonly OldestConnection[],
): Remedy {
  return {
    sentence: `Make the pools hand out their connections in turn, then find out why ${verdict.subject ?? "it"} is slow: the order only hides it.`,
    steps: [
      ...poolSteps(libraries),
      lifetimeStep(libraries),
      step(`Find out why ${verdict.subject ?? "it"} answers slower: its host, its neighbours, its load`),
      ...listOf(rebalanceStep(verdict.subject, oldest)),
    ],
  };
}

function arrivalsRemedy(verdict: SkewVerdict, oldest: readonly OldestConnection[]): Remedy {
  const { subject, by } = verdict;
  return {
    sentence: `Correct what sends connections to ${subject ?? "it"}: weights, health checks, or clients that know one address only.`,
    steps: [
      step(
        `Compare the balancer's weights of all ${nounOf(by, 2)}, and whether each is healthy in all its checks`,
      ),
      step(
        "Look for clients that are given one address instead of the balancer's, or that keep a resolved name for ever",
      ),
      ...listOf(weightStep(verdict)),
      ...listOf(isHeavy(verdict) ? rebalanceStep(subject, oldest) : null),
    ],
  };
}

/** Null: the fleet file knows no weights of nodes. */
function weightStep({ by, subject }: SkewVerdict): RemedyStep | null {
  if (by === "node") return null;
  const name = by === "zone" ? `<a proxy of ${subject ?? "the zone"}>` : (subject ?? "proxy-1");
  return step(
    "If the weights are meant, declare them in the fleet file: shares are compared with them then",
    {
      code: `proxies:\n  - name: ${name}\n    weight: 2`,
      language: "yaml",
    },
  );
}

function happenedRemedy({ subject, by, kind }: SkewVerdict, libraries: readonly LibraryInUse[]): Remedy {
  const many = nounOf(by, 2);
  return {
    sentence: `Nothing is broken: ${subject ?? "it"} fills up as fast as the others' connections end. To be even sooner, let connections end.`,
    steps: [
      lifetimeStep(libraries),
      step(
        `${kind === "proxy-added" ? "Add" : "Restart"} ${many} one after the other, with time for connections to come back in between; the last one stays lowest`,
      ),
      step("Let the balancer prefer the one with the fewest connections while it fills up", {
        code: "balance leastconn",
        language: "haproxy",
        cost: "With pools that keep the slow one's connections it hides a drift instead of ending it.",
      }),
    ],
  };
}

function leakRemedy({ group, subject }: SkewVerdict, libraries: readonly LibraryInUse[]): Remedy {
  const usesPool2 = libraries.some(({ name }) => /jedis|lettuce/i.test(name));
  const where = subject === null ? "" : `, first where ${subject} is slow or fails`;
  return {
    sentence: `Find the code of ${group ?? "that group"} that borrows a connection and does not return it${where}.`,
    steps: [
      step("Let the pool tell who borrowed what was not returned", {
        library: usesPool2 ? "commons-pool2" : null,
        code: usesPool2
          ? "AbandonedConfig abandoned = new AbandonedConfig();\nabandoned.setLogAbandoned(true); // prints the stack of who borrowed it\nabandoned.setRemoveAbandonedOnMaintenance(true);\npool.setAbandonedConfig(abandoned);"
          : null,
        language: usesPool2 ? "java" : null,
        cost: "A stack is kept for each borrowing: costly, so only while searching.",
      }),
      step("Return connections in a block that also runs on errors and timeouts", {
        code: usesPool2 ? "try (Jedis jedis = pool.getResource()) {\n    // ...\n}" : null,
        language: usesPool2 ? "java" : null,
      }),
      step(
        "Restart the processes one by one to get rid of those already lost, or let the server close them",
        {
          code: "CONFIG SET timeout 3600",
          language: "redis",
          cost: "Closes every client that is idle for an hour, but subscribers; pools without a test on borrowing then hand out dead connections.",
        },
      ),
    ],
  };
}

function hotRemedy({ group, subject }: SkewVerdict): Remedy {
  return {
    sentence: `Spread what ${group ?? "that group"} sends over more connections; more of them alone do not help ${subject ?? "it"}.`,
    steps: [
      step("Send pipelines in smaller batches, each through a connection of its own"),
      step("Open the connections anew now and then, so that the balancer can place them elsewhere", {
        cost: "Only between two pipelines.",
      }),
      step("Let several processes share the work, each with its own connections"),
    ],
  };
}

function isHeavy(verdict: SkewVerdict): boolean {
  return (evidenceValue(verdict, LABEL.share) ?? 0) > (evidenceValue(verdict, LABEL.fairShare) ?? 0);
}

function listOf<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}
