// Quick fixes in a .cfg: the filters that a detection layer needs, and the input's size.

import * as l10n from "@vscode/l10n";
import type { Range } from "../../../model/origin";
import type { Fix } from "../../format";
import type { LineMap } from "../../line-map";
import { lineMapOf, offsetAt, rangeBetween } from "../../line-map";
import type { Section } from "../config";
import { parseConfig } from "../config";
import { optionIn } from "../options";
import { readDarknet } from "../read";
import { sectionType } from "../schema/schema";

/** Quick fixes for a problem of that code at that range. */
export function fixes(text: string, code: string, range: Range): readonly Fix[] {
  const lines = lineMapOf(text);
  const start = offsetAt(lines, range.start);
  const { sections } = parseConfig(text);
  const number = sections.findIndex(({ header, span }) => header.start <= start && start <= span.end);
  const section = sections[number];
  if (section === undefined) return [];
  switch (code) {
    case "unknown-input-size":
      return addSizes(lines, section);
    case "filters-mismatch":
      return setCount(text, lines, sections.slice(0, number), range);
    default:
      return [];
  }
}

function addSizes(lines: LineMap, net: Section): readonly Fix[] {
  const missing = [
    ["width", "416"],
    ["height", "416"],
    ["channels", "3"],
  ].filter(([key]) => key !== undefined && optionIn(net, key) === undefined);
  const newText = missing.map((pair) => `\n${pair.join("=")}`).join("");
  const title = l10n.t("Add {0}", missing.map((pair) => pair.join("=")).join(", "));
  return [{ title, range: rangeBetween(lines, net.header.end, net.header.end), newText }];
}

/** Sets `filters` of the convolution, or `output` of the connected layer, that comes right before. */
function setCount(text: string, lines: LineMap, before: readonly Section[], range: Range): readonly Fix[] {
  const problem = readDarknet("", text, {}).problems.find(
    ({ code, range: { start } }) =>
      code === "filters-mismatch" &&
      start.line === range.start.line &&
      start.character === range.start.character,
  );
  const previous = before.at(-1);
  if (problem?.data === undefined || previous === undefined) return [];
  const key = { convolutional: "filters", connected: "output" }[sectionType(previous.type)];
  const value = key === undefined ? undefined : problem.data[key];
  if (key === undefined || value === undefined) return [];
  const option = optionIn(previous, key);
  const title = l10n.t("Set {0} in the layer before", `${key}=${String(value)}`);
  return option === undefined
    ? [
        {
          title,
          range: rangeBetween(lines, previous.header.end, previous.header.end),
          newText: `\n${key}=${String(value)}`,
        },
      ]
    : [
        {
          title,
          range: rangeBetween(lines, option.valueSpan.start, option.valueSpan.end),
          newText: String(value),
        },
      ];
}
