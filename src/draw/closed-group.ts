// A closed group: a stack of cards with its title, how often it repeats, its subtotal and its shape.

import { fitted } from "../layout/measure";
import { groupDetail, LABEL_GAP, PADDING, SIGN, TEXT, timesWidth } from "../layout/node-size";
import type { SceneNode } from "../layout/scene";
import type { ViewGroup } from "../view/view-graph";
import type { DrawOptions } from "./draw-options";
import type { Element } from "./element";
import { element, label, rounded } from "./element";
import { box, nodeFrame } from "./node-frame";

export function closedGroup(node: SceneNode, group: ViewGroup, options: DrawOptions): Element {
  const { measure } = options;
  const left = PADDING + SIGN;
  const right = node.width - PADDING;
  const middle = node.height / 2;
  const shape = fitted(group.shape, (right - left) * 0.5, TEXT.detail, "regular", measure);
  const times = timesWidth(group, measure);
  const room = right - left - times - LABEL_GAP - measure(shape, TEXT.detail, "regular");
  const title = fitted(group.title, room, TEXT.title, "bold", measure);
  const detail = fitted(groupDetail(group), right - left, TEXT.detail, "regular", measure);
  const after = left + measure(title, TEXT.title, "bold") + 8;
  return nodeFrame(
    node,
    "closed",
    [
      element("rect", {
        ...{
          class: "behind",
          x: 4,
          y: rounded(node.height - 6),
          width: rounded(node.width - 8),
          height: 9,
          rx: 5,
        },
      }),
      box(node, 7, options),
      element("path", { class: "sign", d: `M${String(PADDING)} ${String(middle - 12)}l4 4l-4 4` }),
      label("title", left, middle - 4, title),
      ...(group.count === 1 ? [] : [label("title times", after, middle - 4, `× ${String(group.count)}`)]),
      label("detail", right, middle - 4, shape, "end"),
      label("detail", left, middle + 14, detail),
    ],
    options.heat,
  );
}
