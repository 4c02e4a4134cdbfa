// Options that several sections share.

import type { OptionEntry } from "./option-type";

/** What every layer may say about its training. */
export const COMMON: Readonly<Record<string, OptionEntry>> = {
  clip: ["decimal", "Limit of the gradients.", "0"],
  dontload: ["flag", "Do not load the layer's weights.", "0"],
  dontloadscales: ["flag", "Do not load the layer's scales.", "0"],
  dontsave: ["flag", "Do not save the layer's weights.", "0"],
  learning_rate: ["decimal", "Factor on the learning rate.", "1"],
  onlyforward: ["flag", "Do not train the layer.", "0"],
  numload: ["integer", "Weights to load."],
  smooth: ["decimal", "Smoothing.", "0"],
  stopbackward: ["integer", "No gradients below this layer.", "0"],
  train_only_bn: ["flag", "Train only the normalization.", "0"],
  burnin_update: ["integer", "Train only after so many burn-ins.", "0"],
  unused: ["flag", "The layer is not used.", "0"],
};

/** Of every section that predicts boxes from anchors. */
export const BOXES: Readonly<Record<string, OptionEntry>> = {
  ...COMMON,
  anchors: ["list", "Widths and heights of the anchor boxes."],
  classes: ["integer", "Number of classes.", "20"],
  num: ["integer", "Number of anchor boxes.", "1"],
  max: ["integer", "Most objects in an image.", "90"],
  jitter: ["decimal", "How much images are cropped at random.", "0.2"],
  resize: ["decimal", "How much images are resized at random.", "1"],
  random: ["decimal", "Change the input's size while training.", "0"],
  map: ["text", "The file that maps classes."],
  absolute: ["flag", "Boxes in pixels.", "0"],
  focal_loss: ["flag", "Use focal loss.", "0"],
};

/** Of yolo and Gaussian_yolo. */
export const YOLO: Readonly<Record<string, OptionEntry>> = {
  ...BOXES,
  mask: ["list", "Which anchor boxes this layer predicts."],
  ignore_thresh: ["decimal", "Overlap from which a prediction is no mistake.", "0.5"],
  truth_thresh: ["decimal", "Overlap from which a prediction is right.", "1"],
  iou_thresh: ["decimal", "Overlap from which an anchor is used.", "1"],
  iou_loss: ["text", "mse, iou, giou, diou or ciou.", "mse"],
  iou_thresh_kind: ["text", "iou, giou, diou or ciou.", "iou"],
  iou_normalizer: ["decimal", "Weight of the boxes' loss.", "0.75"],
  obj_normalizer: ["decimal", "Weight of the objectness' loss.", "1"],
  cls_normalizer: ["decimal", "Weight of the classes' loss.", "1"],
  delta_normalizer: ["decimal", "Weight of all losses.", "1"],
  uc_normalizer: ["decimal", "Weight of the uncertainty's loss.", "1"],
  scale_x_y: ["decimal", "Factor on the boxes' centres.", "1"],
  objectness_smooth: ["flag", "Smooth the objectness.", "0"],
  new_coords: ["flag", "The newer encoding of boxes.", "0"],
  nms_kind: ["text", "default, greedynms, diounms or cornersnms.", "default"],
  beta_nms: ["decimal", "Exponent of non-maximum suppression.", "0.6"],
  yolo_point: ["text", "center, left_top or right_bottom.", "center"],
  label_smooth_eps: ["decimal", "Smoothing of the labels.", "0"],
  max_delta: ["decimal", "Limit of the gradients."],
  counters_per_class: ["list", "Objects of each class."],
  show_details: ["flag", "Print details.", "1"],
  track_history_size: ["integer", "Frames that tracking looks back.", "5"],
  sim_thresh: ["decimal", "Similarity of the same object.", "0.8"],
  dets_for_track: ["integer", "Detections that begin a track.", "1"],
  dets_for_show: ["integer", "Detections that are shown.", "1"],
  track_ciou_norm: ["decimal", "Weight of overlap in tracking.", "0.01"],
  embedding_layer: ["layers", "The layer whose outputs tell objects apart."],
};
