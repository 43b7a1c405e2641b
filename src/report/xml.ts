/** As much XML as the JUnit report needs. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly (XmlElement | string)[] = [],
): XmlElement => ({ name, attributes, children });

/** The characters XML 1.0 cannot hold, not even escaped, are replaced by U+FFFD. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"]/g, (found) => ESCAPES[found] ?? found);

/** In attributes line ends would be read as spaces. */
const attribute = (text: string): string => escaped(text).replace(/[\n\r\t]/g, (found) => `&#${found.charCodeAt(0)};`);

const written = (node: XmlElement, indent: string): string => {
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${attribute(value)}"`);
  const start = `${indent}<${node.name}${attributes.join('')}`;
  if (node.children.length === 0) return `${start}/>`;
  if (node.children.every((child) => typeof child === 'string'))
    return `${start}>${node.children.map(escaped).join('')}</${node.name}>`;
  const inner = node.children.map((child) =>
    typeof child === 'string' ? escaped(child) : written(child, `${indent}  `),
  );
  return [`${start}>`, ...inner, `${indent}</${node.name}>`].join('\n');
};

/** An XML document in UTF-8, ending in a line end. */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}\n`;
