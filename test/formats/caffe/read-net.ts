// Reads the text of a net, for tests.

import { CAFFE } from "../../../src/formats/caffe/caffe";
import type { ReadOptions } from "../../../src/formats/format";
import type { Read } from "../text-format";
import { readText } from "../text-format";

export function readNet(text: string, options: ReadOptions = {}): Read {
  return readText(CAFFE, text, options);
}
