// A file field shows what was chosen, and says before sending what the server
// would refuse.
import { behaviour, on } from "./core.js";

const size = (bytes) => (bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) + " kB" : (bytes / 1e6).toFixed(1) + " MB");

behaviour("file", (box, signal) => {
  const input = box.querySelector("input");
  const list = box.querySelector(".file__list");
  const limit = Number(box.dataset.limit || 0);
  const kinds = input.accept.split(",").map((k) => k.trim().toLowerCase()).filter((k) => k.startsWith("."));

  function problem(file) {
    if (limit && file.size > limit) return `is larger than ${Math.floor(limit / (1 << 20))} MB`;
    if (!file.size) return "is empty";
    if (kinds.length && !kinds.some((k) => file.name.toLowerCase().endsWith(k))) return `is not one of ${kinds.map((k) => k.slice(1).toUpperCase()).join(", ")}`;
    return "";
  }

  function show() {
    const first = [];
    list.replaceChildren();
    for (const file of input.files) {
      const wrong = problem(file);
      if (wrong) first.push(`${file.name} ${wrong}.`);
      const line = document.createElement("li");
      line.className = "file__one";
      if (wrong) line.dataset.state = "bad";
      const name = document.createElement("span");
      name.className = "truncate";
      name.textContent = wrong ? `${file.name} ${wrong}` : file.name;
      const bytes = document.createElement("span");
      bytes.className = "file__size num";
      bytes.textContent = size(file.size);
      line.append(name, bytes);
      list.append(line);
    }
    input.setCustomValidity(first[0] || "");
  }

  on(input, "change", signal, show);
  on(box, "dragover dragenter", signal, () => (box.dataset.state = "over"));
  on(box, "dragleave drop", signal, () => delete box.dataset.state);
  if (input.form) on(input.form, "reset", signal, () => setTimeout(show));
  show();
});
