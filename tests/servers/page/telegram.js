// Draws a message of Telegram from its text and its formatted runs, which the local server has read.

import { element, link } from "./element.js";

const TAGS = new Map([
  ["b", "b"], ["strong", "b"], ["i", "i"], ["em", "i"], ["u", "u"], ["ins", "u"], ["s", "s"],
  ["strike", "s"], ["del", "s"], ["code", "code"], ["pre", "pre"], ["blockquote", "blockquote"],
]);

export function drawTelegram(message, press) {
  const bubble = element("li", { class: message.by_bot ? "bubble bot" : "bubble own", "data-id": message.id });
  if (message.photo) bubble.append(element("img", { src: `/telegram/${message.id}`, alt: "" }));
  if (message.document) bubble.append(element("a", { href: `/telegram/${message.id}`, class: "file" }, `File, ${message.document} bytes`));
  const words = element("div", { class: "words" });
  // Later runs close later, so of two that are equally long the later is the outer one.
  const runs = message.entities.map((run, place) => ({ ...run, place }));
  runs.sort((a, b) => a.offset - b.offset || b.length - a.length || b.place - a.place);
  words.append(...drawRuns(message.text, 0, message.text.length, runs));
  bubble.append(words);
  const marks = [message.edited && "edited", message.silent && "silent"].filter(Boolean);
  if (marks.length) bubble.append(element("small", { class: "mark" }, marks.join(" · ")));
  for (const row of message.rows) bubble.append(drawRow(row, (label) => press(message.id, label)));
  return bubble;
}

export function drawRow(labels, press) {
  const row = element("div", { class: "buttons" });
  for (const label of labels) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => press(label));
    row.append(button);
  }
  return row;
}

function drawRuns(text, from, to, runs) {
  const drawn = [];
  while (runs.length && runs[0].offset < to) {
    const run = runs.shift();
    const end = run.offset + run.length;
    if (run.offset > from) drawn.push(text.slice(from, run.offset));
    drawn.push(drawRun(run, drawRuns(text, run.offset, end, runs)));
    from = end;
  }
  if (from < to) drawn.push(text.slice(from, to));
  return drawn;
}

function drawRun(run, children) {
  if (run.type === "text_link") return link(run.url, ...children);
  if (run.type === "tg-spoiler") return element("span", { class: "spoiler" }, ...children);
  if (run.type === "expandable_blockquote") return folded(children);
  return element(TAGS.get(run.type) ?? "span", {}, ...children);
}

function folded(children) {
  const quote = element("blockquote", { class: "folded", title: "Unfold" }, ...children);
  quote.addEventListener("click", () => quote.classList.toggle("folded"));
  return quote;
}
