let embedded: Promise<string> | null = null;

/**
 * The page's own sans-serif as a @font-face with its bytes inside: a picture may load nothing. Empty when it cannot
 * be had; the reader's own font then stands in.
 */
export function fontFaceOf(): Promise<string> {
  embedded ??= embedFont();
  return embedded;
}

async function embedFont(): Promise<string> {
  const url = findFontUrl();
  if (url === null) return "";
  try {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    let binary = "";
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return `@font-face{font-family:Geist;font-weight:100 900;src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2")}`;
  } catch {
    return "";
  }
}

function findFontUrl(): string | null {
  for (const sheet of document.styleSheets) {
    for (const rule of rulesOf(sheet)) {
      if (!(rule instanceof CSSFontFaceRule)) continue;
      const family = rule.style.getPropertyValue("font-family");
      const url = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1];
      if (/geist/i.test(family) && !/mono|fallback/i.test(family) && url) {
        return new URL(url, sheet.href ?? document.baseURI).href;
      }
    }
  }
  return null;
}

/** A style sheet from elsewhere does not let itself be read. */
function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}
