package org.relaywitness.web;

import org.relaywitness.evidence.Texts;

/**
 * What every page has around its content.
 *
 * @param title of the page, without the product's name
 * @param style address of the style sheet
 * @param icon address of the icon
 * @param unlisted whether search engines are asked not to list the page
 */
public record Frame(
    Texts texts, String title, String style, String icon, String version, boolean unlisted) {}
