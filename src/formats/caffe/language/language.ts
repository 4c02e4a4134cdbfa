// What the text of a net offers an editor.

import type { TextLanguage } from "../../format";
import { complete } from "./complete";
import { describe } from "./describe";
import { fixes } from "./fixes";
import { folding } from "./folding";
import { occurrences } from "./occurrences";

export const PROTOTXT: TextLanguage = { complete, describe, fixes, folding, occurrences };
