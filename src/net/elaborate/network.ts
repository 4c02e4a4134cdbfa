// Entry points: a network definition → a Network; and definitions that nothing instantiates, checked all the same.

import * as l10n from "@vscode/l10n";
import type { Network, NetworkInput } from "../../model/network";
import type { Origin } from "../../model/origin";
import type { Definition } from "../generated/ast";
import { documentationOf, rangeOf, rangeOfProperty, sequenceOf } from "../syntax/tree";
import { readAnnotations } from "./annotations";
import { BodyBuilder } from "./body-builder";
import type { Frame, Results, Run } from "./context";
import { report } from "./context";
import { evaluate } from "./evaluate";
import { bindParameter, definitionFrame, resultsOf } from "./instance";
import type { ResolvedDefinition } from "./program";

/** Elaborates a network with its parameters' defaults. */
export function elaborateNetwork(resolved: ResolvedDefinition, run: Run): Network {
  const { definition, file } = resolved;
  const builder = new BodyBuilder();
  const frame = entryFrame(resolved, builder, run, { outputs: undefined, inputs: [], names: new Map() });
  const annotated = readAnnotations(definition, frame);
  for (const parameter of definition.parameters) {
    bindParameter(parameter, evaluate(parameter.default, frame), frame);
    if (parameter.default !== undefined) continue;
    const message = l10n.t(
      "{0} has no default, so it is unknown when this network is looked at by itself.",
      parameter.name,
    );
    report(frame, "warning", "missing-default", rangeOfProperty(parameter, "name"), message);
  }
  run.sequence(sequenceOf(definition.body), frame);
  const outputs = frame.results.outputs ?? [];
  const tensors = resultsOf(frame);
  builder.setOutputs(tensors);
  const documentation = documentationOf(definition);
  return {
    name: definition.name ?? "network",
    ...(documentation === undefined ? {} : { documentation }),
    dtype: annotated.dtype,
    inputs: inputsOf(frame, annotated.dtype),
    outputs: tensors.map(
      (tensor, index) => outputs[index]?.name ?? frame.results.names.get(tensor) ?? "output",
    ),
    body: builder.freeze(),
    facts: annotated.facts,
    ...(annotated.budget === undefined ? {} : { budget: annotated.budget }),
    origin: definitionOrigin(file.uri, definition),
  };
}

/** Looks for the mistakes of a block that nothing instantiates: with its defaults, and with unknown shapes. */
export function checkDefinition(resolved: ResolvedDefinition, run: Run): void {
  const { definition } = resolved;
  const builder = new BodyBuilder();
  const frame = entryFrame(resolved, builder, run, {
    outputs: undefined,
    inputs: undefined,
    names: new Map(),
  });
  const entered = builder.addInput(undefined, "in");
  const inner: Frame = { ...frame, entered, current: entered };
  readAnnotations(definition, frame);
  for (const parameter of definition.parameters)
    bindParameter(parameter, evaluate(parameter.default, inner), inner);
  run.sequence(sequenceOf(definition.body), inner);
}

/** The place of a definition; its name is what is revealed. */
export function definitionOrigin(uri: string, definition: Definition): Origin {
  const anchor = definition.body === undefined ? rangeOf(definition).end : rangeOf(definition.body).start;
  return {
    uri,
    range: rangeOf(definition),
    selection: rangeOfProperty(definition, definition.name === undefined ? "kind" : "name"),
    anchor,
  };
}

function entryFrame(resolved: ResolvedDefinition, builder: BodyBuilder, run: Run, results: Results): Frame {
  const activations = [{ definition: resolved.definition, call: undefined }];
  return definitionFrame(run, resolved, builder, undefined, { activations, results, layout: undefined });
}

function inputsOf(frame: Frame, dtype: Network["dtype"]): readonly NetworkInput[] {
  return (frame.results.inputs ?? []).map(({ name, tensor, range }) => ({
    name,
    shape: tensor.shape,
    dtype,
    origin: { uri: frame.file.uri, range, selection: range },
  }));
}
