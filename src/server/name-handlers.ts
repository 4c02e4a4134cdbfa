// The protocol's requests on names, completion and formatting: they need the text only, not its analysis.

import type { CancellationToken, Connection, Position } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Guard } from "./guard";
import type { LanguageServices } from "./language-services";
import type { ServerState } from "./server-state";

interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

interface PlaceParams extends DocumentParams {
  readonly position: Position;
}

/** Registers the handlers; a service that a format does not have answers emptily. */
export function registerNameHandlers(connection: Connection, state: ServerState, guard: Guard): void {
  const onText = <P extends DocumentParams, R>(
    empty: R,
    answer: (services: LanguageServices, text: TextDocument, params: P) => R | undefined,
  ): ((params: P, token: CancellationToken) => Promise<R>) =>
    guard(empty, (params) => {
      const text = state.texts.document(params.textDocument.uri);
      const services = state.servicesOf(params.textDocument.uri);
      return Promise.resolve((text && answer(services, text, params)) ?? empty);
    });

  connection.onCompletion(
    onText([], (services, text, { position }: PlaceParams) => services.completions?.(text, position)),
  );
  connection.onDefinition(
    onText([], (services, text, { position }: PlaceParams) => services.definitions?.(text, position)),
  );
  connection.onReferences(
    onText([], (services, text, { position, context }) =>
      services.references?.(text, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    onText([], (services, text, { position }: PlaceParams) => services.highlights?.(text, position)),
  );
  connection.onPrepareRename(
    onText(null, (services, text, { position }: PlaceParams) => services.renameRange?.(text, position)),
  );
  connection.onRenameRequest(
    onText(null, (services, text, { position, newName }) => services.rename?.(text, position, newName)),
  );
  connection.onSignatureHelp(
    onText(null, (services, text, { position }: PlaceParams) => services.signatureHelp?.(text, position)),
  );
  connection.onDocumentFormatting(onText([], (services, text) => services.format?.(text, undefined)));
  connection.onDocumentRangeFormatting(
    onText([], (services, text, { range }) => services.format?.(text, range)),
  );
}
