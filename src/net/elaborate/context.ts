// What the parts of the elaborator share: the run over one file, and the frame in which statements are elaborated.

import * as l10n from "@vscode/l10n";
import type { AstNode } from "langium";
import type { ReadOptions } from "../../formats/format";
import type { Location, Range } from "../../model/origin";
import type { Problem, RelatedPlace, Severity } from "../../model/problem";
import type { Body } from "../../model/network";
import type { Definition, Statement } from "../generated/ast";
import { rangeOf } from "../syntax/tree";
import type { BodyBuilder } from "./body-builder";
import type { Layout } from "./layout";
import type { ProblemLog } from "./problem-log";
import type { Program, ProgramFile } from "./program";
import type { Scope } from "./scope";
import type { TensorValue } from "./value";

/** An instance of a block for given arguments and input shapes, kept for reuse. */
export interface Instance {
  readonly body: Body;
  readonly layers: number;
}

/** Limits that keep absurd files from hanging the reader. */
export const LIMITS = {
  /** Iterations of one repeat. */
  repeats: 1_000_000,
  /** Leaf layers of a network, blocks and repeats expanded. */
  layers: 10_000_000,
  /** Statements elaborated for one file, each distinct instance of a block anew. */
  steps: 200_000,
  /** Items of a list, those of lists within it counted, and characters of a text. */
  items: 10_000,
  /** Blocks within blocks. */
  depth: 100,
} as const;

/** One reading of a file and of what it imports. */
export interface Run {
  readonly program: Program;
  readonly options: ReadOptions;
  readonly log: ProblemLog;
  readonly instances: Map<Definition, Map<string, Instance>>;
  /** Choices whose other side was looked at for mistakes. */
  readonly checked: Set<AstNode>;
  steps: number;
  /** Elaborates statements in order; given here because calls, merges and groups hold statements themselves. */
  readonly sequence: (statements: readonly Statement[], frame: Frame) => void;
}

/** A block that is being elaborated, and where it was instantiated. */
export interface Activation {
  readonly definition: Definition;
  readonly call: Location | undefined;
}

/** Where statements are elaborated; `current` changes as they are. */
export interface Frame {
  readonly run: Run;
  readonly file: ProgramFile;
  readonly scope: Scope;
  readonly builder: BodyBuilder;
  /** The tensor that entered the block. */
  readonly entered: TensorValue | undefined;
  /** Where channels are, unless an operator says otherwise. */
  readonly layout: Layout | undefined;
  /** Innermost last. */
  readonly activations: readonly Activation[];
  /** Nothing of it is kept: only mistakes are looked for. */
  readonly dry: boolean;
  current: TensorValue | undefined;
  /** What the whole definition yields; the same object for everything within it. */
  readonly results: Results;
}

/** What a definition yields besides its body. */
export interface Results {
  /** As `output` declares them. */
  outputs: Output[] | undefined;
  /** The network's own inputs as they are declared; undefined within blocks, where `input` names what entered. */
  readonly inputs: DeclaredInput[] | undefined;
  /** The names that flows gave to tensors. */
  readonly names: Map<TensorValue, string>;
}

export interface Output {
  readonly name: string;
  readonly tensor: TensorValue;
}

export interface DeclaredInput {
  readonly name: string;
  readonly tensor: TensorValue;
  readonly range: Range;
}

/** Mistakes whatever the values are, and so also in the side of a choice that is not taken. */
const STATIC_CODES: ReadonlySet<string> = new Set([
  "unknown-name",
  "unknown-argument",
  "too-many-arguments",
  "duplicate-argument",
  "missing-argument",
  "unexpected-body",
  "misplaced-tensor",
]);

/** Reports a problem at a node or range of the frame's file, with the call that led here when it is within a block. */
export function report(
  frame: Frame,
  severity: Severity,
  code: string,
  at: AstNode | Range,
  message: string,
  more: Pick<Problem, "related" | "data"> = {},
): void {
  if (frame.dry && !STATIC_CODES.has(code)) return;
  const range = "$type" in at ? rangeOf(at) : at;
  const related = [...(more.related ?? []), ...instantiatedAt(frame)];
  frame.run.log.add({
    uri: frame.file.uri,
    range,
    severity,
    code,
    message,
    ...more,
    ...(related.length > 0 ? { related } : {}),
  });
}

function instantiatedAt(frame: Frame): readonly RelatedPlace[] {
  const activation = frame.activations.at(-1);
  if (activation?.call === undefined) return [];
  return [
    {
      ...activation.call,
      message: l10n.t("{0} is instantiated here", activation.definition.name ?? l10n.t("This block")),
    },
  ];
}

/** The place of a node in the frame's file. */
export function locationOf(frame: Frame, node: AstNode): Location {
  return { uri: frame.file.uri, range: rangeOf(node) };
}

/** Counts a step; false (and reported once) when the file takes more than is allowed. */
export function takeStep(frame: Frame, node: AstNode): boolean {
  frame.run.steps += 1;
  if (frame.run.steps <= LIMITS.steps) return true;
  if (frame.run.steps === LIMITS.steps + 1) {
    const message = l10n.t(
      "The file takes more than {0} steps to expand; the rest is left out.",
      LIMITS.steps.toLocaleString("en-US"),
    );
    report(frame, "error", "network-too-large", node, message);
  }
  return false;
}
