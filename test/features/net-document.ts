// Documents for feature tests: a `.net` text, read and analysed, with a place marked by `¦` where one is wanted.

import { TextDocument } from "vscode-languageserver-textdocument";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { analysedDocument } from "../../src/features/document";
import type { AnalysedDocument } from "../../src/features/document";
import type { Instance } from "../../src/features/find-instance";
import type { TextFormat } from "../../src/formats/format";
import { NET } from "../../src/net/format";
import type { Position } from "../../src/model/origin";

export const URI = "file:///test/model.net";

export interface DocumentOptions {
  readonly chosen?: readonly Instance[];
  /** Texts of other files by uri. */
  readonly files?: Readonly<Record<string, string>>;
  readonly format?: TextFormat;
  readonly uri?: string;
}

/** Reads and analyses a text. */
export function documentOf(
  content: string,
  { chosen = [], files = {}, format = NET, uri = URI }: DocumentOptions = {},
): AnalysedDocument {
  const text = TextDocument.create(uri, format.languageId ?? "", 1, content);
  const model = format.read(text.uri, content, { readText: (other) => files[other] });
  const analyses = model.networks.map(analyseNetwork);
  return analysedDocument({ text, model, analyses, users: [], language: format.language, chosen });
}

/** The document without its mark, and the marked position. */
export function markedDocument(
  marked: string,
  options: DocumentOptions = {},
): { readonly document: AnalysedDocument; readonly position: Position } {
  const offset = marked.indexOf("¦");
  if (offset < 0) throw new Error("No place is marked.");
  const document = documentOf(marked.replace("¦", ""), options);
  return { document, position: document.text.positionAt(offset) };
}

/** The lecture's AlexNet, in which each test marks what it needs. */
export const ALEXNET = `/** AlexNet as in the lecture. */
@year(2012) @top5_error(16.4)
network AlexNet(classes = 1000) {
  input image [3, 227, 227]
  stage stem {
    conv1 = Conv(64, 11, stride=4, pad=2) -> ReLU
    MaxPool(3, stride=2)
    conv2 = Conv(192, 5, pad=2) -> ReLU
    MaxPool(3, stride=2)
  }
  conv3 = Conv(384, 3, pad=1) -> ReLU
  conv4 = Conv(256, 3, pad=1) -> ReLU
  conv5 = Conv(256, 3, pad=1) -> ReLU
  MaxPool(3, stride=2)
  Flatten -> Dropout(0.5)
  fc6 = Linear(4096) -> ReLU
  Dropout(0.5)
  fc7 = Linear(4096) -> ReLU
  fc8 = Linear(classes)
}
`;
