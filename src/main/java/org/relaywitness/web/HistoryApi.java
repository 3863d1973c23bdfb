package org.relaywitness.web;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.evidence.HistoryJson;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.IpNetwork;

/** The histories of the API: of a relay, and of a block of addresses. */
final class HistoryApi {
  static final Set<String> PARAMETERS = Set.of("from", "to", "cursor");

  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  /** A larger block holds more than one reply can bear. */
  private static final int SHORTEST_PREFIX_4 = 16;

  private static final int SHORTEST_PREFIX_6 = 32;

  /** A relay is scanned some 13,000 times a year. */
  private static final Duration RELAY_PAGE = Duration.ofDays(366);

  /** A large block may hold a hundred exits. */
  private static final Duration NETWORK_PAGE = Duration.ofDays(31);

  private final Records records;

  HistoryApi(Records records) {
    this.records = records;
  }

  /** {@code /api/v1/relays/FINGERPRINT}. */
  Reply relay(Parameters sent) throws InvalidQuestionException {
    Fingerprint relay = Fingerprint.findHex(sent.rest());
    if (relay == null) {
      throw new InvalidQuestionException(
          "fingerprint", "malformed", TEXTS.text("error.parameter.fingerprint"));
    }
    return reply(records.relay(relay, HistoryInterval.Wanted.of(sent), RELAY_PAGE));
  }

  /** {@code /api/v1/networks/ADDRESS/LENGTH}. */
  Reply network(Parameters sent) throws InvalidQuestionException {
    IpNetwork network = IpNetwork.findCidr(sent.rest());
    if (network == null) {
      throw new InvalidQuestionException("cidr", "malformed", TEXTS.text("error.parameter.cidr"));
    }
    int shortest =
        network.address().getAddress().length == 4 ? SHORTEST_PREFIX_4 : SHORTEST_PREFIX_6;
    if (network.prefixLength() < shortest) {
      throw new InvalidQuestionException(
          "cidr", "out_of_range", TEXTS.text("error.parameter.cidr_range"));
    }
    return reply(records.network(network, HistoryInterval.Wanted.of(sent), NETWORK_PAGE));
  }

  private static Reply reply(Records.HistoryPage page) {
    return Reply.json(HistoryJson.bytes(page.history(), page.next()), Reply.REVALIDATE);
  }
}
