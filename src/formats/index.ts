// The registry of formats: one line for each folder.

import { NET } from "../net/format";
import { CAFFE } from "./caffe/caffe";
import { DARKNET } from "./darknet/darknet";
import type { Format } from "./format";
import { KERAS_ARCHIVE, KERAS_JSON } from "./keras/keras";
import { ONNX } from "./onnx/onnx";

export const FORMATS: readonly Format[] = [NET, CAFFE, DARKNET, ONNX, KERAS_ARCHIVE, KERAS_JSON];

/** The format with that id. */
export function formatWithId(id: string): Format | undefined {
  return FORMATS.find((format) => format.id === id);
}

/** The formats whose files may have that name; several when an ending is shared. */
export function formatsForFile(fileName: string): readonly Format[] {
  const name = fileName.toLowerCase();
  return FORMATS.filter((format) => format.endings.some((ending) => name.endsWith(ending)));
}
