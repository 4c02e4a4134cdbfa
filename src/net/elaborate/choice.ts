// `if … else …`: decided while the network is built; the side that is not taken is only looked through for mistakes.

import type { AstNode } from "langium";
import type { Choice, Statement } from "../generated/ast";
import { sequenceOf } from "../syntax/tree";
import { BodyBuilder } from "./body-builder";
import type { ElementResult } from "./call";
import { unknownResult } from "./call";
import type { Frame } from "./context";
import { evaluateCondition } from "./evaluate";
import type { Naming } from "./origins";
import { Scope } from "./scope";

/** Runs the side that holds; an undecided choice leaves an unknown tensor, since neither side may be guessed. */
export function elaborateChoice(choice: Choice, naming: Naming, frame: Frame): ElementResult {
  const holds = evaluateCondition(choice.condition, frame);
  if (holds !== true) checkOnly(choice, sequenceOf(choice.body), frame);
  if (holds === true) {
    frame.run.sequence(sequenceOf(choice.body), frame);
    if (choice.alternative !== undefined)
      checkOnly(choice.alternative, sequenceOf(choice.alternative), frame);
    if (choice.otherwise !== undefined) checkChoice(choice.otherwise, frame);
  } else if (holds === false) {
    if (choice.otherwise !== undefined) return elaborateChoice(choice.otherwise, naming, frame);
    frame.run.sequence(sequenceOf(choice.alternative), frame);
  } else {
    if (choice.alternative !== undefined)
      checkOnly(choice.alternative, sequenceOf(choice.alternative), frame);
    if (choice.otherwise !== undefined) checkChoice(choice.otherwise, frame);
    return unknownResult(choice, "if", naming, frame);
  }
  return { tensors: frame.current === undefined ? [] : [frame.current] };
}

function checkChoice(choice: Choice, frame: Frame): void {
  for (let part: Choice | undefined = choice; part !== undefined; part = part.otherwise) {
    checkOnly(part, sequenceOf(part.body), frame);
    if (part.alternative !== undefined) checkOnly(part.alternative, sequenceOf(part.alternative), frame);
  }
}

/** Looks for mistakes in statements that are not part of the network, once for each node. */
export function checkOnly(node: AstNode, statements: readonly Statement[], frame: Frame): void {
  if (frame.run.checked.has(node)) return;
  frame.run.checked.add(node);
  const builder = new BodyBuilder();
  const unknown = builder.addInput(undefined);
  frame.run.sequence(statements, {
    ...frame,
    builder,
    scope: new Scope(frame.scope),
    entered: unknown,
    current: unknown,
    dry: true,
    results: { outputs: undefined, inputs: undefined, names: new Map() },
  });
}
