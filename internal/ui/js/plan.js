// A plan in an order of one's own: sections, and in them questions, or the
// fields of a form. Dragged by their grips, or moved with Alt and an arrow; the
// buttons do the same without script. The order in the page is what is sent.
import { behaviour, on, say } from "./core.js";

const minutes = (n) => (n < 60 ? n + " min" : Math.floor(n / 60) + " h" + (n % 60 ? " " + (n % 60) + " min" : ""));
const plural = (n, one, many) => n.toLocaleString("en") + " " + (n === 1 ? one : many);

behaviour("plan", (form, signal) => {
  // sums add up what is typed, before it is saved.
  function sums() {
    let total = 0;
    for (const section of form.querySelectorAll("[data-section]")) {
      let n = 0;
      for (const field of section.querySelectorAll("[data-minutes]")) n += Math.max(0, parseInt(field.value, 10) || 0);
      section.querySelector("[data-sum]").textContent = minutes(n);
      total += n;
    }
    const all = form.querySelector("[data-total]");
    if (all) all.textContent = minutes(total);
    const count = form.querySelector("[data-count]");
    if (count) count.textContent = plural(form.querySelectorAll("[data-minutes]").length, "question", "questions");
  }

  function moved(item) {
    sums();
    form.dispatchEvent(new Event("change", { bubbles: true })); // the guard asks before it is left behind
    say("Moved: " + (item.querySelector(".ask__title, input[type=text]")?.textContent || item.querySelector("input[type=text]")?.value || ""));
  }

  on(form, "input", signal, (event) => event.target.matches("[data-minutes]") && sums());

  on(form, "keydown", signal, (event) => {
    if (event.key === "Enter" && event.target.matches("[data-find]")) return event.preventDefault(); // it looks while one types
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    const button = event.target.closest("[data-step]")?.querySelector(event.key === "ArrowUp" ? "[data-up]" : "[data-down]");
    if (!button) return;
    event.preventDefault();
    button.focus();
    form.requestSubmit(button);
  });

  const bound = new WeakSet();
  async function bind() {
    if (!window.Sortable) await import("../vendored/sortable/sortable.min.js");
    if (signal.aborted) return;
    const options = (list, more) => {
      if (!list || bound.has(list)) return; // a morph keeps the element: one Sortable each
      bound.add(list);
      const sortable = Sortable.create(list, {
        forceFallback: true,
        fallbackOnBody: true,
        animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
        onEnd: (event) => (event.oldIndex !== event.newIndex || event.from !== event.to) && moved(event.item),
        ...more,
      });
      signal.addEventListener("abort", () => list.isConnected && sortable.destroy());
    };
    options(form.querySelector("[data-sections]"), { handle: "[data-section-grip]", draggable: "[data-section]" });
    for (const list of form.querySelectorAll("[data-lines]")) options(list, { handle: "[data-line-grip]", draggable: "[data-line]", group: "lines" });
  }
  bind();
  on(form, "htmx:after:swap", signal, bind);
  on(document, "htmx:after:swap", signal, bind);
});
