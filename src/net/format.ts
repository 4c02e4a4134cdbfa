// The `.net` language as a format.

import type { TextFormat } from "../formats/format";
import { readNet } from "./read";

export const NET: TextFormat = {
  kind: "text",
  id: "net",
  title: "Netlens",
  endings: [".net"],
  languageId: "net",
  matches: () => true,
  read: readNet,
};
