// Building blocks for the page. Text goes in as text only: nothing here ever parses HTML.

/**
 * One element with its attributes and children.
 * `text` sets textContent; a true attribute is set empty; null, undefined and false are left out.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") made.textContent = value;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A plain push button that calls `act` when pressed. */
export function button(label, act, attributes = {}) {
  const made = element("button", { type: "button", text: label, ...attributes });
  made.addEventListener("click", act);
  return made;
}

/** The element with this id, which the template promises to hold. */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
