// Steps that were taken without a network, kept on the device until they are sent; oldest first.
const STORE = "steps";

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode) {
  const opening = indexedDB.open("jiesu-unit", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { autoIncrement: true });
  return (await done(opening)).transaction(STORE, mode).objectStore(STORE);
}

/** This will keep one step: its address and its fields, photos among them. */
export async function keep(url, form) {
  return done((await store("readwrite")).add({ url, fields: [...form], at: Date.now(), refused: "" }));
}

/** This will list what is kept, as pairs of a key and a step. */
export async function kept() {
  const steps = await store("readonly");
  const [keys, values] = await Promise.all([done(steps.getAllKeys()), done(steps.getAll())]);
  return keys.map((key, index) => [key, values[index]]);
}

/** This will forget one step: it was sent, or thrown away by its author. */
export async function forget(key) {
  return done((await store("readwrite")).delete(key));
}

/** This will mark a step that the service did not take, with its sentence. */
export async function refuse(key, step, sentence) {
  return done((await store("readwrite")).put({ ...step, refused: sentence }, key));
}
