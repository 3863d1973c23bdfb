package org.relaywitness.web;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Texts;

/**
 * The language that a page is in, the links to the same page in others, and links that keep it.
 *
 * @param texts the sentences of the page
 * @param chosen whether it was asked for by name, so that it must be kept; else the browser's
 *     header chooses it again
 * @param all the same page in every language, this one included
 */
public record PageLanguage(Texts texts, boolean chosen, List<Link> all) {
  /** The same page in a language. */
  public record Link(Language language, String address, boolean here) {}

  /** Lists are copied. */
  public PageLanguage {
    all = List.copyOf(all);
  }

  /** The language of the page that answers this request. */
  static PageLanguage of(Parameters sent) {
    Language language = sent.language();
    return new PageLanguage(
        Texts.of(language),
        sent.chosenLanguage() != null,
        Stream.of(Language.values())
            .map(one -> new Link(one, sent.inLanguage(one), one == language))
            .toList());
  }

  /** The same for a page that no question leads to: its links repeat nothing of the address. */
  PageLanguage withoutQuestion() {
    return new PageLanguage(
        texts,
        chosen,
        all.stream()
            .map(
                link ->
                    new Link(
                        link.language(),
                        '?' + Parameters.LANGUAGE + '=' + link.language().tag(),
                        link.here()))
            .toList());
  }

  /** Which it is. */
  public Language language() {
    return texts.language();
  }

  /** An address of this service, with the language where that was chosen by name. */
  public String keep(String address) {
    String tag = field();
    if (tag == null) {
      return address;
    }
    return address + (address.indexOf('?') < 0 ? '?' : '&') + Parameters.LANGUAGE + '=' + tag;
  }

  /** What a form sends along to keep the language; {@code null} when it need not. */
  public @Nullable String field() {
    return chosen ? language().tag() : null;
  }
}
