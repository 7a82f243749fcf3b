// The workbench's roster: a file goes to this server alone; a summary comes back, or the results by person.
(() => {
  const { actions, forms, refreshers, say, flash, one, all } = desk;
  let chosen = "bench";

  function turn(to) {
    chosen = to;
    for (const tab of all("[role=tab]")) {
      const isChosen = tab.getAttribute("aria-controls") === to;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !isChosen;
    }
  }
  actions.tab = (tab) => { turn(tab.getAttribute("aria-controls")); };
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("[role=tab]") || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = all("[role=tab]").find((tab) => tab !== event.target);
    turn(other.getAttribute("aria-controls"));
    other.focus();
  });
  refreshers.push(() => { if (one("[role=tab]") && one("#bench") && one("#roster")) turn(chosen); });

  async function sent(form, kind) {
    const [file] = form.elements.file.files, { place, day } = form.elements;
    if (!file) { say(form.dataset.none); form.elements.file.focus(); return null; }
    say(form.dataset.busy);
    const query = new URLSearchParams({ place: place.value, day: day.value, language: preferences.get("language") });
    return fetch(`/adviser/roster/${kind}?${query}`, { method: "POST", body: file, headers: { "X-File-Name": encodeURIComponent(file.name) } });
  }
  forms.roster = async (form) => {
    const found = await sent(form, "summary");
    if (!found) return;
    const screened = one(".screened"), text = await found.text();
    if (found.ok) screened.innerHTML = text;
    else screened.replaceChildren(Object.assign(document.createElement("p"), { className: "alert", textContent: text }));
    say(one("h3, .alert", screened).textContent);
  };
  actions.results = async (button) => {
    const form = button.closest("form"), found = await sent(form, "results");
    if (!found) return;
    if (!found.ok) { flash(button, form.dataset.fault); return; }
    desk.save(await found.blob(), `yanglao-${form.elements.place.value}-${form.elements.day.value}.xlsx`);
    flash(button, form.dataset.done);
  };
})();
