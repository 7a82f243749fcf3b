// Takes an answer out of the page: copied, printed or shared, always with the line that says who made it.
(() => {
  const { actions, refreshers, one, all, flash } = desk;
  const plain = (button) => one(".plain", button.closest(".turn, [data-plain]")).textContent;

  async function copied(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* outside of https there is no clipboard */ }
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
  actions.copy = async (button) => flash(button, (await copied(plain(button))) ? button.dataset.done : button.dataset.fault);
  actions.share = (button) => navigator.share({ text: plain(button) }).catch(() => {}); // whoever closes it has not shared
  actions.print = (button) => {
    const sheet = button.closest(".turn, [data-plain]");
    sheet.classList.add("printed");
    document.body.classList.add("printing");
    window.addEventListener("afterprint", () => {
      sheet.classList.remove("printed");
      document.body.classList.remove("printing");
    }, { once: true });
    window.print();
  };
  desk.mayShare = (within) => all("[data-do=share]", within).forEach((button) => { button.hidden = !navigator.share; });
  refreshers.push(desk.mayShare);
})();
