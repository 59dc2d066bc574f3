// <input type="file" data-choose="Choose photos" data-none="None chosen">: its button and its state in the language
// of the page. Browsers write both in their own, which is seldom that of the page.
function names(input) {
  return [...input.files].map((file) => file.name).join(", ") || input.dataset.none;
}

function speak(input) {
  const button = document.createElement("label");
  const chosen = document.createElement("output");
  const row = document.createElement("div");
  button.htmlFor = chosen.htmlFor = input.id;
  button.className = "button";
  button.textContent = input.dataset.choose;
  const show = () => (chosen.value = names(input));
  input.classList.add("visually-hidden");
  row.className = "row";
  row.append(button, chosen);
  input.after(row);
  input.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

document.querySelectorAll('input[type="file"][data-choose]').forEach(speak);
