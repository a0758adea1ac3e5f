import type { Import } from "../model";
import { withinBudget } from "./document-budget";
import { ImportDraft } from "./import-draft";
import type { ImportContext, Importer } from "./importer";
import { readLoadBalancer } from "./kubernetes-balancers";
import { readIngress } from "./kubernetes-ingress";
import { type KubernetesObject, objectOf } from "./kubernetes-object";
import { readScaling } from "./kubernetes-scaling";
import { readWorkload, WORKLOADS, type Workload, workloadOf } from "./kubernetes-workload";
import { splitYamlDocuments, type YamlPart } from "./yaml-documents";
import { itemsAt, textAt } from "./yaml-lookup";
import { readYaml, type YamlNode } from "./yaml-tree";

const FORMAT = "Kubernetes manifests";
const AUTOSCALER = "HorizontalPodAutoscaler";
const READ: readonly string[] = [...WORKLOADS, AUTOSCALER, "Service", "Ingress"];
/** A namespace of a large cluster has hundreds. */
const MAX_OBJECTS = 5000;

/** Several documents a file, Lists, and what `helm template` prints. */
export const kubernetesImporter: Importer = {
  name: "kubernetes",
  format: FORMAT,
  looksLike: (head) =>
    /(^|[{,])[ \t]*(- )?["']?apiVersion["']?[ \t]*:/m.test(head) &&
    /(^|[{,])[ \t]*(- )?["']?kind["']?[ \t]*:/m.test(head)
      ? "sure"
      : "no",
  read: readManifests,
};

function readManifests(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  const objects = withinBudget(
    draft,
    splitYamlDocuments(text).filter((part) => isWorthReading(draft, part)),
  ).flatMap((part) => objectsIn(draft, part));
  if (objects.length > MAX_OBJECTS) {
    draft.reject(
      objects[MAX_OBJECTS]?.line ?? null,
      "",
      `more than ${MAX_OBJECTS} objects: from here on nothing was used`,
    );
    objects.length = MAX_OBJECTS;
  }
  const ofKind = (...kinds: readonly string[]) => objects.filter(({ kind }) => kinds.includes(kind));
  const workloads = workloadsOf(draft, ofKind(...WORKLOADS));
  for (const workload of workloads) readWorkload(draft, workload);
  readScaling(draft, workloads, ofKind(AUTOSCALER));
  const services = ofKind("Service");
  for (const service of services) readLoadBalancer(draft, service, workloads);
  for (const ingress of ofKind("Ingress")) readIngress(draft, ingress, services, workloads);
  return draft.done();
}

function workloadsOf(draft: ImportDraft, objects: readonly KubernetesObject[]): readonly Workload[] {
  const perName = new Map<string, Set<string>>();
  for (const { name, namespace } of objects) {
    perName.set(name, (perName.get(name) ?? new Set()).add(namespace));
  }
  return objects.flatMap((object) => {
    const isShared = (perName.get(object.name)?.size ?? 0) > 1 && object.namespace !== "";
    const workload = workloadOf(object, isShared ? `${object.namespace}/${object.name}` : object.name);
    if (workload === null) draft.reject(object.line, `${object.kind} ${object.name}`, "it has no containers");
    return workload ?? [];
  });
}

/** Kinds that are not read are told by their first lines alone: their contents, secrets among them, are not looked at. */
function isWorthReading(draft: ImportDraft, part: YamlPart): boolean {
  const kind = kindIn(part);
  if (kind === null || READ.includes(kind) || kind.endsWith("List")) return true;
  const before = part.text.slice(0, part.text.search(/^["']?kind/m));
  draft.reject(part.firstLine + before.split("\n").length - 1, kind, "of this kind nothing is used");
  return false;
}

function kindIn({ text }: YamlPart): string | null {
  return /^["']?kind["']?:[ \t]*["']?([A-Za-z]{1,100})["']?[ \t]*(?:#.*)?$/m.exec(text)?.[1] ?? null;
}

function objectsIn(draft: ImportDraft, part: YamlPart): KubernetesObject[] {
  const { root, rejects } = readYaml(part.text, part.firstLine);
  if (rejects.length === 0) return root === null ? [] : objectsOf(draft, root, 0);
  // Half an object would be taken for one that leaves the rest to Kubernetes.
  const isTemplate = /\{\{/.test(part.text);
  for (const { line, reason } of rejects) {
    const told = isTemplate
      ? "a template of Helm: import what `helm template` prints"
      : `${reason.replace(/: (what follows|this value) was not read$/, "")}: this document was not used`;
    draft.reject(line, kindIn(part) ?? "", told);
  }
  return [];
}

function objectsOf(draft: ImportDraft, root: YamlNode, depth: number): KubernetesObject[] {
  if (root.kind !== "map") {
    draft.reject(root.line, "", "this is no object of Kubernetes");
    return [];
  }
  const kind = textAt(root, "kind");
  if (kind?.endsWith("List") && depth < 3)
    return itemsAt(root, "items").flatMap((item) => objectsOf(draft, item, depth + 1));
  const object = objectOf(root);
  if (object === null) draft.reject(root.line, printableKind(kind), "an object needs a kind and a name");
  else if (!READ.includes(object.kind)) draft.reject(root.line, object.kind, "of this kind nothing is used");
  else return [object];
  return [];
}

function printableKind(kind: string | null): string {
  return kind === null ? "" : kind.slice(0, 100);
}
