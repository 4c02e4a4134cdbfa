// The Caffe format: protobuf's text format with the messages of caffe.proto.

import type { TextFormat } from "../format";
import { PROTOTXT } from "./language/language";
import { readCaffe } from "./read";

export const CAFFE: TextFormat = {
  id: "caffe",
  title: "Caffe prototxt",
  kind: "text",
  endings: [".prototxt"],
  languageId: "prototxt",
  matches: isNet,
  read: readCaffe,
  language: PROTOTXT,
};

const NET_FIELD = /(?:^|[\s{}])(?:layers?\s*:?\s*[{<]|input\s*:|input_shape|input_dim)/;
const OTHER_FIELD =
  /^\s*(?:net|train_net|base_lr|lr_policy|solver_mode|snapshot_prefix|item|max_iter|test_iter)\b/m;

/** False for the solver files and label maps that share the ending. */
function isNet(text: string): boolean {
  return NET_FIELD.test(text) || !OTHER_FIELD.test(text);
}
