// What the text of a .cfg offers an editor.

import type { Range } from "../../../model/origin";
import type { TextLanguage } from "../../format";
import { lineMapOf, rangeBetween } from "../../line-map";
import { parseConfig } from "../config";
import { complete } from "./complete";
import { describe } from "./describe";
import { fixes } from "./fixes";
import { occurrences } from "./occurrences";

export const DARKNET_CFG: TextLanguage = { complete, describe, fixes, folding, occurrences };

/** Sections, from the header to the last option. */
function folding(text: string): readonly Range[] {
  const lines = lineMapOf(text);
  return parseConfig(text).sections.map(({ span }) => rangeBetween(lines, span.start, span.end));
}
