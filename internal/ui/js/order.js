// A list in an order of one's own: dragged by its grip, or moved with Alt and
// an arrow. Either sends the form; the arrows' buttons do without script.
import { behaviour, on } from "./core.js";

behaviour("order", (form, signal) => {
  const list = form.querySelector("[data-order]");
  const order = form.querySelector("input[name=order]");
  const steps = () => [...list.querySelectorAll("[data-step]")];

  // Dropped among steps that run in parallel it joins them; elsewhere it stands
  // by itself. Those it led are led by their next.
  function send(dragged) {
    if (dragged.previousElementSibling && dragged.nextElementSibling?.dataset.parallel) dragged.dataset.parallel = "true";
    else delete dragged.dataset.parallel;
    order.value = steps().map((s, i) => (i && s.dataset.parallel ? "+" : "") + s.dataset.step).join(",");
    form.requestSubmit();
  }

  on(list, "keydown", signal, (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const step = event.target.closest("[data-step]");
    const button = step?.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
    if (!button || button.disabled) return;
    event.preventDefault();
    button.focus();
    form.requestSubmit(button);
  });

  (async () => {
    if (!window.Sortable) await import("../vendored/sortable/sortable.min.js");
    if (signal.aborted) return;
    const sortable = Sortable.create(list, {
      handle: "[data-grip]",
      draggable: "[data-step]",
      forceFallback: true,
      fallbackOnBody: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
      onStart: ({ item }) => item.dataset.parallel || delete item.nextElementSibling?.dataset.parallel,
      onEnd: (event) => event.oldIndex !== event.newIndex && send(event.item),
    });
    signal.addEventListener("abort", () => list.isConnected && sortable.destroy());
  })();
});
