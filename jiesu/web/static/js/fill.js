// <button data-fill="ID" data-value="…">: puts a proposed value into a field and says so to the page.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.getElementById(button.dataset.fill);
  if (field.closest("details")) field.closest("details").open = true;
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});
