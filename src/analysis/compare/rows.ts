// A difference as rows for people: groups that changed as headings, equal neighbours folded.

import type { Count } from "../../model/exact";
import type { AttributeValue } from "../../model/network";
import { formatValue } from "../../operators/parameters";
import { formatShape } from "../../model/shape";
import { groupKindName } from "../group-kind";
import type { AttributeChange, Change, Difference } from "./change";
import type { Unit } from "./unit";
import { figuresOf, shapesOf } from "./unit";

export interface DifferenceRow {
  /** `heading`: a group whose contents follow. `fold`: stands for the equal rows after it, until it is opened. */
  readonly kind: "heading" | "fold" | "unit";
  readonly change: Change;
  /** How many groups it is in. */
  readonly depth: number;
  /** Of the unit on each side. */
  readonly left?: string;
  readonly right?: string;
  /** `Conv`, `Bottleneck`. */
  readonly what: string;
  /** The shape that it leaves on the right side, or on the left where it was removed. */
  readonly shape: string;
  /** `channels: 64 → 72` */
  readonly attributes: readonly string[];
  /** Leaf layers that it stands for. */
  readonly layers: number;
  /** Units that it stands for: rows that a fold hides, or equal instances. */
  readonly count: number;
  readonly params: Count;
  readonly macs: Count;
  readonly activationBytes: Count;
}

/** All rows, those that are folded included, right after their fold. */
export function differenceRows(differences: readonly Difference[], depth = 0): readonly DifferenceRow[] {
  const rows: DifferenceRow[] = [];
  let equal: Difference[] = [];
  const flush = (): void => {
    const own = equal.map((difference) => unitRow(difference, depth));
    if (own.length > 1) rows.push(foldRow(own, depth));
    rows.push(...own);
    equal = [];
  };
  for (const difference of differences) {
    if (isEqual(difference)) {
      equal.push(difference);
      continue;
    }
    flush();
    rows.push(unitRow(difference, depth), ...differenceRows(difference.children, depth + 1));
  }
  flush();
  return rows;
}

function isEqual({ change, children }: Difference): boolean {
  return change === "same" && children.length === 0;
}

function unitRow(
  { change, left, right, attributes, cost, children }: Difference,
  depth: number,
): DifferenceRow {
  const unit = right ?? left;
  return {
    kind: children.length > 0 ? "heading" : "unit",
    change,
    depth,
    ...(left === undefined ? {} : { left: left.path }),
    ...(right === undefined ? {} : { right: right.path }),
    what: unit === undefined ? "" : nameOf(unit),
    shape: unit === undefined ? "" : formatShape(shapesOf(unit)[0]),
    attributes: attributes.map(describeChange),
    layers: unit === undefined ? 0 : figuresOf(unit).layers,
    count: unit?.times ?? 1,
    params: cost.params,
    macs: cost.macs,
    activationBytes: cost.activationBytes,
  };
}

function foldRow(rows: readonly DifferenceRow[], depth: number): DifferenceRow {
  const [first] = rows;
  const add = (pick: (row: DifferenceRow) => Count): Count =>
    rows.reduce<Count>((sum, row) => {
      const value = pick(row);
      return sum === undefined || value === undefined ? undefined : sum + value;
    }, 0);
  return {
    kind: "fold",
    change: "same",
    depth,
    ...(first?.left === undefined ? {} : { left: first.left }),
    ...(first?.right === undefined ? {} : { right: first.right }),
    what: "",
    shape: "",
    attributes: [],
    layers: rows.reduce((sum, { layers }) => sum + layers, 0),
    count: rows.length,
    params: add(({ params }) => params),
    macs: add(({ macs }) => macs),
    activationBytes: add(({ activationBytes }) => activationBytes),
  };
}

/** The operator, or the block that it is an instance of; a repeat of one block by that block. */
function nameOf({ node }: Unit): string {
  if (node.kind === "layer") return node.operator;
  const [only] = node.body.nodes;
  if (node.definition === undefined && node.body.nodes.length === 1 && only?.kind === "group") {
    return only.definition ?? only.name;
  }
  return node.definition ?? groupKindName(node.groupKind);
}

/** `channels: 64 → 72`; a side that has no such attribute is a dash. */
export function describeChange({ name, left, right }: AttributeChange): string {
  return `${name}: ${valueText(left)} → ${valueText(right)}`;
}

function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return "–";
  if (typeof value === "string") return value;
  if (typeof value === "object" && value.every((item) => typeof item === "string")) return value.join(", ");
  return formatValue(value);
}
