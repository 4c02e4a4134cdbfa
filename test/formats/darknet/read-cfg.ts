// Reads the text of a .cfg, for tests.

import { DARKNET } from "../../../src/formats/darknet/darknet";
import type { ReadOptions } from "../../../src/formats/format";
import type { Read } from "../text-format";
import { readText } from "../text-format";

export function readCfg(text: string, options: ReadOptions = {}): Read {
  return readText(DARKNET, text, options);
}
