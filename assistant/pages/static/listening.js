// Voice input where the browser has it: on the device where it can, else only with consent; never sent unseen.
(() => {
  const { actions, refreshers, one, all, say, sure } = desk;
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  let listening = null, consented = false;

  async function ready(language, button) {
    const recognition = new Recognition();
    recognition.lang = { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", en: "en-US" }[language];
    recognition.interimResults = true;
    const onDevice = await Recognition.available?.({ langs: [recognition.lang], processLocally: true });
    if (onDevice === "available") recognition.processLocally = true;
    else if (!consented) {
      consented = await sure(button.dataset.consent, button.dataset.yes, button.dataset.no);
      if (!consented) return null;
    }
    return recognition;
  }
  function stopped(button) {
    listening = null;
    button.setAttribute("aria-pressed", "false");
    button.textContent = button.dataset.start;
  }
  actions.listen = async (button) => {
    if (listening) { listening.stop(); return; }
    const box = one("textarea", button.closest("form"));
    const recognition = await ready(preferences.get("language"), button);
    if (!recognition) return;
    const before = box.value;
    let heard = "";
    recognition.onresult = ({ results }) => {
      heard = [...results].map((result) => result[0].transcript).join("");
      box.value = before + heard;
    };
    recognition.onerror = () => say(button.dataset.fault);
    recognition.onend = () => { stopped(button); box.focus(); say(heard ? button.dataset.done : button.dataset.fault); };
    listening = recognition;
    button.setAttribute("aria-pressed", "true");
    button.textContent = button.dataset.stop;
    say(button.dataset.listening);
    recognition.start();
  };
  refreshers.push((within) => all("[data-do=listen]", within).forEach((button) => { button.hidden = !Recognition; }));
})();
