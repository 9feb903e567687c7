// Nothing here is needed: every key does what a button or a link on the page does.
const form = document.querySelector("[data-tp-keys]");
if (form) listen(form);

function listen(form) {
  form.querySelector("[data-tp-keys-hint]").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
    const reasons = [...form.querySelectorAll("input[name=why]")];
    if (/^[1-9]$/.test(event.key) && reasons[event.key - 1]) {
      reasons[event.key - 1].checked = true;
      reasons[event.key - 1].focus();
      event.preventDefault();
      return;
    }
    const target = form.querySelector(`[data-tp-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.name === "out" && reasons.length && !reasons.some((one) => one.checked)) {
      reasons[0].focus();
      return;
    }
    target.click();
  });
}

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=radio])");
}
