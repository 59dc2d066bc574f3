// <details data-step>: a step that opens takes the cursor to its first field, so that keys are enough.
const FIELDS = "input:not([type=hidden]), select, textarea, button";

function enter(step) {
  const chosen = step.querySelector("form input[type=radio]:checked");
  (step.querySelector("[aria-invalid]") || chosen || step.querySelector(`form :is(${FIELDS})`))?.focus();
}

for (const step of document.querySelectorAll("details[data-step]")) {
  if (step.open) enter(step);
  // At once, not with the later toggle event: who types fast must not lose the first letters.
  step.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    step.open = !step.open;
    if (step.open) enter(step);
  });
  step.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    step.open = false;
    step.querySelector("summary").focus();
  });
}
