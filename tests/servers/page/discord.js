// Draws a message of Discord: its embeds, read as Discord reads markdown, its files and its buttons.

import { element, link } from "./element.js";
import { drawRow } from "./telegram.js";

const MARKS = [["**", "b"], ["__", "u"], ["~~", "s"], ["||", "mark"], ["*", "i"], ["_", "i"], ["`", "code"]];

export function drawDiscord(message, press) {
  const item = element("li", { class: message.ephemeral ? "post ephemeral" : "post", "data-id": message.id });
  if (message.where) item.append(element("small", { class: "asked" }, message.where));
  if (message.asked) item.append(element("small", { class: "asked" }, `ana used ${message.asked}`));
  item.append(element("strong", { class: "author" }, "Troopwire"), element("small", { class: "app" }, "APP"));
  if (message.thinking) item.append(element("p", { class: "thinking" }, "Troopwire is thinking…"));
  if (message.content) item.append(element("div", { class: "words" }, ...drawMarkdown(message.content)));
  const inEmbeds = new Set();
  for (const embed of message.embeds) item.append(drawEmbed(embed, message, inEmbeds));
  for (const file of message.attachments.filter((file) => !inEmbeds.has(file.filename))) item.append(drawFile(file, message));
  if (message.edited) item.append(element("small", { class: "mark" }, "(edited)"));
  for (const row of message.rows) item.append(drawRow(row, (label) => press(message.id, label)));
  if (message.ephemeral) item.append(element("small", { class: "only" }, "Only you can see this"));
  return item;
}

function drawEmbed(embed, message, inEmbeds) {
  const drawn = element("article", { class: "embed" });
  drawn.style.borderLeftColor = `#${(embed.color ?? 0x202225).toString(16).padStart(6, "0")}`;
  if (embed.title) drawn.append(element("h2", {}, embed.url ? link(embed.url, ...drawLine(embed.title)) : element("span", {}, ...drawLine(embed.title))));
  if (embed.description) drawn.append(element("div", { class: "words" }, ...drawMarkdown(embed.description)));
  const picture = message.attachments.find((file) => embed.image?.url === `attachment://${file.filename}`);
  if (picture) {
    inEmbeds.add(picture.filename);
    drawn.append(drawFile(picture, message));
  }
  if (embed.footer) drawn.append(element("footer", {}, embed.footer.text));
  return drawn;
}

function drawFile(file, message) {
  const address = `/discord/${message.id}/${file.id}`;
  if (file.is_picture) return element("img", { src: address, alt: file.description });
  return element("a", { href: address, class: "file" }, `${file.filename}, ${file.size} bytes`);
}

function drawMarkdown(markdown) {
  const drawn = [];
  markdown.split("```").forEach((part, index) => {
    if (index % 2) drawn.push(element("pre", {}, part.replace(/^\n/, "").replace(/\n$/, "")));
    else drawn.push(...drawLines(part));
  });
  return drawn;
}

function drawLines(text) {
  const drawn = [];
  for (const line of text.split("\n")) {
    const title = /^(#{1,3}) (.+)/.exec(line);
    if (line.startsWith("> ")) {
      const before = drawn.at(-1);
      if (before?.tagName === "BLOCKQUOTE") before.append("\n", ...drawLine(line.slice(2)));
      else drawn.push(element("blockquote", {}, ...drawLine(line.slice(2))));
    } else if (title) drawn.push(element(`h${title[1].length + 1}`, {}, ...drawLine(title[2])));
    else drawn.push(element("div", { class: "line" }, ...drawLine(line)));
  }
  return drawn;
}

function drawLine(text) {
  const drawn = [];
  let plain = "";
  const found = (node, length) => {
    if (plain) drawn.push(plain);
    plain = "";
    drawn.push(node);
    return length;
  };
  for (let place = 0; place < text.length; ) {
    const rest = text.slice(place);
    const special = escaped(rest) ?? masked(rest) ?? address(rest) ?? called(rest) ?? marked(rest);
    if (special?.text !== undefined) plain += special.text;
    else if (special) found(special.node, special.length);
    else plain += text[place];
    place += special?.length ?? 1;
  }
  if (plain) drawn.push(plain);
  return drawn;
}

function escaped(rest) {
  return /^\\[^\sA-Za-z0-9]/.test(rest) ? { text: rest[1], length: 2 } : null;
}

function masked(rest) {
  const match = /^\[((?:[^\]\\]|\\.)+)\]\((https?:[^\s)]+)\)/.exec(rest);
  return match && { node: link(match[2], ...drawLine(match[1])), length: match[0].length };
}

function address(rest) {
  const match = /^https?:\/\/[^\s<>]+/.exec(rest);
  return match && { node: link(match[0], match[0]), length: match[0].length };
}

function called(rest) {
  const match = /^(@everyone|@here|<[@#][!&]?\d+>)/.exec(rest);
  return match && { node: element("span", { class: "mention" }, match[0]), length: match[0].length };
}

function marked(rest) {
  for (const [mark, tag] of MARKS) {
    if (!rest.startsWith(mark)) continue;
    const end = closing(rest, mark);
    if (end < 0) continue;
    const inner = rest.slice(mark.length, end);
    const children = tag === "code" ? [inner] : drawLine(inner);
    return { node: element(tag, {}, ...children), length: end + mark.length };
  }
  return null;
}

function closing(rest, mark) {
  for (let place = mark.length; place < rest.length; place++) {
    if (rest[place] === "\\" && mark !== "`") place++;
    else if (rest.startsWith(mark, place) && place > mark.length) return place;
  }
  return -1;
}
