// The inputs of a net: the `input` fields of older files, and the tops of layers that bring data in.

import * as l10n from "@vscode/l10n";
import type { Source, NetworkInput } from "../../model/network";
import type { Origin } from "../../model/origin";
import type { Shape } from "../../model/shape";
import type { ReadOptions } from "../format";
import type { Message, Scalar, Span } from "./text/tree";
import { messagesIn, numbersIn, scalarsIn } from "./text/access";
import type { ProblemList } from "../problem-list";

/** An `input` field with its shape, the batch first; undefined when the file does not say it. */
export interface DeclaredInput {
  readonly scalar: Scalar;
  readonly shape: Shape | undefined;
}

/** The net's `input` fields, with shapes from `input_shape` or, four numbers each, from `input_dim`. */
export function declaredInputs(root: Message, problems: ProblemList): readonly DeclaredInput[] {
  const names = scalarsIn(root, "input").filter(({ type }) => type === "string");
  const shapes = messagesIn(root, "input_shape").map((shape) => numbersIn(shape, "dim"));
  const dims = numbersIn(root, "input_dim");
  checkCounts(root, names, shapes.length, dims.length, problems);
  return names.map((scalar, index) => {
    const four = dims.slice(4 * index, 4 * index + 4);
    const shape = shapes[index] ?? (four.length === 4 ? four : undefined);
    const wrong = shape?.find((dim) => dim < 1);
    if (wrong === undefined) return { scalar, shape };
    const message = l10n.t('A size of the input "{0}" must be at least 1, not {1}.', scalar.text, wrong);
    problems.add(invalidDim(root, wrong) ?? scalar, "invalid-dimension", message);
    return { scalar, shape: undefined };
  });
}

function checkCounts(
  root: Message,
  names: readonly Scalar[],
  shapes: number,
  dims: number,
  problems: ProblemList,
): void {
  const [first] = names;
  if (first === undefined) return;
  if (shapes === 0 && dims === 0) {
    problems.add(first, "unknown-data-shape", l10n.t('The shape of "{0}" is not in the file.', first.text), {
      severity: "information",
    });
  } else if (shapes > 0 ? shapes !== names.length : dims !== 4 * names.length) {
    const given = shapes > 0 ? `${String(shapes)} input_shape` : `${String(dims)} input_dim`;
    const wanted = shapes > 0 ? l10n.t("one for each input") : l10n.t("four for each input");
    const field = root.fields.find(({ name }) => name === (shapes > 0 ? "input_shape" : "input_dim"));
    const message = l10n.t("{0} for {1} inputs: {2} is expected.", given, names.length, wanted);
    problems.add(field?.nameSpan ?? first, "wrong-count", message);
  }
}

function invalidDim(root: Message, wrong: number): Span | undefined {
  const all = [
    ...scalarsIn(root, "input_dim"),
    ...messagesIn(root, "input_shape").flatMap((shape) => scalarsIn(shape, "dim")),
  ];
  return all.find(({ number }) => number === wrong);
}

/** The network's inputs as they are found, with the shapes that the caller asks for instead of the file's. */
export class InputList {
  private readonly inputs: NetworkInput[] = [];

  constructor(private readonly options: ReadOptions) {}

  /** Whether the caller says the shape of the input of that name. */
  isGiven(name: string): boolean {
    return Object.hasOwn(this.options.inputShapes ?? {}, name);
  }

  /** Adds an input; `shape` and the result's shape have the batch first. */
  add(
    name: string,
    shape: Shape | undefined,
    origin: Origin,
  ): { readonly source: Source; readonly shape: Shape | undefined } {
    const { inputShapes = {} } = this.options;
    const wanted = Object.hasOwn(inputShapes, name) ? inputShapes[name] : undefined;
    const used = wanted === undefined ? shape : [shape?.[0] ?? 1, ...wanted];
    this.inputs.push({ name, shape: withoutBatch(used), dtype: "float32", origin });
    return { source: { input: this.inputs.length - 1 }, shape: used };
  }

  all(): readonly NetworkInput[] {
    return this.inputs;
  }
}

/** The shape of one sample. */
export function withoutBatch(shape: Shape | undefined): Shape | undefined {
  return shape?.slice(1);
}
