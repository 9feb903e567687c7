// Nothing here is needed: without it the reveals stay open and every link and form still works.
import { initAll } from "../tp/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
document.querySelectorAll("input[type=radio][aria-expanded]").forEach(expandsSilently);

const exit = document.querySelector("[data-tp-exit]");
if (exit) leaveOnThreeShifts(exit);

function leaveOnThreeShifts(link) {
  const withinMilliseconds = 5000;
  let pressed = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      pressed = [];
      return;
    }
    const now = Date.now();
    pressed = [...pressed.filter((at) => now - at < withinMilliseconds), now];
    if (pressed.length >= 3) leave(link);
  });
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave(link);
  });
}

// "replace" keeps this page out of the way of the back button. However slow the way out is, nothing is seen of us
// from the first moment on, neither in the window nor in its tab.
function leave(link) {
  document.documentElement.hidden = true;
  document.title = "";
  window.location.replace(link.href);
}

// A radio may not carry aria-expanded, and the components put it there each time one is chosen.
function expandsSilently(radio) {
  radio.removeAttribute("aria-expanded");
  const changed = new MutationObserver(() => {
    if (radio.hasAttribute("aria-expanded")) radio.removeAttribute("aria-expanded");
  });
  changed.observe(radio, { attributeFilter: ["aria-expanded"] });
}
