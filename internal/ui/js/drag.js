// Dragging cards, by SortableJS: fetched only where there is a board.
import { on } from "./core.js";

export const columnOf = (card) => card.closest("[data-column]");

export async function drag(board, signal, moved) {
  if (!window.Sortable) await import("../vendored/sortable/sortable.min.js");
  if (signal.aborted) return;
  board.dataset.canDrag = "";
  const bound = new WeakSet();
  const bind = () => {
    for (const list of board.querySelectorAll("[data-cards]")) {
      if (bound.has(list)) continue; // a morph keeps the element: one Sortable each
      bound.add(list);
      const sortable = Sortable.create(list, options(board, list, moved));
      signal.addEventListener("abort", () => list.isConnected && sortable.destroy());
    }
  };
  bind();
  on(board, "htmx:after:swap", signal, bind);
}

function options(board, list, moved) {
  let from, before;
  return {
    group: { name: board.id, put: () => Boolean(list.closest("[data-column]").dataset.name) },
    draggable: "[data-card][data-move]",
    filter: "[data-still], [data-move-open]",
    preventOnFilter: false,
    sort: false,
    forceFallback: true,
    fallbackOnBody: true,
    fallbackTolerance: 4,
    delay: 180,
    delayOnTouchOnly: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
    scrollSensitivity: 60,
    ghostClass: "board-card--place",
    fallbackClass: "board-card--hand",
    onStart(event) {
      if (Sortable.ghost) Sortable.ghost.style.opacity = "1"; // it is in the hand, not a ghost
      from = columnOf(event.item);
      before = event.item.nextElementSibling;
      board.dataset.dragging = "";
      from.dataset.from = "";
    },
    onMove(event) {
      for (const c of board.querySelectorAll("[data-over]")) delete c.dataset.over;
      const to = event.to.closest("[data-column]");
      if (to) to.dataset.over = "";
    },
    onEnd(event) {
      delete board.dataset.dragging;
      for (const c of board.querySelectorAll("[data-over], [data-from]")) {
        delete c.dataset.over;
        delete c.dataset.from;
      }
      if (event.to !== event.from) moved(event.item, from, before);
    },
  };
}
