// The options of the sections that are layers: those of the original Darknet and the common ones of AlexeyAB's.

import { COMMON, YOLO, BOXES } from "./shared-options";
import type { OptionEntry, SectionSchema } from "./option-type";

const SIZE: OptionEntry = ["integer", "Height and width of the window.", "1"];
const STRIDE: OptionEntry = ["integer", "Step of the window.", "1"];
const PAD: OptionEntry = ["flag", "Pad by half the window, rounded down.", "0"];
const PADDING: OptionEntry = ["integer", "Zeros added on each side; `pad=1` overrides it.", "0"];
const ACTIVATION: OptionEntry = ["activation", "The function applied to each value.", "logistic"];
const BATCH_NORMALIZE: OptionEntry = ["flag", "Normalize over the batch.", "0"];
const FILTERS: OptionEntry = ["integer", "Number of filters, that is, output channels.", "1"];
const GROUPS: OptionEntry = ["integer", "Independent groups of channels.", "1"];
const OUTPUT: OptionEntry = ["integer", "Number of outputs.", "1"];
const FROM: OptionEntry = ["layers", "The other layer; negative numbers count back from here."];

const VECTOR = { ...COMMON, filters: ["integer", "Channels.", "128"] } as const;

const WEIGHTED: Readonly<Record<string, OptionEntry>> = {
  ...COMMON,
  activation: ACTIVATION,
  batch_normalize: BATCH_NORMALIZE,
};

export const LAYER_SCHEMAS: Readonly<Record<string, SectionSchema>> = {
  activation: {
    documentation: "Applies a function to each value.",
    options: { ...COMMON, activation: ["activation", "The function.", "linear"] },
  },
  avgpool: { documentation: "The average of each channel.", options: COMMON },
  batchnorm: { documentation: "Normalizes each channel over the batch.", options: COMMON },
  connected: {
    documentation: "A fully connected layer.",
    options: { ...WEIGHTED, output: OUTPUT },
  },
  contrastive: {
    documentation: "Contrastive loss (AlexeyAB).",
    options: {
      ...COMMON,
      classes: ["integer", "Number of classes.", "1000"],
      temperature: ["decimal", "Temperature.", "1"],
      yolo_layer: ["layers", "The yolo layer that it belongs to."],
      cls_normalizer: ["decimal", "Weight of the loss.", "1"],
      contrastive_neg_max: ["integer", "Negatives for each positive.", "3"],
      max_delta: ["decimal", "Limit of the gradients."],
    },
  },
  conv_lstm: {
    documentation: "Convolutional long short-term memory (AlexeyAB).",
    options: {
      ...WEIGHTED,
      output: FILTERS,
      size: ["integer", "Height and width of the window.", "3"],
      stride: STRIDE,
      pad: PAD,
      padding: PADDING,
      dilation: ["integer", "Distance between the window's elements.", "1"],
      groups: GROUPS,
      peephole: ["flag", "Gates see the cell's state.", "0"],
      bottleneck: ["flag", "Mix input and state before the gates.", "0"],
      xnor: ["flag", "Binary weights and inputs.", "0"],
      shortcut: ["flag", "Add the input to the output.", "0"],
      state_constrain: ["integer", "Limit of the state."],
      lstm_activation: ["activation", "The activation of the state.", "tanh"],
      time_normalizer: ["decimal", "Weight of the gradients through time.", "1"],
    },
  },
  control_channels: {
    documentation: "Multiplies the layer before by another layer's number for each channel (YOLOR).",
    options: { ...COMMON, from: FROM },
  },
  convolutional: {
    documentation: "A convolution, with a bias or batch normalization, and an activation: all in one layer.",
    options: {
      ...WEIGHTED,
      filters: FILTERS,
      size: SIZE,
      stride: STRIDE,
      stride_x: ["integer", "Horizontal step of the window (AlexeyAB)."],
      stride_y: ["integer", "Vertical step of the window (AlexeyAB)."],
      pad: PAD,
      padding: PADDING,
      groups: GROUPS,
      dilation: ["integer", "Distance between the window's elements (AlexeyAB).", "1"],
      antialiasing: ["integer", "Blur before striding (AlexeyAB).", "0"],
      binary: ["flag", "Binary weights.", "0"],
      xnor: ["flag", "Binary weights and inputs.", "0"],
      bin_output: ["flag", "Binary output (AlexeyAB).", "0"],
      cbn: ["flag", "Cross-iteration batch normalization (AlexeyAB).", "0"],
      flipped: ["flag", "Weights are stored transposed.", "0"],
      dot: ["decimal", "Weight of a penalty.", "0"],
      share_index: ["layers", "The layer whose weights are used (AlexeyAB)."],
      assisted_excitation: ["decimal", "Excite objects while training (AlexeyAB).", "0"],
      sway: ["flag", "Sway the weights (AlexeyAB).", "0"],
      rotate: ["flag", "Rotate the weights (AlexeyAB).", "0"],
      stretch: ["flag", "Stretch the weights (AlexeyAB).", "0"],
      stretch_sway: ["flag", "Stretch and sway the weights (AlexeyAB).", "0"],
      angle: ["decimal", "Greatest angle, in degrees (AlexeyAB).", "15"],
      grad_centr: ["flag", "Centre the gradients (AlexeyAB).", "0"],
      reverse: ["decimal", "Reverse the gradients (AlexeyAB).", "0"],
      coordconv: ["flag", "Add coordinates (AlexeyAB).", "0"],
      stream: ["integer", "CUDA stream (AlexeyAB).", "-1"],
      wait_stream: ["integer", "CUDA stream to wait for (AlexeyAB).", "-1"],
    },
  },
  cost: {
    documentation: "The loss.",
    options: {
      ...COMMON,
      type: ["cost", "How the difference is measured.", "sse"],
      scale: ["decimal", "Factor on the loss.", "1"],
      ratio: ["decimal", "Share of the largest differences that count.", "0"],
      noobj: ["decimal", "Weight where there is no object.", "1"],
      thresh: ["decimal", "Differences below it do not count.", "0"],
    },
  },
  crnn: {
    documentation: "A recurrent layer of three convolutions.",
    options: {
      ...WEIGHTED,
      output_filters: ["integer", "Output channels.", "1"],
      hidden_filters: ["integer", "Channels of the state.", "1"],
      output: ["integer", "Output channels (AlexeyAB).", "1"],
      hidden: ["integer", "Channels of the state (AlexeyAB).", "1"],
      size: ["integer", "Height and width of the window (AlexeyAB).", "3"],
      stride: STRIDE,
      pad: PAD,
      padding: PADDING,
      dilation: ["integer", "Distance between the window's elements (AlexeyAB).", "1"],
      groups: GROUPS,
      shortcut: ["flag", "Add the state's input to it.", "0"],
      xnor: ["flag", "Binary weights and inputs (AlexeyAB).", "0"],
    },
  },
  crop: {
    documentation: "Crops images, at random while training.",
    options: {
      ...COMMON,
      crop_height: ["integer", "Height of the crop.", "1"],
      crop_width: ["integer", "Width of the crop.", "1"],
      flip: ["flag", "Mirror images at random.", "0"],
      angle: ["decimal", "Images are turned by up to this, in degrees.", "0"],
      saturation: ["decimal", "Factor on the saturation.", "1"],
      exposure: ["decimal", "Factor on the exposure.", "1"],
      shift: ["decimal", "Added to the values.", "0"],
      noadjust: ["flag", "Keep the values as they are.", "0"],
    },
  },
  deconvolutional: {
    documentation: "A transposed convolution, which enlarges its input by the stride.",
    options: { ...WEIGHTED, filters: FILTERS, size: SIZE, stride: STRIDE, pad: PAD, padding: PADDING },
  },
  detection: {
    documentation: "Boxes and classes of each cell of a grid (YOLOv1).",
    options: {
      ...COMMON,
      classes: ["integer", "Number of classes.", "1"],
      coords: ["integer", "Numbers for each box.", "1"],
      num: ["integer", "Boxes for each cell.", "1"],
      side: ["integer", "Cells along each side.", "7"],
      rescore: ["flag", "Score by overlap.", "0"],
      softmax: ["flag", "Softmax over the classes.", "0"],
      sqrt: ["flag", "Predict the root of widths and heights.", "0"],
      max: ["integer", "Most objects in an image.", "90"],
      jitter: ["decimal", "How much images are cropped at random.", "0.2"],
      resize: ["decimal", "How much images are resized at random.", "1"],
      object_scale: ["decimal", "Weight of cells with objects.", "1"],
      noobject_scale: ["decimal", "Weight of cells without.", "1"],
      class_scale: ["decimal", "Weight of the classes.", "1"],
      coord_scale: ["decimal", "Weight of the boxes.", "1"],
      forced: ["flag", "Force predictions.", "0"],
      random: ["decimal", "Change the input's size while training.", "0"],
      reorg: ["flag", "Reorganize the outputs.", "0"],
    },
  },
  dropout: {
    documentation: "Drops values at random while training.",
    options: {
      ...COMMON,
      probability: ["decimal", "Share of the values that are dropped.", "0.2"],
      dropblock: ["flag", "Drop blocks (AlexeyAB).", "0"],
      dropblock_size_rel: ["decimal", "Size of a block, as a share (AlexeyAB).", "0"],
      dropblock_size_abs: ["integer", "Size of a block (AlexeyAB).", "7"],
    },
  },
  empty: { documentation: "Passes its input on (AlexeyAB).", options: COMMON },
  Gaussian_yolo: { documentation: "YOLO with the uncertainty of each box (AlexeyAB).", options: YOLO },
  gru: {
    documentation: "A gated recurrent unit.",
    options: {
      ...COMMON,
      output: OUTPUT,
      batch_normalize: BATCH_NORMALIZE,
      activation: ACTIVATION,
      tanh: ["flag", "Use tanh for the new state.", "0"],
    },
  },
  history: {
    documentation: "Joins the last few inputs (AlexeyAB).",
    options: { ...COMMON, history_size: ["integer", "How many.", "4"] },
  },
  implicit: {
    documentation: "A learned tensor without input (AlexeyAB, YOLOR).",
    options: {
      ...COMMON,
      filters: ["integer", "Channels.", "128"],
      atoms: ["integer", "Rows.", "1"],
      mean: ["decimal", "Mean of the first values.", "0"],
      std: ["decimal", "Deviation of the first values.", "0.2"],
    },
  },
  implicit_add: { documentation: "A learned number for each channel, to be added (YOLOR).", options: VECTOR },
  implicit_cat: {
    documentation: "A learned number for each channel, to be joined (YOLOR).",
    options: VECTOR,
  },
  implicit_mul: {
    documentation: "A learned number for each channel, to multiply by (YOLOR).",
    options: VECTOR,
  },
  iseg: {
    documentation: "Instance segmentation.",
    options: {
      ...COMMON,
      classes: ["integer", "Number of classes.", "20"],
      ids: ["integer", "Numbers that tell instances apart.", "32"],
    },
  },
  l2norm: { documentation: "Divides each position by its length.", options: COMMON },
  local: {
    documentation: "A convolution with weights of its own for each position.",
    options: { ...COMMON, activation: ACTIVATION, filters: FILTERS, size: SIZE, stride: STRIDE, pad: PAD },
  },
  local_avgpool: {
    documentation: "The average of each window (AlexeyAB).",
    options: {
      ...COMMON,
      size: ["integer", "Height and width of the window; the stride unless given."],
      stride: STRIDE,
      stride_x: ["integer", "Horizontal step."],
      stride_y: ["integer", "Vertical step."],
      padding: ["integer", "Zeros added on both sides together; size − 1 unless given."],
    },
  },
  logistic: { documentation: "Logistic function and its cross entropy.", options: COMMON },
  lstm: {
    documentation: "Long short-term memory.",
    options: { ...COMMON, output: OUTPUT, batch_normalize: BATCH_NORMALIZE, activation: ACTIVATION },
  },
  maxpool: {
    documentation: "The maximum of each window; the window may reach beyond the input's end.",
    options: {
      ...COMMON,
      size: ["integer", "Height and width of the window; the stride unless given."],
      stride: STRIDE,
      stride_x: ["integer", "Horizontal step (AlexeyAB)."],
      stride_y: ["integer", "Vertical step (AlexeyAB)."],
      padding: ["integer", "Zeros added on both sides together; size − 1 unless given."],
      maxpool_depth: ["flag", "Pool over channels (AlexeyAB).", "0"],
      out_channels: ["integer", "Output channels when pooling over channels (AlexeyAB).", "1"],
      antialiasing: ["integer", "Blur before striding (AlexeyAB).", "0"],
      maxpool_zero_nonmax: ["flag", "Keep the size, with zeros elsewhere (AlexeyAB).", "0"],
    },
  },
  normalization: {
    documentation: "Local response normalization.",
    options: {
      ...COMMON,
      size: ["integer", "Channels that are summed over.", "5"],
      alpha: ["decimal", "Scale of the sum.", "0.0001"],
      beta: ["decimal", "Exponent.", "0.75"],
      kappa: ["decimal", "Added to the sum.", "1"],
    },
  },
  region: {
    documentation: "Boxes and classes of each position (YOLOv2).",
    options: {
      ...BOXES,
      coords: ["integer", "Numbers for each box.", "4"],
      softmax: ["flag", "Softmax over the classes.", "0"],
      background: ["flag", "One class is the background.", "0"],
      bias_match: ["flag", "Match by the anchor's shape.", "0"],
      class_scale: ["decimal", "Weight of the classes.", "1"],
      classfix: ["integer", "Fix the classes.", "0"],
      coord_scale: ["decimal", "Weight of the boxes.", "1"],
      log: ["flag", "Predict logarithms.", "0"],
      mask_scale: ["decimal", "Weight of the masks.", "1"],
      noobject_scale: ["decimal", "Weight of positions without objects.", "1"],
      object_scale: ["decimal", "Weight of positions with objects.", "1"],
      rescore: ["flag", "Score by overlap.", "0"],
      sqrt: ["flag", "Predict the root of widths and heights.", "0"],
      thresh: ["decimal", "Overlap from which a prediction is right.", "0.5"],
      tree: ["text", "The file with the tree of classes."],
    },
  },
  reorg: {
    documentation: "Moves each block of positions into the channels.",
    options: {
      ...COMMON,
      stride: ["integer", "Height and width of a block.", "1"],
      reverse: ["flag", "Move channels into positions instead.", "0"],
      flatten: ["flag", "Reorder to one row for each position.", "0"],
      extra: ["integer", "Numbers that are added at the end.", "0"],
    },
  },
  rnn: {
    documentation: "A recurrent layer of three fully connected ones.",
    options: {
      ...WEIGHTED,
      output: OUTPUT,
      hidden: ["integer", "Size of the state (AlexeyAB).", "1"],
      shortcut: ["flag", "Add the state's input to it.", "0"],
      logistic: ["flag", "Logistic output (AlexeyAB).", "0"],
    },
  },
  route: {
    documentation: "The output of another layer, or of several joined over their channels.",
    options: {
      ...COMMON,
      layers: ["layers", "The layers; negative numbers count back from here."],
      groups: ["integer", "Take one of so many parts of the channels (AlexeyAB).", "1"],
      group_id: ["integer", "Which part, from 0 (AlexeyAB).", "0"],
      stream: ["integer", "CUDA stream (AlexeyAB).", "-1"],
      wait_stream: ["integer", "CUDA stream to wait for (AlexeyAB).", "-1"],
    },
  },
  sam: {
    documentation: "Multiplies by another layer, value by value (AlexeyAB).",
    options: { ...COMMON, from: FROM, activation: ["activation", "The activation.", "linear"] },
  },
  scale_channels: {
    documentation: "Multiplies another layer's channels by this one's values (AlexeyAB).",
    options: {
      ...COMMON,
      from: FROM,
      scale_wh: ["flag", "Scale positions rather than channels.", "0"],
      activation: ["activation", "The activation.", "linear"],
    },
  },
  shift_channels: {
    documentation: "Adds another layer's number for each channel to the layer before (YOLOR).",
    options: { ...COMMON, from: FROM },
  },
  shortcut: {
    documentation: "Adds another layer's output to the one before.",
    options: {
      ...COMMON,
      from: FROM,
      activation: ["activation", "The activation.", "linear"],
      alpha: ["decimal", "Weight of the layer before.", "1"],
      beta: ["decimal", "Weight of the other layer.", "1"],
      weights_type: ["text", "none, per_feature or per_channel (AlexeyAB).", "none"],
      weights_normalization: ["text", "none, relu or softmax (AlexeyAB).", "none"],
    },
  },
  softmax: {
    documentation: "Turns scores into probabilities.",
    options: {
      ...COMMON,
      groups: ["integer", "Parts with a softmax each.", "1"],
      temperature: ["decimal", "Divides the scores.", "1"],
      tree: ["text", "The file with the tree of classes."],
      spatial: ["decimal", "A softmax for each position.", "0"],
      noloss: ["flag", "No loss.", "0"],
    },
  },
  upsample: {
    documentation: "Repeats each value; a negative stride averages instead.",
    options: {
      ...COMMON,
      stride: ["integer", "How often, along each axis.", "2"],
      scale: ["decimal", "Factor on the values.", "1"],
    },
  },
  yolo: { documentation: "Boxes and classes of each position (YOLOv3 and later).", options: YOLO },
};
