// <form data-what-if> with <input type="range"> and its <output> beside it: says the weight while it is turned.
for (const form of document.querySelectorAll("[data-what-if]")) {
  form.addEventListener("input", ({ target }) => {
    if (target.type === "range") target.nextElementSibling.value = Number(target.value).toFixed(1);
  });
}
