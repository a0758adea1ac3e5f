import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readCsv } from "./csv";

const all = () => true;

it.each<[string, string[][], boolean]>([
  [
    "a,b\nc,d\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
    false,
  ],
  [
    "a,b\r\n\r\nc,\r\n",
    [
      ["a", "b"],
      ["c", ""],
    ],
    false,
  ],
  ['"a,""b""",c\n', [['a,"b"', "c"]], false],
  [
    '"a\nb",c\nd,"e\n\nf"\n',
    [
      ["a\nb", "c"],
      ["d", "e\n\nf"],
    ],
    false,
  ],
  ["a,b\nc,d", [["a", "b"]], true],
  ['a,b\n"c\n', [["a", "b"]], true],
  ["", [], false],
])("%j", (text, rows, cut) => {
  expect(readCsv(text, all)).toEqual({ rows, cut });
});

it("gives back what was written, whatever is in the fields", () => {
  const field = fc.string().map((text) => text.replaceAll("\r", ""));
  const row = fc.array(field, { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
      const lines = rows.map((fields) => fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
      expect(readCsv(lines.map((line) => `${line}\n`).join(""), all)).toEqual({ rows, cut: false });
    }),
  );
});

it("leaves out the lines that nobody wants, but for the first", () => {
  const { rows } = readCsv("name,n\nred,1\nblue,2\n", (line) => line.startsWith("blue"));
  expect(rows).toEqual([
    ["name", "n"],
    ["blue", "2"],
  ]);
});
