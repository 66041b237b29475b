// Markdown fields: tools that put marks around the selection, and a preview the
// server makes.
import { behaviour, on } from "./core.js";

const marks = {
  bold: ["**", "**"],
  italic: ["_", "_"],
  heading: ["## ", "", true],
  list: ["- ", "", true],
  quote: ["> ", "", true],
  link: ["[", "](https://)"],
};

behaviour("markdown", (box, signal) => {
  const text = box.querySelector("textarea");
  const result = box.querySelector(".markdown__result");

  on(box, "click", signal, (event) => {
    const tool = event.target.closest("[data-mark]");
    const part = event.target.closest("[data-part]");
    if (tool) apply(text, ...marks[tool.dataset.mark]);
    if (part) show(part.dataset.part === "preview");
  });
  on(text, "keydown", signal, (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const mark = { b: "bold", i: "italic" }[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    event.stopPropagation();
    apply(text, ...marks[mark]);
  });

  async function show(preview) {
    for (const tab of box.querySelectorAll("[data-part]")) tab.setAttribute("aria-pressed", (tab.dataset.part === "preview") === preview);
    box.dataset.state = preview ? "preview" : "write";
    text.hidden = preview;
    result.hidden = !preview;
    if (!preview) return text.focus();
    const answer = await fetch(box.dataset.preview, { method: "POST", body: new URLSearchParams({ text: text.value }) }).catch(() => null);
    if (!answer?.ok) return void (result.textContent = "The preview could not be made.");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    result.replaceChildren(...page.body.childNodes);
  }
});

// apply marks the selection, or each of its lines.
function apply(text, before, after, lines) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const start = lines ? value.lastIndexOf("\n", from - 1) + 1 : from;
  const chosen = value.slice(start, to);
  const made = lines ? chosen.split("\n").map((l) => before + l).join("\n") : before + chosen + after;
  text.focus();
  text.setSelectionRange(start, to);
  if (!document.execCommand("insertText", false, made)) text.setRangeText(made, start, to, "end");
  if (!lines) text.setSelectionRange(start + before.length, start + before.length + chosen.length);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
