// "Where I am now": the device's position, asked for only when the button is pressed, into two inputs.
// Buttons that set a choice: <button data-set="FIELD" data-value="…">.
const byIds = (ids) => ids.split(",").map((id) => document.getElementById(id));
const said = document.querySelector("[data-locate-said]");
const remove = document.querySelector("[data-unlocate]");

function put(ids, lat, lon) {
  const [latField, lonField] = byIds(ids);
  lonField.value = lon;
  latField.value = lat;
  latField.dispatchEvent(new Event("change", { bubbles: true }));
}

for (const button of document.querySelectorAll("[data-locate]")) {
  button.addEventListener("click", () => {
    said.textContent = button.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        put(button.dataset.locate, coords.latitude.toFixed(6), coords.longitude.toFixed(6));
        said.textContent = button.dataset.found;
      },
      () => (said.textContent = button.dataset.sorry),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

if (remove) {
  const [lat] = byIds(remove.dataset.unlocate);
  const show = () => (remove.hidden = !lat.value);
  lat.addEventListener("change", show);
  show();
  remove.addEventListener("click", () => {
    put(remove.dataset.unlocate, "", "");
    said.textContent = "";
  });
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-set]");
  if (!button) return;
  const field = document.getElementById(button.dataset.set);
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  for (const other of document.querySelectorAll(`[data-set="${button.dataset.set}"]`))
    other.setAttribute("aria-pressed", String(other === button));
});
