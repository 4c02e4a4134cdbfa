// Insights: sentences, with their evidence and the layers that they are about.

import type { CompareResult, CompareStrings } from "../../src/protocol/compare";
import { fill, html } from "../element";

type Insight = CompareResult["insights"][number];

/** The sentences about the comparison first, then those about each model. */
export function insightLists(
  strings: CompareStrings,
  { insights, models }: CompareResult,
  reveal: (model: number, path: string) => void,
): readonly HTMLElement[] {
  const lists = models
    .filter(({ insights: own }) => own.length > 0)
    .map(({ name, insights: own, index }) =>
      html(
        "section",
        { attributes: { "data-insights": name } },
        html("h3", { text: name }),
        insightList(strings, own, (path) => {
          reveal(index, path);
        }),
      ),
    );
  if (insights.length === 0) return lists;
  const comparison = html(
    "section",
    { attributes: { "data-insights": "" } },
    html("h3", { text: strings.inShort }),
    insightList(strings, insights, undefined),
  );
  return [comparison, ...lists];
}

function insightList(
  strings: CompareStrings,
  insights: readonly Insight[],
  reveal: ((path: string) => void) | undefined,
): HTMLElement {
  return html(
    "ul",
    { class: "insights" },
    ...insights.map((insight) => insightItem(strings, insight, reveal)),
  );
}

function insightItem(
  { amounts }: CompareStrings,
  { id, text, evidence, layers }: Insight,
  reveal: ((path: string) => void) | undefined,
): HTMLElement {
  const item = html("li", { attributes: { "data-insight": id } }, html("span", { text }));
  item.title = evidence
    .map(
      ({ name, value, unit }) =>
        `${name}: ${fill(amounts[unit], figure(unit === "share" ? 100 * value : value))}`,
    )
    .join("\n");
  const [first] = layers;
  if (reveal === undefined || first === undefined) return item;
  const link = html("button", { class: "link", text: first, attributes: { type: "button" } });
  link.addEventListener("click", () => {
    reveal(first);
  });
  item.append(" ", link);
  return item;
}

function figure(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 4 });
}
