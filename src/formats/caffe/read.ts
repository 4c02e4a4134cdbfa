// Reads a Caffe net into the model: layers of the asked phase in their order, with Caffe's own shapes, weights and costs.

import * as l10n from "@vscode/l10n";
import type { Layer, Network, Node, Source } from "../../model/network";
import type { Origin } from "../../model/origin";
import type { Shape } from "../../model/shape";
import type { SourceModel } from "../../model/source-model";
import type { CaffePhase, ReadOptions } from "../format";
import type { LineMap } from "../line-map";
import { lineMapOf, positionAt, rangeBetween } from "../line-map";
import type { Blob } from "./blobs";
import { Blobs } from "./blobs";
import { declaredInputs, InputList, withoutBatch } from "./inputs";
import { checkLayer, reportMissingBottom, sizeProblem } from "./layer-checks";
import type { LayerEntry } from "./layer-entry";
import { layerEntries } from "./layer-entry";
import type { LayerResult } from "./layers/layer-type";
import { Makers } from "./makers";
import { isIncluded, netStateOf } from "./phase";
import { ProblemList } from "../problem-list";
import { groupScopes } from "../scopes";
import { reportIssues } from "./report-issues";
import { SharedWeights } from "./shared-weights";
import { withNeededStages } from "./stages";
import { validate } from "./schema/validate";
import { textIn } from "./text/access";
import { parse } from "./text/parse";
import type { Span } from "./text/tree";

/** Everything that reading the layers in order needs. */
interface Reading {
  readonly uri: string;
  readonly phase: CaffePhase;
  readonly lines: LineMap;
  readonly problems: ProblemList;
  readonly blobs: Blobs;
  readonly inputs: InputList;
  readonly sharing: SharedWeights;
  /** Spans of mistakes that leave a value unknown, in the order of the text. */
  readonly broken: readonly Span[];
  readonly makers: Makers;
  readonly names: Map<string, NamedLayer>;
  readonly nodes: Node[];
}

/** The first layer of a name, and the number that tells the next one of that name apart. */
interface NamedLayer {
  readonly entry: LayerEntry;
  next: number;
}

/** Reads a `.prototxt`; never throws, and never stops at the first mistake. */
export function readCaffe(uri: string, text: string, options: ReadOptions): SourceModel {
  const lines = lineMapOf(text);
  const problems = new ProblemList(uri, lines);
  const { root, problems: syntax } = parse(text);
  for (const { code, message, ...where } of syntax) problems.add(where, code, message);
  const invalid = validate(root, "NetParameter");
  for (const { code, message, severity, data, ...where } of invalid) {
    problems.add(where, code, message, { severity, ...(data === undefined ? {} : { data }) });
  }
  const phase = options.caffePhase ?? "TEST";
  const all = layerEntries(root);
  const declared = declaredInputs(root, problems);
  const names = declared.map(({ scalar }) => scalar.text);
  const { state, added } = withNeededStages(all, names, netStateOf(root, phase));
  for (const stage of added) {
    const message = l10n.t(
      'The net is shown in the stage "{0}", without which blobs are missing.',
      stage.text,
    );
    problems.add(stage.inner, "assumed-stage", message, { severity: "information" });
  }
  const included = new Set(all.filter(({ message }) => isIncluded(message, state)));
  const reading: Reading = {
    uri,
    phase,
    lines,
    problems,
    blobs: new Blobs(),
    inputs: new InputList(options),
    sharing: new SharedWeights(problems),
    broken: [...syntax, ...invalid.filter(({ decisive }) => decisive)].sort((a, b) => a.start - b.start),
    makers: new Makers(all, included),
    names: new Map(),
    nodes: [],
  };
  for (const { scalar, shape } of declared) {
    const origin = originOf(reading, scalar, scalar.inner, scalar);
    const input = reading.inputs.add(scalar.text, shape, origin);
    reading.blobs.put({ name: scalar.text, ...input, data: true, span: scalar });
  }
  for (const entry of included) readLayer(reading, entry);
  const whole = { start: 0, end: text.length };
  const network = networkOf(reading, textIn(root, "name"), originOf(reading, whole, whole, whole));
  return {
    uri,
    format: "caffe",
    networks: all.length === 0 && reading.inputs.all().length === 0 ? [] : [network],
    definitions: [],
    problems: problems.sorted(),
    dependencies: [],
  };
}

function networkOf(reading: Reading, name: string | undefined, origin: Origin): Network {
  const outputs = reading.blobs.outputs();
  const inputs = reading.inputs.all();
  return {
    name: name === undefined || name.trim() === "" ? fileNameOf(reading.uri) : name,
    dtype: "float32",
    inputs,
    outputs: outputs.map((blob) => blob.name),
    body: groupScopes({
      inputs: inputs.map(({ name: input, shape, dtype }) => ({ name: input, shape, dtype })),
      nodes: reading.nodes,
      outputs: outputs.map(({ source }) => source),
    }),
    facts: {},
    origin,
  };
}

function fileNameOf(uri: string): string {
  const last = uri.slice(uri.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
  try {
    return decodeURIComponent(last) || "network";
  } catch {
    return last;
  }
}

function readLayer(reading: Reading, entry: LayerEntry): void {
  const name = uniqueName(reading, entry);
  checkLayer(entry, reading.problems);
  const bottoms = entry.bottoms.map((mention) => {
    const blob = reading.blobs.get(mention.name);
    if (blob === undefined) reportMissingBottom(reading, entry, mention);
    return blob;
  });
  if (entry.type?.writes !== true) {
    for (const blob of bottoms) if (blob !== undefined) reading.blobs.take(blob);
  }
  const result = inferLayer(reading, entry, bottoms);
  if (isData(entry)) addData(reading, entry, name, result);
  else addLayer(reading, entry, name, bottoms, result);
}

/** Whether the layer brings data in: by its type, or as code of its own that takes nothing. */
function isData({ type, bottoms }: LayerEntry): boolean {
  return type?.source === true || (type?.opaque === true && bottoms.length === 0);
}

/** What the layer's type says; nothing is known of the outputs of a layer with mistakes or of an unknown type. */
function inferLayer(
  reading: Reading,
  entry: LayerEntry,
  bottoms: readonly (Blob | undefined)[],
): LayerResult & { readonly known: boolean } {
  const operator = entry.typeName ?? "Unknown";
  if (entry.type === undefined) return { outputs: [], operator, known: false };
  const result = entry.type.infer({
    layer: entry.message,
    parameter: entry.parameter,
    inputs: bottoms.map((blob) => blob?.shape),
    tops: entry.tops.length,
  });
  if (isBroken(reading, entry.field)) return { ...result, outputs: [], known: false };
  const isGiven = entry.tops.some(({ name }) => reading.inputs.isGiven(name));
  const issues = result.issues?.filter(({ code }) => code !== "unknown-data-shape" || !isGiven) ?? [];
  reportIssues(entry, issues, reading.problems);
  const wrong = sizeProblem(result.outputs);
  if (wrong !== undefined) {
    reading.problems.add(entry.typeSpan, wrong.code, wrong.message);
    return { ...result, outputs: [], macs: undefined, known: true };
  }
  const failed = result.issues?.some(({ severity }) => severity === undefined || severity === "error");
  return { ...result, known: entry.type.opaque !== true && failed !== true };
}

/** Whether a mistake that leaves a value unknown is within the layer. */
function isBroken({ broken }: Reading, { start, end }: Span): boolean {
  let low = 0;
  let high = broken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((broken[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const next = broken[low];
  return next !== undefined && next.start < end;
}

/** A layer whose tops are the network's own inputs, passed on. */
function addData(reading: Reading, entry: LayerEntry, name: string, result: LayerResult): void {
  const inputs = entry.tops.map((top, index) =>
    reading.inputs.add(top.name, result.outputs[index], originOf(reading, top, top, top)),
  );
  const shapes = inputs.map(({ shape }) => shape);
  const sources = inputs.map(({ source }) => source);
  const known = { weights: [], macs: 0, operations: 0 };
  push(reading, entry, shapes, {
    ...layerBase(reading, entry, name, result),
    inputs: sources,
    known,
    plumbing: true,
  });
}

function addLayer(
  reading: Reading,
  entry: LayerEntry,
  name: string,
  bottoms: readonly (Blob | undefined)[],
  result: LayerResult & { readonly known: boolean },
): void {
  const { weights, owner } = reading.sharing.resolve(entry, name, result.weights ?? []);
  const macs = result.known || "macs" in result ? ("macs" in result ? result.macs : 0) : undefined;
  const inPlace = entry.tops.some((top) => entry.bottoms.some((bottom) => bottom.name === top.name));
  push(reading, entry, result.outputs, {
    ...layerBase(reading, entry, name, result),
    inputs: bottoms.flatMap((blob): readonly Source[] => (blob === undefined ? [] : [blob.source])),
    ...(result.known ? { known: { weights, macs } } : {}),
    ...(owner === undefined ? {} : { sharedWith: owner }),
    ...(inPlace ? { inPlace } : {}),
  });
}

function layerBase(
  reading: Reading,
  entry: LayerEntry,
  name: string,
  result: LayerResult,
): Pick<Layer, "kind" | "name" | "named" | "operator" | "nativeOperator" | "attributes" | "origin"> {
  const native = entry.type?.name ?? entry.typeName;
  return {
    kind: "layer",
    name,
    named: entry.name !== undefined && entry.name !== "",
    operator: result.operator,
    ...(native === undefined || native === result.operator ? {} : { nativeOperator: native }),
    attributes: result.attributes ?? {},
    origin: layerOrigin(reading, entry),
  };
}

/** Adds the node, and its tops as the blobs of their names. */
function push(
  reading: Reading,
  entry: LayerEntry,
  shapes: readonly (Shape | undefined)[],
  layer: Omit<Layer, "outputs">,
): void {
  const data = isData(entry);
  const node = reading.nodes.length;
  const outputs = entry.tops.map(({ name }, index) => ({ name, shape: withoutBatch(shapes[index]) }));
  reading.nodes.push({ ...layer, outputs });
  const own = new Set(entry.bottoms.map(({ name }) => name));
  for (const [output, top] of entry.tops.entries()) {
    const earlier = reading.blobs.get(top.name);
    if (earlier !== undefined && !own.has(top.name)) {
      const message = l10n.t('"{0}" is made by another layer, too.', top.name);
      const related = { ...earlier.span, message: l10n.t("It is made here.") };
      reading.problems.add(top, "duplicate-top", message, { related });
    }
    const shape = shapes[output];
    reading.blobs.put({ name: top.name, source: { node, output }, shape, data, span: top });
  }
}

/** The layer's name, made up from its type where it has none, and told apart from an earlier layer's. */
function uniqueName({ names, problems }: Reading, entry: LayerEntry): string {
  const wanted = entry.name === undefined || entry.name === "" ? (entry.typeName ?? "layer") : entry.name;
  const earlier = names.get(wanted);
  if (earlier === undefined) {
    names.set(wanted, { entry, next: 2 });
    return wanted;
  }
  // Data, losses and measures have no weights that could be found by the wrong name.
  const harmless = [entry, earlier.entry].every(
    ({ type }) => type?.source === true || type?.measures === true,
  );
  if (entry.name === wanted && !harmless) {
    const related = { ...spanOf(earlier.entry.nameSpan), message: l10n.t("The first layer of that name.") };
    const message = l10n.t('Another layer is called "{0}", too.', wanted);
    problems.add(entry.nameSpan, "duplicate-name", message, { severity: "warning", related });
  }
  while (names.has(`${wanted}_${String(earlier.next)}`)) earlier.next++;
  const unique = `${wanted}_${String(earlier.next)}`;
  names.set(unique, { entry, next: 2 });
  return unique;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The annotation belongs to the line with the layer's name. */
function layerOrigin(reading: Reading, entry: LayerEntry): Origin {
  return originOf(reading, entry.field, entry.nameSpan, entry.nameSpan);
}

function originOf({ uri, lines }: Reading, range: Span, selection: Span, anchor: Span): Origin {
  return {
    uri,
    range: rangeBetween(lines, range.start, range.end),
    selection: rangeBetween(lines, selection.start, selection.end),
    anchor: positionAt(lines, anchor.end),
  };
}
