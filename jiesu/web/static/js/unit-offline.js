// Makes the pages of a unit work without a network: registers the worker, sends what was kept as soon as the
// network is back, says what still waits, and leaves nothing on the device for the next person.
//   <section data-offline="/unit/worker.js" data-person="7"> with a <template> of one waiting step
import { forget, kept, refuse } from "./offline-queue.js";

const AGAIN = 5000; // milliseconds
const place = document.querySelector("[data-offline]");
const { waiting, refused } = place.dataset;

async function clear() {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function ownDevice() {
  const before = localStorage.getItem("unit-person");
  if (before && before !== place.dataset.person) await clear();
  localStorage.setItem("unit-person", place.dataset.person);
}

function line([key, step]) {
  const item = place.querySelector("template").content.cloneNode(true);
  const words = step.fields.find(([name]) => name === "text" || name === "explanation");
  item.querySelector("a").href = step.url.replace(/[^/]+\/$/, "");
  item.querySelector("a").textContent = step.refused || waiting;
  item.querySelector("p").textContent = words?.[1] || "";
  item.querySelector("button").hidden = !step.refused;
  item.querySelector("button").addEventListener("click", () => forget(key).then(show));
  return item;
}

// A step is sent by the one who took it, never by the next who signs in on the same device.
async function own() {
  const mine = ([name, value]) => name === "person" && value === place.dataset.person;
  return (await kept()).filter(([, step]) => step.fields.some(mine));
}

async function show() {
  const steps = await own();
  place.hidden = !steps.length;
  place.querySelector("ul").replaceChildren(...steps.map(line));
}

function body(step) {
  const form = new FormData();
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  for (const [name, value] of step.fields) form.append(name, name === "csrfmiddlewaretoken" ? token : value);
  return form;
}

// A step that was taken, now or before, leads to its work order. A session that has ended leads to the
// sign-in and a broken service nowhere: then the step waits on.
async function send([key, step]) {
  const headers = { "X-Queued": "1" };
  const answer = await fetch(step.url, { method: "POST", body: body(step), headers });
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/unit/orders/")) return forget(key);
  if (!answer.redirected && answer.status < 500) return refuse(key, step, refused);
}

async function flush() {
  const steps = (await own()).filter(([, step]) => !step.refused);
  for (const step of steps) await send(step);
  if (steps.length) await show();
  return steps.length;
}

async function prefetch() {
  await navigator.serviceWorker.ready;
  for (const link of document.querySelectorAll("[data-ahead] a")) await fetch(link.href).catch(() => {});
}

// One tab at a time, and again while something waits: a network often comes back without saying so.
async function sendAll() {
  if (navigator.onLine) await navigator.locks.request("unit-offline", flush).catch(() => {});
  const waits = (await own()).some(([, step]) => !step.refused);
  if (waits) setTimeout(sendAll, AGAIN);
}

if ("serviceWorker" in navigator && window.isSecureContext) {
  await ownDevice();
  await navigator.serviceWorker.register(place.dataset.offline, { type: "module", scope: "/unit/" });
  document.querySelector("form[action$='/logout/']")?.addEventListener("submit", clear);
  await show();
  await sendAll();
  await prefetch();
}
