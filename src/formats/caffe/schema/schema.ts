// Looking up what caffe.proto says about a message's fields.

import { ENUMS } from "./enums";
import type { FieldEntry } from "./field-type";
import { SCALARS } from "./field-type";
import { FORK_MESSAGES } from "./fork-messages";
import { LAYER_MESSAGES_A_TO_L } from "./layer-messages-a-to-l";
import { LAYER_MESSAGES_L_TO_Z } from "./layer-messages-l-to-z";
import { NET_MESSAGES } from "./net-messages";

/** The type of a layer's `type`: a string that names one. */
export const LAYER_TYPE = "LayerType";

export interface FieldType {
  readonly name: string;
  /** A scalar type, the name of an enum or of a message, `Opaque` (a message of which nothing is known) or {@link LAYER_TYPE}. */
  readonly type: string;
  readonly repeated: boolean;
  readonly kind: "scalar" | "enum" | "message";
  readonly documentation: string;
  readonly fallback: string | undefined;
}

const FIELDS: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map(
  Object.entries({
    ...NET_MESSAGES,
    ...LAYER_MESSAGES_A_TO_L,
    ...LAYER_MESSAGES_L_TO_Z,
    ...FORK_MESSAGES,
  }).map(([message, fields]) => [
    message,
    new Map(Object.entries(fields).map(([name, entry]) => [name, fieldTypeOf(name, entry)])),
  ]),
);

/** The fields of a message by name; undefined for a message that is not described. */
export function fieldsOf(message: string): ReadonlyMap<string, FieldType> | undefined {
  return FIELDS.get(message);
}

/** What the message's field of that name is. */
export function fieldType(message: string, name: string): FieldType | undefined {
  return FIELDS.get(message)?.get(name);
}

/** The values of an enum. */
export function valuesOf(type: string): readonly string[] {
  return ENUMS[type] ?? [];
}

function fieldTypeOf(name: string, [written, documentation, fallback]: FieldEntry): FieldType {
  const repeated = written.endsWith("[]");
  const type = repeated ? written.slice(0, -2) : written;
  const scalar = SCALARS.has(type) || type === LAYER_TYPE;
  const kind = scalar ? "scalar" : type in ENUMS ? "enum" : "message";
  return { name, type, repeated, kind, documentation, fallback };
}
