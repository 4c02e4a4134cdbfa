// Signature help: the parameters of the operator or block whose parentheses one types in.

import type { Position, SignatureHelp } from "vscode-languageserver";
import { MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenCall } from "./cursor";
import { cursorAt } from "./cursor";
import type { NetFiles } from "./files";
import { fileOf } from "./files";
import type { Signature } from "./signatures";
import { OF_ALL_WEIGHTS, signatureOf } from "./signatures";

/** The signature of the innermost open call, with the parameter that the cursor is at. */
export function signatureHelp(
  text: TextDocument,
  position: Position,
  files: NetFiles,
): SignatureHelp | undefined {
  const file = fileOf(text.uri, files);
  if (file === undefined) return undefined;
  const { context } = cursorAt(file, text.offsetAt(position));
  if (context.kind !== "argument" && context.kind !== "text") return undefined;
  const { call, named } = context;
  const found = call === undefined || call.annotation ? undefined : signatureOf(call.name, file, files);
  if (call === undefined || found === undefined) return undefined;
  const shown = found.parameters.filter(({ name }) => !OF_ALL_WEIGHTS.has(name));
  const signature = { ...found, parameters: shown };
  const activeParameter = activeOf(signature, call, named);
  return {
    signatures: [
      {
        ...describe(signature),
        parameters: signature.parameters.map(({ label, documentation }) => ({
          label,
          ...(documentation === undefined
            ? {}
            : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
        })),
      },
    ],
    activeSignature: 0,
    ...(activeParameter === undefined ? {} : { activeParameter }),
  };
}

function activeOf(
  { parameters }: Signature,
  { index, positional }: OpenCall,
  named: string | undefined,
): number | undefined {
  const found =
    named === undefined
      ? index === positional
        ? index
        : -1
      : parameters.findIndex(({ name }) => name === named);
  return found >= 0 && found < parameters.length ? found : undefined;
}

function describe({ label, documentation, isTrusted }: Signature) {
  if (documentation === undefined) return { label };
  return {
    label,
    documentation: { kind: isTrusted ? MarkupKind.Markdown : MarkupKind.PlainText, value: documentation },
  };
}
