// Makes elements without ever parsing text as HTML.

/** An element with children (nodes or text); a plain object among them is its attributes. */
export function element(name, ...parts) {
  const made = document.createElement(name);
  parts.forEach((part) => {
    if (part instanceof Node || typeof part === 'string') {
      made.append(part);
    } else {
      Object.entries(part).forEach(([attribute, value]) => made.setAttribute(attribute, value));
    }
  });
  return made;
}
