'use strict';

// The page's script. Files are joined in the order of `SCRIPT` in mod.rs. Text from data is only ever put in as text.

const byId = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children);
  return element;
}

const isDark = () => window.matchMedia('(prefers-color-scheme: dark)').matches;
