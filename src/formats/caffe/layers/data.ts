// Layers that bring data into the net: their tops' shapes as far as the file tells.

import * as l10n from "@vscode/l10n";
import type { Dim, Shape } from "../../../model/shape";
import { choiceIn, flagIn, hasField, messageIn, messagesIn, numberIn, numbersIn } from "../text/access";
import type { Message } from "../text/tree";
import type { LayerCall, LayerIssue, LayerResult, LayerType } from "./layer-type";
import { fieldIssue } from "./layer-type";

/** The shapes of all tops, or undefined when the file does not tell. */
type DataRule = (call: LayerCall) => readonly (Shape | undefined)[] | undefined;

export const DATA_LAYERS: readonly LayerType[] = [
  dataLayer("Input", [], "input_param", "An input of the net, with its shape.", () => undefined),
  dataLayer("Data", ["DATA", "data"], "data_param", "Images and labels from a database.", croppedImages),
  dataLayer(
    "ImageData",
    ["IMAGE_DATA", "images"],
    "image_data_param",
    "Images that a text file lists, with labels.",
    listedImages,
  ),
  dataLayer("MemoryData", ["MEMORY_DATA"], "memory_data_param", "Images and labels from memory.", memory),
  dataLayer(
    "HDF5Data",
    ["HDF5_DATA", "hdf5_data"],
    "hdf5_data_param",
    "Blobs from HDF5 files.",
    () => undefined,
  ),
  dataLayer(
    "WindowData",
    ["WINDOW_DATA", "window_data"],
    "window_data_param",
    "Windows of images, with labels.",
    windows,
  ),
  dataLayer("DummyData", ["DUMMY_DATA"], "dummy_data_param", "Constant or random blobs.", dummies),
  dataLayer("AnnotatedData", [], "data_param", "Images and boxes from a database (SSD).", annotatedImages),
  dataLayer("VideoData", [], "video_data_param", "Frames of a video (SSD, TSN).", videoFrames),
  dataLayer("VolumeData", ["VIDEO_DATA"], "image_data_param", "Clips with labels (C3D).", clips),
  dataLayer(
    "ImageSegData",
    ["IMAGE_SEG_DATA"],
    "image_data_param",
    "Images, their labels pixel by pixel, and their sizes (DeepLab).",
    labelledImages,
  ),
  dataLayer(
    "DenseImageData",
    [],
    "dense_image_data_param",
    "Images and their labels pixel by pixel (SegNet).",
    labelledImages,
  ),
  dataLayer(
    "ImageLabelmapData",
    [],
    "image_data_param",
    "Images and their labels pixel by pixel (HED).",
    labelledImages,
  ),
  dataLayer("CPMData", [], "data_param", "Images and the maps of their poses (OpenPose).", () => undefined),
];

function dataLayer(
  name: string,
  aliases: readonly string[],
  parameter: string,
  documentation: string,
  rule: DataRule,
): LayerType {
  return {
    name,
    aliases,
    parameter,
    bottoms: [0, 0],
    tops: [1, Infinity],
    source: true,
    documentation,
    infer: (call) => inferData(name, call, rule),
  };
}

function inferData(name: string, call: LayerCall, rule: DataRule): LayerResult {
  // An `input_param` says the shape whatever the type: published deploy files keep their Data layer with one.
  const given = shapesIn(messageIn(call.layer, "input_param"), call.tops);
  const invalid = invalidDimension(call.layer);
  const outputs = given ?? rule(call);
  const issues = invalid === undefined ? [] : [invalid];
  if (outputs !== undefined)
    return { outputs: invalid === undefined ? outputs : [], operator: "Identity", issues };
  const issue: LayerIssue = {
    code: "unknown-data-shape",
    severity: "information",
    message: l10n.t("The shape of this {0} layer's data is not in the file.", name),
  };
  return { outputs: [], operator: "Identity", issues: [...issues, issue] };
}

/** The shapes in an `input_param` or `dummy_data_param`: one for all tops, or one for each. */
function shapesIn(parameter: Message, tops: number): readonly Shape[] | undefined {
  const shapes = messagesIn(parameter, "shape").map((shape) => numbersIn(shape, "dim"));
  const [first] = shapes;
  if (first === undefined) return undefined;
  return Array.from({ length: tops }, (_, top) => shapes[top] ?? first);
}

function invalidDimension(layer: Message): LayerIssue | undefined {
  const shapes = messagesIn(messageIn(layer, "input_param"), "shape");
  const wrong = shapes.flatMap((shape) => numbersIn(shape, "dim")).find((dim) => dim < 1);
  if (wrong === undefined) return undefined;
  return fieldIssue(
    "invalid-dimension",
    "shape",
    l10n.t("A size of an input must be at least 1, not {0}.", wrong),
  );
}

/** Height and width that images are cropped to, from `transform_param` or the type's own, older field. */
function cropOf(call: LayerCall): readonly [number, number] | undefined {
  const transform = messageIn(call.layer, "transform_param");
  const size = positive(numberIn(transform, "crop_size")) ?? positive(numberIn(call.parameter, "crop_size"));
  const height = positive(numberIn(transform, "crop_h")) ?? size;
  const width = positive(numberIn(transform, "crop_w")) ?? size;
  return height === undefined || width === undefined ? undefined : [height, width];
}

function positive(number: number | undefined): number | undefined {
  return number !== undefined && number > 0 && Number.isInteger(number) ? number : undefined;
}

function batchOf(call: LayerCall): number {
  return positive(numberIn(call.parameter, "batch_size")) ?? 1;
}

function channelsOf(call: LayerCall): number {
  return flagIn(messageIn(call.layer, "transform_param"), "force_gray") === true ? 1 : 3;
}

/** Images and, as a second top, a label for each. */
function imagesAndLabels(batch: number, image: Shape): readonly Shape[] {
  return [[batch, ...image], [batch]];
}

function croppedImages(call: LayerCall): ReturnType<DataRule> {
  const crop = cropOf(call);
  return crop && imagesAndLabels(batchOf(call), [channelsOf(call), ...crop]);
}

function listedImages(call: LayerCall): ReturnType<DataRule> {
  const height = positive(numberIn(call.parameter, "new_height"));
  const width = positive(numberIn(call.parameter, "new_width"));
  const size = cropOf(call) ?? (height === undefined || width === undefined ? undefined : [height, width]);
  const channels = flagIn(call.parameter, "is_color") === false ? 1 : channelsOf(call);
  return size && imagesAndLabels(batchOf(call), [channels, ...size]);
}

/** image_seg_data_layer.cpp: a label for each pixel, and the height and width of each image. */
function labelledImages(call: LayerCall): ReturnType<DataRule> {
  const [images] = listedImages(call) ?? [];
  return images && [images, [images[0], 1, images[2], images[3]], [images[0], 1, 1, 2]];
}

/**
 * TSN's frames are stacked in the channels: three colours, or two directions of flow, for each. Video-caffe's clips, which have
 * a length but no snippets, have an axis of time.
 */
function videoFrames(call: LayerCall): ReturnType<DataRule> {
  const crop = cropOf(call);
  const isClip = !["num_segments", "modality"].some((field) => hasField(call.parameter, field));
  if (isClip && hasField(call.parameter, "new_length")) return clips(call);
  const frames = ["new_length", "num_segments"].map(
    (field) => positive(numberIn(call.parameter, field)) ?? 1,
  );
  const isFlow = choiceIn(call.parameter, "modality", ["RGB", "FLOW"]) === "FLOW";
  const channels = frames.reduce((a, b) => a * b, isFlow ? 2 : channelsOf(call));
  return crop && imagesAndLabels(batchOf(call), [channels, ...crop]);
}

/** C3D's frames are an axis of their own. */
function clips(call: LayerCall): ReturnType<DataRule> {
  const crop = cropOf(call);
  const frames = positive(numberIn(call.parameter, "new_length")) ?? 1;
  return crop && imagesAndLabels(batchOf(call), [channelsOf(call), frames, ...crop]);
}

function memory(call: LayerCall): ReturnType<DataRule> {
  const dims = numbersIn(call.parameter, "dim");
  if (dims.length > 0) return [dims, dims.slice(0, 1)];
  const image = ["channels", "height", "width"].map((field) => positive(numberIn(call.parameter, field)));
  return image.includes(undefined) ? undefined : imagesAndLabels(batchOf(call), image);
}

function windows(call: LayerCall): ReturnType<DataRule> {
  const crop = cropOf(call);
  return crop && imagesAndLabels(batchOf(call), [3, ...crop]);
}

function dummies(call: LayerCall): ReturnType<DataRule> {
  const shapes = shapesIn(call.parameter, call.tops);
  if (shapes !== undefined) return shapes;
  const fields = ["num", "channels", "height", "width"].map((field) => numbersIn(call.parameter, field));
  if (fields.some((numbers) => numbers.length === 0)) return undefined;
  return Array.from({ length: call.tops }, (_, top) =>
    fields.map((numbers): Dim => numbers[top] ?? numbers[0]),
  );
}

/** Images are resized; the boxes are one row each, as many as there happen to be. */
function annotatedImages(call: LayerCall): ReturnType<DataRule> {
  const resize = messageIn(messageIn(call.layer, "transform_param"), "resize_param");
  const height = positive(numberIn(resize, "height"));
  const width = positive(numberIn(resize, "width"));
  const size = cropOf(call) ?? (height === undefined || width === undefined ? undefined : [height, width]);
  return (
    size && [
      [batchOf(call), channelsOf(call), ...size],
      [1, 1, undefined, 8],
    ]
  );
}
