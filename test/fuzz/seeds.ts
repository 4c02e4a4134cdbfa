// What fuzzed `.net` texts are made from.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const SAMPLES = path.resolve(import.meta.dirname, "../../samples");
/** Words of the language, thrown into texts. */
export const WORDS =
  'network block stage repeat auxiliary input output import from let if else in as add concat mul | -> = ( ) { } [ ] , . / // * @ Conv Linear MaxPool ReLU Flatten Split(3) share= kernel= stride= pad="same" true false and not @budget(params=1) in.channels /** */ " \n'.split(
    " ",
  );

/** Whole small samples, and pieces of large ones. */
export function seeds(): readonly string[] {
  const texts = readdirSync(SAMPLES)
    .filter((name) => name.endsWith(".net"))
    .map((name) => readFileSync(path.join(SAMPLES, name), "utf8"));
  return [
    ...texts.filter((text) => text.length < 1200),
    ...texts.filter((text) => text.length >= 1200).flatMap((text) => [text.slice(0, 600), text.slice(-600)]),
    `network A { input x [3, 8, 8]\n repeat 3 as i { B(i + 1) }\n q, k = Split(2)\n Add(q, k)\n }\nblock B(c, n = 2) { add { | Conv(c, 3, pad=1) | identity }\n if c > 1 { ReLU } else { B(c - 1) } }\n`,
  ];
}
