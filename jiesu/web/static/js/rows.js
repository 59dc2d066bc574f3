// <table data-rows>: j and k go down and up the rows, Enter opens the one that is marked.
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");
const STEP = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

function mark(rows, index) {
  rows.forEach((row, number) => row.toggleAttribute("data-marked", number === index));
  rows[index].querySelector("a").focus();
  rows[index].scrollIntoView({ block: "nearest" });
}

for (const table of document.querySelectorAll("table[data-rows]")) {
  const rows = [...table.tBodies[0].rows];
  document.addEventListener("keydown", (event) => {
    const step = STEP[event.key];
    if (!step || typing(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const next = Math.min(Math.max(now + step, 0), rows.length - 1);
    event.preventDefault();
    mark(rows, next);
  });
}
