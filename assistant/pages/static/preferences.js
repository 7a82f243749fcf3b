// How this person likes to see the desks: remembered in this browser, applied before anything is painted.
const preferences = (() => {
  const root = document.documentElement;
  const known = { view: ["normal", "elder"], contrast: ["normal", "high"], language: ["zh-Hans", "zh-Hant", "en"] };

  function kept(name) {
    try { return localStorage.getItem(`yanglao.${name}`); } catch { return null; } // a browser may forbid storage
  }
  function get(name) {
    const value = kept(name);
    return known[name].includes(value) ? value : name === "language" ? ofTheBrowser() : known[name][0];
  }
  function ofTheBrowser() {
    const language = navigator.language || "";
    if (/^zh-(Hant|TW|HK|MO)/i.test(language)) return "zh-Hant";
    return /^en/i.test(language) ? "en" : "zh-Hans";
  }
  function set(name, value) {
    try { localStorage.setItem(`yanglao.${name}`, value); } catch { /* it then holds for this page alone */ }
    apply({ [name]: value });
  }
  function apply(values) {
    for (const [name, value] of Object.entries(values)) {
      if (name === "language") root.lang = value;
      root.dataset[name] = value;
    }
    for (const button of document.querySelectorAll("[data-do=view], [data-do=contrast], [data-do=language]")) {
      const { do: what, language } = button.dataset;
      button.setAttribute("aria-pressed", what === "language" ? root.dataset.language === language
        : root.dataset[what] === known[what][1]);
    }
  }
  function refresh() { apply(Object.fromEntries(Object.keys(known).map((name) => [name, root.dataset[name] || get(name)]))); }
  function toggle(name) { set(name, root.dataset[name] === known[name][1] ? known[name][0] : known[name][1]); }

  refresh();
  return { get: (name) => root.dataset[name], set, toggle, refresh, isChosen: (name) => kept(name) !== null };
})();
