// Rows of a table: j and k (or arrows) walk, Enter opens, x ticks, and the keys
// of a row's own buttons press them. A click on the free part of a row opens it
// too.
import { behaviour, on, typing } from "./core.js";

// pressed reports whether the row has a button for the key.
function pressed(row, key) {
  const button = [...row.querySelectorAll("[data-row-key]")].find((b) => b.dataset.rowKey === key);
  button?.click();
  return Boolean(button);
}

behaviour("rows", (box, signal) => {
  const rows = () => [...box.querySelectorAll("[data-row]")];
  const at = () => box.querySelector("[data-row][data-at]");
  const move = (row) => {
    at()?.removeAttribute("data-at");
    if (!row) return;
    row.dataset.at = "";
    (row.querySelector("a[href]") || row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  on(document, "keydown", signal, (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (!box.isConnected || !box.offsetParent || document.querySelector("dialog[open]") || localStorage.getItem("candor-keys-off") === "1") return;
    const list = rows();
    const here = list.indexOf(at());
    if (event.key === "j") move(list[Math.min(here + 1, list.length - 1)]);
    else if (event.key === "k") move(list[Math.max(here - 1, 0)]);
    else if (event.key === "x" && here >= 0) list[here].querySelector("[data-tick]")?.click();
    else if (here < 0 || !pressed(list[here], event.key)) return;
    event.preventDefault();
  });

  on(box, "focusin", signal, (event) => {
    const row = event.target.closest("[data-row]");
    if (row && row !== at() && event.target.matches("a[href]")) {
      at()?.removeAttribute("data-at");
      row.dataset.at = "";
    }
  });
  on(box, "focusout", signal, (event) => {
    if (!box.contains(event.relatedTarget) && event.relatedTarget) at()?.removeAttribute("data-at");
  });

  on(box, "click", signal, (event) => {
    const row = event.target.closest("[data-row][data-href]");
    if (!row || event.target.closest("a, button, input, label, summary, select, textarea") || String(getSelection())) return;
    const link = row.querySelector(`a[href="${CSS.escape(row.dataset.href)}"]`) || row.querySelector(".cell--main a");
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
    else link?.click();
  });

  // Shift and a tick take everything between.
  let last = null;
  on(box, "click", signal, (event) => {
    const tick = event.target.closest("[data-tick]");
    if (!tick) return;
    const ticks = [...box.querySelectorAll("[data-tick]")];
    if (event.shiftKey && last) {
      const [a, b] = [ticks.indexOf(last), ticks.indexOf(tick)].sort((x, y) => x - y);
      for (const t of ticks.slice(a, b + 1)) t.checked = tick.checked;
      tick.dispatchEvent(new Event("change", { bubbles: true }));
    }
    last = tick;
  });
});

// The bar that says how many are ticked.
behaviour("selection", (bar, signal) => {
  const form = bar.closest("form");
  const says = bar.querySelector("[role=status]");
  const ticks = () => [...form.querySelectorAll("[data-tick]:checked")];
  const count = () => {
    const n = ticks().length;
    says.textContent = n ? n.toLocaleString("en") + " " + (n === 1 ? bar.dataset.one : bar.dataset.many) + " selected" : "";
  };
  on(form, "change", signal, count);
  on(bar.querySelector("[data-clear]"), "click", signal, () => {
    for (const t of ticks()) t.checked = false;
    count();
  });
  count();
});
