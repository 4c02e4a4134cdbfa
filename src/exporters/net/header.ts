// What stands before a network: where it comes from, and the facts that its source states.

import type { Budget, Network } from "../../model/network";

/** Documentation and annotations, one line each. */
export function headerLines(network: Network): readonly string[] {
  const { year, top1Error, top5Error, dataset, paper } = network.facts;
  const annotations = [
    annotation("year", year),
    annotation("top1_error", top1Error),
    annotation("top5_error", top5Error),
    annotation("dataset", dataset),
    annotation("paper", paper),
    network.dtype === "float32" ? undefined : `@dtype(${network.dtype})`,
    network.budget === undefined ? undefined : budgetText(network.budget),
  ];
  return [...documentationLines(network), ...annotations.filter((line) => line !== undefined)];
}

function annotation(name: string, value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : `@${name}(${JSON.stringify(value)})`;
}

function budgetText(budget: Budget): string {
  const parts = (["params", "macs", "memory"] as const).flatMap((name) => {
    const limit = budget[name];
    return limit === undefined ? [] : [`${name}=${String(limit)}`];
  });
  return `@budget(${parts.join(", ")})`;
}

/** The source's own words, and the file that it was. */
function documentationLines({ documentation, origin }: Network): readonly string[] {
  const file = nameOf(origin.uri);
  const source = file === undefined ? [] : [`Converted from ${file}.`];
  const lines = [...(documentation?.split("\n") ?? []), ...source].map((line) =>
    line.replaceAll("*/", "* /").trim(),
  );
  if (lines.length <= 1) return lines.map((line) => `/** ${line} */`);
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

/** A file of a foreign format; nobody needs to be told that a `.net` file was a `.net` file. */
function nameOf(uri: string): string | undefined {
  const name = uri.split("/").at(-1) ?? "";
  const decoded = /%[0-9A-Fa-f]{2}/.test(name) ? safelyDecoded(name) : name;
  return decoded === "" || decoded.endsWith(".net") ? undefined : decoded;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
