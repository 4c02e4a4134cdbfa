// What editor features are computed from: one version of a text with its model and analyses.

import type { TextDocument } from "vscode-languageserver-textdocument";
import type { NetworkAnalysis } from "../analysis/network-analysis";
import type { TextLanguage } from "../formats/format";
import type { SourceModel } from "../model/source-model";
import type { Instance } from "./find-instance";
import type { Site } from "./sites";
import { collectSites } from "./sites";

export interface AnalysedDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: TextDocument;
  readonly model: SourceModel;
  /** One for each network of the model, in order. */
  readonly analyses: readonly NetworkAnalysis[];
  /** The model's own networks, then those of other files that use what this one defines. */
  readonly allAnalyses: readonly NetworkAnalysis[];
  /** Editor data of the format, where it has any. */
  readonly language: TextLanguage | undefined;
  /** The instances that are looked at in blocks' own definitions, the latest choice first. */
  readonly chosen: readonly Instance[];
  /** The layers and groups that this text writes, in the order of the text. */
  readonly sites: readonly Site[];
}

export interface DocumentParts {
  readonly text: TextDocument;
  readonly model: SourceModel;
  readonly analyses: readonly NetworkAnalysis[];
  /** Networks of other files that use what this one defines. */
  readonly users: readonly NetworkAnalysis[];
  readonly language: TextLanguage | undefined;
  /** The latest choice first. */
  readonly chosen: readonly Instance[];
}

/** Puts a document together; what is costly is computed when first asked for. */
export function analysedDocument({
  text,
  model,
  analyses,
  users,
  language,
  chosen,
}: DocumentParts): AnalysedDocument {
  const allAnalyses = [...analyses, ...users];
  let sites: readonly Site[] | undefined;
  return {
    uri: text.uri,
    version: text.version,
    text,
    model,
    analyses,
    allAnalyses,
    language,
    chosen,
    get sites() {
      sites ??= collectSites(text.uri, allAnalyses, chosen);
      return sites;
    },
  };
}
