type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** Say nothing about what is valid. `format` is an annotation in draft 4 unless a validator asks for more. */
const ANNOTATIONS = ["$schema", "id", "title", "description", "default", "definitions", "format"];

/**
 * What of `value` a JSON schema (draft 4, https://json-schema.org/draft-04/json-schema-validation) refuses, one line each.
 * Throws at a keyword that it does not know, so that none is passed over.
 */
export function violationsOf(schema: unknown, value: unknown): readonly string[] {
  const root = asObject(asJson(schema));
  return check(root, root, asJson(value), "");
}

function check(root: JsonObject, schema: JsonObject, value: Json, at: string): readonly string[] {
  if (typeof schema.$ref === "string") return check(root, resolve(root, schema.$ref), value, at);
  return Object.entries(schema).flatMap(([keyword, rule]) =>
    checkKeyword(root, schema, keyword, rule, value, at),
  );
}

function checkKeyword(
  root: JsonObject,
  schema: JsonObject,
  keyword: string,
  rule: Json,
  value: Json,
  at: string,
): readonly string[] {
  const refuse = (isValid: boolean) => (isValid ? [] : [`${at || "/"}: ${keyword} ${JSON.stringify(rule)}`]);
  switch (keyword) {
    case "type":
      return refuse(asList(rule, [rule]).some((type) => typeof type === "string" && isOfType(value, type)));
    case "enum":
      return refuse(asList(rule).some((known) => JSON.stringify(known) === JSON.stringify(value)));
    case "pattern":
      return refuse(typeof value !== "string" || new RegExp(String(rule), "u").test(value));
    case "minimum":
      return refuse(typeof value !== "number" || value >= Number(rule));
    case "maximum":
      return refuse(typeof value !== "number" || value <= Number(rule));
    case "minItems":
      return refuse(!Array.isArray(value) || value.length >= Number(rule));
    case "uniqueItems":
      return refuse(
        !Array.isArray(value) || new Set(value.map((item) => JSON.stringify(item))).size === value.length,
      );
    case "required":
      return refuse(!isObject(value) || asList(rule).every((key) => Object.hasOwn(value, String(key))));
    case "items":
      return asList(value).flatMap((item, index) => check(root, asObject(rule), item, `${at}/${index}`));
    case "properties":
      return Object.entries(isObject(value) ? value : {}).flatMap(([key, field]) => {
        const known = asObject(rule)[key];
        return known === undefined ? [] : check(root, asObject(known), field, `${at}/${key}`);
      });
    case "additionalProperties":
      return Object.entries(isObject(value) ? value : {}).flatMap(([key, field]) => {
        if (Object.hasOwn(asObject(schema.properties ?? {}), key) || rule === true) return [];
        return rule === false
          ? [`${at}/${key}: not allowed`]
          : check(root, asObject(rule), field, `${at}/${key}`);
      });
    case "anyOf":
      return refuse(asList(rule).some((other) => check(root, asObject(other), value, at).length === 0));
    case "oneOf":
      return refuse(
        asList(rule).filter((other) => check(root, asObject(other), value, at).length === 0).length === 1,
      );
    default:
      if (ANNOTATIONS.includes(keyword)) return [];
      throw new Error(`the keyword ${keyword} is not known`);
  }
}

function resolve(root: JsonObject, reference: string): JsonObject {
  const steps = reference.replace(/^#\//, "").split("/");
  return steps.reduce<JsonObject>((schema, step) => asObject(schema[step] ?? null), root);
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "null":
      return value === null;
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asObject(value: Json): JsonObject {
  if (!isObject(value)) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return value;
}

function asList(value: Json, otherwise: readonly Json[] = []): readonly Json[] {
  return Array.isArray(value) ? value : otherwise;
}

/** As it comes through JSON. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
