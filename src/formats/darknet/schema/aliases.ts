// Abbreviations and other spellings that Darknet accepts.

/** Other names of section types. */
export const SECTION_ALIASES: Readonly<Record<string, string>> = {
  avg: "avgpool",
  conn: "connected",
  conv: "convolutional",
  deconv: "deconvolutional",
  gaussian_yolo: "Gaussian_yolo",
  local_avg: "local_avgpool",
  logxent: "logistic",
  lrn: "normalization",
  max: "maxpool",
  mult_channels: "scale_channels",
  reorg3d: "reorg",
  silence: "empty",
  soft: "softmax",
};
