// Relative times stay true while a page is open. The steps are those of
// kit.Clock.Relative.
import { behaviour } from "./core.js";

const shown = new Set();

behaviour("time", (element, signal) => {
  shown.add(element);
  signal.addEventListener("abort", () => shown.delete(element));
});

export function relative(then, now) {
  const ahead = then > now;
  const seconds = Math.abs(now - then) / 1000;
  const say = (n, unit) => {
    const words = n + " " + unit + (n === 1 ? "" : "s");
    return ahead ? "in " + words : words + " ago";
  };
  if (seconds < 45) return "just now";
  if (seconds < 3600) return say(Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 86400) return say(Math.floor(seconds / 3600), "hour");
  if (seconds < 28 * 86400) return say(Math.floor(seconds / 86400), "day");
  return null; // a date: the server said it in its reader's zone
}

// The server's clock decides: the browser's may be wrong.
const made = Date.parse(document.querySelector('meta[name="candor-now"]')?.content || "");
const late = made ? Date.now() - made : 0;

setInterval(() => {
  if (document.hidden) return;
  for (const element of shown) {
    const words = relative(Date.parse(element.dateTime), Date.now() - late);
    if (words && element.textContent !== words) element.textContent = words;
  }
}, 30000);
