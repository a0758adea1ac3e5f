"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";

let browserClient: QueryClient | undefined;

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The dashboard may run on the reader's own machine: being offline is no reason not to ask it.
        networkMode: "always",
        // One try more: a second failure is news, and the last good data stays up under it.
        retry: 1,
        retryDelay: 1000,
        staleTime: 4000,
      },
    },
  });
}

/** A client per request on the server, one for good in the browser. */
function currentClient(): QueryClient {
  if (typeof window === "undefined") return createClient();
  browserClient ??= createClient();
  return browserClient;
}

export function QueryProvider({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={currentClient()}>{children}</QueryClientProvider>;
}
