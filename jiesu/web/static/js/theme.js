// Switches light and dark without a reload, and tells maps and charts to draw again.
const MEDIA = { auto: "(prefers-color-scheme: dark)", light: "not all", dark: "all" };
const prefersDark = window.matchMedia(MEDIA.auto);

/** This will tell which theme is on the screen now. */
export function shown() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "auto") return prefersDark.matches ? "dark" : "light";
  return chosen;
}

/** This will read a design token as the page now shows it, such as `token("--accent")`. */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** This will call `draw` whenever the theme on the screen changes. */
export function onChange(draw) {
  document.addEventListener("themechange", draw);
}

const announce = () => document.dispatchEvent(new Event("themechange"));

function show(theme, form) {
  document.documentElement.dataset.theme = theme;
  document.getElementById("dark-tokens").media = MEDIA[theme];
  label(form);
  announce();
}

// The button always names what pressing it will bring.
function label(form) {
  const next = shown() === "dark" ? "light" : "dark";
  const button = form.querySelector("button");
  button.value = next;
  button.title = next === "dark" ? form.dataset.toDark : form.dataset.toLight;
  button.setAttribute("aria-label", button.title);
}

for (const form of document.querySelectorAll("[data-theme-switch]")) {
  label(form);
  prefersDark.addEventListener("change", () => label(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    show(data.get("theme"), form);
  });
}
prefersDark.addEventListener("change", announce);
