// Shows both chats as they change, and sends what the user types and presses.

import { drawDiscord } from "./discord.js";
import { element } from "./element.js";
import { drawTelegram } from "./telegram.js";

const DRAW = { telegram: drawTelegram, discord: drawDiscord };
const drawn = { telegram: new Map(), discord: new Map() };

async function send(path, content) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });
  document.querySelector("#faults").textContent = answer.ok ? "" : await answer.text();
}

function show(chat, { messages, commands }) {
  const list = document.querySelector(`#${chat} .messages`);
  const known = drawn[chat];
  const now = new Map(messages.map((message) => [message.id, { said: JSON.stringify(message), message }]));
  for (const [id, old] of known) {
    if (!now.has(id)) {
      old.item.remove();
      known.delete(id);
    }
  }
  for (const [id, { said, message }] of now) {
    const old = known.get(id);
    if (old?.said === said) continue;
    const item = DRAW[chat](message, (pressed, label) => send("/press", { chat, message: pressed, label }));
    if (old) old.item.replaceWith(item);
    else list.append(item);
    known.set(id, { said, item });
    if (!old) list.scrollTop = list.scrollHeight;
  }
  document.querySelector(`#${chat}-commands`).replaceChildren(
    ...commands.map((name) => element("option", { value: `/${name}` })),
  );
}

for (const chat of Object.keys(DRAW)) {
  const form = document.querySelector(`#${chat} form`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send("/say", { chat, text: form.elements.text.value });
    form.reset();
  });
}

new EventSource("/events").addEventListener("message", (event) => {
  const { telegram, discord, faults } = JSON.parse(event.data);
  show("telegram", telegram);
  show("discord", discord);
  if (faults.length) document.querySelector("#faults").textContent = faults.join("\n");
});
