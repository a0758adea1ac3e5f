/** A value that a template or the environment fills in later: `{{ … }}`, `${NAME}`, `"$NAME"`, `<%= … %>`, `%{NAME}`. */
export function isPlaceholder(text: string): boolean {
  return /\{\{|\{%|\$\{|\$\(|^"?\$\w|<%|%\{|^@\w+@$/.test(text);
}

export const PLACEHOLDER = "a template or the environment fills it in: its value is not known here";
