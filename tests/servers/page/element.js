// Makes elements; whatever a bot has sent goes in as text, never as markup.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function link(url, ...children) {
  if (!/^https?:\/\//.test(url)) return element("span", {}, ...children);
  return element("a", { href: url, rel: "noopener noreferrer", target: "_blank", title: url }, ...children);
}
