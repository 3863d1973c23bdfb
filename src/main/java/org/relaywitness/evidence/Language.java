package org.relaywitness.evidence;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The languages in which answers are given: those whose {@code Texts_XX.properties} is complete.
 * Register one here, in a line, once it is; the tests then hold it complete.
 */
public enum Language {
  ENGLISH("en", "English"),
  GERMAN("de", "Deutsch"),
  SPANISH("es", "Español"),
  FRENCH("fr", "Français"),
  ITALIAN("it", "Italiano"),
  DUTCH("nl", "Nederlands"),
  POLISH("pl", "Polski"),
  PORTUGUESE("pt", "Português"),
  ROMANIAN("ro", "Română"),
  SWEDISH("sv", "Svenska"),
  ARABIC("ar", "العربية");

  private static final int LONGEST_HEADER = 1000;
  private static final List<String> RIGHT_TO_LEFT = List.of("ar");

  private final Locale locale;
  private final String ownName;

  Language(String tag, String ownName) {
    this.locale = Locale.forLanguageTag(tag);
    this.ownName = ownName;
  }

  /** Its tag, such as {@code de} (RFC 5646). */
  public String tag() {
    return locale.toLanguageTag();
  }

  /** Its name in the language itself. */
  public String ownName() {
    return ownName;
  }

  /** For the library's own texts, such as names of months. */
  public Locale locale() {
    return locale;
  }

  /** Whether it is written from right to left. */
  public boolean rightToLeft() {
    return RIGHT_TO_LEFT.contains(tag());
  }

  /** How it is written, as HTML says it: {@code ltr} or {@code rtl}. */
  public String direction() {
    return rightToLeft() ? "rtl" : "ltr";
  }

  /** The language of a tag such as {@code de} or {@code de-CH}; {@code null} when it is none. */
  public static @Nullable Language find(String tag) {
    String wanted = Locale.forLanguageTag(tag.strip()).getLanguage();
    return Stream.of(values()).filter(one -> one.tag().equals(wanted)).findFirst().orElse(null);
  }

  /** The language of a locale; English where there is no translation. */
  public static Language of(Locale locale) {
    Language found = find(locale.toLanguageTag());
    return found == null ? ENGLISH : found;
  }

  /**
   * The language that is wanted most, by lookup (RFC 4647, section 3.4); English when none of those
   * wanted is spoken, or the header is no such header.
   *
   * @param acceptLanguage the header's value; {@code null} when there is none
   */
  public static Language wanted(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
      return ENGLISH;
    }
    try {
      Locale found =
          Locale.lookup(
              Locale.LanguageRange.parse(acceptLanguage),
              Stream.of(values()).map(Language::locale).toList());
      return found == null ? ENGLISH : of(found);
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }
}
