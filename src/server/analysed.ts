// What the server knows of one version of one file.

import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { AnalysedDocument } from "../features/document";
import type { Format } from "../formats/format";
import type { SourceModel } from "../model/source-model";

export interface Analysed {
  readonly uri: string;
  /** The open document's version; 0 for a file or a given text. */
  readonly version: number;
  readonly format: Format;
  readonly model: SourceModel;
  /** One for each network of the model, in order. */
  readonly analyses: readonly NetworkAnalysis[];
  /** The text with what editor features need; absent for binary formats. */
  readonly document: AnalysedDocument | undefined;
}
