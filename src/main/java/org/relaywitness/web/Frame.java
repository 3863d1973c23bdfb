package org.relaywitness.web;

import org.relaywitness.evidence.Texts;

/**
 * What every page has around its content.
 *
 * @param language of the page, and the way to others
 * @param title of the page, without the product's name
 * @param style address of the style sheet
 * @param icon address of the icon
 * @param unlisted whether search engines are asked not to list the page
 */
public record Frame(
    PageLanguage language,
    String title,
    String style,
    String icon,
    String version,
    boolean unlisted) {
  /** The sentences of the page. */
  public Texts texts() {
    return language.texts();
  }

  /** An address of this service, for a link that keeps the page's language. */
  public String keep(String address) {
    return language.keep(address);
  }
}
