package org.relaywitness.evidence;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.Question;

/** The address of the page that answers a question again. */
public final class QuestionLink {
  private final StringBuilder text;
  private char separator = '?';

  private QuestionLink(String start) {
    this.text = new StringBuilder(start);
  }

  /**
   * The link below this base, to the page in this language; the same question always gives the same
   * link.
   *
   * @param base where others find the service; {@code null}: the link begins with its path
   */
  public static String of(@Nullable URI base, Question question, Language language) {
    String start = base == null ? "/" : base.toString();
    QuestionLink link = new QuestionLink(start.endsWith("/") ? start : start + "/");
    link.add("ip", Addresses.format(question.address()));
    if (question.at() != null) {
      link.add(
          "at",
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
              question
                  .at()
                  .truncatedTo(ChronoUnit.SECONDS)
                  .atZone(question.zone())
                  .toOffsetDateTime()));
    } else {
      link.add("date", String.valueOf(question.date()));
    }
    link.add("zone", Moments.zoneId(question.zone()));
    if (!question.tolerance().isZero()) {
      link.add("tolerance", question.tolerance().toString());
    }
    if (question.port() != null) {
      link.add("port", question.port().toString());
    }
    if (language != Language.ENGLISH) {
      link.add("lang", language.tag());
    }
    return link.text.toString();
  }

  private void add(String name, String value) {
    text.append(separator)
        .append(name)
        .append('=')
        // Colon and slash may stand in a query (RFC 3986, 3.4), and are easier read and typed so.
        .append(
            URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("%3A", ":")
                .replace("%2F", "/"));
    separator = '&';
  }
}
