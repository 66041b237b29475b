// A select one can type in. The select stays, hidden, and is what the form
// sends; typing narrows its options, and a source adds more.
import { behaviour, on } from "./core.js";

let serial = 0;

behaviour("combobox", (box, signal) => {
  const select = box.querySelector("select");
  if (!select || box.querySelector(".combo__box")) return;
  const many = select.multiple;
  const id = "combo-" + ++serial;
  const frame = make("span", { className: "combo__box" });
  const chips = make("span", { className: "combo__chips" });
  const input = make("input", { className: "combo__input", type: "text", autocomplete: "off", placeholder: box.dataset.placeholder || select.querySelector('option[value=""]')?.textContent || "" });
  const list = make("ul", { className: "combo__list", id, hidden: true });
  set(input, { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-describedby": select.getAttribute("aria-describedby") || "" });
  if (select.getAttribute("aria-invalid")) frame.dataset.state = "error";
  set(list, { role: "listbox", "aria-label": label(select), ...(many && { "aria-multiselectable": "true" }) });
  input.id = select.id;
  select.removeAttribute("id");
  frame.append(chips, input);
  const sign = box.querySelector("svg")?.cloneNode(true);
  if (sign && !many) {
    sign.classList.add("combo__open");
    frame.append(sign);
  }
  select.parentElement.hidden = true;
  box.append(frame, list);

  let at = -1;
  let timer;
  const options = () => [...select.options].filter((o) => o.value || !many);
  const lines = () => [...list.querySelectorAll("[role=option]")];

  function open(on) {
    list.hidden = !on;
    input.setAttribute("aria-expanded", on);
    if (on) draw();
    else input.removeAttribute("aria-activedescendant");
  }

  function draw() {
    const typed = !many && input.value === chosenLabel() ? "" : input.value.trim().toLowerCase();
    const found = options().filter((o) => o.textContent.toLowerCase().includes(typed) && !(many && o.selected));
    list.replaceChildren(...found.slice(0, 100).map((o, i) => {
      const line = make("li", { className: "combo__one", textContent: o.textContent, id: id + "-" + i });
      set(line, { role: "option", "aria-selected": o.selected, ...(o.disabled && { "aria-disabled": "true" }) });
      line.option = o;
      return line;
    }));
    if (!found.length) list.append(make("li", { className: "combo__none", textContent: "Nothing found." }));
    mark(found.length ? 0 : -1);
  }

  function mark(i) {
    at = i;
    lines().forEach((l, n) => l.toggleAttribute("data-at", n === i));
    const line = lines()[i];
    input.setAttribute("aria-activedescendant", line?.id || "");
    line?.scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    if (!option || option.disabled) return;
    option.selected = true;
    if (many) input.value = "";
    changed();
    open(many);
  }

  function changed() {
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  const chosenLabel = () => (select.selectedOptions[0]?.value ? select.selectedOptions[0].textContent : "");

  function show() {
    if (!many) return void (input.value = chosenLabel());
    chips.replaceChildren(...[...select.selectedOptions].map((o) => {
      const chip = make("span", { className: "chip", textContent: o.textContent });
      const out = make("button", { className: "chip__out", type: "button", textContent: "×" });
      out.setAttribute("aria-label", "Remove " + o.textContent);
      out.onclick = () => {
        o.selected = false;
        changed();
        input.focus();
      };
      chip.append(out);
      return chip;
    }));
  }

  async function ask() {
    const answer = await fetch(box.dataset.source + "?q=" + encodeURIComponent(input.value)).catch(() => null);
    if (!answer?.ok || signal.aborted) return;
    const page = new DOMParser().parseFromString("<select multiple>" + (await answer.text()) + "</select>", "text/html"); // of several, none is chosen by itself
    for (const o of options()) if (!o.selected && o.value) o.remove();
    const known = new Set(options().map((o) => o.value));
    for (const o of page.querySelectorAll("option")) if (!known.has(o.value)) select.append(document.adoptNode(o));
    draw();
  }

  on(select, "change", signal, show); // also of what others chose
  on(input, "focus", signal, () => many || input.select());
  on(frame, "pointerdown", signal, (event) => {
    if (event.target.closest("button")) return;
    setTimeout(() => (input.focus(), open(true)));
  });
  on(input, "input", signal, () => {
    open(true);
    clearTimeout(timer);
    if (box.dataset.source) timer = setTimeout(ask, 150);
  });
  on(input, "keydown", signal, (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) open(true);
      else mark((at + step + lines().length) % (lines().length || 1));
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      choose(lines()[at]?.option);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      open(false);
      show();
    } else if (event.key === "Backspace" && many && !input.value && select.selectedOptions.length) {
      [...select.selectedOptions].at(-1).selected = false;
      changed();
    }
  });
  on(list, "pointerdown", signal, (event) => event.preventDefault());
  on(list, "click", signal, (event) => choose(event.target.closest("[role=option]")?.option));
  on(box, "focusout", signal, (event) => {
    if (box.contains(event.relatedTarget)) return;
    open(false);
    if (!many && !input.value && select.querySelector('option[value=""]')) {
      if (select.value) (select.value = ""), changed();
    } else show();
    if (many) input.value = "";
  });
  show();
});

const make = (tag, props) => Object.assign(document.createElement(tag), props);
const set = (element, attributes) => Object.entries(attributes).forEach(([k, v]) => v !== "" && element.setAttribute(k, v));
const label = (field) => field.labels?.[0]?.textContent.trim() || "";
