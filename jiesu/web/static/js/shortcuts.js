// Keys for staff. Any link, button or field says its key: <button data-key="alt+a">, <input data-key="/">.
// "?" opens the list of keys on this page: <dialog id="keys">, filled from what the page offers.
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

function pressed(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  parts.push(event.key.toLowerCase());
  return parts.join("+");
}

const reachable = (element) => !element.disabled && element.checkVisibility(); // not in a closed <details>

function find(combination) {
  return [...document.querySelectorAll("[data-key]")].find(
    (element) => element.dataset.key === combination && reachable(element),
  );
}

function act(element) {
  if (typing(element)) element.focus();
  else element.click();
}

function listKeys(dialog) {
  const list = dialog.querySelector("[data-keys]");
  list.replaceChildren();
  for (const element of document.querySelectorAll("[data-key]")) {
    const key = document.createElement("dt");
    const name = document.createElement("dd");
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.key }));
    name.textContent = element.dataset.keyName || element.textContent.trim() || element.title;
    if (reachable(element)) list.append(key, name);
  }
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // an input method is choosing a character
  const combination = pressed(event);
  const alone = !combination.includes("+");
  if (alone && typing(event.target)) return;
  const dialog = document.getElementById("keys");
  if (combination === "?" && dialog) return listKeys(dialog);
  const element = find(combination);
  if (!element) return;
  event.preventDefault();
  act(element);
});
