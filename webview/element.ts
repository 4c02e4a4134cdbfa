// Making elements of the page.

export interface ElementOptions {
  readonly class?: string;
  /** Text, never markup. */
  readonly text?: string;
  readonly title?: string;
  readonly role?: string;
  /** Further attributes; those that are undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | number | undefined>>;
}

/** An element with its attributes and children. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, text, title, role, attributes = {} }: ElementOptions = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  if (title !== undefined) element.title = title;
  if (role !== undefined) element.setAttribute("role", role);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** Puts values into a translated text: `{0} of {1}`. */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/gu, (_, index: string) => String(values[Number(index)] ?? ""));
}
