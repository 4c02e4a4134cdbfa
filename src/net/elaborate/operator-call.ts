// A call of an operator → a layer.

import * as l10n from "@vscode/l10n";
import type { Range } from "../../model/origin";
import type { RelatedPlace } from "../../model/problem";
import type { Shape } from "../../model/shape";
import { formatShape } from "../../model/shape";
import type { KnownCosts, Weight } from "../../model/network";
import { applyOperator } from "../../operators/apply";
import type { Application } from "../../operators/apply";
import { checkAttributes } from "../../operators/parameters";
import type { Issue, Operator } from "../../operators/operator";
import type { Argument, Call } from "../generated/ast";
import { calleeOf, rangeOf, rangeOfProperty } from "../syntax/tree";
import type { OperatorArguments } from "./arguments";
import { operatorArguments } from "./arguments";
import type { Frame } from "./context";
import { report } from "./context";
import { reportUnknown } from "./evaluate";
import { frozenWeights } from "./frozen";
import { withLayoutOf } from "./layout";
import type { Naming } from "./origins";
import { originOf } from "./origins";
import type { NamedLayer } from "./scope";
import type { TensorValue } from "./value";
import { isTensor } from "./value";

/** One branch of a merge: what it leaves, and where it stands. */
export interface Branch {
  readonly tensor: TensorValue;
  readonly range: Range;
}

export interface LayerResult {
  readonly tensors: readonly TensorValue[];
  readonly layer: NamedLayer;
}

/** Adds a layer of `operator` for a call; `branches` are a merge's inputs. Mistakes make its outputs unknown. */
export function elaborateOperator(
  call: Call,
  operator: Operator,
  naming: Naming,
  wanted: number,
  frame: Frame,
  branches: readonly Branch[] | undefined,
): LayerResult {
  const given = operatorArguments(call, operator, frame);
  const inputs =
    branches === undefined ? inputsOf(call, operator, given, frame) : branches.map((branch) => branch.tensor);
  const shapes = inputs.map((tensor) => tensor.shape);
  const attributes = withLayoutOf(frame.layout, operator, given.attributes);
  const application = applyOperator(operator, attributes, shapes, wanted);
  const issues = issuesToReport(operator, given, application, inputs.length);
  for (const issue of issues) reportIssue(call, operator, issue, given, branches, inputs.length, frame);
  const sound = given.known && application.issues.every((issue) => issue.severity === "warning");
  const outputs = sound ? application.outputs : unknownShapes(Math.max(wanted, 1));
  const weights = (): readonly Weight[] =>
    sound
      ? (operator.weights?.({ attributes: application.attributes, inputs: shapes, outputs, wanted }) ?? [])
      : [];
  const shared = given.share === undefined ? undefined : sharedLayer(given.share, operator, weights(), frame);
  const frozen = sound ? frozenWeights(given.frozen, operator, weights(), frame) : undefined;
  const tensors = frame.builder.addLayer(
    {
      name: naming.name ?? operator.name,
      named: naming.name !== undefined,
      operator: operator.name,
      ...nativeName(call, operator, application, branches),
      attributes: application.attributes,
      ...(sound ? frozen && { known: frozen } : { known: nothingKnown(operator) }),
      ...(shared === undefined ? {} : { sharedWith: shared.name }),
      origin: originOf(frame.file.uri, call, naming),
    },
    inputs,
    outputs,
  );
  return { tensors, layer: { name: naming.name ?? operator.name, operator: operator.name, weights } };
}

/** What the layer is called in the text, where that is not the catalogue's name; a custom one is called by its type. */
function nativeName(
  call: Call,
  operator: Operator,
  { attributes: { type } }: Application,
  branches: readonly Branch[] | undefined,
): { readonly nativeOperator?: string } {
  if (operator.name === "Custom" && typeof type === "string") return { nativeOperator: type };
  const name = calleeOf(call);
  return name === operator.name || branches !== undefined ? {} : { nativeOperator: name };
}

/** The costs of a layer with wrong or unknown arguments: a default in their place would be a guess. */
function nothingKnown(operator: Operator): KnownCosts {
  return {
    ...(operator.weights === undefined ? {} : { weights: undefined }),
    ...(operator.macs === undefined ? {} : { macs: undefined }),
    ...(operator.operations === undefined ? {} : { operations: undefined }),
  };
}

function unknownShapes(count: number): readonly (Shape | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}

/** Tensors given by name; the current one before them when the operator needs one more. */
function inputsOf(
  call: Call,
  operator: Operator,
  given: OperatorArguments,
  frame: Frame,
): readonly TensorValue[] {
  const { tensors } = given;
  // `Add(x)` adds x to the current tensor, `Add(value=1)` a number.
  const meets = operator.merge === true && tensors.length === 1 && !("value" in given.attributes);
  const takesNone = operator.arity.max === 0 || given.attributes["inputs"] === 0;
  const wanted = meets ? 2 : takesNone ? 0 : Math.max(1, operator.arity.min);
  if (tensors.length >= wanted) return tensors;
  if (frame.current !== undefined) return [frame.current, ...tensors];
  if (operator.arity.min > 0 && tensors.length === 0) reportNoInput(call, frame);
  return tensors;
}

/** Reports that a flow starts from nothing. */
export function reportNoInput(call: Call, frame: Frame): void {
  const message = l10n.t(
    "Nothing flows into {0}: a network begins with its input, such as input image [3, 224, 224].",
    calleeOf(call),
  );
  report(frame, "error", "no-input", rangeOfProperty(call, "callee"), message);
}

/** With unknown arguments only those mistakes count that the known ones make. */
function issuesToReport(
  operator: Operator,
  given: OperatorArguments,
  application: Application,
  inputs: number,
): readonly Issue[] {
  if (inputs === 0 && operator.arity.min > 0)
    return checkAttributes(operator, given.attributes).issues.filter((issue) => !isAbout(issue, given));
  return given.known ? application.issues : application.issues.filter((issue) => !isAbout(issue, given));
}

/** A parameter whose argument is there but unknown is not missing. */
function isAbout(issue: Issue, given: OperatorArguments): boolean {
  return (
    issue.code !== "wrong-argument" || issue.parameter === undefined || !(issue.parameter in given.attributes)
  );
}

function reportIssue(
  call: Call,
  operator: Operator,
  issue: Issue,
  given: OperatorArguments,
  branches: readonly Branch[] | undefined,
  inputs: number,
  frame: Frame,
): void {
  const callee = rangeOfProperty(call, "callee");
  const argument = issue.parameter === undefined ? undefined : given.ranges.get(issue.parameter);
  const meeting =
    branches === undefined || issue.input === undefined
      ? undefined
      : describeBranches(operator, branches, frame);
  const input =
    issue.input === undefined || branches !== undefined
      ? undefined
      : tensorArgumentRange(call, given, issue.input, inputs, frame);
  const message = meeting === undefined ? issue.message : `${issue.message} ${meeting.message}`;
  const more = meeting === undefined ? {} : { related: meeting.related };
  report(frame, issue.severity ?? "error", issue.code, argument ?? input ?? callee, message, more);
}

/** The range of the n-th input where it was given by name; the current tensor has none. */
function tensorArgumentRange(
  call: Call,
  given: OperatorArguments,
  input: number,
  inputs: number,
  frame: Frame,
): Range | undefined {
  const named = call.arguments.filter(
    (argument) => argument.parameter === undefined && namesTensor(argument, frame),
  );
  const argument = named[input - (inputs - given.tensors.length)];
  return argument === undefined ? undefined : rangeOf(argument);
}

function namesTensor(argument: Argument, frame: Frame): boolean {
  const { value } = argument;
  if (value?.$type === "InExpression") return true;
  return (
    value?.$type === "NameExpression" &&
    !value.called &&
    isTensor(frame.scope.find(value.target.$refText)?.value)
  );
}

function describeBranches(
  operator: Operator,
  branches: readonly Branch[],
  frame: Frame,
): { message: string; related: readonly RelatedPlace[] } {
  const shapes = branches.map((branch) => formatShape(branch.tensor.shape));
  return {
    message: l10n.t("The branches of {0} give {1}.", operator.name.toLowerCase(), shapes.join(", ")),
    related: branches.map((branch, index) => ({
      uri: frame.file.uri,
      range: branch.range,
      message: l10n.t("Branch {0} gives {1}", index + 1, shapes[index] ?? "?"),
    })),
  };
}

/** The layer whose weights `share=` names, when this layer could use them. */
function sharedLayer(
  share: Argument,
  operator: Operator,
  weights: readonly Weight[],
  frame: Frame,
): NamedLayer | undefined {
  const { value } = share;
  const name =
    value?.$type === "NameExpression"
      ? value.target.$refText
      : value?.$type === "StringLiteral"
        ? value.value
        : undefined;
  if (value === undefined || name === undefined) return undefined;
  const layer = frame.scope.find(name)?.layer;
  if (layer === undefined) {
    if (frame.scope.find(name) === undefined) reportUnknown(frame, value, name, frame.scope.names());
    else report(frame, "error", "share-mismatch", value, l10n.t("{0} is no layer with weights.", name));
    return undefined;
  }
  const problem = shareProblem(layer, operator, weights);
  if (problem === undefined) return layer;
  report(frame, "error", "share-mismatch", value, problem);
  return undefined;
}

/** `a Conv`, `an Embedding`; abbreviations are spelled out: `an LSTM`, `an RNN`. */
function withArticle(name: string): string {
  return /^([AEIOU]|LSTM|LPPool|RNN|RMS)/.test(name) ? l10n.t("an {0}", name) : l10n.t("a {0}", name);
}

function shareProblem(layer: NamedLayer, operator: Operator, weights: readonly Weight[]): string | undefined {
  if (layer.operator !== operator.name)
    return l10n.t(
      "{0} is {1}; {2} cannot use its weights.",
      layer.name,
      withArticle(layer.operator),
      withArticle(operator.name),
    );
  const describe = (list: readonly Weight[]): string =>
    list.map((weight) => `${weight.name} ${formatShape(weight.shape)}`).join(", ");
  const theirs = describe(layer.weights());
  const ours = describe(weights);
  if (theirs === ours || theirs.includes("?") || ours.includes("?")) return undefined;
  return l10n.t("The weights of {0} ({1}) do not fit: this layer needs {2}.", layer.name, theirs, ours);
}
