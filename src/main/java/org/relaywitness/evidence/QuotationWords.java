package org.relaywitness.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Quotation.Raw;
import org.relaywitness.lookup.Answer;
import org.relaywitness.netdoc.EntryQuotation;

/** The verbatim lines under an answer, with what a reader has to know of them. */
public final class QuotationWords {
  private final List<Quotation> quotations;
  private final Answer answer;
  private final Texts texts;
  private final Moments moments;

  /** The words for the quotations of an answer. */
  public QuotationWords(List<Quotation> quotations, Answer answer, AnswerWords words) {
    this.quotations = List.copyOf(quotations);
    this.answer = answer;
    this.texts = words.texts();
    this.moments = words.moments();
  }

  /** A line fit to be shown, with its number. */
  public record Line(int number, String text) {}

  /**
   * What one document says of one relay.
   *
   * @param note why there are no lines; {@code null} when there are
   */
  public record Block(
      String title, List<Line> lines, @Nullable String note, String path, String sha256) {}

  /** What the lines are, or why none is quoted; empty when nothing matched. */
  public String intro() {
    if (quotations.isEmpty()) {
      return "";
    }
    return texts.text(
        any(Raw.READ)
            ? "quotation.intro"
            : any(Raw.UNREADABLE) ? "quotation.none_readable" : "quotation.none_kept");
  }

  private boolean any(Raw raw) {
    return quotations.stream().anyMatch(quotation -> quotation.raw() == raw);
  }

  /** The quotations; empty when none of their documents is kept here, or none can be read. */
  public List<Block> blocks() {
    return any(Raw.READ) ? quotations.stream().map(this::block).toList() : List.of();
  }

  /** That more relays matched than are quoted; {@code null} when all are. */
  public @Nullable String more() {
    long quoted = quotations.stream().map(Quotation::relay).distinct().count();
    long others = answer.relays().size() - quoted;
    return quoted == 0 || others <= 0 || blocks().isEmpty()
        ? null
        : texts.count("quotation.more", others);
  }

  private Block block(Quotation quotation) {
    String nickname =
        answer.relays().stream()
            .filter(relay -> relay.fingerprint().equals(quotation.relay()))
            .map(relay -> RelayWords.name(texts, relay))
            .findFirst()
            .orElse(quotation.relay().toString());
    String title =
        texts.text(
            quotation.consensus() ? "quotation.consensus" : "quotation.exit_list",
            Map.of("relay", nickname, "time", moments.utc(quotation.time())));
    String note =
        switch (quotation.raw()) {
          case READ -> quotation.lines().isEmpty() ? texts.text("quotation.no_entry") : null;
          case UNREADABLE -> texts.text("quotation.unreadable");
          case NOT_KEPT -> texts.text("quotation.not_kept");
        };
    return new Block(
        title,
        quotation.lines().stream().map(QuotationWords::shown).toList(),
        note,
        Untrusted.shown(quotation.path()),
        quotation.document().toString());
  }

  /** Tabs may stand between words, and do no harm. */
  private static Line shown(EntryQuotation.Line line) {
    return new Line(
        line.number(),
        Arrays.stream(line.text().split("\t", -1))
            .map(Untrusted::shown)
            .collect(Collectors.joining("\t")));
  }
}
