import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { eachDatabase } from "./testing/each-database";

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isNullable: boolean;
}

/** PostgreSQL's names of the types that schema.prisma writes. */
const TYPES: Readonly<Record<string, string>> = {
  Int: "integer",
  BigInt: "bigint",
  String: "text",
  Boolean: "boolean",
  Float: "double precision",
  "Float @db.Real": "real",
  Bytes: "bytea",
  Json: "jsonb",
  "DateTime @db.Timestamptz(3)": "timestamp(3) with time zone",
  "DateTime @db.Date": "date",
};

/** schema.prisma and the migrations are written by hand, both: this is what keeps them the same. */
eachDatabase("schema.prisma", (database) => {
  it("describes the tables as the migrations make them", async () => {
    const declared = columnsOf(await readFile("prisma/schema.prisma", "utf8"));
    const actual = await database.store().prisma.$queryRaw<Column[]>`
      SELECT c.relname::text AS table, a.attname::text AS column, format_type(a.atttypid, a.atttypmod) AS type,
        NOT a.attnotnull AS "isNullable"
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> '_prisma_migrations'`;
    const sorted = (columns: readonly Column[]) => columns.map((column) => JSON.stringify(column)).sort();
    expect(sorted(declared)).toEqual(sorted(actual));
  });
});

function columnsOf(schema: string): Column[] {
  return [...schema.matchAll(/^model \w+ \{$(.*?)^\}$/gms)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    return body.split("\n").flatMap((line) => columnOf(table, line.trim()));
  });
}

function columnOf(table: string, line: string): Column[] {
  const [, field, scalar, suffix] = /^(\w+)\s+(\w+)(\[\]|\?)?(?:\s|$)/.exec(line) ?? [];
  if (field === undefined || scalar === undefined || line.startsWith("//")) return [];
  const native = /@db\.\w+(?:\(\d+\))?/.exec(line)?.[0];
  const type = TYPES[native === undefined ? scalar : `${scalar} ${native}`];
  // A model, not a column.
  if (type === undefined) return [];
  const column = /@map\("(\w+)"\)/.exec(line)?.[1] ?? field;
  const isArray = suffix === "[]";
  // Prisma has no nullable arrays; this one is (unknown is not empty), and is read raw.
  const isNullable = suffix === "?" || (isArray && column === "cell_commands");
  return [{ table, column, type: isArray ? `${type}[]` : type, isNullable }];
}
