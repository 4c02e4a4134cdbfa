// The totals side by side: values, differences and ratios to the first model, the best of each row marked.

import type { CompareResult, CompareStrings } from "../../src/protocol/compare";
import { html } from "../element";
import { modelColor } from "./colors";

type TotalRow = CompareResult["totals"][number];
type TotalValue = TotalRow["values"][number];

export function totalsTable(strings: CompareStrings, { models, totals }: CompareResult): HTMLElement {
  const head = html(
    "tr",
    {},
    html("th", { attributes: { scope: "col" } }),
    ...models.map(({ name, place }, index) => {
      const cell = html("th", { class: "numeric", title: place, attributes: { scope: "col" } });
      const swatch = html("span", { class: "swatch", attributes: { "aria-hidden": "true" } });
      swatch.style.background = modelColor(index);
      cell.append(swatch, name);
      return cell;
    }),
    html("th", { attributes: { scope: "col" } }),
  );
  const rows = totals.map((row) => totalRow(strings, row, models));
  const table = html(
    "table",
    { class: "totals", attributes: { "aria-label": strings.totals } },
    html("thead", {}, head),
    html("tbody", {}, ...rows),
  );
  return html("div", { class: "totals-frame" }, table);
}

function totalRow(strings: CompareStrings, row: TotalRow, models: CompareResult["models"]): HTMLElement {
  return html(
    "tr",
    {},
    html("th", { text: row.title, title: row.unit, attributes: { scope: "row" } }),
    ...row.values.map((value, index) => totalCell(strings, row, value, index, models[index]?.name ?? "")),
    html("td", { class: "unit", text: row.unit }),
  );
}

function totalCell(
  strings: CompareStrings,
  { metric, best }: TotalRow,
  { value, text, exact, complete, toFirst }: TotalValue,
  index: number,
  model: string,
): HTMLElement {
  const isBest = best.includes(index);
  const cell = html("td", {
    class: isBest ? "numeric best" : "numeric",
    title: toFirst === undefined ? exact : `${exact} (${toFirst.exact})`,
    attributes: {
      "data-metric": metric,
      "data-model": model,
      "data-value": value ?? (metric === "input" ? text : ""),
      "data-complete": complete ? undefined : "false",
    },
  });
  cell.append(html("span", { class: "value", text }));
  if (isBest) cell.append(bestMark(strings.best));
  if (toFirst !== undefined && toFirst.difference !== "=") {
    const parts = [toFirst.ratio, toFirst.difference].filter((part) => part !== "");
    cell.append(html("span", { class: "ratio", text: parts.join(" · ") }));
  }
  return cell;
}

function bestMark(title: string): HTMLElement {
  return html("span", { class: "mark", text: "✓", title, role: "img", attributes: { "aria-label": title } });
}
