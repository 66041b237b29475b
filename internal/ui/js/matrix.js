// A matrix whose cells are written where they stand. Arrows walk from cell to
// cell, Enter opens one; in it, Ctrl or ⌘ with Enter saves and Escape leaves.
import { behaviour, on, typing } from "./core.js";

behaviour("matrix", (box, signal) => {
  on(box, "keydown", signal, (event) => {
    const form = event.target.closest("form");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (form && event.key === "Escape") {
      event.preventDefault();
      form.querySelector("[data-cancel]")?.click();
    } else if (!typing(event.target) && !event.altKey && !event.ctrlKey && !event.metaKey) walk(event);
  });

  function walk(event) {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = step && event.target.closest("td");
    if (!cell) return;
    const row = box.querySelector("table").rows[cell.parentElement.rowIndex + step[0]];
    const next = row?.cells[cell.cellIndex + step[1]]?.querySelector("a[id], textarea");
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
});
