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
  return html(
    "table",
    { class: "totals", attributes: { "aria-label": strings.totals } },
    html("thead", {}, head),
    html("tbody", {}, ...rows),
  );
}

function totalRow(strings: CompareStrings, row: TotalRow, models: CompareResult["models"]): HTMLElement {
  return html(
    "tr",
    {},
    html("th", { text: row.title, attributes: { scope: "row" } }),
    ...row.values.map((value, index) => totalCell(strings, row, value, index, models[index]?.name ?? "")),
    html("td", { class: "unit", text: row.unit }),
  );
}

function totalCell(
  strings: CompareStrings,
  { metric, values, best, isAmount }: TotalRow,
  value: TotalValue,
  index: number,
  model: string,
): HTMLElement {
  const isBest = best.includes(index);
  const cell = html("td", {
    class: isBest ? "numeric best" : "numeric",
    title: value.exact,
    attributes: {
      "data-metric": metric,
      "data-model": model,
      "data-value": value.value ?? (metric === "input" ? value.text : ""),
      "data-complete": value.complete ? undefined : "false",
    },
  });
  cell.append(html("span", { class: "value", text: value.text }));
  if (isBest)
    cell.append(
      html("span", {
        class: "mark",
        text: "✓",
        title: strings.best,
        attributes: { "aria-label": strings.best, role: "img" },
      }),
    );
  const compared = index === 0 || !isAmount ? undefined : comparison(values[0], value);
  if (compared !== undefined) cell.append(html("span", { class: "ratio", text: compared }));
  return cell;
}

/** `+77,256,704 · 2.26×`; nothing where one of the two is not completely known. */
function comparison(first: TotalValue | undefined, value: TotalValue): string | undefined {
  if (first?.value === undefined || value.value === undefined || !first.complete || !value.complete)
    return undefined;
  const difference = value.value - first.value;
  if (difference === 0) return "=";
  const sign = difference > 0 ? "+" : "−";
  const text = `${sign}${Math.abs(difference).toLocaleString("en-US")}`;
  if (first.value === 0) return text;
  const ratio = value.value / first.value;
  return `${text} · ${ratio >= 100 ? ratio.toFixed(0) : ratio >= 0.1 ? ratio.toFixed(2) : ratio.toPrecision(2)}×`;
}
