import { awsEvent } from "@/lab/scenarios/aws-event";
import { awsDenied, awsHtml, awsThrottled } from "@/lab/scenarios/aws-faults";
import { awsLate } from "@/lab/scenarios/aws-late";
import { fifoControl } from "@/lab/scenarios/fifo-control";
import { hotConnections } from "@/lab/scenarios/hot-connections";
import { leak } from "@/lab/scenarios/leak";
import { lifoDrift } from "@/lab/scenarios/lifo-drift";
import { proxyAdded } from "@/lab/scenarios/proxy-added";
import { proxyRestart } from "@/lab/scenarios/proxy-restart";
import type { Scenario } from "@/lab/scenarios/scenario";
import { unevenArrivals } from "@/lab/scenarios/uneven-arrivals";

/** Every scenario that the lab knows, in the order in which they are listed. */
export const scenarios: readonly Scenario[] = [
  lifoDrift,
  fifoControl,
  proxyRestart,
  proxyAdded,
  unevenArrivals,
  hotConnections,
  leak,
  awsThrottled,
  awsDenied,
  awsHtml,
  awsLate,
  awsEvent,
];
