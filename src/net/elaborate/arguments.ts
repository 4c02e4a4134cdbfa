// The arguments of a call: matched to an operator's or a block's parameters, and evaluated.

import * as l10n from "@vscode/l10n";
import type { AttributeValue } from "../../model/network";
import type { Range } from "../../model/origin";
import type { Operator } from "../../operators/operator";
import { findParameter } from "../../operators/parameters";
import type { Argument, Call, Definition } from "../generated/ast";
import { rangeOf, rangeOfProperty } from "../syntax/tree";
import type { Frame } from "./context";
import { report } from "./context";
import { evaluate } from "./evaluate";
import { nearestName } from "./suggestion";
import type { TensorValue, Value } from "./value";
import { describeValue, isTensor, toAttribute } from "./value";

/** An operator's arguments. */
export interface OperatorArguments {
  /** By the parameters' own names; only those that are known. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Tensors given by name, in order. */
  readonly tensors: readonly TensorValue[];
  /** The name after `share=`. */
  readonly share: Argument | undefined;
  /** What `frozen=` says. */
  readonly frozen: Argument | undefined;
  /** False when an argument is missing its value, wrong, or not known: the call's result is then unknown. */
  readonly known: boolean;
  /** Where each parameter's argument is. */
  readonly ranges: ReadonlyMap<string, Range>;
}

/** Matches a call's arguments to the operator's parameters: named ones by name or alias, the others in order. */
export function operatorArguments(call: Call, operator: Operator, frame: Frame): OperatorArguments {
  const attributes: Record<string, AttributeValue> = {};
  const tensors: TensorValue[] = [];
  const ranges = new Map<string, Range>();
  let known = true;
  let position = 0;
  for (const argument of call.arguments) {
    if (OF_EVERY_LAYER.has(argument.parameter?.$refText ?? "")) continue;
    const value = evaluate(argument.value, frame);
    if (argument.parameter === undefined && isTensor(value)) {
      tensors.push(value);
      continue;
    }
    const name =
      argument.parameter === undefined
        ? positionalName(argument, operator, position++, frame)
        : namedParameter(argument, operator, frame);
    const attribute = name === undefined ? undefined : attributeOf(argument, value, operator, name, frame);
    if (name === undefined || attribute === undefined) known = false;
    else if (ranges.has(name)) reportDuplicate(argument, name, frame);
    else attributes[name] = attribute;
    if (name !== undefined && !ranges.has(name)) ranges.set(name, rangeOf(argument.value ?? argument));
  }
  return { attributes, tensors, share: last(call, "share"), frozen: last(call, "frozen"), known, ranges };
}

/** Arguments that are no parameters of an operator. */
const OF_EVERY_LAYER: ReadonlySet<string> = new Set(["share", "frozen"]);

function last(call: Call, name: string): Argument | undefined {
  return call.arguments.findLast(({ parameter }) => parameter?.$refText === name);
}

function attributeOf(
  argument: Argument,
  value: Value,
  operator: Operator,
  name: string,
  frame: Frame,
): AttributeValue | undefined {
  if (!isTensor(value)) return toAttribute(value);
  const message = l10n.t(
    "{0} of {1} is {2}; tensors are given without a parameter's name.",
    name,
    operator.name,
    describeValue(value),
  );
  report(frame, "error", "wrong-argument", argument, message);
  return undefined;
}

function positionalName(
  argument: Argument,
  operator: Operator,
  position: number,
  frame: Frame,
): string | undefined {
  const parameter = operator.parameters[position];
  if (parameter !== undefined) return parameter.name;
  const count = operator.parameters.length;
  const takes =
    count === 0
      ? l10n.t("no arguments")
      : l10n.t("at most {0} ({1})", count, operator.parameters.map(({ name }) => name).join(", "));
  report(frame, "error", "too-many-arguments", argument, l10n.t("{0} takes {1}.", operator.name, takes));
  return undefined;
}

function namedParameter(argument: Argument, operator: Operator, frame: Frame): string | undefined {
  const name = argument.parameter?.$refText ?? "";
  const parameter = findParameter(operator, name);
  if (parameter !== undefined) return parameter.name;
  reportUnknownParameter(
    argument,
    operator.name,
    operator.parameters.map((known) => known.name),
    frame,
  );
  return undefined;
}

function reportUnknownParameter(
  argument: Argument,
  owner: string,
  names: readonly string[],
  frame: Frame,
): void {
  const name = argument.parameter?.$refText ?? "";
  const near = nearestName(name, names);
  const takes = names.length === 0 ? l10n.t("It takes none.") : l10n.t("It takes {0}.", names.join(", "));
  const hint = near === undefined ? takes : l10n.t("Did you mean {0}?", near);
  const data = near === undefined ? {} : { data: { replacement: near } };
  report(
    frame,
    "error",
    "unknown-argument",
    rangeOfProperty(argument, "parameter"),
    l10n.t("{0} has no parameter {1}. {2}", owner, name, hint),
    data,
  );
}

function reportDuplicate(argument: Argument, name: string, frame: Frame): void {
  report(frame, "error", "duplicate-argument", argument, l10n.t("{0} is given twice.", name));
}

/** The values of a block's parameters as far as they are given; the rest is up to their defaults. */
export function blockArguments(call: Call, definition: Definition, frame: Frame): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const names = definition.parameters.map((parameter) => parameter.name);
  const owner = definition.name ?? l10n.t("This block");
  let position = 0;
  for (const argument of call.arguments) {
    const value = evaluate(argument.value, frame);
    const named = argument.parameter?.$refText;
    const name = named ?? names[position++];
    if (name === undefined) {
      report(
        frame,
        "error",
        "too-many-arguments",
        argument,
        l10n.t(
          "{0} takes {1}.",
          owner,
          names.length === 0
            ? l10n.t("no arguments")
            : l10n.t("at most {0} ({1})", names.length, names.join(", ")),
        ),
      );
    } else if (!names.includes(name)) {
      reportUnknownParameter(argument, owner, names, frame);
    } else if (values.has(name)) {
      reportDuplicate(argument, name, frame);
    } else {
      values.set(name, value);
    }
  }
  return values;
}
