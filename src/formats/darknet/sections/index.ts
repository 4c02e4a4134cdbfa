// The registry of sections that are layers: one line for each type.

import { sectionType } from "../schema/schema";
import { convolutional, deconvolutional, local } from "./convolution";
import { convLstm, crnn } from "./convolutional-recurrence";
import { connected, gru, lstm, rnn } from "./dense";
import { contrastive, detection, gaussianYolo, iseg, region, yolo } from "./detection";
import {
  activation,
  batchnorm,
  cost,
  dropout,
  empty,
  l2norm,
  logistic,
  normalization,
  softmax,
} from "./pointwise";
import { avgpool, localAvgpool, maxpool } from "./pooling";
import { controlChannels, implicit, implicitVector, shiftChannels } from "./implicit";
import { crop, history, reorg, upsample } from "./reshaping";
import { route, sam, scaleChannels, shortcut } from "./routing";
import type { SectionRule } from "./section-type";

/** Each rule with the short name that layers of its type are called by. */
const RULES: ReadonlyMap<string, readonly [name: string, rule: SectionRule]> = new Map([
  ["activation", ["activation", activation]],
  ["avgpool", ["avgpool", avgpool]],
  ["batchnorm", ["batchnorm", batchnorm]],
  ["connected", ["connected", connected]],
  ["contrastive", ["contrastive", contrastive]],
  ["conv_lstm", ["conv_lstm", convLstm]],
  ["control_channels", ["control_channels", controlChannels]],
  ["convolutional", ["conv", convolutional]],
  ["cost", ["cost", cost]],
  ["crnn", ["crnn", crnn]],
  ["crop", ["crop", crop]],
  ["deconvolutional", ["deconv", deconvolutional]],
  ["detection", ["detection", detection]],
  ["dropout", ["dropout", dropout]],
  ["empty", ["empty", empty]],
  ["Gaussian_yolo", ["gaussian_yolo", gaussianYolo]],
  ["gru", ["gru", gru]],
  ["history", ["history", history]],
  ["implicit", ["implicit", implicit]],
  ["implicit_add", ["implicit_add", implicitVector]],
  ["implicit_cat", ["implicit_cat", implicitVector]],
  ["implicit_mul", ["implicit_mul", implicitVector]],
  ["iseg", ["iseg", iseg]],
  ["l2norm", ["l2norm", l2norm]],
  ["local", ["local", local]],
  ["local_avgpool", ["avgpool", localAvgpool]],
  ["logistic", ["logistic", logistic]],
  ["lstm", ["lstm", lstm]],
  ["maxpool", ["maxpool", maxpool]],
  ["normalization", ["lrn", normalization]],
  ["region", ["region", region]],
  ["reorg", ["reorg", reorg]],
  ["rnn", ["rnn", rnn]],
  ["route", ["route", route]],
  ["sam", ["sam", sam]],
  ["scale_channels", ["scale_channels", scaleChannels]],
  ["shift_channels", ["shift_channels", shiftChannels]],
  ["shortcut", ["shortcut", shortcut]],
  ["softmax", ["softmax", softmax]],
  ["upsample", ["upsample", upsample]],
  ["yolo", ["yolo", yolo]],
] satisfies readonly (readonly [string, readonly [string, SectionRule]])[]);

/** What the section computes; undefined for a type that is not known. */
export function ruleOf(type: string): SectionRule | undefined {
  return RULES.get(sectionType(type))?.[1];
}

/** The name of the layer at `index`: `conv0`, `maxpool1`; unique because of the number. */
export function layerName(type: string, index: number): string {
  return `${RULES.get(sectionType(type))?.[0] ?? (type || "layer")}${String(index)}`;
}
