// When a morph moves cards (somebody else's move, or the answer to ours), they
// slide from where they were. Nothing moves where motion is unwanted.
import { on } from "./core.js";

export function slide(board, signal) {
  let before = null;
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  on(document, "htmx:before:swap", signal, () => {
    before = new Map();
    for (const card of board.querySelectorAll("[data-card][id]")) before.set(card.id, card.getBoundingClientRect());
  });

  on(document, "htmx:after:swap", signal, () => {
    if (!before || still.matches || !board.isConnected) return;
    for (const card of board.querySelectorAll("[data-card][id]")) {
      const was = before.get(card.id);
      const is = card.getBoundingClientRect();
      if (!was) {
        card.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 160, easing: "ease-out" });
      } else if (Math.abs(was.left - is.left) + Math.abs(was.top - is.top) > 2) {
        card.animate([{ translate: `${was.left - is.left}px ${was.top - is.top}px` }, { translate: "0 0" }], { duration: 160, easing: "cubic-bezier(.2,.7,.2,1)" });
      }
    }
    before = null;
  });
}
