// The look of the EHR around the app: smart_style_url.
// https://hl7.org/fhir/smart-app-launch/STU2.2/scopes-and-launch-context.html#styling-information

const PROPERTIES = {
  color_background: '--ground',
  color_text: '--text',
  color_highlight: '--accent',
  color_error: '--danger',
};

/** Takes over the colours that the server names; without a style, or with a broken one, ours stay. */
export async function applyStyle(url) {
  if (!url) {
    return;
  }
  const style = await fetch(url).then((response) => (response.ok ? response.json() : {})).catch(() => ({}));
  Object.entries(PROPERTIES).forEach(([name, property]) => {
    if (typeof style[name] === 'string' && CSS.supports('color', style[name])) {
      document.documentElement.style.setProperty(property, style[name]);
    }
  });
}
