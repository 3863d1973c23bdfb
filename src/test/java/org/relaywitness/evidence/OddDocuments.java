package org.relaywitness.evidence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Days of consensuses and exit lists as a hostile world might write them: relays that come, go,
 * change and stand twice, lines too long or too many, odd spaces, line ends and bytes.
 */
final class OddDocuments {
  private static final int FINGERPRINT = 20;

  private final Random random;

  OddDocuments(long seed) {
    random = new Random(seed);
  }

  private static final class Relay {
    byte[] identity = new byte[FINGERPRINT];
    boolean listed;
    int state;
  }

  /** So many documents of each kind, the one after the other, of so many relays. */
  List<byte[]> day(int hours, int count) {
    List<Relay> relays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Relay relay = new Relay();
      random.nextBytes(relay.identity);
      relay.listed = random.nextInt(3) > 0;
      relays.add(relay);
    }
    List<byte[]> documents = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      for (Relay relay : relays) {
        relay.listed ^= random.nextInt(12) == 0;
        relay.state += random.nextInt(8) == 0 ? 1 : 0;
      }
      documents.add(consensus(relays, hour));
      documents.add(exitList(relays, hour));
    }
    return documents;
  }

  private byte[] consensus(List<Relay> relays, int hour) {
    StringBuilder text = new StringBuilder();
    text.append(random.nextBoolean() ? "@type network-status-consensus-3 1.0\n" : "");
    text.append("network-status-version 3\nvote-status consensus\nvalid-after 2024-03-05 ");
    text.append(hour).append(":00:00\n");
    for (Relay relay : relays) {
      if (relay.listed) {
        router(text, relay);
        if (random.nextInt(40) == 0) {
          // Once more, otherwise.
          relay.state++;
          router(text, relay);
        }
      }
    }
    text.append(random.nextInt(4) == 0 ? "" : "directory-footer\ns not an entry\n");
    return bytes(text);
  }

  private void router(StringBuilder text, Relay relay) {
    String identity = Base64.getEncoder().withoutPadding().encodeToString(relay.identity);
    text.append(random.nextInt(50) == 0 ? "opt\tr " : "r ");
    text.append("Relay").append(relay.state).append(' ').append(identity);
    text.append(" x 2024-03-05 09:00:00 192.0.2.7 9001 0\n");
    for (int i = random.nextInt(60) == 0 ? 70 : relay.state % 3; i > 0; i--) {
      text.append("a [2001:db8::").append(i).append("]:9001\n");
    }
    text.append("s Running").append(random.nextInt(60) == 0 ? "x".repeat(5000) : "").append('\n');
    text.append("v Tor 0.4.").append(relay.state).append('\n');
    if (relay.state % 4 == 1) {
      text.append("p accept \u00e9\u00ff").append(relay.state).append('\n');
    }
  }

  private byte[] exitList(List<Relay> relays, int hour) {
    StringBuilder text = new StringBuilder("@type tordnsel 1.0\n");
    text.append("Downloaded 2024-03-05 ").append(hour).append(":02:00\n");
    for (Relay relay : relays) {
      if (relay.listed && relay.state % 2 == 0) {
        String identity = HexFormat.of().withUpperCase().formatHex(relay.identity);
        text.append("ExitNode ").append(identity).append('\n');
        text.append("Published 2024-03-05 0").append(relay.state % 10).append(":00:00\n\n");
        text.append("ExitAddress 192.0.2.7 2024-03-05 ").append(hour).append(":40:00\n");
      }
    }
    return bytes(text);
  }

  private byte[] bytes(StringBuilder text) {
    String lines = text.toString();
    if (random.nextInt(5) == 0) {
      lines = lines.replace("\n", "\r\n");
    }
    return lines.getBytes(StandardCharsets.ISO_8859_1);
  }
}
