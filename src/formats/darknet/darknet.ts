// The Darknet format: .cfg files whose first section is [net] or [network].

import type { TextFormat } from "../format";
import { DARKNET_CFG } from "./language/language";
import { readDarknet } from "./read";

export const DARKNET: TextFormat = {
  id: "darknet",
  title: "Darknet cfg",
  kind: "text",
  endings: [".cfg"],
  languageId: "darknet",
  matches: beginsWithNet,
  read: readDarknet,
  language: DARKNET_CFG,
};

/** Other programs have `.cfg` files, too: only comments and blank lines may stand before [net]. */
function beginsWithNet(text: string): boolean {
  return /^\ufeff?(?:[^\S\r\n]*(?:[#;][^\r\n]*)?(?:\r\n|\r|\n))*[^\S\r\n]*\[\s*net(?:work)?\s*\]/.test(text);
}
