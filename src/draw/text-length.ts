// How wide a text is, said in the file itself: a viewer that leaves out the fonts a picture carries (Inkscape does) sets the text in
// another font, which must not run into what stands beside it.

import { isInInter, measureInter } from "../layout/measure";
import type { Weight } from "../layout/measure";
import type { Element } from "./element";
import { drawnEach, rounded } from "./element";
import { FONTS } from "./style-sheet";

/** The element with the width of every text in it that the picture's fonts can set. */
export function withTextLengths(root: Element): Element {
  const { tag, attributes, text, children } = root;
  if (tag === "text" && text !== undefined) {
    const font = FONTS.get(String(attributes["class"]).split(" ")[0] ?? "");
    if (font === undefined || text === "" || !isInInter(text)) return root;
    const weight: Weight = font.bold ? "bold" : "regular";
    const textLength = rounded(measureInter(text, font.size, weight));
    return { ...root, attributes: { ...attributes, textLength, lengthAdjust: "spacingAndGlyphs" } };
  }
  return children === undefined ? root : { ...root, children: drawnEach(children, withTextLengths) };
}
