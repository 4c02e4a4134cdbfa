// The texts of the blocks that ship with Netlens, for an editor that follows a name into them.

import { stdText } from "../../net/syntax/imports";
import { STANDARD_TEXT } from "../../protocol/standard-blocks";
import { answers } from "./request";

export const standardText = answers(STANDARD_TEXT, (_context, { uri }) => stdText(uri) ?? null);
