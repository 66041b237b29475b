// "@" in a note offers colleagues right there. Choosing one writes the name
// and adds it to the field of mentions below, which is what the form sends.
import { behaviour, on, say } from "./core.js";

const typed = /(?:^|[\s(])@([\p{L}\p{M}'’.-]{0,40}(?: [\p{L}\p{M}'’.-]{1,40})?)$/u;

behaviour("mention", (box, signal) => {
  const area = box.querySelector("textarea");
  const select = box.querySelector("select[name=mentions]");
  if (!area || !select) return;
  const list = Object.assign(document.createElement("ul"), { className: "combo__list note-form__people", id: area.id + "-people", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Colleagues");
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  area.after(list);

  let at = 0;
  let timer;
  let asked = null; // what was asked for last, so that a late answer is not shown
  const lines = () => [...list.querySelectorAll("[role=option]")];
  const before = () => area.value.slice(0, area.selectionStart).match(typed)?.[1];

  function shut() {
    clearTimeout(timer);
    asked = null;
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
  }

  function mark(i) {
    at = (i + lines().length) % lines().length;
    lines().forEach((line, n) => line.toggleAttribute("data-at", n === at));
    area.setAttribute("aria-activedescendant", lines()[at].id);
    lines()[at].scrollIntoView({ block: "nearest" });
  }

  async function ask(q) {
    asked = q;
    const answer = await fetch(box.dataset.people + "?q=" + encodeURIComponent(q)).catch(() => null);
    if (!answer?.ok || signal.aborted) return;
    const page = new DOMParser().parseFromString("<select multiple>" + (await answer.text()) + "</select>", "text/html");
    if (asked !== q) return;
    const found = [...page.querySelectorAll("option")];
    if (!found.length) return shut();
    list.replaceChildren(...found.map((o, i) => {
      const line = Object.assign(document.createElement("li"), { className: "combo__one", textContent: o.textContent, id: list.id + "-" + i });
      line.setAttribute("role", "option");
      line.dataset.value = o.value;
      return line;
    }));
    list.hidden = false;
    mark(0);
    say(found.length === 1 ? found[0].textContent : `${found.length} people`);
  }

  function choose(line) {
    const end = area.selectionStart;
    const start = end - before().length;
    area.setRangeText(line.textContent + " ", start, end, "end");
    let option = [...select.options].find((o) => o.value === line.dataset.value);
    if (!option) select.append((option = new Option(line.textContent, line.dataset.value)));
    option.selected = true;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    area.dispatchEvent(new Event("change", { bubbles: true }));
    shut();
  }

  on(area, "input click", signal, () => {
    const q = before();
    clearTimeout(timer);
    if (q === undefined) return shut();
    timer = setTimeout(() => ask(q), 120);
  });
  on(area, "keydown", signal, (event) => {
    if (list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(at + step);
    else if ((event.key === "Enter" || event.key === "Tab") && before() !== undefined) choose(lines()[at]);
    else if (event.key === "Escape") shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  on(area, "blur", signal, shut);
  on(list, "pointerdown", signal, (event) => event.preventDefault());
  on(list, "click", signal, (event) => event.target.closest("[role=option]") && choose(event.target.closest("[role=option]")));
});
