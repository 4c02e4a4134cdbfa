// Columns are as wide as what stands in them.

import assert from "node:assert/strict";
import type { TableColumn } from "../../../src/protocol/table";
import { COLUMNS, totalName } from "../../../webview/table/columns";
import type { Row, Table } from "../../../webview/table/columns";
import { placedColumns } from "../../../webview/table/widths";

/** As in a font whose letters are all equally wide. */
const measure = (text: string): number => 7 * text.length;

const titles = {} as Record<TableColumn, string>;
for (const { id } of COLUMNS) titles[id] = id === "stride" ? "A long heading" : "C";
const strings = { all: "all", auxiliary: "auxiliary", total: "Total", layers: "{0} layers", columns: titles };

function row(name: string, more: Partial<Row> = {}): Row {
  const sizes = { inputChannels: "3", inputSize: "8×8", filters: "4", kernel: "3", stride: "1", pad: "1" };
  const output = { outputChannels: "4", outputSize: "8×8", receptiveField: "3×3" };
  const figures = { params: 1, flops: 1, activationBytes: 1, partial: false, auxiliary: false, layers: 1 };
  const words = { path: `stage/${name}`, name, depth: 1, operator: "Conv" };
  return { kind: "layer", ...words, ...sizes, ...output, ...figures, ...more };
}

const rows = [
  row("conv1", { flops: null }),
  row("a_layer_with_a_long_name", { inputSize: "1024×2048", params: 123_456_789_000 }),
  row("head", { kind: "group", auxiliary: true }),
  row("deep", { kind: "group", depth: 9, operator: "ScaledDotProductAttention", partial: true }),
];
const totals = { params: 123_456_790_000_000, flops: 3, activationBytes: 3, partial: false };
const table: Table = { rows, totals: { ...totals, layers: 1_234_567 }, omitted: 0 };

describe("columns of the table", () => {
  for (const sort of [undefined, { column: "params", descending: true } as const]) {
    const arrangement = { filter: "", closed: new Set(["stage"]), ...(sort && { sort }) };
    const columns = placedColumns({ table, columns: COLUMNS, arrangement, strings }, measure);

    it(`have room for every text, those of closed groups too${sort ? ", when they are sorted" : ""}`, () => {
      for (const { id, width, shown } of columns) {
        assert.ok(width >= measure(titles[id]), id);
        for (const each of rows) {
          const text = shown(each, table.totals, strings);
          const indent = id === "name" && !sort ? 14 * each.depth : 0;
          assert.ok(width >= measure(text) + indent, `${id}: ${text} in ${String(width)}`);
        }
      }
      const widthOf = (wanted: TableColumn): number => columns.find(({ id }) => id === wanted)?.width ?? 0;
      assert.ok(widthOf("params") >= measure("123,456,790,000"), "the total below");
      const [name] = columns;
      assert.ok((name?.width ?? 0) >= measure(totalName(table.totals, strings)));
    });
  }

  it("are narrow where little stands in them, and never wider than a name is worth", () => {
    const arrangement = { filter: "", closed: new Set<string>() };
    const long = { ...table, rows: [row("x".repeat(500))] };
    const columns = placedColumns({ table: long, columns: COLUMNS, arrangement, strings }, measure);
    const widthOf = (wanted: TableColumn): number | undefined =>
      columns.find(({ id }) => id === wanted)?.width;
    assert.equal(widthOf("name"), 294);
    assert.equal(widthOf("pad"), 7 + 14);
  });
});
