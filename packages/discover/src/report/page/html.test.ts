import { describe, expect, it } from "vitest";
import { HOSTILE } from "../../../test/an-inventory.ts";
import { html, untrusted } from "./html.ts";

describe("a template of HTML", () => {
  it("takes every text for text, in an element and in an attribute", () => {
    const text = `<b>"'&amp;`;
    expect(html`<a title="${text}">${text}</a>`.text).toBe(
      '<a title="&lt;b&gt;&quot;&#39;&amp;amp;">&lt;b&gt;&quot;&#39;&amp;amp;</a>',
    );
  });

  it("puts pieces of HTML, lists and numbers where they stand", () => {
    expect(html`<p>${[1, "<", html`<br />`]}</p>`.text).toBe("<p>1&lt;<br /></p>");
  });

  it("spells out what could not be seen, and keeps what turns around inside", () => {
    const { text } = untrusted(HOSTILE);
    expect(text).toMatch(/^<bdi>.*<\/bdi>$/);
    expect(text).toContain(
      String.raw`<mark>\u001b</mark>[2J<mark>\u202e</mark>evil<mark>\u200b</mark>&lt;img`,
    );
    expect(text).toContain(String.raw`<mark>\udb40\udc41</mark>`);
    expect(text).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]|<(?!\/?(?:bdi|mark)>)/u);
  });

  it("leaves the letters of every language as they are", () => {
    expect(untrusted("שלום naïve 支払い").text).toBe("<bdi>שלום naïve 支払い</bdi>");
  });
});
