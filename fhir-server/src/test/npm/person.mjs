// A person at a browser without scripts: follows redirects, keeps cookies, fills in the server's forms.

const MAX_STEPS = 20;

/** Signs in with this name and password, and allows everything but one scope. */
export class Person {
  constructor(username, password, denied) {
    this.username = username;
    this.password = password;
    this.denied = denied;
    this.cookies = new Map();
  }

  /** Opens a page and answers every form, until a page has none; returns that page. */
  async open(start) {
    let step = { url: start };
    for (let count = 0; count < MAX_STEPS; count += 1) {
      const response = await this.send(step);
      const location = response.headers.get('location');
      if (location) {
        step = { url: new URL(location, step.url).href };
        continue;
      }
      const text = await response.text();
      const body = this.answer(text);
      if (!body) {
        return { url: step.url, text };
      }
      const action = /<form method="post" action="([^"]*)" class="stack">/.exec(text)[1];
      step = { url: new URL(unescaped(action), step.url).href, body };
    }
    throw new Error('the pages go round in circles');
  }

  async send({ url, body }) {
    const { host } = new URL(url);
    const jar = this.cookies.get(host) ?? new Map();
    this.cookies.set(host, jar);
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      body,
      redirect: 'manual',
      headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    response.headers.getSetCookie().forEach((cookie) => {
      const [name, value] = cookie.split(';')[0].split('=');
      jar.set(name, value);
    });
    return response;
  }

  /** What this person sends back, or nothing if the page asks for nothing. */
  answer(html) {
    if (!html.includes('class="stack"')) {
      return null;
    }
    const body = new URLSearchParams();
    inputs(html).forEach(({ type, name, value, checked }) => {
      const kept = type === 'hidden' || (type === 'checkbox' && checked && value !== this.denied);
      if (kept && !(name === 'csrf' && body.has('csrf'))) {
        body.append(name, value);
      }
    });
    if (html.includes('name="password"')) {
      body.append('username', this.username);
      body.append('password', this.password);
    } else if (html.includes('name="decision"')) {
      body.append('decision', 'allow');
    } else {
      throw new Error('this page was not expected: ' + /<h1>(.*?)<\/h1>/.exec(html)?.[1]);
    }
    return body;
  }
}

function inputs(html) {
  return [...html.matchAll(/<input ([^>]*)>/g)].map(([, attributes]) => ({
    type: attribute(attributes, 'type') ?? 'text',
    name: attribute(attributes, 'name'),
    value: attribute(attributes, 'value') ?? '',
    checked: /\schecked\b/.test(attributes),
  }));
}

function attribute(attributes, name) {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes);
  return found ? unescaped(found[1]) : undefined;
}

function unescaped(text) {
  return text.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
