// Menus are <details>: script closes them when one goes elsewhere, and lets
// arrows walk their lines.
import { behaviour, on } from "./core.js";

const lines = (menu) => [...menu.querySelectorAll(".menu__panel :is(a, button):not(:disabled)")];

behaviour("menu", (menu, signal) => {
  const summary = menu.querySelector("summary");
  const shut = (back) => {
    if (!menu.open) return;
    menu.open = false;
    if (back) summary.focus();
  };
  on(document, "pointerdown", signal, (event) => !menu.contains(event.target) && shut(false));
  on(menu, "focusout", signal, (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && shut(false));
  on(menu, "click", signal, (event) => event.target.closest(".menu__panel a") && shut(false));
  on(menu, "toggle", signal, () => menu.open && place(menu));
  on(menu, "keydown", signal, (event) => {
    if (event.key === "Escape" && menu.open) {
      event.stopPropagation();
      shut(true);
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    menu.open = true;
    walk(lines(menu), event.key === "ArrowDown" ? 1 : -1);
  });
});

export function walk(list, step) {
  const at = list.indexOf(document.activeElement);
  list.at(at < 0 && step < 0 ? -1 : (at + step + list.length) % list.length)?.focus();
}

// place turns a panel that would leave the window.
function place(menu) {
  const panel = menu.querySelector(".menu__panel");
  menu.classList.remove("menu--turned", "menu--lifted");
  const box = panel.getBoundingClientRect();
  if (box.left < 8 || box.right > innerWidth - 8) menu.classList.add("menu--turned");
  if (box.bottom > innerHeight - 8 && menu.getBoundingClientRect().top > box.height + 16) menu.classList.add("menu--lifted");
}
