// The layers of all three generations of Caffe files, brought into one form.

import type { Field, Message, Scalar, Span } from "./text/tree";
import {
  lastField,
  messageIn,
  messagesIn,
  numberIn,
  numbersIn,
  scalarsIn,
  textIn,
  textsIn,
} from "./text/access";
import type { LayerType } from "./layers/layer-type";
import { layerTypeNamed } from "./layers/index";

/** A blob's name where a layer mentions it. */
export interface BlobMention extends Span {
  readonly name: string;
}

export interface LayerEntry {
  /** The field that holds the layer. */
  readonly field: Field;
  readonly message: Message;
  /** The message that the schema knows the layer's fields by. */
  readonly schema: "LayerParameter" | "V1LayerParameter";
  readonly name: string | undefined;
  /** The type as written, and where. */
  readonly typeName: string | undefined;
  readonly typeSpan: Span;
  readonly nameSpan: Span;
  readonly type: LayerType | undefined;
  /** The parameters of its type. */
  readonly parameter: Message;
  readonly bottoms: readonly BlobMention[];
  readonly tops: readonly BlobMention[];
  /** For each weight in turn: its name for sharing, and whether its learning rate is 0. */
  readonly weights: readonly { readonly name?: string; readonly frozen: boolean }[];
}

/** All layers in the order of the text, whatever phase they belong to. */
export function layerEntries(root: Message): readonly LayerEntry[] {
  return root.fields.flatMap((field) => {
    if (field.name !== "layer" && field.name !== "layers") return [];
    return field.values.flatMap((value) =>
      value.kind === "message" ? [entryOf(field, value, field.name === "layer")] : [],
    );
  });
}

function entryOf(field: Field, message: Message, current: boolean): LayerEntry {
  const [first] = messagesIn(message, "layer");
  const oldest = current ? undefined : first;
  const described = oldest ?? message;
  const typeScalar = lastScalar(described, "type");
  const nameScalar = lastScalar(described, "name");
  const typeName = typeScalar?.text;
  const type = typeName === undefined ? undefined : layerTypeNamed(typeName);
  return {
    field,
    message,
    schema: current ? "LayerParameter" : "V1LayerParameter",
    name: textIn(described, "name"),
    typeName,
    typeSpan: typeScalar?.inner ?? field.nameSpan,
    nameSpan: nameScalar?.inner ?? typeScalar?.inner ?? field.nameSpan,
    type,
    parameter: oldest === undefined ? parameterOf(message, type) : renamed(oldest),
    bottoms: mentions(message, "bottom"),
    tops: mentions(message, "top"),
    weights: current ? currentWeights(message) : olderWeights(message),
  };
}

function lastScalar(message: Message, name: string): Scalar | undefined {
  return scalarsIn(message, name).at(-1);
}

/** What forks call the parameters of some types. */
const OTHER_PARAMETERS: ReadonlyMap<string, string> = new Map([
  ["convolution_param", "convolution3d_param"],
  ["norm_param", "normalize_param"],
  ["pooling_param", "pooling3d_param"],
  ["roi_pooling_param", "roi_align_param"],
]);

/** A type's own parameters, by Caffe's name for them or a fork's. */
function parameterOf(message: Message, type: LayerType | undefined): Message {
  const name = type?.parameter;
  if (name === undefined) return messageIn(message, "");
  const other = OTHER_PARAMETERS.get(name);
  return messageIn(message, other === undefined || lastField(message, name) !== undefined ? name : other);
}

function mentions(message: Message, field: string): readonly BlobMention[] {
  return scalarsIn(message, field)
    .filter(({ type }) => type === "string")
    .map(({ text, inner }) => ({ name: text, ...inner }));
}

function currentWeights(message: Message): LayerEntry["weights"] {
  return messagesIn(message, "param").map((param) => {
    const name = textIn(param, "name");
    const frozen = numberIn(param, "lr_mult") === 0;
    return name === undefined || name === "" ? { frozen } : { name, frozen };
  });
}

function olderWeights(message: Message): LayerEntry["weights"] {
  const names = textsIn(message, "param");
  const rates = numbersIn(message, "blobs_lr");
  return Array.from({ length: Math.max(names.length, rates.length) }, (_, index) => {
    const name = names[index];
    const frozen = rates[index] === 0;
    return name === undefined || name === "" ? { frozen } : { name, frozen };
  });
}

/** The first generation's field names that differ from today's. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["batchsize", "batch_size"],
  ["biasterm", "bias_term"],
  ["cropsize", "crop_size"],
  ["kernelsize", "kernel_size"],
  ["meanfile", "mean_file"],
]);

function renamed(message: Message): Message {
  const fields = message.fields.map((field) => ({ ...field, name: RENAMED.get(field.name) ?? field.name }));
  return { ...message, fields };
}
