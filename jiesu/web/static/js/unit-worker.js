// The service worker of /unit/: pages seen once can be read without a network, and a step taken without
// one is kept. Pages come from the network whenever it answers, so nobody works on an old state unawares.
import { keep } from "../static/js/offline-queue.js";

const CACHE = "jiesu-unit-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Pages of staff say "no-store" to every cache but this one, which is emptied at sign-out.
function keepable(answer) {
  const plain = answer.ok && !answer.redirected && answer.type === "basic";
  return plain && (answer.headers.has("X-Offline") || !/no-store/.test(answer.headers.get("Cache-Control")));
}

async function read(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (keepable(answer)) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const known = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (known) return known;
    throw error;
  }
}

async function send(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const { pathname } = new URL(request.url);
    await keep(pathname, await copy.formData());
    return Response.redirect(pathname.replace(/[^/]+\/$/, ""), 303);
  }
}

self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const queued = event.request.headers.has("X-Queued"); // comes from the queue and stays in it if it fails
  if (origin !== self.location.origin || queued) return;
  if (event.request.method === "GET") event.respondWith(read(event.request));
  else if (/^\/unit\/orders\/\d+\/\w+\/$/.test(pathname)) event.respondWith(send(event.request));
});
