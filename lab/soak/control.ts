import type { Lab } from "@/lab/start";

/** Starts or ends a scenario the way a person would. Throws with the lab's words. */
export async function controlScenario(lab: Lab, method: "POST" | "DELETE", name: string): Promise<void> {
  const response = await fetch(`${lab.controlUrl}/scenarios/${name}`, { method });
  if (!response.ok) throw new Error(`${method} ${name}: ${await response.text()}`);
}
