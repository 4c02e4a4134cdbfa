// The protocol's requests on documents, each answered by a feature from the newest analysis.

import type { CancellationToken, CodeLens, Connection, Hover, InlayHint } from "vscode-languageserver";
import { codeActions } from "../features/code-actions";
import { codeLenses } from "../features/code-lens";
import type { AnalysedDocument } from "../features/document";
import { foldingRanges } from "../features/folding";
import { hoverAt } from "../features/hover";
import { isWithinArguments } from "../features/parameter-hover";
import type { HintData } from "../features/inlay-hints";
import { inlayHints, resolveInlayHint } from "../features/inlay-hints";
import { documentSymbols } from "../features/symbols";
import type { Guard } from "./guard";
import { registerNameHandlers } from "./name-handlers";
import type { ServerState } from "./server-state";
import type { Settings } from "./settings";

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** Registers all handlers; a handler that fails is logged and answers emptily. */
export function registerHandlers(connection: Connection, state: ServerState, guard: Guard): void {
  const onDocument = <P extends DocumentParams, R>(
    empty: R,
    answer: (document: AnalysedDocument, params: P, settings: Settings) => R,
  ): ((params: P, token: CancellationToken) => Promise<R>) =>
    guard(empty, (params, token) =>
      withDocument(state, params.textDocument.uri, token, empty, answer, params),
    );

  connection.onHover(
    onDocument(undefined, (document, { position }, { convention }) => {
      const nameHover = (): Hover | undefined =>
        state.servicesOf(document.uri).hover?.(document.text, position);
      const ofArgument = isWithinArguments(document, position) ? nameHover() : undefined;
      return ofArgument ?? hoverAt(document, position, convention) ?? nameHover();
    }),
  );
  connection.onDocumentSymbol(
    onDocument([], (document, _, { convention }) => documentSymbols(document, convention)),
  );
  connection.onFoldingRanges(onDocument([], foldingRanges));
  connection.onCodeLens(
    onDocument<DocumentParams, CodeLens[]>([], (document, _, { convention }) =>
      codeLenses(document, convention),
    ),
  );
  connection.onCodeAction(
    onDocument([], (document, { context }) => codeActions(document, context.diagnostics)),
  );
  connection.languages.inlayHint.on(
    onDocument([], (document, { range }, settings) =>
      inlayHints(document, range, settings.inlayHints, settings.convention),
    ),
  );
  connection.languages.inlayHint.resolve(resolveHint(state, guard));
  registerNameHandlers(connection, state, guard);
}

async function withDocument<P, R>(
  state: ServerState,
  uri: string,
  token: CancellationToken,
  empty: R,
  answer: (document: AnalysedDocument, params: P, settings: Settings) => R,
  params: P,
): Promise<R> {
  const settings = await state.settings();
  const analysed = await state.store.analysed(uri, token);
  return analysed?.document === undefined ? empty : answer(analysed.document, params, settings);
}

function resolveHint(
  state: ServerState,
  guard: Guard,
): (hint: InlayHint, token: CancellationToken) => Promise<InlayHint> {
  return (hint, token) =>
    guard(hint, async (unresolved: InlayHint, cancellation) => {
      const data = unresolved.data as HintData | undefined;
      if (data === undefined) return unresolved;
      return withDocument(
        state,
        data.uri,
        cancellation,
        unresolved,
        (document, _, settings) =>
          resolveInlayHint(document, unresolved, settings.inlayHints, settings.convention),
        undefined,
      );
    })(hint, token);
}
