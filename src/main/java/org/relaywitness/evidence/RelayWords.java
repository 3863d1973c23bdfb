package org.relaywitness.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.MatchedBy;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;

/** One relay that matched, in words. */
public final class RelayWords {
  /** How many tests are shown; a busy exit has dozens in the days looked at. */
  private static final int SCANS_SHOWN = 10;

  private final RelayMatch relay;
  private final AnswerWords words;
  private final Texts texts;
  private final @Nullable Integer port;

  /** The words for one relay of an answer to a question with this port, if any. */
  public RelayWords(RelayMatch relay, AnswerWords words, @Nullable Integer port) {
    this.relay = relay;
    this.words = words;
    this.texts = words.texts();
    this.port = port;
  }

  /** A stretch of its listing, cell by cell. */
  public record ListedRow(
      String first, String last, int count, String when, String address, String exit) {}

  /** A scan, cell by cell. */
  public record ScanRow(String time, String distance, String when) {}

  /** The relay by nickname and fingerprint: a nickname alone names nobody. */
  static String name(Texts texts, RelayMatch relay) {
    return texts.text(
        "relay.name",
        Map.of("nickname", Untrusted.shown(relay.nickname()), "fingerprint", relay.fingerprint()));
  }

  /** The relay by nickname alone, where it was named in full just before. */
  static String nameAgain(Texts texts, RelayMatch relay) {
    return texts.text("relay.name.again", Map.of("nickname", Untrusted.shown(relay.nickname())));
  }

  /** Its nickname, fit to show. */
  public String nickname() {
    return Untrusted.shown(relay.nickname());
  }

  /** Its fingerprint, 40 hex digits. */
  public String fingerprint() {
    return relay.fingerprint().toString();
  }

  /** The addresses at which it takes connections, nearest the time asked. */
  public String addresses() {
    return join(relay.orAddresses().stream().map(Addresses::format).toList());
  }

  /** How it matched the asked address. */
  public String matched() {
    return join(
        relay.matched().stream()
            .sorted()
            .map(MatchedBy::name)
            .map(name -> texts.text("relay.matched." + name.toLowerCase(Locale.ROOT)))
            .toList());
  }

  /** Its exit policy summary as it stands in the record, or that there is none. */
  public String policy() {
    ExitPolicySummary policy = relay.policy();
    return policy == null ? texts.text("policy.none") : policy.toString();
  }

  /** What {@link #exiting} is about: the asked port, or traffic as such. */
  public String exitingLabel() {
    return port == null
        ? texts.text("relay.exiting")
        : texts.text("relay.port", Map.of("port", port));
  }

  /** Whether its policy allows the asked port, or any. */
  public String exiting() {
    if (relay.portAllowed() == null) {
      return texts.text("relay.port.unknown");
    }
    return texts.text(
        (port == null ? "relay.exiting." : "relay.port.")
            + (relay.portAllowed() ? "allowed" : "rejected"));
  }

  /** The flags that bear on exiting. */
  public String flags() {
    if (relay.exitFlag() == null && relay.badExitFlag() == null) {
      return texts.text("relay.flag.unknown");
    }
    List<String> flags = new ArrayList<>();
    if (Boolean.TRUE.equals(relay.exitFlag())) {
      flags.add(texts.text("relay.flag.exit"));
    }
    if (Boolean.TRUE.equals(relay.badExitFlag())) {
      flags.add(texts.text("relay.flag.bad_exit"));
    }
    return flags.isEmpty() ? texts.text("relay.flag.none") : join(flags);
  }

  /** The stretches of its listing. */
  public List<ListedRow> listed() {
    return relay.listed().stream().map(this::row).toList();
  }

  private ListedRow row(ListedStretch stretch) {
    String exit =
        texts.text(
            stretch.portAllowed() == null
                ? "listed.exit.unknown"
                : stretch.portAllowed() ? "listed.exit.allowed" : "listed.exit.rejected");
    return new ListedRow(
        words.moments().plainUtc(stretch.first()),
        words.moments().plainUtc(stretch.last()),
        stretch.consensuses(),
        texts.text("listed.when." + stretch.when().name().toLowerCase(Locale.ROOT)),
        texts.text(stretch.matchesAddress() ? "listed.address.yes" : "listed.address.no"),
        stretch.badExitFlag() ? texts.text("listed.exit.bad", Map.of("exit", exit)) : exit);
  }

  /**
   * The scans that saw traffic leave from the asked address through it, in order of time; of many
   * the nearest, those that count for the time asked before those that do not.
   */
  public List<ScanRow> scans() {
    return shown().stream().map(this::row).toList();
  }

  /** How many scans are not shown, as a sentence; {@code null} when all are. */
  public @Nullable String moreScans() {
    int more = relay.scans().size() - shown().size();
    return more == 0 ? null : texts.count("scans.more", more);
  }

  private List<ScanSeen> shown() {
    return shownScans(relay, words);
  }

  /** The scans of a relay that are shown. */
  static List<ScanSeen> shownScans(RelayMatch relay, AnswerWords words) {
    return relay.scans().stream()
        .sorted(
            Comparator.comparing((ScanSeen scan) -> !scan.atTheTime())
                .thenComparing(scan -> words.apart(scan.time()))
                .thenComparing(ScanSeen::time))
        .limit(SCANS_SHOWN)
        .sorted(Comparator.comparing(ScanSeen::time))
        .toList();
  }

  private ScanRow row(ScanSeen scan) {
    return new ScanRow(
        words.moments().plainUtc(scan.time()),
        words.distance(scan.time()),
        texts.text(scan.atTheTime() ? "scans.when.at" : "scans.when.near"));
  }

  private String join(List<String> items) {
    return texts.list(items);
  }
}
