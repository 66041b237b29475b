// Small helpers of text fields: show a password, tags as chips, Markdown tools
// with a preview, copy, print, and focus for what must be read first.
import { behaviour, on } from "./core.js";

behaviour("password", (box, signal) => {
  const input = box.querySelector("input");
  const button = box.querySelector("button");
  on(button, "click", signal, () => {
    const show = input.type === "password";
    input.type = show ? "text" : "password";
    button.setAttribute("aria-pressed", show);
    input.focus();
  });
  if (input.form) on(input.form, "submit", signal, () => (input.type = "password"));
});

behaviour("focus", (element) => requestAnimationFrame(() => element.focus()));

behaviour("copy", (button, signal) => {
  on(button, "click", signal, async () => {
    const text = button.dataset.copy || document.getElementById(button.dataset.copyFrom)?.textContent || "";
    await navigator.clipboard.writeText(text.trim());
    const words = button.querySelector(".button__label");
    if (!words || button.dataset.was) return;
    button.dataset.was = words.textContent;
    words.textContent = "Copied";
    setTimeout(() => {
      words.textContent = button.dataset.was;
      delete button.dataset.was;
    }, 1500);
  });
});

behaviour("print", (button, signal) => on(button, "click", signal, () => print()));

// Enter or a comma ends a tag; what is sent stays one line of words with commas.
behaviour("tags", (box, signal) => {
  const field = box.querySelector("input");
  if (box.querySelector(".combo__box")) return;
  const frame = Object.assign(document.createElement("span"), { className: "combo__box" });
  const input = Object.assign(document.createElement("input"), { className: "combo__input", type: "text", autocomplete: "off", placeholder: "Add a tag" });
  if (field.getAttribute("list")) input.setAttribute("list", field.getAttribute("list"));
  input.id = field.id;
  field.removeAttribute("id");
  field.type = "hidden";
  let tags = split(field.value);
  frame.append(input);
  box.append(frame);

  function save(list) {
    tags = [...new Set(list)];
    field.value = tags.join(", ");
    for (const chip of frame.querySelectorAll(".chip")) chip.remove();
    input.before(...tags.map(chipOf));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function chipOf(tag) {
    const chip = Object.assign(document.createElement("span"), { className: "chip", textContent: tag });
    const out = Object.assign(document.createElement("button"), { className: "chip__out", type: "button", textContent: "×" });
    out.setAttribute("aria-label", "Remove " + tag);
    out.onclick = () => save(tags.filter((t) => t !== tag));
    chip.append(out);
    return chip;
  }
  const take = () => {
    if (input.value.trim()) save([...tags, ...split(input.value)]);
    input.value = "";
  };
  suggest(box, input, input.getAttribute("list"), signal);
  on(input, "keydown", signal, (event) => {
    if ((event.key === "Enter" || event.key === ",") && input.value.trim()) {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && !input.value && tags.length) save(tags.slice(0, -1));
  });
  on(input, "blur", signal, take);
  on(frame, "pointerdown", signal, (event) => event.target === frame && setTimeout(() => input.focus()));
  input.before(...tags.map(chipOf));
});

// suggest asks the server for words that begin with what is typed.
function suggest(box, input, id, signal) {
  const list = id && document.getElementById(id);
  if (!list || !box.dataset.source) return;
  let timer;
  on(input, "input", signal, () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(box.dataset.source + "?q=" + encodeURIComponent(input.value.trim()), { signal }).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...page.querySelectorAll("option"));
    }, 200);
  });
}

const split = (words) => words.split(",").map((w) => w.trim()).filter(Boolean);
