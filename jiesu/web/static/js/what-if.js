// <form data-what-if="TABLE"> with <input type="range" name="PART" data-used="…"> and <output for="…">;
// rows of the table bear data-PART (0 to 1) and data-before, cells data-rank, data-moves, data-heat.
// Ranks move while a weight is turned, by the formula of jiesu/mining/heat.py; nothing is sent.
for (const form of document.querySelectorAll("[data-what-if]")) {
  const body = document.querySelector(`#${form.dataset.whatIf} tbody`);
  const inputs = [...form.querySelectorAll("input[type=range]")];

  const heat = (row, total) =>
    (100 * Math.sqrt(row.dataset.people) *
      inputs.reduce((sum, one) => sum + one.value * row.dataset[one.name], 0)) / total;

  const rank = () => {
    for (const one of inputs) one.nextElementSibling.value = Number(one.value).toFixed(1);
    if (!body) return;
    const total = inputs.reduce((sum, one) => sum + Number(one.value), 0) || 1;
    const rows = [...body.rows].map((row) => ({ row, heat: heat(row, total) }));
    rows.sort((a, b) => b.heat - a.heat || a.row.dataset.before - b.row.dataset.before);
    rows.forEach(({ row, heat }, place) => {
      const moves = row.dataset.before - (place + 1);
      row.querySelector("[data-rank]").textContent = place + 1;
      row.querySelector("[data-moves]").textContent = moves > 0 ? `+${moves}` : moves;
      row.querySelector("[data-heat]").textContent = heat.toFixed(1);
      body.append(row);
    });
  };

  form.addEventListener("input", rank);
  form.querySelector("[data-reset]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const one of inputs) one.value = one.dataset.used;
    rank();
  });
}
